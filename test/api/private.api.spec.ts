import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { GraphQLObjectType } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { toGlobalId } from '../../src/platform/graphql/global-id.js';
import { exportCommand } from '../../src/cli/export.js';
import type { CliContext } from '../../src/cli/terminal/cli-context.js';
import { readConfig } from '../../src/config.js';
import { SecurityLog } from '../../src/platform/security-log.js';
import { exportMatrix, listenMatrix } from '../access/matrix.js';
import { mutations } from '../support/register/story.js';
import { schema, type Input, type TestRegister } from '../support/register/register.js';
import { temporaryFolder } from '../support/temporary.js';
import {
  addresses,
  askers,
  drafts,
  persons,
  secretWord,
  Twins,
  type Asker,
  type Told,
} from '../support/register/twins.js';
import { allQuestions, argumentsOf, questionOf, rootFields, type Examples } from '../support/register/whole-schema.js';

let twins: Twins;
beforeAll(async () => {
  twins = await Twins.open();
});
afterAll(() => twins.stop());

/** All that an id could be guessed to look like. */
const guises = (noun: string, word = ''): string[] => [
  word,
  `${noun}-${word}`,
  toGlobalId({ noun, key: word, basis: null }),
];

const examples = (): Examples => {
  const { words } = twins.confided;
  const day = ['2020-01-01', '2025-12-31'];
  const ids = [
    ...words,
    ...[drafts[0], drafts[2], drafts.at(-1)].flatMap((id) => guises('draft', id)),
    ...[persons[0], persons.at(-1)].flatMap((id) => guises('person', id)),
  ];
  return {
    first: [3, 1],
    after: [],
    last: [2],
    before: [],
    ids: [toGlobalId({ noun: 'commitment', key: 'IDC-KENYA-1-C01', basis: null })],
    silentSince: day,
    id: ids,
    'node.id': [toGlobalId({ noun: 'commitment', key: 'IDC-KENYA-1-C01', basis: null }), ...ids],
    slug: ['kenya', 'malta', secretWord],
    'actionPlan.code': ['IDC-KENYA-1', secretWord],
    'commitment.code': ['IDC-KENYA-1-C01', secretWord],
    'progressReport.code': ['IDC-KENYA-1-C01-R1', secretWord],
    text: ['kenya', 'plan', secretWord, 'zanz', 'Zuleika'],
    organisation: ['kenya', 'malta', secretWord],
    organisations: ['kenya', 'malta'],
    champions: ['kenya', 'malta', secretWord],
    actionPlans: ['IDC-KENYA-1'],
    commitments: ['IDC-KENYA-1-C01'],
    countries: ['KEN'],
    populations: ['children', secretWord],
    principles: [1, 2],
    sdgGoals: [1, 17],
    sdgIndicators: ['17.18.1'],
    rounds: ['2024', secretWord],
    teams: ['citizen-data'],
    partOf: ['kenya'],
    series: ['lnob'],
    year: [2018],
    years: [2018],
    meeting: ['MT-LNOB-1', secretWord],
    joinedAfter: day,
    vnr: ['hlpf-2018'],
    codeLists: ['citizen-data-taxonomy'],
    examples: ['ghana-marine-litter'],
    champion: ['kenya', secretWord],
    indicator: ['5.3.2'],
    indicators: ['5.3.2'],
    reports: ['IDC-KENYA-1-C01-R1'],
    'assessment.code': ['IDC-KENYA-1-C01-A1', secretWord],
    sessions: ['hlpf-2018'],
    dataGaps: ['street-children'],
    cards: ['what-is-citizen-data'],
    methods: ['scorecards'],
    courses: ['introduction'],
    providers: ['kenya'],
    guidelines: ['quality'],
    'countryReadiness.code': ['KEN'],
    endorsedBy: ['kenya'],
    adoptedBy: ['kenya'],
    'experience.code': ['XP-KENYA-1'],
    participationSteps: [4],
    sectors: ['environment'],
    terms: ['collection'],
    version: ['2025-03'],
    group: ['method'],
    'meeting.code': ['MT-LNOB-1', secretWord],
    until: day,
    entry: [0, 2],
    from: [2],
    to: [3],
    size: [3, 60],
    instant: ['2026-03-01T12:00:00Z'],
    changedSince: ['2020-01-01T00:00:00Z'],
    effectiveOn: day,
    dueAfter: day,
    dueBefore: day,
  };
};

const mutationFields = Object.values((schema.getMutationType() as GraphQLObjectType).getFields());
const header = { commandId: 'a-command' };

/** The commands that name people and drafts, with such as are there and such as are not; every other command is tried as the table of commands has it. */
const inputsOnOthers: Readonly<Record<string, readonly Input[]>> = {
  grantRole: persons.map((holder) => ({ ...header, holder, role: 'REPORTER', organisation: 'kenya' })),
  withdrawRole: persons.map((holder) => ({
    ...header,
    holder,
    role: 'REPORTER',
    organisation: 'kenya',
    reasonCode: 'LEFT',
  })),
  proposeRole: persons.map((holder) => ({ ...header, holder, role: 'SECRETARIAT' })),
  confirmRole: [{ ...header, proposal: 0 }],
  acceptRole: [{ ...header, offer: 0 }],
  proposeRoleWithdrawal: persons.map((holder) => ({ ...header, holder, role: 'SECRETARIAT', reasonCode: 'LEFT' })),
  confirmRoleWithdrawal: [{ ...header, proposal: 0 }],
  confirmPreparation: [
    { ...header, reviseDueDate: { commandId: 'a-command', commitment: 'IDC-KENYA-1-C01', due: '2030' } },
  ],
  proposeRedaction: [{ ...header, entry: 3, reasonCode: 'PERSONAL_DATA', legalBasis: 'Article 17' }],
  confirmRedaction: [{ ...header, proposal: 0 }],
  assessCommitment: [
    { commandId: 'an-assessment', commitment: 'IDC-NOWHERE-1-C01', found: 'LIMITED', foundReason: 'Two of six.' },
  ],
  saveDraft: [...drafts.map((id) => ({ id, revision: 0 })), { organisation: 'kenya' }].map((one) => ({
    ...one,
    kind: 'submitProgressReport',
    content: secretWord,
  })),
  deleteDraft: drafts.map((id) => ({ id })),
  invitePerson: Object.values(addresses).map((email) => ({ email, role: 'REPORTER', organisation: 'kenya' })),
  erasePerson: persons.map((person) => ({ person })),
  setPersonActive: persons.flatMap((person) => [true, false].map((active) => ({ person, active }))),
};

/** Those who ask all questions: who else has no role of a champion is refused and listed by the same code as they are. */
const asking: readonly Asker[] = ['public', 'reporter', 'administrator', 'key'];

describe.each(askers)('To %s, whatever else the identity database holds', (asker) => {
  if (asking.includes(asker))
    test('every question has the same answer, with each of its arguments, in each order and through each filter', async () => {
      const questions = allQuestions(examples());
      for (const { name, query, variables } of questions) {
        const { text } = await twins.sameAnswer(asker, name, query, variables);
        expect([name, text]).toEqual([name, expect.not.stringMatching(/LIMIT_EXCEEDED|VALIDATION|INTERNAL/)]);
      }
      expect(questions.length).toBeGreaterThan(80);
    });

  test('every list has the same pages from the first to the last, and none behind what is no cursor', async () => {
    for (const field of rootFields.filter(({ args }) => args.some(({ name }) => name === 'after'))) {
      const page = (after: string | null): Promise<Told> => {
        const set = { ...argumentsOf(field, examples())[0], first: 25, after };
        const { name, query, variables } = questionOf(
          field,
          [set],
          'totalCount pageInfo { endCursor hasNextPage } edges { cursor }',
        );
        return twins.sameAnswer(asker, name, query, variables);
      };
      for (const wrong of [secretWord, drafts[0] ?? '']) expect((await page(wrong)).text).toContain('"code"');
      for (let after: string | null = null; ;) {
        const { text } = await page(after);
        const { data } = JSON.parse(text) as {
          data: { q0: { pageInfo: { endCursor: string; hasNextPage: boolean } } };
        };
        if (!data.q0.pageInfo.hasNextPage) break;
        after = data.q0.pageInfo.endCursor;
      }
    }
  });

  test('every command on what is another’s is refused alike, whether or not it is there', async () => {
    for (const { name, args } of mutationFields) {
      const inputs =
        inputsOnOthers[name] ??
        mutations
          .filter(({ mutation }) => mutation === name)
          .map(({ input }) => ({ commandId: 'a-command', ...input }));
      expect([name, inputs.length]).not.toEqual([name, 0]);
      const query = `mutation ($input: ${String(args[0]?.type)}) { told: ${name}(input: $input) { userErrors { code message field } } }`;
      for (const input of inputs) {
        const { text } = await twins.sameAnswer(asker, `${name} ${JSON.stringify(input)}`, query, { input });
        expect([name, input, text]).toEqual([
          name,
          input,
          // An assessor may judge any commitment; this one is not there.
          expect.stringMatching(
            /"code":"(UNAUTHENTICATED|FORBIDDEN|NOT_FOUND|NOT_YOURS|OFFER_UNKNOWN|COMMITMENT_UNKNOWN)"/,
          ),
        ]);
      }
    }
  });

  test('every subscription tells the same', async () => {
    const { text } = await twins.sameAnswer(asker, 'size', '{ basis { size } }');
    const entries = (JSON.parse(text) as { data: { basis: { size: number } } }).data.basis.size;
    for (const query of Object.values(listenMatrix)) {
      const [full, plain] = [
        await heard(twins.full, asker, query, entries),
        await heard(twins.plain, asker, query, entries),
      ];
      expect(full).toEqual(plain);
      expect(full).toHaveLength(entries);
    }
  });

  test.each(Object.entries(exportMatrix))('%s gives out the same', async (route, { path }) => {
    const [method = 'GET'] = route.split(' ');
    if (path !== '/metrics') await twins.same(route, path, { method, headers: twins.credentials[asker] });
    else expect(await counted(twins.full)).toEqual(await counted(twins.plain));
  });
});

test('An author who has as many drafts as may be is told of their own alone', async () => {
  const input = { kind: 'note', content: '' };
  const { text } = await twins.sameAnswer(
    'nobody',
    'saveDraft',
    'mutation ($input: SaveDraftInput!) { saveDraft(input: $input) { userErrors { message } } }',
    {
      input,
    },
  );
  expect(text).toContain('You have 200 drafts');
});

test('The bundle for auditors is the same, file for file', async () => {
  const said = jest.spyOn(console, 'log').mockReturnValue();
  const [full, plain] = [await exported(twins.full), await exported(twins.plain)];
  expect(said).toHaveBeenCalledTimes(2);
  said.mockRestore();
  expect(full.map(({ file }) => file)).toEqual(
    expect.arrayContaining(['README.md', 'log/leaves.jsonl', 'log/parts.jsonl', 'verify.mjs']),
  );
  expect(full).toEqual(plain);
});

test('The two registers do differ: whoever may know what is private is told', async () => {
  const asked = {
    ...twins.document('public', '{ me { name } drafts { content } }'),
    headers: { 'content-type': 'application/json', ...twins.confided.author },
  };
  const [full, plain] = [
    await twins.ask(twins.full, '/graphql', asked),
    await twins.ask(twins.plain, '/graphql', asked),
  ];
  expect(full.text).toContain(secretWord);
  expect(plain.status).toBe(401);
});

/** What a register tells over a web socket, until it has told so much. */
async function heard({ url }: TestRegister, asker: Asker, query: string, entries: number): Promise<unknown[]> {
  const headers = twins.credentials[asker];
  class Socket extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers });
    }
  }
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: Socket, retryAttempts: 0 });
  const told: unknown[] = [];
  for await (const result of client.iterate({ query })) if (told.push(result) === entries) break;
  await client.dispose();
  return told;
}

/** What a register counts of itself, but for the process that it is and for how long things took. */
async function counted(register: TestRegister): Promise<string[]> {
  const { text } = await twins.ask(register, '/metrics');
  return text.split('\n').filter((line) => !/^(#|process_|nodejs_|\w+_seconds_(bucket|sum))/.test(line));
}

async function exported({ dataDir }: TestRegister): Promise<{ file: string; text: string }[]> {
  const folder = join(temporaryFolder(), 'bundle');
  expect(
    await exportCommand({ bundle: folder }, {
      config: readConfig({ IDC_DATA_DIR: dataDir }),
      security: new SecurityLog(null, Date.now),
    } as CliContext),
  ).toBe(0);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => ({
      file: join(parentPath, name).slice(folder.length + 1),
      text: readFileSync(join(parentPath, name), 'utf8'),
    }))
    .sort((one, other) => one.file.localeCompare(other.file));
}
