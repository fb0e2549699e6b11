import { beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { entitling } from '../../src/access/access.module.js';
import { GrantRole } from '../../src/access/roles.js';
import { MeasureIndicator } from '../../src/charter/indicator.js';
import { report, verify } from '../../src/ledger/verifier.mjs';
import { gather } from '../../src/platform/event-store/reading.js';
import { callerOf } from '../support/issuer.js';
import { authorisedStory, people } from '../support/people.js';
import { authorisedLog, exportInto, forms, rules, signedLog } from '../support/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';
import { authorityKinds, correctedByOne } from './authority-forgeries.js';
import { Tampering } from './tampering.js';

let tampering: Tampering;
let log: Awaited<ReturnType<typeof authorisedLog>>;
beforeAll(async () => {
  log = await authorisedLog();
  tampering = await Tampering.in(temporaryFolder(), log);
});

test('a log in which everybody did what they may holds, as one in which only the operator ever wrote', async () => {
  const result = verify(await exportInto(join(temporaryFolder(), 'bundle'), log.log), { forms, rules });
  expect(result.findings).toEqual([]);
  expect(report(result)).toContain('holds  V13');
  expect(report(result)).toContain('Who may do what is judged from entry 3 on; what stands before was done under the operator');
});

test('a deed that was on its way while its role was given anew, to a day that is over, is covered as by one that was taken', async () => {
  const on = await authorisedStory();
  const input = { commandId: 'on-its-way', indicator: 'IDC-KENYA-1-C01-I1', value: '9' };
  const by = await entitling({ current: on.views }, on.store, on.clock)(callerOf(people.kthree), MeasureIndicator, input);
  await on.do(people.kadmin, GrantRole, { holder: people.kthree, role: 'reporter', organisation: 'kenya', until: '2026-01-01' });
  await on.execute(new MeasureIndicator(input, by));
  const entries = await gather(on.store.readEntries(0));
  await on.close();
  const bundle = await exportInto(join(temporaryFolder(), 'bundle'), signedLog(entries, [entries.length]));
  expect(verify(bundle, { forms, rules }).findings).toEqual([]);
});

test('what an approver corrects alone is found under the rules in force, and right under the first ones', () => {
  expect(tampering.try(correctedByOne.now, 0)).toBeNull();
  expect(tampering.try(correctedByOne.once, 0)).toContain('found nothing');
});

test.each(authorityKinds)('$name is found', (kind) => {
  const missed = Array.from({ length: 3 }, (_, seed) => tampering.try(kind, seed)).filter((one) => one !== null);
  expect(missed).toEqual([]);
});
