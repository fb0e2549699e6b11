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
