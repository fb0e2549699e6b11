import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TestRegister } from '../support/register.js';
import { mutations, WildDeeds } from '../support/wild-deeds.js';
import { changed, changesTo, naughtyStrings, tryText } from '../support/wild-inputs.js';

let register: TestRegister;
let wild: WildDeeds;
beforeEach(async () => {
  register = await TestRegister.open({ IDC_DURABILITY: 'normal' });
  wild = new WildDeeds(register);
});
afterEach(async () => {
  await wild.lookAgain();
  await register.reopen({ rebuildViews: true });
  await wild.lookAgain();
  await register.stop();
});

describe.each(mutations)('%s', (deed) => {
  test('takes every string that breaks programs as it is, or refuses it by field', async () => {
    for (const text of naughtyStrings) await tryText(wild, deed, text);
    expect(wild.size).toBeGreaterThan(0);
  });

  test('answers a thousand wild inputs without a fault', async () => {
    const answered = fc.asyncProperty(changesTo(deed), async (changes) => {
      await wild.try(deed, (input) => changed(input, changes));
    });
    await fc.assert(answered, { numRuns: 1000 });
  });
});
