import type { FastifyReply } from 'fastify';
import type { ComponentChildren } from 'preact';
import { languages } from '../kernel/values/fields.js';
import { Refused } from '../kernel/refusal.js';
import { formatAddress } from '../web/parts/address.js';
import type { SiteFiles } from '../web/assets.js';
import { Choice, Field, Problem } from '../web/parts/forms.js';
import { renderDocument } from '../web/parts/layout.js';
import { languageNames } from '../web/language/translations.js';
import type { FormRequest } from './form-requests.js';
import type { Words } from './messages/messages.js';

/** What is wrong with a form, by field: words of the catalogue. `''` concerns the whole. */
export type FormFaults = Readonly<Record<string, Words>>;

/** A page of the identity database, ready to be put into the layout of the site. */
export interface FormPage {
  readonly incoming: FormRequest;
  readonly title: Words;
  readonly faults?: FormFaults | undefined;
  readonly body: ComponentChildren;
}

/** Sends a page that nobody keeps. */
export function show(reply: FastifyReply, page: FormPage, status = 200): void {
  const { site } = page.incoming;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': site.policy,
    'cache-control': 'no-store',
    // The origin has to go along with forms.
    'referrer-policy': 'same-origin',
  };
  void reply.status(status).headers(headers).send(markup(page, site));
}

/** Redirects to another page of the register, with GET. */
export function goTo(reply: FastifyReply, path: string): void {
  void reply.status(303).header('location', path).header('cache-control', 'no-store').send();
}

function markup({ incoming, title, faults = {}, body }: FormPage, site: SiteFiles): string {
  const { language, say, session, path, query } = incoming;
  const isFaulty = Object.keys(faults).length > 0;
  const texts = Object.fromEntries(Object.entries(faults).map(([field, words]) => [field, say(words)]));
  return renderDocument(
    {
      language,
      title: say(title),
      isFaulty,
      inLanguage: (other) => `?${new URLSearchParams({ ...query, lang: other }).toString()}`,
      href: (to) => formatAddress({ language, path: to, basis: {}, search: new URLSearchParams(), file: null }),
      path,
      isStyleInlined: false,
      hasScript: true,
      kind: 'form',
      account:
        session === null || path === '/sign-out' ? null : (
          <form method="post" action={`/sign-out?lang=${language}`}>
            <FormToken incoming={incoming} />
            <button class="plain">{say('signOut')}</button>
          </form>
        ),
      body: (
        <main id="content">
          {isFaulty ? <Problem title={say('problem')} faults={texts} /> : null}
          <h1>{say(title)}</h1>
          {body}
        </main>
      ),
    },
    site,
  );
}

/** What every form of a session has in it, and no other page can know. */
export const FormToken = ({ incoming }: { readonly incoming: FormRequest }) => (
  <input type="hidden" name="formToken" value={incoming.formToken} />
);

interface WordedField {
  readonly incoming: FormRequest;
  readonly name: string;
  readonly label: Words;
  readonly hint?: Words;
  readonly type?: 'text' | 'email' | 'number';
  readonly autocomplete?: string;
  readonly value?: string | null;
  readonly faults?: FormFaults | undefined;
  readonly id?: string;
}

/** A field whose words are in the catalogue. */
export function WordedField({ incoming: { say }, label, hint, faults = {}, id, ...more }: WordedField) {
  const fault = faults[id ?? more.name];
  return (
    <Field
      {...more}
      {...(id !== undefined && { id })}
      label={say(label)}
      hint={hint && say(hint)}
      fault={fault && `${say('error')} ${say(fault)}`}
    />
  );
}

/** The secret of a link. It stands in the link behind the sign #, so that it comes with the form alone; where there is no script, people put it in. */
export const SecretField = ({
  incoming,
  faults,
}: {
  readonly incoming: FormRequest;
  readonly faults?: FormFaults | undefined;
}) => (
  <div data-secret="">
    <WordedField
      incoming={incoming}
      name="token"
      label="code"
      hint="codeHint"
      value={incoming.form.token ?? ''}
      faults={faults}
    />
  </div>
);

export const LanguageChoice = ({
  incoming: { say },
  value,
}: {
  readonly incoming: FormRequest;
  readonly value: string;
}) => (
  <Choice
    name="language"
    label={say('language')}
    value={value}
    options={languages.map((one) => [one, languageNames[one], one] as const)}
  />
);

/** What was done, said on top of the page that one comes back to. */
export const Notice = ({ text }: { readonly text: string | undefined }) =>
  text === undefined ? null : (
    <p class="notice" role="status">
      {text}
    </p>
  );

/** Which words of the catalogue say what a refusal says, field by field. Throws what is no refusal of these fields. */
export function faultsOf(error: unknown, fields: Readonly<Record<string, Words>>): FormFaults {
  if (!(error instanceof Refused)) throw error;
  const faults = error.faults.map(({ field }) => [field[0] ?? '', fields[field[0] ?? '']] as const);
  if (faults.some(([, words]) => words === undefined)) throw error;
  return Object.fromEntries(faults) as FormFaults;
}
