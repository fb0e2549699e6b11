import type { FastifyReply } from 'fastify';
import { languages } from '../kernel/fields.js';
import { Refused } from '../kernel/refusal.js';
import { html, type Html } from '../platform/http/html.js';
import type { FormRequest } from './form-requests.js';
import type { Words } from './messages/en.js';
import { directionOf, languageNames } from './messages/messages.js';

/** Only what we serve ourselves, and forms only to us. */
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What is wrong with a form, by field: words of the catalogue. `''` concerns the whole. */
export type FormFaults = Readonly<Record<string, keyof Words>>;

/** Sends a page that nobody keeps. */
export function show(reply: FastifyReply, page: Html, status = 200): void {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    // The origin has to go along with forms.
    'referrer-policy': 'same-origin',
  };
  void reply.status(status).headers(headers).send(page.text);
}

/** Redirects to another page of the register, with GET. */
export function goTo(reply: FastifyReply, path: string): void {
  void reply.status(303).header('location', path).header('cache-control', 'no-store').send();
}

interface PageContent {
  readonly title: keyof Words;
  readonly faults?: FormFaults;
  /** The one script that it has, if it has any. */
  readonly script?: 'passkeys' | 'links';
  readonly body: Html;
}

/** A whole page. */
export function page(incoming: FormRequest, { title, faults = {}, script, body }: PageContent): Html {
  const { language, say, session, path } = incoming;
  const isFaulty = Object.keys(faults).length > 0;
  const keeping = new URLSearchParams(incoming.query);
  const inLanguage = (other: string): string => {
    keeping.set('lang', other);
    return `?${keeping.toString()}`;
  };
  const others = languages.map((one) =>
    one === language
      ? html`<li><span lang="${one}" aria-current="true">${languageNames[one]}</span></li>`
      : html`<li><a href="${inLanguage(one)}" lang="${one}" hreflang="${one}" dir="${directionOf(one)}">${languageNames[one]}</a></li>`,
  );
  return html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${isFaulty && `${say('error')} `}${say(title)} · ${say('site')}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/identity/identity.css" />
        ${script !== undefined && html`<script type="module" src="/identity/${script}.mjs"></script>`}
      </head>
      <body>
        <a class="skip" href="#content">${say('skip')}</a>
        <header>
          <a href="/">${say('site')}</a>
          ${session !== null && path !== '/sign-out' && html`<form method="post" action="/sign-out?lang=${language}">${formToken(incoming)}<button class="plain">${say('signOut')}</button></form>`}
          <nav aria-label="${say('languages')}">
            <ul>
              ${others}
            </ul>
          </nav>
        </header>
        <main id="content">
          ${isFaulty && problem(incoming, faults)}
          <h1>${say(title)}</h1>
          ${body}
        </main>
      </body>
    </html> `;
}

/** On top of a form that failed: what is wrong, each with a link to its field. */
function problem({ say }: FormRequest, faults: FormFaults): Html {
  const lines = Object.entries(faults).map(([field, words]) =>
    field === '' ? html`<li>${say(words)}</li>` : html`<li><a href="#${field}">${say(words)}</a></li>`,
  );
  return html`<div class="problem" role="alert" aria-labelledby="problem" tabindex="-1" autofocus>
    <h2 id="problem">${say('problem')}</h2>
    <ul>
      ${lines}
    </ul>
  </div>`;
}

export const formToken = ({ formToken }: FormRequest): Html => html`<input type="hidden" name="formToken" value="${formToken}" />`;

interface Field {
  readonly name: string;
  readonly label: keyof Words;
  readonly hint?: keyof Words;
  readonly type?: string;
  readonly autocomplete?: string;
  readonly value?: string | null;
  readonly faults?: FormFaults | undefined;
  /** Its id on the page, by which faults name it, where that must not be its name. */
  readonly id?: string;
}

/** One field: label above, hint and fault tied to it, what was typed kept. */
export function field({ say }: FormRequest, { name, label, hint, type = 'text', autocomplete = 'off', value, faults = {}, id = name }: Field): Html {
  const fault = faults[id];
  const described = [hint !== undefined && `${id}-hint`, fault !== undefined && `${id}-fault`].filter((one) => one !== false).join(' ');
  return html`<label for="${id}">${say(label)}</label>
    ${hint !== undefined && html`<p class="hint" id="${id}-hint">${say(hint)}</p>`}
    ${fault !== undefined && html`<p class="fault" id="${id}-fault">${say('error')} ${say(fault)}</p>`}
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      value="${value ?? ''}"
      autocomplete="${autocomplete}"
      ${described !== '' && html` aria-describedby="${described}"`}${fault !== undefined && html` aria-invalid="true"`}
    />`;
}

/** The secret of a link. It stands in the link behind the sign #, so that it comes with the form alone; where there is no script, people put it in. */
export const secretField = (incoming: FormRequest, faults?: FormFaults): Html =>
  html`<div data-secret>${field(incoming, { name: 'token', label: 'code', hint: 'codeHint', value: incoming.form.token ?? '', faults })}</div>`;

/** One of several; `value` is what is chosen at first. */
export function choice(
  { say }: FormRequest,
  given: { name: string; label: keyof Words; value: string; options: readonly (readonly [value: string, text: string, lang?: string])[] },
): Html {
  const options = given.options.map(
    ([value, text, lang]) =>
      html`<option value="${value}" ${lang !== undefined && html` lang="${lang}"`}${value === given.value && html` selected`}>${text}</option>`,
  );
  return html`<label for="${given.name}">${say(given.label)}</label
    ><select id="${given.name}" name="${given.name}">
      ${options}
    </select>`;
}

export const languageChoice = (incoming: FormRequest, value: string): Html =>
  choice(incoming, { name: 'language', label: 'language', value, options: languages.map((one) => [one, languageNames[one], one] as const) });

/** Which words of the catalogue say what a refusal says, field by field. Throws what is no refusal of these fields. */
export function faultsOf(error: unknown, fields: Readonly<Record<string, keyof Words>>): FormFaults {
  if (!(error instanceof Refused)) throw error;
  const faults = error.faults.map(({ field }) => [field[0] ?? '', fields[field[0] ?? '']] as const);
  if (faults.some(([, words]) => words === undefined)) throw error;
  return Object.fromEntries(faults) as FormFaults;
}
