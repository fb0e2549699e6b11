import type { HeldRole } from '../../kernel/caller.js';
import { Choice } from '../../web/parts/forms.js';
import { localeOf } from '../../web/language/translations.js';
import { FormToken, LanguageChoice, Notice, WordedField, type FormFaults, type FormPage } from '../form-page.js';
import type { SignedInRequest } from '../form-requests.js';
import type { Offered } from '../grants.js';
import { wordOf, type SayWords, type Words } from '../messages/messages.js';
import { prefixOf, scopeOf, type ApiKey } from '../sign-in/api-keys.js';
import type { Passkey } from '../sign-in/passkeys.js';
import type { Session } from '../sign-in/sessions.js';
import type { Person } from './people.js';

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

interface Part {
  readonly incoming: SignedInRequest;
  readonly account: AccountDetails;
  readonly faults?: FormFaults | undefined;
}

export function accountPage(
  incoming: SignedInRequest,
  account: AccountDetails,
  given: { notice?: Words | undefined; faults?: FormFaults } = {},
): FormPage {
  const { say, language } = incoming;
  const part = { incoming, account, faults: given.faults };
  const body = (
    <>
      <Notice text={given.notice && say(given.notice)} />
      <Details {...part} />
      <Roles {...part} />
      <Sessions {...part} />
      <Passkeys {...part} />
      <Keys {...part} />
      <h2>{say('delete')}</h2>
      <p>
        <a href={`/account/delete?lang=${language}`}>{say('delete')}</a>
      </p>
    </>
  );
  return { incoming, title: 'account', faults: given.faults, body };
}

function Details({ incoming, account: { person }, faults }: Part) {
  const { say, form } = incoming;
  return (
    <>
      <h2>{say('details')}</h2>
      <p class="hint">
        {say('detailsHint')} <code dir="ltr">{person.id}</code>
      </p>
      <form method="post" action="/account" novalidate>
        <FormToken incoming={incoming} />
        <WordedField
          incoming={incoming}
          name="name"
          label="nameOptional"
          autocomplete="name"
          value={form.name ?? person.name}
          faults={faults}
        />
        <LanguageChoice incoming={incoming} value={person.language} />
        <p>
          <button>{say('save')}</button>
        </p>
      </form>
      <h2>{say('changeEmail')}</h2>
      <p>
        <bdi>{person.email}</bdi>
      </p>
      <form method="post" action="/account/email/ask" novalidate>
        <FormToken incoming={incoming} />
        <WordedField
          incoming={incoming}
          name="email"
          label="newEmail"
          hint="newEmailHint"
          type="email"
          autocomplete="email"
          value={form.email ?? ''}
          faults={faults}
        />
        <p>
          <button>{say('sendLink')}</button>
        </p>
      </form>
    </>
  );
}

/** Keeps a value apart from the sentence it stands in, which may run the other way (Unicode's isolates, for they hold in attributes too). */
const apart = (value: string): string => `\u2068${value}\u2069`;

const nameOf = (say: SayWords, { role, organisation }: HeldRole): string =>
  organisation === null
    ? say(wordOf(role))
    : say('roleFor', { role: say(wordOf(role)), organisation: apart(organisation) });

function Roles({ incoming, account: { held, offered } }: Part) {
  const { say } = incoming;
  return (
    <>
      <h2>{say('roles')}</h2>
      {held.length === 0 ? (
        <p>{say('noRoles')}</p>
      ) : (
        <ul>
          {held.map((grant) => (
            <li>{nameOf(say, grant)}</li>
          ))}
        </ul>
      )}
      {offered.length === 0 ? null : (
        <>
          <h3>{say('offers')}</h3>
          <ul>
            {offered.map((offer) => (
              <li>
                <span>{nameOf(say, offer)}</span>
                <Action
                  incoming={incoming}
                  action="/account/roles/accept"
                  id={String(offer.entry)}
                  words="accept"
                  about={nameOf(say, offer)}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** A time in words, in UTC. */
const timeOf = ({ language }: SignedInRequest, time: number): string =>
  apart(
    `${new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(time)} UTC`,
  );

/** A button that does something to one thing of a list. */
const Action = ({
  incoming,
  action,
  id,
  words,
  about,
}: {
  incoming: SignedInRequest;
  action: string;
  id: string;
  words: Words;
  about: string;
}) => (
  <form method="post" action={action}>
    <FormToken incoming={incoming} />
    <input type="hidden" name="id" value={id} />
    <button class="plain" aria-label={`${incoming.say(words)}: ${about}`}>
      {incoming.say(words)}
    </button>
  </form>
);

function Sessions({ incoming, account: { sessions } }: Part) {
  const { say } = incoming;
  const textOf = (session: Session): string =>
    say('sessionLine', {
      agent: apart(session.agent === '' ? say('unknownAgent') : session.agent),
      since: timeOf(incoming, session.createdAt),
      seen: timeOf(incoming, session.seenAt),
    });
  return (
    <>
      <h2>{say('sessions')}</h2>
      <ul>
        {sessions.map((session) => (
          <li>
            <span>
              {session.id === incoming.session.id ? <strong>{say('thisSession')}: </strong> : null}
              {textOf(session)}
            </span>
            <Action
              incoming={incoming}
              action="/account/sessions/end"
              id={session.id}
              words="end"
              about={textOf(session)}
            />
          </li>
        ))}
      </ul>
      <form method="post" action="/account/sessions/end">
        <FormToken incoming={incoming} />
        <button class="plain">{say('endAll')}</button>
      </form>
    </>
  );
}

function Passkeys({ incoming, account: { passkeys } }: Part) {
  const { say } = incoming;
  return (
    <>
      <h2>{say('passkeys')}</h2>
      {passkeys.length === 0 ? (
        <p>{say('noPasskeys')}</p>
      ) : (
        <ul>
          {passkeys.map((passkey) => (
            <li>
              <span>
                {say('passkeyLine', { name: apart(passkey.name), since: timeOf(incoming, passkey.createdAt) })}
              </span>
              <Action
                incoming={incoming}
                action="/account/passkeys/remove"
                id={passkey.id}
                words="remove"
                about={passkey.name}
              />
            </li>
          ))}
        </ul>
      )}
      <noscript>
        <p>{say('scriptNeeded')}</p>
      </noscript>
      <form data-passkey="add" hidden>
        <FormToken incoming={incoming} />
        <p class="fault" role="alert" hidden>
          {say('passkeyFailed')}
        </p>
        <WordedField incoming={incoming} name="name" id="passkey" label="passkeyName" />
        <p>
          <button>{say('addPasskey')}</button>
        </p>
      </form>
    </>
  );
}

function Keys({ incoming, account: { keys, grantable }, faults }: Part) {
  const { say, form } = incoming;
  const textOf = (key: ApiKey): string => {
    const scope = scopeOf(key);
    return say('keyLine', {
      name: apart(key.name),
      prefix: apart(`${prefixOf(key.id)}…`),
      role: scope === null ? say('keyReads') : nameOf(say, scope),
      until: timeOf(incoming, key.expiresAt),
    });
  };
  const options = [
    [readOnly, say('keyReads')] as const,
    ...grantable.map((role) => [roleValue(role), nameOf(say, role)] as const),
  ];
  return (
    <>
      <h2 id="keys">{say('keys')}</h2>
      <p class="hint">{say('keysHint')}</p>
      {keys.length === 0 ? (
        <p>{say('noKeys')}</p>
      ) : (
        <ul>
          {keys.map((key) => (
            <li>
              <span>{textOf(key)}</span>
              <Action incoming={incoming} action="/account/keys/revoke" id={key.id} words="revoke" about={key.name} />
            </li>
          ))}
        </ul>
      )}
      <form method="post" action="/account/keys" novalidate>
        <FormToken incoming={incoming} />
        <WordedField incoming={incoming} name="keyName" label="keyName" value={form.keyName ?? ''} faults={faults} />
        <Choice name="role" label={say('keyRole')} value={form.role ?? ''} options={options} />
        <WordedField
          incoming={incoming}
          name="days"
          label="keyDays"
          type="number"
          value={form.days ?? '90'}
          faults={faults}
        />
        <p>
          <button>{say('makeKey')}</button>
        </p>
      </form>
    </>
  );
}

/** The one time that a key is seen. */
export function keyPage(incoming: SignedInRequest, key: string): FormPage {
  const { say } = incoming;
  const body = (
    <>
      <p>{say('keyMadeText')}</p>
      <p>
        <code dir="ltr" id="key">
          {key}
        </code>
      </p>
      <p>
        <a href="/account">{say('back')}</a>
      </p>
    </>
  );
  return { incoming, title: 'keyMade', body };
}

export function deletePage(incoming: SignedInRequest): FormPage {
  const { say } = incoming;
  const body = (
    <>
      <p>{say('deleteText')}</p>
      <form method="post" action="/account/delete">
        <FormToken incoming={incoming} />
        <button class="grave">{say('deleteButton')}</button>
      </form>
      <p>
        <a href="/account">{say('back')}</a>
      </p>
    </>
  );
  return { incoming, title: 'delete', body };
}
