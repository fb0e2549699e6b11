import { beforeAll, expect, test } from '@jest/globals';
import { authorisedLog } from '../support/event-store/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';
import { authorityKinds, secretariatKinds, signOffKinds } from './forging/authority-forgeries.js';
import { aloneKinds, eventTypeKinds, settlementKinds } from './forging/event-type-forgeries.js';
import { Tampering } from './forging/tampering.js';

let tampering: Tampering;
beforeAll(async () => {
  tampering = await Tampering.in(temporaryFolder(), await authorisedLog());
});

test.each([
  ['authorisations', authorityKinds, 1_000_000],
  ['sign-offs', signOffKinds, 2_000_000],
  ['entries of every type', eventTypeKinds, 4_000_000],
  ['signatures by one alone', aloneKinds, 5_000_000],
  ['settlements', settlementKinds, 6_000_000],
  ['changes of the secretariat and of roles', secretariatKinds, 3_000_000],
] as const)('Of 1,000 forged %s each is found', (_, kinds, first) => {
  const each = Math.ceil(1000 / kinds.length);
  const missed = kinds.flatMap((kind) =>
    Array.from({ length: each }, (_, seed) => tampering.try(kind, first + seed)).filter((one) => one !== null),
  );
  expect(missed).toEqual([]);
});
