import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { viewsFolder } from '../../src/platform/data-folder.js';
import { Sqlite } from '../../src/platform/sqlite.js';
import { personId } from '../support/cqrs/issuer.js';
import { TestRegister } from '../support/register/register.js';

const [forger, member] = [personId(8), personId(9)];

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  await register.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
  const offered = await register.mutate(
    'grantRole',
    { holder: member, role: 'ADMINISTRATOR', organisation: 'kenya' },
    'role',
  );
  await register.mutate('acceptRole', { offer: offered.receipt?.entry }, 'role', member);
});
afterAll(() => register.stop());

/** Makes the one grant in the views that of a secretariat's member. */
function forge(): void {
  const folder = viewsFolder(register.dataDir);
  const file = readdirSync(folder).find((name) => name.endsWith('.sqlite')) ?? '';
  const views = new Sqlite(join(folder, file));
  const changed = views.run(
    `UPDATE grants_versions SET holder = ?, role = 'secretariat', organisation = NULL, key = ?`,
    forger,
    ` secretariat ${forger}`,
  );
  views.close();
  expect(changed).toBeGreaterThan(0);
}

test('a role that somebody puts into the views is nobody’s: who may do what is decided from the log', async () => {
  const joins = { champion: 'togo', name: 'Togo', kind: 'GOVERNMENT' };
  await expect(register.mutate('joinCharter', joins, 'id', forger)).rejects.toThrow(/FORBIDDEN/);
  forge();
  // The forged row is there: the views show one more member.
  expect(await register.answer('{ grants(filter: { roles: [SECRETARIAT] }) { totalCount } }')).toEqual({
    grants: { totalCount: 1 },
  });
  await expect(register.mutate('joinCharter', joins, 'id', forger)).rejects.toThrow(/FORBIDDEN/);
  await expect(
    register.mutate('grantRole', { holder: member, role: 'REPORTER', organisation: 'kenya' }, 'role', forger),
  ).rejects.toThrow(/FORBIDDEN/);
  const proposed = { holder: member, role: 'SECRETARIAT' };
  await expect(register.mutate('proposeRole', proposed, '__typename', forger)).rejects.toThrow(/FORBIDDEN/);
});
