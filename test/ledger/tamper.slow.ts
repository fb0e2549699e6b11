import { beforeAll, expect, test } from '@jest/globals';
import { richLog } from '../support/event-store/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';
import { kinds } from './forging/forgeries.js';
import { Tampering } from './forging/tampering.js';

let tampering: Tampering;
beforeAll(async () => {
  tampering = await Tampering.in(temporaryFolder(), await richLog());
});

test.each(kinds)('$name is found at each of 1,000 places', (kind) => {
  const missed = Array.from({ length: 1000 }, (_, seed) => tampering.try(kind, 1_000_000 + seed)).filter(
    (one) => one !== null,
  );
  expect(missed).toEqual([]);
});
