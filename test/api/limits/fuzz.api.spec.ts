import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TestRegister } from '../../support/register/register.js';
import { mutationNames, RandomCommands } from '../../support/random/random-commands.js';
import { changed, changesTo, naughtyStrings, tryText } from '../../support/random/random-inputs.js';

let register: TestRegister;
let wild: RandomCommands;
beforeAll(async () => {
  register = await TestRegister.open({ IDC_DURABILITY: 'normal' });
  wild = new RandomCommands(register);
});
afterAll(() => register.stop());

describe.each(mutationNames.map((mutation, index) => ({ command: mutation, index })))(
  '$mutation',
  ({ command: mutation, index }) => {
    // One string in eight; all of them, with each command, are the slow suite's.
    test('takes strings that break programs as they are, or refuses them by field', async () => {
      const share = naughtyStrings.filter((_, place) => place % (8 * mutationNames.length) === 8 * index);
      for (const text of share) await tryText(wild, mutation, text);
    });

    test('answers whatever it is given without a fault', async () => {
      const answered = fc.asyncProperty(changesTo(mutation), async (changes) => {
        await wild.try(mutation, (input) => changed(input, changes));
      });
      await fc.assert(answered, { numRuns: 1, seed: index });
    });
  },
);

test('all that was accepted reads the same from views that were built anew', async () => {
  expect(wild.size).toBeGreaterThan(40);
  await register.reopen({ rebuildViews: true });
  await wild.lookAgain();
});
