import { Browser } from '../processes/browser.js';
import { personId } from '../cqrs/issuer.js';
import { lastLink, tokenIn } from './emails.js';
import type { TestRegister } from '../register/register.js';

/** Who administers every champion for which somebody was invited. */
export const administrator = personId(900);

/** Whoever may give a role: the operator, or an administrator of the champion, which joins if it has not. */
async function granterOf(register: TestRegister, role: string, organisation: string | null): Promise<string> {
  if (organisation === null) return register.token;
  await register.mutate('joinCharter', {
    commandId: `join-${organisation}`,
    champion: organisation,
    name: organisation,
    kind: 'GOVERNMENT',
  });
  if (role === 'ADMINISTRATOR') return register.token;
  const { receipt } = await register.mutate(
    'grantRole',
    { commandId: `administrator-${organisation}`, holder: administrator, role: 'ADMINISTRATOR', organisation },
    'role',
  );
  await register.mutate(
    'acceptRole',
    { commandId: `accept-${organisation}`, offer: receipt?.entry },
    'role',
    administrator,
  );
  return administrator;
}

/** Invites somebody, as whoever may give the role. */
export const invite = async (
  register: TestRegister,
  email: string,
  role = 'REPORTER',
  organisation: string | null = 'kenya',
  language = 'EN',
) =>
  register.query<{
    told: { invitation: string | null; proposal: number | null; userErrors: { code: string; field: string[] }[] };
  }>(
    'mutation ($input: InvitePersonInput!) { told: invitePerson(input: $input) { invitation proposal userErrors { code field } } }',
    { input: { email, role, organisation, language } },
    await granterOf(register, role, organisation),
  );

/** A browser in which somebody has signed in by an invitation, and their random id. */
export async function signedIn(
  register: TestRegister,
  email: string,
  role = 'REPORTER',
  organisation: string | null = 'kenya',
): Promise<{ browser: Browser; person: string }> {
  await invite(register, email, role, organisation);
  const browser = new Browser(register, { 'user-agent': 'A browser' });
  await browser.send('/sign-in/invitation', { token: tokenIn(await lastLink(register)) });
  const { data } = await askAs(browser, '{ me { id } }');
  return { browser, person: (data.me as { id: string } | null)?.id ?? '' };
}

/** Asks GraphQL as a page of the register would, with the cookie of a browser. */
export async function askAs(
  browser: Browser,
  query: string,
  variables: object = {},
): Promise<{ status: number; data: Record<string, unknown>; errors: { extensions: { code: string } }[] }> {
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  const { status, text } = await browser.ask('/graphql', {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  return { status, data: {}, errors: [], ...(JSON.parse(text) as object) };
}
