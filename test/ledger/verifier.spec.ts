import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { report, verify } from '../../src/ledger/verifier.mjs';
import { exportInto, forms, richLog } from '../support/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';

test('a bundle as it was exported holds', async () => {
  const { log, entries } = await richLog();
  const folder = await exportInto(join(temporaryFolder(), 'bundle'), log);
  const result = verify(folder, { forms });
  process.stderr.write(report(result));
  expect(result).toMatchObject({ holds: true, findings: [], counts: {}, log: { size: entries.length } });
});
