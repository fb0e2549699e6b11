import { html, type Html } from '../platform/http/html.js';
import { field, languageChoice, page, secretField, type FormFaults } from './pages.js';
import type { FormRequest } from './form-requests.js';
import type { Words } from './messages/en.js';

/**
 * The sign-in page. `told` is shown at the top; `provider` is the display name of the OpenID provider, or
 * null.
 */
export function signInPage(incoming: FormRequest, given: { told?: keyof Words | undefined; faults?: FormFaults; provider: string | null }): Html {
  const { say, language, form } = incoming;
  const { told, faults, provider } = given;
  return page(incoming, {
    title: 'signIn',
    script: 'passkeys',
    ...(faults && { faults }),
    body: html` ${told !== undefined && html`<p class="told" role="status">${say(told, { name: provider ?? '' })}</p>`}
      <form method="post" action="/sign-in?lang=${language}" novalidate>
        ${field(incoming, { name: 'email', label: 'email', hint: 'signInHint', type: 'email', autocomplete: 'email', value: form.email ?? '', faults })}
        <p><button>${say('sendLink')}</button></p>
      </form>
      <h2>${say('orPasskey')}</h2>
      <noscript><p>${say('scriptNeeded')}</p></noscript>
      <form data-passkey="sign-in" hidden>
        <p class="fault" role="alert" hidden>${say('passkeyFailed')}</p>
        <p class="hint">${say('passkeyHint')}</p>
        <button>${say('usePasskey')}</button>
      </form>
      ${
        provider !== null &&
        html`<h2>${say('orProvider')}</h2>
          <p><a href="/sign-in/provider">${say('useProvider', { name: provider })}</a></p>`
      }`,
  });
}

export function sentPage(incoming: FormRequest): Html {
  const { say, language } = incoming;
  return page(incoming, {
    title: 'sent',
    body: html`<p>${say('sentText')}</p>
      <p><a href="/sign-in?lang=${language}">${say('sentAgain')}</a></p>`,
  });
}

/** What a link opens: a button, because programs that look at mail follow links. */
export function linkPage(
  incoming: FormRequest,
  action: string,
  texts: { title: keyof Words; text?: keyof Words; button: keyof Words },
  faults?: FormFaults,
): Html {
  const { say, language } = incoming;
  return page(incoming, {
    title: texts.title,
    script: 'links',
    ...(faults && { faults }),
    body: html` ${texts.text !== undefined && html`<p>${say(texts.text)}</p>`}
      <form method="post" action="${action}?lang=${language}">
        ${secretField(incoming, faults)}
        <p><button>${say(texts.button)}</button></p>
      </form>`,
  });
}

export function firstPage(incoming: FormRequest, faults?: FormFaults): Html {
  const { say, language, form } = incoming;
  return page(incoming, {
    title: 'first',
    script: 'links',
    ...(faults && { faults }),
    body: html` <p>${say('firstText')}</p>
      <form method="post" action="/sign-in/first?lang=${language}" novalidate>
        ${secretField(incoming, faults)}
        ${field(incoming, { name: 'email', label: 'email', type: 'email', autocomplete: 'email', value: form.email ?? '', faults })}
        ${field(incoming, { name: 'name', label: 'nameOptional', autocomplete: 'name', value: form.name ?? '', faults })}
        ${languageChoice(incoming, form.language ?? language)}
        <p><button>${say('firstButton')}</button></p>
      </form>`,
  });
}

/** A page that only says something. */
export function saying(incoming: FormRequest, title: keyof Words, text: keyof Words, filling: Readonly<Record<string, string | number>> = {}): Html {
  const { say, language } = incoming;
  return page(incoming, {
    title,
    body: html`<p role="status">${say(text, filling)}</p>
      <p><a href="/sign-in?lang=${language}">${say('signIn')}</a></p>`,
  });
}
