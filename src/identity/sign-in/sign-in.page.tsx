import { LanguageChoice, SecretField, Notice, WordedField, type FormFaults, type FormPage } from '../form-page.js';
import type { FormRequest } from '../form-requests.js';
import type { Words } from '../messages/messages.js';

/** The sign-in page. `notice` is shown at the top; `provider` is the display name of the OpenID provider, or null. */
export function signInPage(
  incoming: FormRequest,
  given: { notice?: Words | undefined; faults?: FormFaults; provider: string | null },
): FormPage {
  const { say, language, form } = incoming;
  const { notice, faults, provider } = given;
  const body = (
    <>
      <Notice text={notice && say(notice, { name: provider ?? '' })} />
      <form method="post" action={`/sign-in?lang=${language}`} novalidate>
        <WordedField
          incoming={incoming}
          name="email"
          label="email"
          hint="signInHint"
          type="email"
          autocomplete="email"
          value={form.email ?? ''}
          faults={faults}
        />
        <p>
          <button>{say('sendLink')}</button>
        </p>
      </form>
      <h2>{say('orPasskey')}</h2>
      <noscript>
        <p>{say('scriptNeeded')}</p>
      </noscript>
      <form data-passkey="sign-in" hidden>
        <p class="fault" role="alert" hidden>
          {say('passkeyFailed')}
        </p>
        <p class="hint">{say('passkeyHint')}</p>
        <button>{say('usePasskey')}</button>
      </form>
      {provider === null ? null : (
        <>
          <h2>{say('orProvider')}</h2>
          <p>
            <a href="/sign-in/provider">{say('useProvider', { name: provider })}</a>
          </p>
        </>
      )}
    </>
  );
  return { incoming, title: 'signIn', faults, body };
}

export function sentPage(incoming: FormRequest): FormPage {
  const { say, language } = incoming;
  const body = (
    <>
      <p>{say('sentText')}</p>
      <p>
        <a href={`/sign-in?lang=${language}`}>{say('sentAgain')}</a>
      </p>
    </>
  );
  return { incoming, title: 'sent', body };
}

/** What a link opens: a button, because programs that look at mail follow links. */
export function linkPage(
  incoming: FormRequest,
  action: string,
  texts: { title: Words; text?: Words; button: Words },
  faults?: FormFaults,
): FormPage {
  const { say, language } = incoming;
  const body = (
    <>
      {texts.text === undefined ? null : <p>{say(texts.text)}</p>}
      <form method="post" action={`${action}?lang=${language}`}>
        <SecretField incoming={incoming} faults={faults} />
        <p>
          <button>{say(texts.button)}</button>
        </p>
      </form>
    </>
  );
  return { incoming, title: texts.title, faults, body };
}

export function firstPage(incoming: FormRequest, faults?: FormFaults): FormPage {
  const { say, language, form } = incoming;
  const body = (
    <>
      <p>{say('firstText')}</p>
      <form method="post" action={`/sign-in/first?lang=${language}`} novalidate>
        <SecretField incoming={incoming} faults={faults} />
        <WordedField
          incoming={incoming}
          name="email"
          label="email"
          type="email"
          autocomplete="email"
          value={form.email ?? ''}
          faults={faults}
        />
        <WordedField
          incoming={incoming}
          name="name"
          label="nameOptional"
          autocomplete="name"
          value={form.name ?? ''}
          faults={faults}
        />
        <LanguageChoice incoming={incoming} value={form.language ?? language} />
        <p>
          <button>{say('firstButton')}</button>
        </p>
      </form>
    </>
  );
  return { incoming, title: 'first', faults, body };
}

/** A page that only says something. */
export function saying(
  incoming: FormRequest,
  title: Words,
  text: Words,
  filling: Readonly<Record<string, string | number>> = {},
): FormPage {
  const { say, language } = incoming;
  const body = (
    <>
      <p role="status">{say(text, filling)}</p>
      <p>
        <a href={`/sign-in?lang=${language}`}>{say('signIn')}</a>
      </p>
    </>
  );
  return { incoming, title, body };
}
