import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rolesOfOrganisations } from '../../src/access/permissions.js';
import { draftMatrix, roles } from '../access/matrix.js';
import type { Browser } from '../support/processes/browser.js';
import { personId } from '../support/cqrs/issuer.js';
import { appoint, introduce } from '../support/identity/known-people.js';
import { askAs, signedIn } from '../support/identity/signed-in.js';
import { TestRegister } from '../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  await register.mutate('joinCharter', {
    champion: 'kenya',
    name: 'Kenya',
    kind: 'GOVERNMENT',
    effective: '2020-01-01',
  });
});
afterAll(() => register.stop());

const saving =
  'mutation ($input: SaveDraftInput!) { told: saveDraft(input: $input) { draft { id author organisation kind about content revision } userErrors { code message field } } }';
const deleting =
  'mutation ($input: DeleteDraftInput!) { told: deleteDraft(input: $input) { draft { id } userErrors { code message field } } }';
const input = {
  organisation: 'kenya',
  kind: 'submitProgressReport',
  about: 'IDC-KENYA-1-C01',
  content: 'zanzibar4711',
};

interface Told {
  readonly draft: { readonly id: string } | null;
  readonly userErrors: { readonly code: string; readonly field: readonly string[] }[];
}
const save = async (browser: Browser, more: object = {}) =>
  (await askAs(browser, saving, { input: { ...input, ...more } })).data.told as Told;
const seen = async (browser: Browser, id: string) =>
  (await askAs(browser, 'query ($id: ID!) { draft(id: $id) { content } drafts { content } }', { id })).data;

describe('A draft, over GraphQL', () => {
  test('is kept, changed and thrown away by its author, read by those who approve and report for the organisation, and not there for others', async () => {
    const [author, colleague, approver, stranger] = [
      await signedIn(register, 'author@example.org'),
      await signedIn(register, 'colleague@example.org'),
      await signedIn(register, 'approver@example.org', 'APPROVER'),
      await signedIn(register, 'stranger@example.org', 'APPROVER', 'togo'),
    ];
    expect((await save(author.browser, { content: 'a\0b' })).userErrors).toEqual([
      { code: 'INVALID', message: expect.any(String), field: ['content'] },
    ]);
    const { draft, userErrors } = await save(author.browser);
    expect([draft, userErrors]).toEqual([{ id: draft?.id, author: author.person, revision: 0, ...input }, []]);
    const id = draft?.id ?? '';
    for (const { browser } of [author, colleague, approver])
      expect(await seen(browser, id)).toEqual({
        draft: { content: 'zanzibar4711' },
        drafts: [{ content: 'zanzibar4711' }],
      });
    expect(await seen(stranger.browser, id)).toEqual({ draft: null, drafts: [] });
    expect(
      (await register.query('query ($id: ID!) { draft(id: $id) { content } drafts { content } }', { id })).data,
    ).toEqual({ draft: null, drafts: [] });
    expect(
      (
        await register.query(
          'query ($id: ID!) { draft(id: $id) { content } drafts { content } }',
          { id },
          register.token,
        )
      ).data,
    ).toEqual({
      draft: null,
      drafts: [],
    });
    const answers = await Promise.all(
      [id, 'none'].map((one) => askAs(stranger.browser, deleting, { input: { id: one } })),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.data).toEqual({
      told: { draft: null, userErrors: [{ code: 'NOT_FOUND', message: 'There is no such draft.', field: ['id'] }] },
    });
    expect(await save(author.browser, { id, content: 'More', revision: 0 })).toMatchObject({
      draft: { id, content: 'More', revision: 1 },
    });
    expect(await save(author.browser, { id, content: 'From another tab', revision: 0 })).toMatchObject({
      draft: { content: 'More', revision: 1 },
      userErrors: [{ code: 'DRAFT_CHANGED', field: ['revision'] }],
    });
    expect((await save(author.browser, { id, content: 'Blindly' })).userErrors).toMatchObject([
      { code: 'INVALID', field: ['revision'] },
    ]);
    expect((await seen(author.browser, id)).draft).toEqual({ content: 'More' });
    expect((await askAs(author.browser, deleting, { input: { id } })).data).toEqual({
      told: { draft: null, userErrors: [] },
    });
    expect(await seen(author.browser, id)).toEqual({ draft: null, drafts: [] });
  });

  test('names what is wrong with it', async () => {
    const { browser } = await signedIn(register, 'wrong@example.org');
    const wrong: [object, string][] = [
      [{ organisation: 'togo' }, 'organisation'],
      [{ organisation: 'No Slug' }, 'organisation'],
      [{ kind: 'drop table' }, 'kind'],
      [{ content: 'x'.repeat(60_001) }, 'content'],
      [{ about: '' }, 'about'],
      [{ id: 'none', revision: 0 }, 'id'],
    ];
    for (const [more, field] of wrong)
      expect([more, (await save(browser, more)).userErrors.map((one) => one.field)]).toEqual([more, [[field]]]);
  });

  test('and every other command of the identity database needs somebody; inviting and keeping out need the right', async () => {
    const { browser } = await signedIn(register, 'reporter@example.org');
    const mutations: [string, object][] = [
      [saving, input],
      [deleting, { id: 'x' }],
      [
        'mutation ($input: InvitePersonInput!) { invitePerson(input: $input) { invitation } }',
        { email: 'eve@example.org', role: 'SECRETARIAT' },
      ],
      [
        'mutation ($input: ErasePersonInput!) { erasePerson(input: $input) { person } }',
        { person: 'person-00000000-0000-7000-8000-000000000000' },
      ],
      [
        'mutation ($input: SetPersonActiveInput!) { setPersonActive(input: $input) { person } }',
        { person: 'person-00000000-0000-7000-8000-000000000000', active: false },
      ],
    ];
    for (const [document, given] of mutations)
      expect(
        (await register.query(document, { input: given })).errors.map(({ extensions }) => extensions.code),
      ).toEqual(['UNAUTHENTICATED']);
    for (const [document, given] of mutations.slice(2))
      expect(
        (await askAs(browser, document, { input: given })).errors.map(({ extensions }) => extensions.code),
      ).toEqual(['FORBIDDEN']);
    for (const [document, given] of mutations.slice(0, 2))
      expect(
        (await register.query(document, { input: given }, register.token)).errors.map(
          ({ extensions }) => extensions.code,
        ),
      ).toEqual(['FORBIDDEN']);
  });
});

describe('The matrix of drafts', () => {
  const drafts: Record<string, { readonly id: string; readonly author: string }> = {};
  const tokens: Partial<Record<string, string>> = {};
  let matrix: TestRegister;
  beforeAll(async () => {
    matrix = await TestRegister.open();
    for (const champion of ['kenya', 'togo'])
      await matrix.mutate('joinCharter', { champion, name: champion, kind: 'GOVERNMENT' });
    for (const [index, role] of roles.entries()) {
      if (role === 'public') continue;
      if (role === 'operator') tokens[role] = matrix.token;
      else {
        const isOfChampion = (rolesOfOrganisations as readonly string[]).includes(role);
        tokens[role] = await introduce(
          matrix,
          await appoint(matrix, personId(index), role.toUpperCase(), isOfChampion ? 'kenya' : null),
        );
      }
    }
    for (const [index, [place, organisation]] of Object.entries({
      o: 'kenya',
      x: 'togo',
      n: null,
    } as const).entries()) {
      const author = await introduce(
        matrix,
        await appoint(matrix, personId(index + 20), 'REPORTER', organisation ?? 'kenya'),
      );
      const { told } = (await matrix.query<{ told: Told }>(saving, { input: { ...input, organisation } }, author)).data;
      drafts[place] = { id: told.draft?.id ?? '', author };
    }
  });
  afterAll(() => matrix.stop());

  const organisations: Readonly<Record<string, string | null>> = { o: 'kenya', x: 'togo', n: null };
  /** Whether each command is done; a draft is thrown away last. */
  const mutations: Readonly<
    Record<string, (place: string, id: string, token: string | undefined) => Promise<boolean>>
  > = {
    saveDraft: async (place, _, token) =>
      isDone(await matrix.query(saving, { input: { ...input, organisation: organisations[place] } }, token)),
    draft: async (_, id, token) =>
      (await matrix.query('query ($id: ID!) { draft(id: $id) { content } }', { id }, token)).data.draft !== null,
    drafts: async (place, id, token) => {
      const listed = await Promise.all(
        [null, organisations[place]].map((organisation) =>
          matrix.query(
            'query ($organisation: ID) { drafts(organisation: $organisation) { id } }',
            { organisation },
            token,
          ),
        ),
      );
      const [all, some] = listed.map(({ text }) => text.includes(id));
      expect(some).toBe(all);
      return all === true;
    },
    changeDraft: async (_, id, token) =>
      isDone(await matrix.query(saving, { input: { id, kind: 'note', content: 'Changed', revision: 0 } }, token)),
    deleteDraft: async (_, id, token) => isDone(await matrix.query(deleting, { input: { id } }, token)),
  };
  const isDone = ({ data }: { readonly data: Record<string, unknown> }): boolean =>
    (data.told as Told | undefined)?.userErrors.length === 0;

  test.each(Object.entries(draftMatrix))(
    '%s: the author and each role, on the own champion’s, on another’s, on nobody’s',
    async (mutation, row) => {
      const cells = [];
      for (const role of [...roles, 'author']) {
        let cell = '';
        for (const [place, { id, author }] of Object.entries(drafts))
          cell +=
            (await mutations[mutation]?.(place, id, role === 'author' ? author : tokens[role])) === true ? place : '-';
        cells.push(cell);
      }
      expect([cells.pop(), ...cells].join(' ')).toBe(row);
    },
  );
});
