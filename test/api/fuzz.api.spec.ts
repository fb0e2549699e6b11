import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TestRegister } from '../support/register.js';
import { mutations, WildDeeds } from '../support/wild-deeds.js';
import { changed, changesTo, naughtyStrings, tryText } from '../support/wild-inputs.js';

let register: TestRegister;
let wild: WildDeeds;
beforeAll(async () => {
  register = await TestRegister.open({ IDC_DURABILITY: 'normal' });
  wild = new WildDeeds(register);
});
afterAll(() => register.stop());

describe.each(mutations.map((deed, index) => ({ deed, index })))('$deed', ({ deed, index }) => {
  // One string in eight; all of them, with each deed, are the slow suite's.
  test('takes strings that break programs as they are, or refuses them by field', async () => {
    const share = naughtyStrings.filter((_, place) => place % (8 * mutations.length) === 8 * index);
    for (const text of share) await tryText(wild, deed, text);
  });

  test('answers whatever it is given without a fault', async () => {
    const answered = fc.asyncProperty(changesTo(deed), async (changes) => {
      await wild.try(deed, (input) => changed(input, changes));
    });
    await fc.assert(answered, { numRuns: 1, seed: index });
  });
});

test('all that was accepted reads the same from views that were built anew', async () => {
  expect(wild.size).toBeGreaterThan(40);
  await register.reopen({ rebuildViews: true });
  await wild.lookAgain();
});
