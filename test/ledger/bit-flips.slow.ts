import { expect, test } from '@jest/globals';
import { flipBits, repeatable } from '../support/event-store/flipping.js';
import { importedFolder } from '../support/register/imported-folder.js';

test('of 1,000 bits turned over in the database, each that changes the log is found', async () => {
  const { unnoticed, ...counts } = await flipBits(await importedFolder(), 1000, repeatable(1948));
  process.stderr.write(`1,000 bit flips: ${JSON.stringify(counts)}\n`);
  expect(unnoticed).toEqual([]);
  expect(counts.found).toBeGreaterThan(300);
});
