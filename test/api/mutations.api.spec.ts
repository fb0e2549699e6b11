import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, type GraphQLObjectType } from 'graphql';
import { mutations, type MutationExample } from '../support/register/story.js';
import {
  everythingOf,
  mutationDocument,
  schema,
  TestRegister,
  thingOf,
  type Told,
} from '../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
});
afterAll(() => register.stop());

/** The mutations that are recorded in the log, and so give a receipt; those of the identity database are not. */
const recorded = Object.values(schema.getMutationType()?.getFields() ?? {})
  .filter(({ type }) => 'receipt' in (getNamedType(type) as GraphQLObjectType).getFields())
  .map(({ name }) => name);

describe('every command', () => {
  /** Those that need people in roles, which have specs of their own. */
  const ofPeople = [
    'acceptRole',
    'confirmPreparation',
    'confirmRedaction',
    'confirmRole',
    'confirmRoleWithdrawal',
    'grantRole',
    'proposeRedaction',
    'proposeRole',
    'proposeRoleWithdrawal',
    'withdrawRole',
  ];

  test('of the schema stands in the table below, and no other', () => {
    expect([...mutations.map(({ mutation }) => mutation), ...ofPeople].sort()).toEqual(recorded.sort());
  });

  test.each<MutationExample>(mutations)(
    '$mutation gives a receipt and the thing as it then is',
    async ({ mutation, first = [], input, thing }) => {
      for (const [before, given] of first)
        expect(await register.mutate(before, given)).toMatchObject({ userErrors: [] });
      const size = await register.size();
      const told = await register.mutate(mutation, input, everythingOf(thingOf(mutation).type));
      expect(told).toMatchObject({ userErrors: [], receipt: { entry: size }, thing: { ...thing, lastEntry: size } });
      expect(told.receipt?.recordedAt).toBe(told.thing?.recordedAt);
      const { data } = await register.query(
        'query ($id: ID!) { node(id: $id) { id ... on Champion { lastEntry } ... on Commitment { lastEntry } } }',
        {
          id: told.thing?.id,
        },
      );
      expect(data.node).toMatchObject({ id: told.thing?.id });
      expect(await register.size()).toBe(size + 1);
    },
  );

  test.each<MutationExample>(mutations)(
    '$mutation is refused with a code, a sentence and the field, and writes nothing',
    async ({ mutation, refused }) => {
      const size = await register.size();
      const { thing, receipt, userErrors } = await register.mutate(mutation, refused.input);
      expect({ thing, receipt }).toEqual({ thing: null, receipt: null });
      expect(userErrors).toHaveLength(1);
      expect(userErrors[0]).toMatchObject({ code: refused.code, field: refused.field });
      expect(userErrors[0]?.message).toMatch(/^\S.{10,}\.$/s);
      expect(await register.size()).toBe(size);
    },
  );

  test('names every field that is wrong at once', async () => {
    const { userErrors } = await register.mutate('joinCharter', {
      champion: 'Not A Slug',
      name: ' ',
      kind: 'GOVERNMENT',
      country: 'Kenya',
    });
    expect(userErrors.map(({ field }) => field)).toEqual([['champion'], ['name'], ['country']]);
  });
});

describe('a command done twice', () => {
  const twice = { commandId: 'once-only', champion: 'ghana', name: 'Ghana' };

  test('under the same commandId gives the first receipt and writes nothing', async () => {
    const first = await register.mutate('renameChampion', twice);
    await register.mutate('renameChampion', { champion: 'ghana', name: 'Ghana Statistical Service' });
    const size = await register.size();
    const again = await register.mutate('renameChampion', twice, 'name');
    expect(again).toEqual({ ...first, thing: { name: 'Ghana Statistical Service' } });
    expect(await register.size()).toBe(size);
  });

  test('gives the same receipt to all who send it at the same moment', async () => {
    const size = await register.size();
    const mutation = { commandId: 'at-once', champion: 'ghana', name: 'Republic of Ghana' };
    const told = await Promise.all(Array.from({ length: 10 }, () => register.mutate('renameChampion', mutation)));
    expect(new Set(told.map(({ receipt }) => receipt?.entry))).toEqual(new Set([size]));
    expect(await register.size()).toBe(size + 1);
  });

  test('under the same commandId but with other content is refused', async () => {
    expect(await register.mutate('renameChampion', { ...twice, name: 'Another' })).toMatchObject({
      receipt: null,
      userErrors: [{ code: 'COMMAND_ID_REUSED', field: ['commandId'] }],
    });
    expect(await register.mutate('ceaseChampion', { commandId: 'once-only', champion: 'ghana' })).toMatchObject({
      userErrors: [{ code: 'COMMAND_ID_REUSED' }],
    });
  });

  test('is told where the register says the same already, under a new commandId, by the entry that said so', async () => {
    const size = await register.size();
    const { thing, receipt } = await register.mutate(
      'renameChampion',
      { champion: 'ghana', name: 'Republic of Ghana' },
      'lastEntry',
    );
    expect(thing?.lastEntry).toBe(receipt?.entry);
    expect(await register.size()).toBe(size);
  });

  test('has its first outcome for ever, also where that wrote nothing', async () => {
    await register.mutate('renameChampion', { champion: 'ghana', name: 'Ghana' });
    const asked = { commandId: 'wrote-nothing', champion: 'ghana', name: 'Ghana' };
    const first = await register.mutate('renameChampion', asked);
    await register.mutate('renameChampion', { champion: 'ghana', name: 'Ghana Statistical Service' });
    const size = await register.size();
    expect((await register.mutate('renameChampion', asked)).receipt).toEqual(first.receipt);
    await register.reopen();
    expect((await register.mutate('renameChampion', asked)).receipt).toEqual(first.receipt);
    expect(await register.size()).toBe(size);
    expect(await register.mutate('renameChampion', { ...asked, name: 'Another' })).toMatchObject({
      userErrors: [{ code: 'COMMAND_ID_REUSED' }],
    });
  });

  test('has its first outcome for ever, also where that was a refusal', async () => {
    const asked = { commandId: 'too-early', commitment: 'IDC-GHANA-2030-C01', due: '2031' };
    const first = await register.mutate('reviseDueDate', asked);
    expect(first.userErrors).not.toEqual([]);
    await register.mutate('announceActionPlan', {
      champion: 'ghana',
      label: '2030',
      kind: 'IDC_ACTION_PLAN',
      title: 'A plan',
    });
    await register.mutate('makeCommitment', { actionPlan: 'IDC-GHANA-2030', title: 'Count everyone', due: '2030' });
    const size = await register.size();
    expect(await register.mutate('reviseDueDate', asked)).toEqual(first);
    expect(await register.size()).toBe(size);
    expect((await register.mutate('reviseDueDate', { ...asked, commandId: 'in-time' })).userErrors).toEqual([]);
  });

  test('has its first outcome for ever, also where it was not well-formed', async () => {
    const asked = { commandId: 'malformed', champion: 'ghana', name: ' ' };
    const first = await register.mutate('renameChampion', asked);
    expect(first.userErrors).toMatchObject([{ code: 'INVALID', field: ['name'] }]);
    for (const other of [
      { ...asked, name: 'Ghana' },
      { ...asked, champion: 'Not A Slug' },
    ])
      expect(await register.mutate('renameChampion', other)).toMatchObject({
        receipt: null,
        userErrors: [{ code: 'COMMAND_ID_REUSED', field: ['commandId'] }],
      });
    expect(await register.mutate('ceaseChampion', { commandId: 'malformed', champion: '-' })).toMatchObject({
      userErrors: [{ code: 'COMMAND_ID_REUSED' }],
    });
    expect(await register.mutate('renameChampion', asked)).toEqual(first);
    await register.reopen();
    expect(await register.mutate('renameChampion', asked)).toEqual(first);
    expect(await register.mutate('renameChampion', { ...twice, name: ' ' })).toMatchObject({
      userErrors: [{ code: 'COMMAND_ID_REUSED' }],
    });
    for (const commandId of ['no id', 'policy:1'])
      for (let time = 0; time < 2; time++)
        expect(await register.mutate('renameChampion', { ...asked, commandId, name: 'Ghana' })).not.toMatchObject({
          userErrors: [{ code: 'COMMAND_ID_REUSED' }],
        });
  });

  test.each([
    ['reviseDueDate', { commitment: 'IDC-GHANA-1999-C01', due: '2031' }, 'COMMITMENT_UNKNOWN'],
    ['amendActionPlan', { actionPlan: 'IDC-GHANA-1999', title: 'Plan' }, 'ACTION_PLAN_UNKNOWN'],
    ['renameChampion', { champion: 'atlantis', name: 'Atlantis' }, 'CHAMPION_UNKNOWN'],
    ['joinCharter', { champion: 'erewhon', name: 'Erewhon', kind: 'GOVERNMENT' }, 'REVISION_CONFLICT'],
  ])('%s of what is not there, at a revision, is refused', async (name, input, code) => {
    const { userErrors } = await register.mutate(name, { ...input, expectedRevision: 99 });
    expect(userErrors).toMatchObject([{ code }]);
    expect(userErrors[0]?.message).not.toContain('now at');
  });

  test('still gives the first receipt after a restart', async () => {
    const first = await register.mutate('renameChampion', twice);
    await register.reopen();
    expect(await register.mutate('renameChampion', twice)).toEqual(first);
  });
});

describe('commands that race', () => {
  test('each get a commitment code of their own', async () => {
    const make = (title: string) =>
      register.mutate('makeCommitment', { actionPlan: 'IDC-NETWORK-2024', title }, 'code title { text }');
    const told = await Promise.all([make('Alike'), make('Alike'), make('Unlike')]);
    expect(told.map(({ thing }) => thing?.code).sort()).toEqual([
      'IDC-NETWORK-2024-C01',
      'IDC-NETWORK-2024-C02',
      'IDC-NETWORK-2024-C03',
    ]);
  });

  test('on what they have seen let one through and tell the others', async () => {
    const { thing } = await register.mutate('nameInstitutions', { champion: 'ghana', institutions: ['A'] }, 'revision');
    const rename = (name: string) =>
      register.mutate('renameChampion', { champion: 'ghana', name, expectedRevision: thing?.revision });
    const told = await Promise.all(['One', 'Two', 'Three'].map(rename));
    expect(told.filter(({ receipt }) => receipt !== null)).toHaveLength(1);
    expect(told.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      'REVISION_CONFLICT',
      'REVISION_CONFLICT',
    ]);
  });

  test('fifty at once, on connections that stand already, make fifty dense revisions with one receipt each', async () => {
    const many = 50;
    await Promise.all(Array.from({ length: many }, () => register.size()));
    const before = await register.mutate('nameInstitutions', { champion: 'ghana', institutions: ['B'] }, 'revision');
    const size = await register.size();
    const told = await Promise.all(
      Array.from({ length: many }, (_, index) =>
        register.mutate('renameChampion', { champion: 'ghana', name: `Name ${index}` }),
      ),
    );
    const names = (
      await register.query<{ champion: { names: object[] } }>('{ champion(slug: "ghana") { names { name entry } } }')
    ).data.champion.names;
    for (const [index, { receipt }] of told.entries())
      expect(names).toContainEqual({ name: `Name ${index}`, entry: receipt?.entry });
    const entries = told.map(({ receipt }) => receipt?.entry ?? -1).sort((a, b) => a - b);
    expect(entries).toEqual(Array.from({ length: many }, (_, index) => size + index));
    const { data } = await register.query<{ champion: { revision: number } }>(
      '{ champion(slug: "ghana") { revision } }',
    );
    expect(data.champion.revision).toBe(Number(before.thing?.revision) + many);
  });
});

describe('who may write', () => {
  const document = mutationDocument('renameChampion');
  const input = () => ({ commandId: randomUUID(), champion: 'ghana', name: 'Renamed by nobody' });

  test('is nobody without a token', async () => {
    const size = await register.size();
    const { data, errors } = await register.query<{ told?: Told }>(document, { input: input() });
    expect(data.told).toBeUndefined();
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(await register.size()).toBe(size);
  });

  test.each(mutations.map(({ mutation, input }) => ({ command: mutation, input })))(
    'is asked by $mutation before anything else',
    async ({ command: mutation, input: given }) => {
      const size = await register.size();
      const { errors } = await register.query(mutationDocument(mutation), {
        input: { commandId: randomUUID(), ...given },
      });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
      expect(await register.size()).toBe(size);
    },
  );

  test.each([
    ['a wrong token', 'Bearer wrong'],
    ['the token of another register', `Bearer ${'x'.repeat(43)}`],
    ['another scheme', 'Basic b3BlcmF0b3I6'],
    ['no scheme', 'token'],
    ['nothing', ''],
  ])('is refused with %s, and so are questions', async (_, authorization) => {
    const size = await register.size();
    for (const query of [document, '{ basis { size } }']) {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query, variables: { input: input() } }),
      };
      const { status, errors, data } = await register.request('/graphql', init);
      expect({ status, data, codes: errors.map(({ extensions }) => extensions.code) }).toEqual({
        status: 401,
        data: {},
        codes: ['UNAUTHENTICATED'],
      });
    }
    expect(await register.size()).toBe(size);
  });

  test('writes by POST alone', async () => {
    const size = await register.size();
    const path = `/graphql?query=${encodeURIComponent(document)}&variables=${encodeURIComponent(JSON.stringify({ input: input() }))}`;
    const { status, errors } = await register.request(path, {
      headers: { authorization: `Bearer ${register.token}`, 'apollo-require-preflight': 'yes' },
    });
    expect(status).toBe(405);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_REQUEST']);
    expect(await register.size()).toBe(size);
  });

  test('leaves no trace of the token in what is logged', () => {
    expect(register.logged.join('')).not.toContain(register.token);
  });
});
