import { IdentityDatabase } from '../../../src/identity/database/database.js';
import type { Tables } from '../../../src/identity/database/tables.js';
import { personId } from '../cqrs/issuer.js';
import type { TestRegister } from '../register/register.js';

/** Somebody who gives roles of a champion in tests. */
export const administratorOf = { kenya: personId(901), togo: personId(902) } as const;

/** Makes somebody known to the identity database, under an id that the log may know already. */
export async function introduce(
  register: TestRegister,
  id: string,
  given: Partial<Tables['people']> = {},
): Promise<string> {
  const email = given.email ?? `${id}@example.org`;
  await register.server.app
    .get(IdentityDatabase)
    .db.insertInto('people')
    .values({ id, email, emailKey: email, name: null, language: 'en', createdAt: 0, deactivatedAt: null, ...given })
    .execute();
  return id;
}

/** Gives a role, as whoever may: the operator, an administrator of the champion, or the secretariat. */
export async function appoint(
  register: TestRegister,
  holder: string,
  role: string,
  organisation: keyof typeof administratorOf | null = null,
): Promise<string> {
  const give = async (to: string, what: string, where: string | null, token?: string): Promise<void> => {
    const { userErrors, receipt } = await register.mutate(
      'grantRole',
      { holder: to, role: what, organisation: where },
      'role',
      token,
    );
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
    if (to.startsWith('person-')) await register.mutate('acceptRole', { offer: receipt?.entry }, '__typename', to);
  };
  if (organisation === null) {
    const isKeeping = role === 'SECRETARIAT';
    if (!isKeeping) await give(personId(900), 'SECRETARIAT', null);
    await give(holder, role, null, isKeeping ? undefined : personId(900));
  } else {
    await give(administratorOf[organisation], 'ADMINISTRATOR', organisation);
    if (holder !== administratorOf[organisation]) await give(holder, role, organisation, administratorOf[organisation]);
  }
  return holder;
}
