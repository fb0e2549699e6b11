import { expect, test } from '@jest/globals';
import { flipBits, repeatable } from '../support/event-store/flipping.js';
import { importedFolder } from '../support/register/imported-folder.js';

test('of 12 bits turned over in the database, each that changes the log is found', async () => {
  const { unnoticed, ...counts } = await flipBits(await importedFolder(), 12, repeatable(20_180_718));
  process.stderr.write(`12 bit flips: ${JSON.stringify(counts)}\n`);
  expect(unnoticed).toEqual([]);
  expect(counts.found).toBeGreaterThan(4);
});
