import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fromGlobalId, toGlobalId } from '../../src/platform/graphql/global-id.js';
import { story } from '../support/register/story.js';
import { everythingOf, schema, TestRegister } from '../support/register/register.js';

let register: TestRegister;
/** How many entries the log held after the story; its times of recording. */
let told: number;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const [mutation, input] of story) await register.mutate(mutation, input);
  told = await register.size();
});
afterAll(() => register.stop());

const codesOf = async (query: string) => {
  const { data, errors } = await register.query(query);
  return { data, codes: errors.map(({ extensions }) => extensions.code) };
};

const all = (type: string): string => everythingOf(schema.getType(type) as never, 5);
const histories =
  'nodes { history(first: 18) { nodes { words why kind changes { field before after } record { entry type facts text } } } }';

/** Every root question of the register but those on other bases, the log and single things; what one request may ask, together. */
const everything = [
  `basis { size knownAt effectiveOn } charter { ${all('Charter')} }`,
  `champions(first: 10) { totalCount nodes { ${all('Champion')} } }`,
  `actionPlans(first: 10) { totalCount nodes { ${all('ActionPlan')} } }`,
  `commitments(first: 10) { totalCount nodes { ${all('Commitment')} } }`,
  `progressReports(first: 10) { totalCount nodes { ${all('ProgressReport')} } }`,
  ...['champions', 'actionPlans', 'commitments', 'progressReports'].map(
    (list) => `${list}(first: 10) { ${histories} }`,
  ),
  `statusCounts(groupBy: CHAMPION) { group base notClaimed claimed { claimed count } lifecycle { lifecycle count } }
  coverage { champions { slug } principles { champion principle commitments } dimensions { champion dimension commitments } }`,
  'search(text: "data") { totalCount nodes { __typename } } kenya: champion(slug: "kenya") { name }',
];

/** The id of the same thing on the newest basis. */
function withoutBasis(id: string): string {
  const named = fromGlobalId(id);
  expect(named?.basis).toEqual({ size: told, effectiveOn: new Date().toISOString().slice(0, 10) });
  return named === null ? id : toGlobalId({ ...named, basis: null });
}

describe('the register at a past basis', () => {
  test('is the register as it is, when the basis is the present one', async () => {
    for (const query of everything) {
      const present = await register.answer(`{ ${query} }`);
      const below = JSON.stringify(await register.answer(`{ at { ${query} } }`));
      expect(JSON.parse(below.replaceAll(/"id":"([\w-]+)"/g, (_, id: string) => `"id":"${withoutBasis(id)}"`))).toEqual(
        { at: present },
      );
    }
    const { basis } = await register.answer<{ basis: object }>('{ basis { size effectiveOn } }');
    expect(basis).toEqual({ size: told, effectiveOn: new Date().toISOString().slice(0, 10) });
  });

  test.each([
    [20, '2019-06-30'],
    [35, '2020-12-31'],
    [48, '2030-01-01'],
  ])('of %i entries on %s answers the same bytes, whatever is recorded later', async (size, effectiveOn) => {
    const questions = [...everything, 'history(first: 100) { totalCount nodes { words record { entry } } }'].map(
      (query) => `{ at(knownAt: { size: ${size} }, effectiveOn: "${effectiveOn}") { basis { size } ${query} } }`,
    );
    const asked = async () =>
      (await Promise.all(questions.map((query) => register.query(query)))).map(({ text }) => text);
    const before = await asked();
    for (const answer of before) expect(answer).toMatch(new RegExp(`^{"data":.*"size":${size}`));
    await register.mutate('reviseDueDate', { commitment: 'IDC-KENYA-1-C01', due: `20${size}`, effective: '2018-09' });
    await register
      .mutate('correctEntry', { entry: 6, facts: { name: `Corrected ${size}` }, note: 'Read again.' })
      .catch(() => undefined);
    expect(await asked()).toEqual(before);
  });

  test('knows what was recorded by an instant, that one included', async () => {
    const { history } = await register.answer<{ history: { nodes: readonly { record: { recordedAt: string } }[] } }>(
      '{ history(first: 30) { nodes { record { recordedAt } } } }',
    );
    const times = history.nodes.map(({ record }) => record.recordedAt);
    const instant = times[10] ?? '';
    const { at } = await register.answer(
      `{ at(knownAt: { instant: "${instant}" }) { basis { size knownAt effectiveOn } } }`,
    );
    expect(at).toEqual({
      basis: {
        size: times.filter((time) => time <= instant).length,
        knownAt: instant,
        effectiveOn: instant.slice(0, 10),
      },
    });
  });

  test('before the log began is none, and says when it began', async () => {
    const { data, errors } = await register.query(
      '{ at(knownAt: { instant: "2020-01-01T00:00:00Z" }) { champions { totalCount } } }',
    );
    expect(data).toEqual({ at: null });
    expect(errors).toMatchObject([
      { path: ['at'], extensions: { code: 'BEFORE_LOG', logBegan: expect.stringMatching(/^\d{4}-.*Z$/) } },
    ]);
  });

  test.each([
    ['{ at(knownAt: { size: 100000 }) { basis { size } } }', 'BAD_USER_INPUT'],
    ['{ at(knownAt: { size: -1 }) { basis { size } } }', 'BAD_USER_INPUT'],
    ['{ at(knownAt: { instant: "2999-01-01T00:00:00Z" }) { basis { size } } }', 'BAD_USER_INPUT'],
    ['{ at(knownAt: { instant: "yesterday" }) { basis { size } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ at(knownAt: { size: 1, instant: "2020-01-01T00:00:00Z" }) { basis { size } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ at(knownAt: {}) { basis { size } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ at(effectiveOn: "2019-02-29") { basis { size } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ at(knownAt: { size: 0 }) { basis { size } } }', 'BEFORE_LOG'],
  ])('%s is refused', async (query, code) => {
    expect((await codesOf(query)).codes).toEqual([code]);
  });

  test('answers on as many bases as one request asks for', async () => {
    const asked = Array.from({ length: 15 }, (_, at) => `a${at}: at(knownAt: { size: ${at + 1} }) { basis { size } }`);
    const answer = await register.answer<Record<string, { basis: { size: number } }>>(`{ ${asked.join(' ')} }`);
    expect(Object.values(answer).map(({ basis }) => basis.size)).toEqual(asked.map((_, at) => at + 1));
  });

  test('42 gives its second page from the basis of its first, while entries arrive', async () => {
    const page = (after: string | null) =>
      register.answer<{
        champions: { nodes: readonly { slug: string }[]; pageInfo: { endCursor: string }; totalCount: number };
      }>(
        'query ($after: String) { champions(first: 3, after: $after, orderBy: { field: SLUG, direction: ASC }) { nodes { slug } pageInfo { endCursor } totalCount } }',
        { after },
      );
    const first = (await page(null)).champions;
    for (const champion of ['aaa', 'zzz', 'lll'])
      await register.mutate('joinCharter', { champion, name: champion, kind: 'FOUNDATION' });
    const second = (await page(first.pageInfo.endCursor)).champions;
    expect([...first.nodes, ...second.nodes].map(({ slug }) => slug)).toEqual([
      'ghana',
      'jordan',
      'kenya',
      'lima',
      'malta',
      'togo',
    ]);
    expect(second.totalCount).toBe(first.totalCount);
    expect((await page(null)).champions.nodes.map(({ slug }) => slug)).toEqual(['aaa', 'ghana', 'jordan']);
  });

  test('43 is the same after the views were built anew', async () => {
    const asked = () =>
      Promise.all(
        everything.map((query) =>
          register.answer(`{ at(knownAt: { size: 30 }, effectiveOn: "2022-01-01") { ${query} } }`),
        ),
      );
    const before = await asked();
    await register.reopen({ rebuildViews: true });
    expect(await asked()).toEqual(before);
  });
});

interface Entry {
  readonly words: string;
  readonly why: string | null;
  readonly kind: string;
  readonly correctedBy: number | null;
  readonly retractedBy: number | null;
  readonly record: { readonly entry: number; readonly type: string };
  readonly changes: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
}

const entries =
  '{ totalCount nodes { words why kind correctedBy retractedBy record { entry type role } changes { field before after } } }';

describe('the history of a promise', () => {
  beforeAll(async () => {
    await register.mutate('joinCharter', {
      champion: 'togoland',
      name: 'Togoland',
      kind: 'GOVERNMENT',
      effective: '2018',
    });
    await register.mutate('announceActionPlan', {
      champion: 'togoland',
      label: '7',
      kind: 'IDC_ACTION_PLAN',
      title: 'Plan',
      effective: '2019',
    });
    await register.mutate('makeCommitment', {
      actionPlan: 'IDC-TOGOLAND-7',
      title: 'Count every child',
      due: '2024',
      effective: '2019',
    });
  });

  test('tells entry by entry who did what and why, and what it changed; a correction and a retraction stand beside what they concern', async () => {
    const commitment = 'IDC-TOGOLAND-7-C01';
    const of = async () =>
      (
        await register.answer<{ commitment: { history: { totalCount: number; nodes: readonly Entry[] } } }>(
          `{ commitment(code: "${commitment}") { history ${entries} } }`,
        )
      ).commitment.history;
    const { receipt } = await register.mutate('reviseDueDate', {
      commitment,
      due: '2026',
      note: 'The census is late.',
      effective: '2021',
    });
    const fixed = await register.mutate('correctEntry', {
      entry: receipt?.entry,
      facts: { due: '2027' },
      note: 'Misread.',
    });
    const amended = await register.mutate('amendCommitment', {
      commitment,
      title: 'Count every girl and boy',
      effective: '2022',
    });
    const taken = await register.mutate('retractEntry', { entry: amended.receipt?.entry, note: 'Meant for another.' });
    const { totalCount, nodes } = await of();
    expect(totalCount).toBe(5);
    expect(nodes).toMatchObject([
      { kind: 'CHANGE', words: 'The commitment was made in IDC-TOGOLAND-7.', record: { role: 'operator' } },
      {
        kind: 'CHANGE',
        words: 'It is now due in 2026.',
        why: 'The census is late.',
        correctedBy: fixed.receipt?.entry,
      },
      { kind: 'CORRECTION', why: 'Misread.' },
      { kind: 'CHANGE', retractedBy: taken.receipt?.entry, words: 'The commitment was amended.' },
      { kind: 'RETRACTION', why: 'Meant for another.' },
    ]);
    const changed = (index: number, field: string) => nodes[index]?.changes.find((change) => change.field === field);
    expect(changed(0, 'due')).toEqual({ field: 'due', before: null, after: '2024' });
    expect(changed(1, 'due')).toEqual({ field: 'due', before: '2024', after: '2026' });
    expect(changed(2, 'due')).toEqual({ field: 'due', before: '2026', after: '2027' });
    expect(changed(3, 'title')?.after).toEqual({ text: 'Count every girl and boy', language: 'en' });
    expect(changed(4, 'title')?.after).toEqual({ text: 'Count every child', language: 'en' });
  });

  test('tells for each field since which entry it holds', async () => {
    const { commitment } = await register.answer<{
      commitment: { blame: readonly { field: string; value: unknown; since: { type: string } }[] };
    }>('{ commitment(code: "IDC-TOGOLAND-7-C01") { blame { field value since { type entry } } } }');
    const since = (field: string) => commitment.blame.find((one) => one.field === field);
    expect(since('due')).toMatchObject({ value: '2027', since: { type: 'EntryCorrected' } });
    expect(since('title')).toMatchObject({ since: { type: 'EntryRetracted' } });
    expect(since('kind')).toMatchObject({ since: { type: 'CommitmentMade' } });
  });

  test('tells how far the promise has drifted', async () => {
    const { commitment } = await register.answer(
      '{ commitment(code: "IDC-TOGOLAND-7-C01") { drift { originalDue due slippage dueRevisions rewordings } } }',
    );
    expect(commitment).toEqual({
      drift: { originalDue: '2024', due: '2027', slippage: 1095, dueRevisions: 1, rewordings: 0 },
    });
  });

  test('tells from the day after the promise was due that it is overdue', async () => {
    const overdue = async (day: string): Promise<unknown> =>
      (await register.answer(`{ at(effectiveOn: "${day}") { commitment(code: "IDC-TOGOLAND-7-C01") { isOverdue } } }`))
        .at;
    expect([await overdue('2027-12-31'), await overdue('2028-01-01')]).toEqual([
      { commitment: { isOverdue: false } },
      { commitment: { isOverdue: true } },
    ]);
  });

  test('ends where the basis ends', async () => {
    const size = await register.size();
    const { at } = await register.answer<{ at: { commitment: { history: { totalCount: number } } } }>(
      `{ at(knownAt: { size: ${size - 2} }) { commitment(code: "IDC-TOGOLAND-7-C01") { history { totalCount } } } }`,
    );
    expect(at.commitment.history.totalCount).toBe(3);
  });

  test('of the whole register goes both ways, page by page', async () => {
    const page = async (newestFirst: boolean, after: string | null) =>
      (
        await register.answer<{
          history: {
            nodes: readonly Entry[];
            pageInfo: { endCursor: string; hasNextPage: boolean };
            totalCount: number;
          };
        }>(
          `query ($after: String) { history(first: 2, newestFirst: ${newestFirst}, after: $after) { totalCount nodes { record { entry } } pageInfo { endCursor hasNextPage } } }`,
          { after },
        )
      ).history;
    const size = await register.size();
    const numbers = async (newestFirst: boolean): Promise<number[]> => {
      const first = await page(newestFirst, null);
      const second = await page(newestFirst, first.pageInfo.endCursor);
      expect(first.totalCount).toBe(size);
      return [...first.nodes, ...second.nodes].map(({ record }) => record.entry);
    };
    expect(await numbers(false)).toEqual([0, 1, 2, 3]);
    expect(await numbers(true)).toEqual([size - 1, size - 2, size - 3, size - 4]);
  });
});

describe('two bases compared', () => {
  interface Compared {
    readonly changes: {
      readonly from: object;
      readonly between: object;
      readonly to: object;
      readonly counts: readonly {
        readonly name: string;
        readonly from: number;
        readonly restated: number;
        readonly becameKnown: number;
        readonly progressed: number;
        readonly to: number;
      }[];
      readonly changes: {
        readonly totalCount: number;
        readonly nodes: readonly {
          kind: string;
          form: string;
          code: string;
          field: string | null;
          entries: readonly number[];
          days: number | null;
        }[];
      };
    };
  }
  const compared = async (args: string) =>
    (
      await register.answer<Compared>(
        `{ changes(${args}) { from { size effectiveOn } between { size effectiveOn } to { size effectiveOn } counts { name from restated becameKnown progressed to }
           changes(first: 100) { totalCount nodes { kind form code field before after days entries subject { id } } } } }`,
      )
    ).changes;

  test('as published are the restatement of the first day and the progress to the second, no more and no less', async () => {
    const size = await register.size();
    const [from, to] = [
      `from: { knownAt: { size: ${told} }, effectiveOn: "2020-06-30" }`,
      `to: { knownAt: { size: ${size} }, effectiveOn: "2026-01-01" }`,
    ];
    const published = await compared(`${from}, ${to}, form: AS_PUBLISHED`);
    const restated = await compared(`${from}, to: { knownAt: { size: ${size} } }, form: RESTATEMENT`);
    const progressed = await compared(`from: { effectiveOn: "2020-06-30" }, ${to}, form: PROGRESS`);
    expect(published.changes.nodes).toEqual([...restated.changes.nodes, ...progressed.changes.nodes]);
    expect(published.changes.nodes.length).toBeGreaterThan(20);
    expect(restated.changes.nodes.map(({ form }) => form)).not.toContain('PROGRESS');
    for (const {
      from: before,
      restated: restatement,
      becameKnown,
      progressed: progress,
      to: after,
    } of published.counts)
      expect(before + restatement + becameKnown + progress).toBe(after);
    expect([published.from, published.between, published.to]).toEqual([
      { size: told, effectiveOn: '2020-06-30' },
      { size, effectiveOn: '2020-06-30' },
      { size, effectiveOn: '2026-01-01' },
    ]);
  });

  test('name the entries behind each difference', async () => {
    const { changes } = await compared('from: { effectiveOn: "2020-12-31" }, to: { effectiveOn: "2022-12-31" }');
    const due = changes.nodes.find(({ code, field }) => code === 'IDC-TOGOLAND-7-C01' && field === 'due');
    expect(due).toMatchObject({ kind: 'DUE_MOVED', days: 1095, form: 'PROGRESS', subject: { id: expect.any(String) } });
    const { history } = await register.answer<{ history: { nodes: readonly Entry[] } }>(
      '{ history(first: 100, newestFirst: true) { nodes { record { entry type } kind } } }',
    );
    expect(due?.entries.map((entry) => history.nodes.find(({ record }) => record.entry === entry)?.kind)).toEqual([
      'CORRECTION',
    ]);
    for (const { kind, entries: behind } of changes.nodes)
      expect(behind.length > 0 || kind === 'NEWLY_SILENT').toBe(true);
  });

  test.each([
    ['from: { knownAt: { size: 1 } }', 'progress compares days as known at one time'],
    [
      'from: { effectiveOn: "2020-01-01" }, to: { effectiveOn: "2021-01-01" }, form: RESTATEMENT',
      'a restatement is about one day',
    ],
    ['from: { knownAt: { size: 0 } }, form: AS_PUBLISHED', 'nothing was known'],
  ])('%s is refused: %s', async (args) => {
    const { data, codes } = await codesOf(`{ changes(${args}) { form } }`);
    expect(data).toEqual({});
    expect(codes).toHaveLength(1);
  });
});
