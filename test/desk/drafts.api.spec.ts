import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, isNonNullType, type GraphQLObjectType } from 'graphql';
import type { Browser } from '../support/browser.js';
import { askAs, signedIn } from '../support/signed-in.js';
import { everythingOf, schema, TestRegister } from '../support/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  await register.tell('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT', effective: '2020-01-01' });
});
afterAll(() => register.stop());

const saving =
  'mutation ($input: SaveDraftInput!) { told: saveDraft(input: $input) { draft { id author organisation kind about content } userErrors { code message field } } }';
const deleting = 'mutation ($input: DeleteDraftInput!) { told: deleteDraft(input: $input) { draft { id } userErrors { code message field } } }';
const input = { organisation: 'kenya', kind: 'submitProgressReport', about: 'IDC-KENYA-1-C01', content: 'zanzibar4711' };

interface Told {
  readonly draft: { readonly id: string } | null;
  readonly userErrors: { readonly code: string; readonly field: readonly string[] }[];
}
const save = async (browser: Browser, more: object = {}) => (await askAs(browser, saving, { input: { ...input, ...more } })).data.told as Told;
const seen = async (browser: Browser, id: string) => (await askAs(browser, 'query ($id: ID!) { draft(id: $id) { content } drafts { content } }', { id })).data;

describe('A draft, over GraphQL', () => {
  test('is kept, changed and thrown away by its author, read by those who approve, and not there for others', async () => {
    const [author, approver, stranger] = [
      await signedIn(register, 'author@example.org'),
      await signedIn(register, 'approver@example.org', 'APPROVER'),
      await signedIn(register, 'stranger@example.org', 'APPROVER', 'togo'),
    ];
    const { draft, userErrors } = await save(author.browser);
    expect([draft, userErrors]).toEqual([{ id: draft?.id, author: author.person, ...input }, []]);
    const id = draft?.id ?? '';
    for (const { browser } of [author, approver])
      expect(await seen(browser, id)).toEqual({ draft: { content: 'zanzibar4711' }, drafts: [{ content: 'zanzibar4711' }] });
    expect(await seen(stranger.browser, id)).toEqual({ draft: null, drafts: [] });
    expect((await register.ask('query ($id: ID!) { draft(id: $id) { content } drafts { content } }', { id })).data).toEqual({ draft: null, drafts: [] });
    expect((await register.ask('query ($id: ID!) { draft(id: $id) { content } drafts { content } }', { id }, register.token)).data).toEqual({
      draft: null,
      drafts: [],
    });
    const answers = await Promise.all([id, 'none'].map((one) => askAs(stranger.browser, deleting, { input: { id: one } })));
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.data).toEqual({ told: { draft: null, userErrors: [{ code: 'NOT_FOUND', message: 'There is no such draft.', field: ['id'] }] } });
    expect(await save(author.browser, { id, content: 'More' })).toMatchObject({ draft: { id, content: 'More' } });
    expect((await askAs(author.browser, deleting, { input: { id } })).data).toEqual({ told: { draft: null, userErrors: [] } });
    expect(await seen(author.browser, id)).toEqual({ draft: null, drafts: [] });
  });

  test('names what is wrong with it', async () => {
    const { browser } = await signedIn(register, 'wrong@example.org');
    const wrong: [object, string][] = [[{ organisation: 'togo' }, 'organisation'], [{ organisation: 'No Slug' }, 'organisation'], [{ kind: 'drop table' }, 'kind'], [{ content: 'x'.repeat(60_001) }, 'content'], [{ about: '' }, 'about'], [{ id: 'none' }, 'id']]; // prettier-ignore
    for (const [more, field] of wrong) expect([more, (await save(browser, more)).userErrors.map((one) => one.field)]).toEqual([more, [[field]]]);
  });

  test('and every other deed of the desk needs somebody; inviting and keeping out need the right', async () => {
    const { browser } = await signedIn(register, 'reporter@example.org');
    const deeds: [string, object][] = [
      [saving, input],
      [deleting, { id: 'x' }],
      ['mutation ($input: InvitePersonInput!) { invitePerson(input: $input) { person } }', { email: 'eve@example.org', role: 'SECRETARIAT' }],
      ['mutation ($input: ErasePersonInput!) { erasePerson(input: $input) { person } }', { person: 'person-1' }],
      ['mutation ($input: SetPersonActiveInput!) { setPersonActive(input: $input) { person } }', { person: 'person-1', active: false }],
    ];
    for (const [document, given] of deeds)
      expect((await register.ask(document, { input: given })).errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    for (const [document, given] of deeds.slice(2))
      expect((await askAs(browser, document, { input: given })).errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    for (const [document, given] of deeds.slice(0, 2))
      expect((await register.ask(document, { input: given }, register.token)).errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });
});

/** Every root question that needs no argument, in full. */
const questions = Object.values((schema.getQueryType() as GraphQLObjectType).getFields())
  .filter(({ name, args }) => name !== 'at' && args.every((arg) => !isNonNullType(arg.type)))
  .map(({ name, type }) => `{ ${name} { ${everythingOf(getNamedType(type))} } }`.replace(/ \{ {2}\}/, ''));

test('What the desk holds changes no public answer: the same bytes to all questions, before and after', async () => {
  const { browser } = await signedIn(register, 'private@example.org');
  const signed = () => register.answer<{ basis: { size: number }; checkpoint: { size: number } }>('{ basis { size } checkpoint { size } }');
  for (let now = await signed(); now.checkpoint.size < now.basis.size;) now = await signed();
  const before = await Promise.all(questions.map(async (question) => (await register.ask(question)).text));
  await save(browser);
  await save(browser, { organisation: null, about: 'Kenya', content: 'Kenya' });
  for (const [index, question] of questions.entries()) {
    // The second wording was not asked before, so no kept answer can stand in for it.
    for (const wording of [question, `${question} `]) expect([question, (await register.ask(wording)).text]).toEqual([question, before[index]]);
  }
  expect(before.join('')).not.toContain('zanzibar');
  expect(questions.length).toBeGreaterThan(8);
});
