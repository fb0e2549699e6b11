import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { story } from '../support/register/story.js';
import { differences, documents, Reference } from '../support/random/differential.js';
import { TestRegister } from '../support/register/register.js';

test('Two thousand generated documents are answered as graphql-js answers them', async () => {
  const register = await TestRegister.open({ IDC_DURABILITY: 'normal' });
  for (const [mutation, input] of story) await register.mutate(mutation, input);
  await register.request(`/log/receipts/${(await register.size()) - 1}`);
  const reference = new Reference(register);
  const same = fc.asyncProperty(documents, async (document) => {
    fc.pre(reference.takes(document));
    expect(await differences(register, reference, document)).toEqual([]);
  });
  await fc.assert(same, { numRuns: 2000, maxSkipsPerRun: 200 });
  await register.stop();
});
