import { beforeAll, expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary.js';
import { kinds, Tampering } from './tampering.js';

let tampering: Tampering;
beforeAll(async () => {
  tampering = await Tampering.in(temporaryFolder());
});

test.each(kinds)('$name is found at each of 35 places', (kind) => {
  const missed = Array.from({ length: 35 }, (_, seed) => tampering.try(kind, seed)).filter((one) => one !== null);
  expect(missed).toEqual([]);
});
