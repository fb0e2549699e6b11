import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { uuidv7 } from 'uuidv7';
import { WebSocket } from 'ws';
import { authorising } from '../../src/access/access.module.js';
import { composition } from '../../src/contexts.js';
import { NotAllowed, Refused } from '../../src/kernel/refusal.js';
import { mutationName } from '../../src/platform/graphql/resolvers/mutations.js';
import { commands } from '../support/cqrs/deciders.js';
import { mutations } from '../support/register/story.js';
import { callerOf, personId } from '../support/cqrs/issuer.js';
import { appoint, introduce } from '../support/identity/known-people.js';
import { authorisedStory, operatorId, people, type People } from '../support/identity/people.js';
import { schema, TestRegister, type Input } from '../support/register/register.js';
import { commandMatrix, draftMatrix, exportMatrix, listenMatrix, peopleMatrix, readMatrix, roles } from './matrix.js';

const assessor = personId(21);
const auditor = personId(20);
/** Somebody in each role; those of a champion are of kenya. */
const holders: Readonly<Record<(typeof roles)[number], string>> = {
  public: 'public',
  reporter: people.kthree,
  approver: people.kone,
  administrator: people.kadmin,
  secretariat: people.ana,
  assessor,
  auditor,
  operator: operatorId,
};
const preparers = { kenya: people.ktwo, togo: people.ttwo };

let story: People;
/** An entry that is about each of the organisations, for what names an entry. */
const entries: Partial<Record<string, number>> = {};
beforeAll(async () => {
  story = await authorisedStory();
  await story.appoint(people.ana, assessor, 'assessor');
  await story.appoint(people.kadmin, people.ktwo, 'reporter', 'kenya');
  for await (const { entry, stream } of story.store.readAll()) {
    if (stream.startsWith('champion-')) entries[stream.slice('champion-'.length)] ??= entry;
    if (stream === 'charter-idc') entries.network ??= entry;
  }
});
afterAll(() => story.close());

const commandOf = (mutation: string) =>
  commands.find((command) => mutationName(command) === mutation) as (typeof commands)[number];

/** The examples of commands that need more than the operator's word, which the table of commands therefore does not have. */
const further: Readonly<Record<string, Input>> = {
  grantRole: { holder: personId(30), role: 'auditor', organisation: null },
  withdrawRole: { holder: personId(30), role: 'auditor', organisation: null, reasonCode: 'left' },
  proposeRole: { holder: personId(30), role: 'secretariat' },
  confirmRole: { proposal: 0 },
  acceptRole: { offer: 0 },
  proposeRoleWithdrawal: { holder: personId(30), role: 'secretariat', reasonCode: 'left' },
  confirmRoleWithdrawal: { proposal: 0 },
  confirmPreparation: {
    organisation: 'kenya',
    command: 'MakeCommitment',
    hash: 'ab'.repeat(32),
    salt: 'cd'.repeat(32),
  },
  proposeRedaction: { entry: 0, reasonCode: 'court_order', legalBasis: 'A judgement' },
  confirmRedaction: { proposal: 0 },
};

/** A real input of a command, about a champion or about the charter itself; null where the command is about no such thing. */
function inputAbout(mutation: string, organisation: 'kenya' | 'togo' | null): Input | null {
  const { shape } = commandOf(mutation).schema;
  const slug = organisation ?? 'network';
  const about = (field: string, value: unknown): unknown => {
    if (field === 'champion' || field === 'organisation') return organisation;
    if (field === 'entry' || field === 'proposal')
      return mutation.startsWith('confirmRole') ? (organisation === null ? entries.network : undefined) : entries[slug];
    if (field === 'role' && 'holder' in shape && 'organisation' in shape)
      return organisation === null ? 'auditor' : 'approver';
    return typeof value === 'string' && /^IDC-[A-Z0-9]+/.test(value)
      ? value.replace(/^IDC-[A-Z0-9]+/, `IDC-${slug.toUpperCase()}`)
      : lowered(value, field);
  };
  const example = mutations.find((one) => one.mutation === mutation)?.input ?? further[mutation] ?? {};
  const prepared =
    'preparedBy' in shape
      ? { preparedBy: organisation === null ? people.ben : preparers[organisation], note: 'Why.' }
      : {};
  const { expectedRevision: _, measurements: __, ...told } = example;
  const input = {
    commandId: 'matrix',
    ...Object.fromEntries(Object.entries(told).map(([field, value]) => [field, about(field, value)])),
    ...prepared,
  };
  const isNamed = [
    'champion',
    'organisation',
    'actionPlan',
    'commitment',
    'milestone',
    'indicator',
    'assessment',
    'entry',
    'proposal',
  ].some((field) => field in input);
  if ((organisation !== null && !isNamed) || !commandOf(mutation).schema.safeParse(input).success) return null;
  return input;
}

/** Words of closed lists as they are inside. */
const lowered = (value: unknown, field: string): unknown => {
  if (typeof value === 'string')
    return /^[A-Z]+(_[A-Z]+)*$/.test(value) &&
      !['label', 'country', 'countries', 'sdmxDimension', 'sdmxCode'].includes(field)
      ? value.toLowerCase()
      : value;
  if (Array.isArray(value)) return value.map((one) => lowered(one, field));
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, lowered(one, name)]))
    : value;
};

async function cell(
  mutation: string,
  role: keyof typeof holders,
  organisation: 'kenya' | 'togo' | null,
  sign: string,
): Promise<string> {
  const input = inputAbout(mutation, organisation);
  if (input === null) return '.';
  try {
    const issuer = await authorising({ store: story.store, composition, clock: story.clock })(
      callerOf(holders[role]),
      commandOf(mutation),
      input,
    );
    expect(issuer).toMatchObject({ actor: holders[role], role: mutation === 'acceptRole' ? 'public' : role });
    return sign;
  } catch (error) {
    if (error instanceof NotAllowed) return '-';
    if (error instanceof Refused && error.code === 'CHAMPION_SIGNS') return '=';
    throw error instanceof Refused
      ? new Error(`${mutation} as ${role} about ${organisation}: ${error.message}`)
      : error;
  }
}

describe('The matrix of who may do what', () => {
  test('has a row for every mutation, question and subscription of the schema, and for all that is given out beside it', () => {
    const fieldsOf = (type: { getFields(): object } | null | undefined): string[] =>
      Object.keys(type?.getFields() ?? {}).sort();
    const onDrafts = Object.keys(draftMatrix).filter((mutation) => /^(save|delete)/.test(mutation));
    expect([...Object.keys(commandMatrix), ...Object.keys(peopleMatrix), ...onDrafts].sort()).toEqual(
      fieldsOf(schema.getMutationType()),
    );
    expect(Object.keys(readMatrix).sort()).toEqual(fieldsOf(schema.getQueryType()));
    expect(Object.keys(listenMatrix).sort()).toEqual(fieldsOf(schema.getSubscriptionType()));
    expect(Object.keys(exportMatrix).sort()).toEqual(routes().sort());
  });

  test.each(Object.keys(commandMatrix))('%s: each role on the own champion, on another, on none', async (mutation) => {
    const cells = [];
    for (const role of roles)
      cells.push(
        (await cell(mutation, role, 'kenya', 'o')) +
          (await cell(mutation, role, 'togo', 'x')) +
          (await cell(mutation, role, null, 'n')),
      );
    expect(cells.join(' ')).toBe(commandMatrix[mutation]);
  });
});

/** The routes of all controllers but those of the identity database, as they declare them. What the identity database shows, it shows to whoever it is about. */
function routes(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.controller.ts') && !file.startsWith('identity/'),
  );
  return files.flatMap((file) => {
    const text = readFileSync(`src/${file}`, 'utf8');
    const [, base = ''] = /@Controller\((?:'([^']*)')?\)/.exec(text) ?? [];
    return [...text.matchAll(/^ {2}@(Get|Post|Put|Patch|Delete|All)\((?:'([^']*)')?\)/gm)].map(
      ([, method = '', path = '']) =>
        `${method.toUpperCase()} /${[base, path].filter((part) => part !== '').join('/')}`,
    );
  });
}

describe('Whoever asks', () => {
  let register: TestRegister;
  const tokens: Record<string, string | undefined> = {};
  beforeAll(async () => {
    register = await TestRegister.open({ IDC_SECURITY_CONTACT: 'mailto:security@example.org' });
    for (const champion of ['kenya', 'togo'])
      await register.mutate('joinCharter', { champion, name: champion, kind: 'GOVERNMENT' });
    await register.mutate('announceActionPlan', {
      champion: 'kenya',
      label: '1',
      kind: 'IDC_ACTION_PLAN',
      title: 'Plan',
    });
    await register.mutate('makeCommitment', { actionPlan: 'IDC-KENYA-1', title: 'Ask' });
    await appoint(register, holders.secretariat, 'SECRETARIAT', null);
    const give = async (holder: string, role: string, organisation: string | null, token?: string): Promise<void> => {
      const { receipt } = await register.mutate('grantRole', { holder, role, organisation }, 'role', token);
      await register.mutate('acceptRole', { offer: receipt?.entry }, 'role', holder);
    };
    await give(holders.administrator, 'ADMINISTRATOR', 'kenya');
    for (const role of ['reporter', 'approver'] as const)
      await give(holders[role], role.toUpperCase(), 'kenya', holders.administrator);
    for (const role of ['assessor', 'auditor'] as const)
      await give(holders[role], role.toUpperCase(), null, holders.secretariat);
    for (const role of roles)
      tokens[role] = role === 'public' ? undefined : role === 'operator' ? register.token : holders[role];
    await register.request('/log/receipts/9');
  });
  afterAll(() => register.stop());

  test.each(Object.entries(readMatrix))('is told the same by %s, in every role as with none', async (_, query) => {
    const told = [];
    for (const role of roles) told.push((await register.query(query, {}, tokens[role])).text);
    expect(told[0]).toMatch(/^\{"data":/);
    expect(new Set(told).size).toBe(1);
  });

  test.each(Object.entries(listenMatrix))('hears the same of %s', async (_, query) => {
    const heard = await Promise.all(
      roles.map(async (role) => {
        const authorization =
          tokens[role] === undefined ? {} : { connectionParams: { authorization: `Bearer ${tokens[role]}` } };
        const client = createClient({
          url: `${register.url.replace('http', 'ws')}/graphql`,
          webSocketImpl: WebSocket,
          retryAttempts: 0,
          ...authorization,
        });
        for await (const result of client.iterate({ query })) {
          await client.dispose();
          return JSON.stringify(result);
        }
      }),
    );
    expect(new Set(heard)).toEqual(
      new Set([JSON.stringify({ data: { logAppended: { entry: 0, type: 'ChampionJoined', role: 'operator' } } })]),
    );
  });

  const nobody = 'person-00000000-0000-7000-8000-000000000000';

  /** What is asked about somebody: of kenya, of togo, or of neither. */
  const asked: Readonly<Record<string, (person: string | null, organisation: string | null) => object>> = {
    invitePerson: (_, organisation) => ({
      email: 'eve@example.org',
      role: organisation === null ? 'AUDITOR' : 'REPORTER',
      organisation,
    }),
    erasePerson: (person) => ({ person: person ?? nobody }),
    setPersonActive: (person) => ({ person: person ?? nobody, active: false }),
  };

  test.each(Object.entries(peopleMatrix))(
    '%s: each role with somebody of the own champion, of another, of none',
    async (mutation, row) => {
      const document = `mutation ($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) { told: ${mutation}(input: $input) { userErrors { code } } }`;
      const cells = [];
      for (const role of roles) {
        let cell = '';
        for (const [sign, organisation] of [
          ['o', 'kenya'],
          ['x', 'togo'],
          ['n', null],
        ] as const) {
          const person = organisation === null ? null : await introduce(register, `person-${uuidv7()}`);
          if (person !== null && organisation !== null) await appoint(register, person, 'ADMINISTRATOR', organisation);
          const { data, errors } = await register.query(
            document,
            { input: asked[mutation]?.(person, organisation) },
            tokens[role],
          );
          const refusals = errors.map(({ extensions }) => extensions.code);
          if (refusals.length > 0) expect(refusals).toEqual([role === 'public' ? 'UNAUTHENTICATED' : 'FORBIDDEN']);
          else
            expect(data.told).toEqual({
              userErrors: person === null && mutation !== 'invitePerson' ? [{ code: 'NOT_FOUND' }] : [],
            });
          cell += refusals.length > 0 ? '-' : sign;
        }
        cells.push(cell);
      }
      expect(cells.join(' ')).toBe(row);
    },
  );

  test.each(Object.entries(exportMatrix))('gets %s, or does not, by the role alone', async (route, { path, who }) => {
    const [method = 'GET'] = route.split(' ');
    for (const role of roles) {
      const token = tokens[role];
      const { status } = await register.request(path, {
        method,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      });
      const expected = who === 'everybody' || role === 'operator' ? 200 : role === 'public' ? 401 : 403;
      expect({ role, status }).toEqual({ role, status: expected });
    }
  });
});
