import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestRegister } from '../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  await register.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT', effective: '2018' });
  await register.mutate('startMeetingSeries', {
    series: 'lnob',
    name: 'Collaborative',
    cadence: { least: 2, most: 3 },
    effective: '2024-01-15',
  });
  await register.mutate('startMeetingSeries', { series: 'free', name: 'Without a cadence', effective: '2020' });
});
afterAll(() => register.stop());

/** Whether a series is overdue, by when it has to meet and when it last met, on some days. */
async function on(days: readonly string[], series = 'lnob'): Promise<readonly object[]> {
  const asked = days.map(
    (day, index) =>
      `d${index}: at(effectiveOn: "${day}") { meetingSeries(slug: "${series}") { isOverdue nextBy lastHeld } }`,
  );
  const { data, errors } = await register.query<Record<string, { meetingSeries: object }>>(`{ ${asked.join(' ')} }`);
  expect(errors).toEqual([]);
  return Object.values(data).map(({ meetingSeries }) => meetingSeries);
}

test('a series that has not met is overdue by its cadence from its start, on the day of the basis', async () => {
  expect(await on(['2024-04-15', '2024-04-16'])).toEqual([
    { isOverdue: false, nextBy: '2024-04-15', lastHeld: null },
    { isOverdue: true, nextBy: '2024-04-15', lastHeld: null },
  ]);
});

test('a meeting that is scheduled is no meeting held; one that was held counts from its day', async () => {
  await register.mutate('scheduleMeeting', { series: 'lnob', on: '2024-03', effective: '2024-02-01' });
  expect(await on(['2024-04-16'])).toMatchObject([{ isOverdue: true, lastHeld: null }]);
  await register.mutate('holdMeeting', { meeting: 'MT-LNOB-1', attendance: ['kenya'], effective: '2024-03-05' });
  expect(await on(['2024-03-04', '2024-04-16', '2024-06-06'])).toEqual([
    { isOverdue: false, nextBy: '2024-04-15', lastHeld: null },
    { isOverdue: false, nextBy: '2024-06-05', lastHeld: '2024-03-05' },
    { isOverdue: true, nextBy: '2024-06-05', lastHeld: '2024-03-05' },
  ]);
});

test('without a cadence, nothing is known to be overdue', async () => {
  expect(await on(['2026-01-01'], 'free')).toEqual([{ isOverdue: null, nextBy: null, lastHeld: null }]);
});

test('numbers follow one another, and meetings are listed by their day', async () => {
  const { thing } = await register.mutate('scheduleMeeting', { series: 'lnob', effective: '2024-03-01' }, 'code on');
  expect(thing).toEqual({ code: 'MT-LNOB-2', on: null });
  const { data } = await register.query(`{
    all: meetings { totalCount nodes { code } }
    held: meetings(filter: { series: ["lnob"], statuses: [HELD], from: "2024-03-05", until: "2024-03-05" }) { nodes { code attendance series { slug } } }
    later: meetings(filter: { from: "2024-03-06" }) { totalCount }
    series: allMeetingSeries { nodes { slug meetings(first: 1) { totalCount nodes { code } } } }
    found: search(text: "collaborative") { nodes { ... on MeetingSeries { slug } } } }`);
  expect(data).toEqual({
    all: { totalCount: 2, nodes: [{ code: 'MT-LNOB-1' }, { code: 'MT-LNOB-2' }] },
    held: { nodes: [{ code: 'MT-LNOB-1', attendance: ['kenya'], series: { slug: 'lnob' } }] },
    later: { totalCount: 0 },
    series: {
      nodes: [
        { slug: 'lnob', meetings: { totalCount: 2, nodes: [{ code: 'MT-LNOB-1' }] } },
        { slug: 'free', meetings: { totalCount: 0, nodes: [] } },
      ],
    },
    found: { nodes: [{ slug: 'lnob' }] },
  });
});

test('a series that is not there is refused with a suggestion', async () => {
  const { errors } = await register.query('{ meetings(filter: { series: ["lnop"] }) { totalCount } }');
  expect(errors).toMatchObject([{ message: expect.stringContaining('lnob') }]);
});

test('a meeting looks back on what changed since the one before, on any basis', async () => {
  await register.mutate('startMeetingSeries', { series: 'back', name: 'Looking back', effective: '2022' });
  const meet = async (day: string) => {
    const { thing } = await register.mutate(
      'scheduleMeeting',
      { series: 'back', on: day, effective: '2022-02' },
      'code',
    );
    return thing?.code as string;
  };
  const [first, second, third] = [await meet('2022-03-01'), await meet('2022-06-01'), await meet('2022-09')];
  await register.mutate('holdMeeting', { meeting: first, effective: '2022-03-01' });
  await register.mutate('renameChampion', { champion: 'kenya', name: 'Republic of Kenya', effective: '2022-04-01' });
  await register.mutate('holdMeeting', { meeting: second, effective: '2022-06-01' });
  await register.mutate('renameChampion', { champion: 'kenya', name: 'Kenya', effective: '2022-07-01' });
  const since = (code = '') =>
    `sinceLastMeeting(meeting: "${code}") { form from { effectiveOn } to { effectiveOn } changes { nodes { field before after } } }`;
  const ask = async (query: string) => {
    const { data, errors } = await register.query(query);
    expect(errors).toEqual([]);
    return data;
  };
  const data: Record<string, unknown> = {
    ...(await ask(`{ first: ${since(first)} second: ${since(second)} }`)),
    ...(await ask(`{ none: ${since('MT-BACK-99')}
      meeting(code: "${third}") { previous { code previous { code previous { code } } } } }`)),
  };
  expect(data).toMatchObject({
    first: null,
    none: null,
    second: { form: 'PROGRESS', from: { effectiveOn: '2022-03-01' }, to: { effectiveOn: '2022-06-01' } },
    meeting: { previous: { code: second, previous: { code: first, previous: null } } },
  });
  const names = (found: unknown) =>
    (found as { changes: { nodes: { field: string; after: unknown }[] } }).changes.nodes
      .filter(({ field }) => field === 'name')
      .map(({ after }) => after);
  expect(names(data.second)).toEqual(['Republic of Kenya']);
  const ahead = await register.query<{ at: Record<string, unknown> }>(
    `{ at(effectiveOn: "2022-07-15") { sinceLastMeeting: ${since(third)} } }`,
  );
  expect(ahead.data.at.sinceLastMeeting).toMatchObject({
    from: { effectiveOn: '2022-06-01' },
    to: { effectiveOn: '2022-07-15' },
  });
  expect(names(ahead.data.at.sinceLastMeeting)).toEqual(['Kenya']);
});
