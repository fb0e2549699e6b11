import { Browser } from './browser.js';
import { lastLink, tokenIn } from './letters.js';
import type { TestRegister } from './register.js';

/** Invites somebody as the operator. */
export const invite = (register: TestRegister, email: string, role = 'REPORTER', organisation: string | null = 'kenya', language = 'EN') =>
  register.ask<{ told: { person: string | null; userErrors: { code: string; field: string[] }[] } }>(
    'mutation ($input: InvitePersonInput!) { told: invitePerson(input: $input) { person userErrors { code field } } }',
    { input: { email, role, organisation, language } },
    register.token,
  );

/** A browser in which somebody has signed in by an invitation, and their random id. */
export async function signedIn(
  register: TestRegister,
  email: string,
  role = 'REPORTER',
  organisation: string | null = 'kenya',
): Promise<{ browser: Browser; person: string }> {
  const { data } = await invite(register, email, role, organisation);
  const browser = new Browser(register, { 'user-agent': 'A browser' });
  await browser.send('/sign-in/invitation', { token: tokenIn(await lastLink(register)) });
  return { browser, person: data.told.person ?? '' };
}

/** Asks GraphQL as a page of the register would, with the cookie of a browser. */
export async function askAs(
  browser: Browser,
  query: string,
  variables: object = {},
): Promise<{ status: number; data: Record<string, unknown>; errors: { extensions: { code: string } }[] }> {
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  const { status, text } = await browser.ask('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return { status, data: {}, errors: [], ...(JSON.parse(text) as object) };
}
