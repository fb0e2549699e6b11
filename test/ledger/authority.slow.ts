import { beforeAll, expect, test } from '@jest/globals';
import { authorisedLog } from '../support/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';
import { authorityKinds } from './authority-forgeries.js';
import { Tampering } from './tampering.js';

let tampering: Tampering;
beforeAll(async () => {
  tampering = await Tampering.in(temporaryFolder(), await authorisedLog());
});

const each = 1000 / authorityKinds.length;

test.each(authorityKinds)('$name is found each time, of 1,000 forgeries together', (kind) => {
  const missed = Array.from({ length: Math.ceil(each) }, (_, seed) => tampering.try(kind, 1_000_000 + seed)).filter((one) => one !== null);
  expect(missed).toEqual([]);
});
