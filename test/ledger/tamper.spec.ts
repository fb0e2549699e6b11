import { beforeAll, expect, test } from '@jest/globals';
import { richLog } from '../support/event-store/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';
import { kinds } from './forging/forgeries.js';
import { Tampering } from './forging/tampering.js';

let tampering: Tampering;
beforeAll(async () => {
  tampering = await Tampering.in(temporaryFolder(), await richLog());
});

/** The plain kinds, with which anyone would begin, at more places than those that forge a seal as well. */
const placed = kinds.map((kind, index) => ({ kind, name: kind.name, places: index < 16 ? 4 : 2 }));

test.each(placed)('$name is found at each of $places places', ({ kind, places }) => {
  const missed = Array.from({ length: places }, (_, seed) => tampering.try(kind, seed)).filter((one) => one !== null);
  expect(missed).toEqual([]);
});
