import { beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { report, verify } from '../../src/ledger/verifier.mjs';
import { authorisedLog, exportInto, forms, rules } from '../support/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';
import { authorityKinds } from './authority-forgeries.js';
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

test.each(authorityKinds)('$name is found', (kind) => {
  const missed = Array.from({ length: 3 }, (_, seed) => tampering.try(kind, seed)).filter((one) => one !== null);
  expect(missed).toEqual([]);
});
