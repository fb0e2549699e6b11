import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { story } from '../support/register/story.js';
import { differences, documents, Reference } from '../support/random/differential.js';
import { TestRegister } from '../support/register/register.js';

let register: TestRegister;
let reference: Reference;
beforeAll(async () => {
  register = await TestRegister.open({ IDC_DURABILITY: 'normal' });
  for (const [mutation, input] of story) await register.mutate(mutation, input);
  await register.request(`/log/receipts/${(await register.size()) - 1}`);
  reference = new Reference(register);
});
afterAll(() => register.stop());

test('A generated document is answered as graphql-js answers it, whatever its variables, and however often it is asked', async () => {
  let asked = 0;
  let withFragments = 0;
  let withErrors = 0;
  const same = fc.asyncProperty(documents, async (document) => {
    fc.pre(reference.takes(document));
    expect(await differences(register, reference, document)).toEqual([]);
    asked += 1;
    if (document.query.includes('fragment F')) withFragments += 1;
    if ('errors' in (await reference.answer(document.query, document.variableSets[0] ?? {}))) withErrors += 1;
  });
  await fc.assert(same, { numRuns: 25, seed: 12, maxSkipsPerRun: 200 });
  // What is generated is worth the while: it holds named fragments, and errors within answers.
  expect(asked).toBe(25);
  expect(withFragments).toBeGreaterThan(5);
  expect(withErrors).toBeGreaterThan(0);
});

test.each([
  [
    'a fragment that is spread under a condition and again without one',
    `query Q($b: Boolean!) { a: commitments(first: 2) { nodes { code ...K @include(if: $b) } } c: commitments(first: 2) { nodes { ...K } } }
     fragment K on Commitment { due }`,
  ],
  [
    'the other way round, and skipped',
    `query Q($b: Boolean!) { c: commitments(first: 2) { nodes { ...K } } a: commitments(first: 2) { nodes { code ...K @skip(if: $b) } } }
     fragment K on Commitment { due champion { slug } }`,
  ],
  [
    'a fragment within another, both under conditions',
    `query Q($b: Boolean!) { champion(slug: "kenya") { ...A @include(if: $b) ...B } commitments(first: 1) { nodes { champion { ...B @skip(if: $b) } } } }
     fragment A on Champion { name ...B @include(if: $b) } fragment B on Champion { kind slug }`,
  ],
  [
    'a fragment on an interface and on a union',
    `query Q($b: Boolean!) { search(text: "kenya", first: 3) { nodes { ...N @include(if: $b) ... on Champion { ...C } } } node(id: "Y2hhbXBpb246a2VueWE") { ...N ...C @skip(if: $b) } }
     fragment N on Node { id __typename } fragment C on Champion { slug }`,
  ],
])('So is %s, in every order of its variables', async (_, query) => {
  const variableSets = [{ b: true }, { b: false }, { b: true }];
  expect(reference.takes({ query, variableSets })).toBe(true);
  expect(await differences(register, reference, { query, variableSets })).toEqual([]);
});
