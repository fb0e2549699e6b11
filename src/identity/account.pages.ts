import type { HeldRole } from '../kernel/caller.js';
import type { Language } from '../kernel/fields.js';
import { html, type Html } from '../platform/http/html.js';
import { prefixOf, scopeOf, type ApiKey } from './sign-in/api-keys.js';
import { choice, field, formToken, languageChoice, page, type FormFaults } from './pages.js';
import type { Offered } from './grants.js';
import type { Passkey } from './sign-in/passkeys.js';
import type { Person } from './people/people.js';
import type { Session } from './sign-in/sessions.js';
import type { SignedInRequest } from './form-requests.js';
import type { Words } from './messages/en.js';
import { wordOf } from './messages/messages.js';

/** Everything the identity database knows about a person, as they see it. */
export interface AccountDetails {
  readonly person: Person;
  readonly held: readonly HeldRole[];
  /** The roles that they may accept. */
  readonly offered: readonly Offered[];
  /** The roles that they may give to a program. */
  readonly grantable: readonly HeldRole[];
  readonly sessions: readonly Session[];
  readonly passkeys: readonly Passkey[];
  readonly keys: readonly ApiKey[];
}

/** A role and its organisation as one value of a form, and back. */
export const roleValue = ({ role, organisation }: HeldRole): string => `${role} ${organisation ?? ''}`.trim();

/** What a form says in place of a role for a key that only reads. */
export const readOnly = 'reader';

export function accountPage(incoming: SignedInRequest, account: AccountDetails, given: { told?: keyof Words | undefined; faults?: FormFaults } = {}): Html {
  const { say, language } = incoming;
  return page(incoming, {
    title: 'account',
    script: 'passkeys',
    ...(given.faults && { faults: given.faults }),
    body: html` ${given.told !== undefined && html`<p class="told" role="status">${say(given.told)}</p>`} ${details(incoming, account, given.faults)}
      ${roles(incoming, account)} ${sessions(incoming, account)} ${passkeys(incoming, account)} ${keys(incoming, account, given.faults)}
      <h2>${say('delete')}</h2>
      <p><a href="/account/delete?lang=${language}">${say('delete')}</a></p>`,
  });
}

function details(incoming: SignedInRequest, { person }: AccountDetails, faults?: FormFaults): Html {
  const { say, form } = incoming;
  return html`<h2>${say('details')}</h2>
    <p class="hint">${say('detailsHint')} <code dir="ltr">${person.id}</code></p>
    <form method="post" action="/account" novalidate>
      ${formToken(incoming)} ${field(incoming, { name: 'name', label: 'nameOptional', autocomplete: 'name', value: form.name ?? person.name, faults })}
      ${languageChoice(incoming, person.language)}
      <p><button>${say('save')}</button></p>
    </form>
    <h2>${say('changeEmail')}</h2>
    <p><bdi>${person.email}</bdi></p>
    <form method="post" action="/account/email/ask" novalidate>
      ${formToken(incoming)}
      ${field(incoming, { name: 'email', label: 'newEmail', hint: 'newEmailHint', type: 'email', autocomplete: 'email', value: form.email ?? '', faults })}
      <p><button>${say('sendLink')}</button></p>
    </form>`;
}

/** Keeps a value apart from the sentence it stands in, which may run the other way (Unicode's isolates, for they hold in attributes too). */
const apart = (value: string): string => `\u2068${value}\u2069`;

const nameOf = ({ say }: SignedInRequest, { role, organisation }: HeldRole): string =>
  organisation === null ? say(wordOf(role)) : say('roleFor', { role: say(wordOf(role)), organisation: apart(organisation) });

function roles(incoming: SignedInRequest, { held, offered }: AccountDetails): Html {
  const { say } = incoming;
  const lines = held.map((grant) => html`<li>${nameOf(incoming, grant)}</li>`);
  return html`<h2>${say('roles')}</h2>
    ${
      lines.length === 0
        ? html`<p>${say('noRoles')}</p>`
        : html`<ul>
            ${lines}
          </ul>`
    }
    ${
      offered.length > 0 &&
      html`<h3>${say('offers')}</h3>
        <ul>
          ${offered.map((offer) => {
            const name = nameOf(incoming, offer);
            return html`<li><span>${name}</span>${button(incoming, '/account/roles/accept', String(offer.entry), 'accept', name)}</li>`;
          })}
        </ul>`
    }`;
}

/** Locales for times: British English, and Arabic with the digits of codes and exports. */
const region: Partial<Record<Language, string>> = { en: 'en-GB', ar: 'ar-u-nu-latn' };

/** A time in words, in UTC. */
const timeOf = ({ language }: SignedInRequest, time: number): string =>
  apart(`${new Intl.DateTimeFormat(region[language] ?? language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(time)} UTC`);

/** A button that does something to one thing of a list. */
const button = (incoming: SignedInRequest, action: string, id: string, words: keyof Words, about: string): Html =>
  html`<form method="post" action="${action}">
    ${formToken(incoming)}<input type="hidden" name="id" value="${id}" /><button class="plain" aria-label="${incoming.say(words)}: ${about}">
      ${incoming.say(words)}
    </button>
  </form>`;

function sessions(incoming: SignedInRequest, { sessions }: AccountDetails): Html {
  const { say } = incoming;
  const lines = sessions.map((session) => {
    const filling = {
      agent: apart(session.agent === '' ? say('unknownAgent') : session.agent),
      since: timeOf(incoming, session.createdAt),
      seen: timeOf(incoming, session.seenAt),
    };
    const text = say('sessionLine', filling);
    return html`<li>
      <span>${session.id === incoming.session.id && html`<strong>${say('thisSession')}:</strong> `}${text}</span
      >${button(incoming, '/account/sessions/end', session.id, 'end', text)}
    </li>`;
  });
  return html`<h2>${say('sessions')}</h2>
    <ul>
      ${lines}
    </ul>
    <form method="post" action="/account/sessions/end">${formToken(incoming)}<button class="plain">${say('endAll')}</button></form>`;
}

function passkeys(incoming: SignedInRequest, { passkeys }: AccountDetails): Html {
  const { say } = incoming;
  const lines = passkeys.map((passkey) => {
    const text = say('passkeyLine', { name: apart(passkey.name), since: timeOf(incoming, passkey.createdAt) });
    return html`<li><span>${text}</span>${button(incoming, '/account/passkeys/remove', passkey.id, 'remove', passkey.name)}</li>`;
  });
  return html`<h2>${say('passkeys')}</h2>
    ${
      lines.length === 0
        ? html`<p>${say('noPasskeys')}</p>`
        : html`<ul>
            ${lines}
          </ul>`
    }
    <noscript><p>${say('scriptNeeded')}</p></noscript>
    <form data-passkey="add" hidden>
      ${formToken(incoming)}
      <p class="fault" role="alert" hidden>${say('passkeyFailed')}</p>
      ${field(incoming, { name: 'name', id: 'passkey', label: 'passkeyName' })}
      <p><button>${say('addPasskey')}</button></p>
    </form>`;
}

function keys(incoming: SignedInRequest, { keys, grantable }: AccountDetails, faults?: FormFaults): Html {
  const { say, form } = incoming;
  const lines = keys.map((key) => {
    const scope = scopeOf(key);
    const text = say('keyLine', {
      name: apart(key.name),
      prefix: apart(`${prefixOf(key.id)}…`),
      role: scope === null ? say('keyReads') : nameOf(incoming, scope),
      until: timeOf(incoming, key.expiresAt),
    });
    return html`<li><span>${text}</span>${button(incoming, '/account/keys/revoke', key.id, 'revoke', key.name)}</li>`;
  });
  const options = [[readOnly, say('keyReads')] as const, ...grantable.map((role) => [roleValue(role), nameOf(incoming, role)] as const)];
  const maker = html`<form method="post" action="/account/keys" novalidate>
    ${formToken(incoming)} ${field(incoming, { name: 'keyName', label: 'keyName', value: form.keyName ?? '', faults })}
    ${choice(incoming, { name: 'role', label: 'keyRole', value: form.role ?? '', options })}
    ${field(incoming, { name: 'days', label: 'keyDays', type: 'number', value: form.days ?? '90', faults })}
    <p><button>${say('makeKey')}</button></p>
  </form>`;
  return html`<h2 id="keys">${say('keys')}</h2>
    <p class="hint">${say('keysHint')}</p>
    ${
      lines.length === 0
        ? html`<p>${say('noKeys')}</p>`
        : html`<ul>
            ${lines}
          </ul>`
    }
    ${maker}`;
}

/** The one time that a key is seen. */
export function keyPage(incoming: SignedInRequest, key: string): Html {
  const { say } = incoming;
  return page(incoming, {
    title: 'keyMade',
    body: html`<p>${say('keyMadeText')}</p>
      <p><code dir="ltr" id="key">${key}</code></p>
      <p><a href="/account">${say('back')}</a></p>`,
  });
}

export function deletePage(incoming: SignedInRequest): Html {
  const { say } = incoming;
  return page(incoming, {
    title: 'delete',
    body: html`<p>${say('deleteText')}</p>
      <form method="post" action="/account/delete">${formToken(incoming)}<button class="grave">${say('deleteButton')}</button></form>
      <p><a href="/account">${say('back')}</a></p>`,
  });
}
