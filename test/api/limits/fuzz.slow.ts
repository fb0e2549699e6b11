import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TestRegister } from '../../support/register/register.js';
import { mutationNames, RandomCommands } from '../../support/random/random-commands.js';
import { changed, changesTo, naughtyStrings, tryText } from '../../support/random/random-inputs.js';

let register: TestRegister;
let wild: RandomCommands;
beforeEach(async () => {
  register = await TestRegister.open({ IDC_DURABILITY: 'normal' });
  wild = new RandomCommands(register);
});
afterEach(async () => {
  await wild.lookAgain();
  await register.reopen({ rebuildViews: true });
  await wild.lookAgain();
  await register.stop();
});

describe.each(mutationNames)('%s', (mutation) => {
  test('takes every string that breaks programs as it is, or refuses it by field', async () => {
    for (const text of naughtyStrings) await tryText(wild, mutation, text);
    expect(wild.size).toBeGreaterThan(0);
  });

  test('answers a thousand wild inputs without a fault', async () => {
    const answered = fc.asyncProperty(changesTo(mutation), async (changes) => {
      await wild.try(mutation, (input) => changed(input, changes));
    });
    await fc.assert(answered, { numRuns: 1000 });
  });
});
