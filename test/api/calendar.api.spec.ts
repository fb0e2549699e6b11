import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import { TestRegister } from '../support/register/register.js';

let register: TestRegister;
const does = async (mutation: string, input: object) =>
  expect((await register.mutate(mutation, { ...input })).userErrors).toEqual([]);

beforeAll(async () => {
  register = await TestRegister.open();
  await does('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT', effective: '2018' });
  await does('announceActionPlan', {
    champion: 'kenya',
    label: '1',
    kind: 'IDC_ACTION_PLAN',
    title: 'Plan',
    effective: '2020',
  });
  const made = { actionPlan: 'IDC-KENYA-1', effective: '2020' };
  await does('makeCommitment', { ...made, title: 'To the day; or nearly', due: '2027-06-30' });
  await does('makeCommitment', { ...made, title: 'To the month', due: '2027-06' });
  await does('startMeetingSeries', { series: 'lnob', name: 'Collaborative', effective: '2018' });
  await does('startMeetingSeries', { series: 'cgd', name: 'Team', effective: '2018' });
  const past = { effective: '2024-01-01' };
  await does('scheduleMeeting', { series: 'lnob', on: '2024-02-10', title: 'First', place: 'online', ...past });
  await does('scheduleMeeting', { series: 'lnob', on: '2024-05', title: 'Some day', ...past });
  await does('scheduleMeeting', { series: 'cgd', on: '2024-03-01', title: 'Other', ...past });
  await does('announceAdvocacyMoment', {
    moment: 'hlpf-2027',
    kind: 'HLPF',
    year: 2027,
    starts: '2027-07-06',
    ends: '2027-07-15',
    title: 'Forum',
    ...past,
  });
  await does('announceAdvocacyMoment', { moment: 'hlpf-2028', kind: 'HLPF', year: 2028, title: 'Undated', ...past });
});
afterAll(() => register.stop());

const get = (query = '', headers: Record<string, string> = {}) =>
  fetch(new URL(`/calendar.ics${query}`, register.url), { headers });

async function events(query = '') {
  const response = await get(query);
  expect(response.status).toBe(200);
  const calendar = new ICAL.Component(ICAL.parse(await response.text()) as string);
  return calendar.getAllSubcomponents('vevent').map((one) => {
    const event = new ICAL.Event(one);
    return {
      uid: event.uid.replace(/@.*/, ''),
      summary: event.summary,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      sequence: event.sequence,
    };
  });
}

test('has what is known to the day, and nothing vaguer', async () => {
  expect(await events()).toEqual([
    { uid: 'meeting-MT-LNOB-1', summary: 'First', start: '2024-02-10', end: '2024-02-11', sequence: 0 },
    { uid: 'meeting-MT-CGD-1', summary: 'Other', start: '2024-03-01', end: '2024-03-02', sequence: 0 },
    {
      uid: 'commitment-IDC-KENYA-1-C01-due',
      summary: 'Due: To the day; or nearly (IDC-KENYA-1-C01)',
      start: '2027-06-30',
      end: '2027-07-01',
      sequence: 0,
    },
    { uid: 'advocacyMoment-hlpf-2027', summary: 'Forum', start: '2027-07-06', end: '2027-07-16', sequence: 0 },
  ]);
});

test('is restricted to a series, a champion, or both', async () => {
  const uids = async (query: string) => (await events(query)).map(({ uid }) => uid);
  expect(await uids('?series=lnob')).toEqual(['meeting-MT-LNOB-1']);
  expect(await uids('?champion=kenya')).toEqual(['commitment-IDC-KENYA-1-C01-due']);
  expect(await uids('?series=cgd&champion=kenya')).toEqual(['meeting-MT-CGD-1', 'commitment-IDC-KENYA-1-C01-due']);
});

test('keeps its tag until something changes; a meeting that moves keeps its identity and counts on', async () => {
  const first = await get('?series=lnob');
  expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  const tag = first.headers.get('etag') ?? '';
  expect(tag).toMatch(/^W\/".+"$/);
  const held = await get('?series=lnob', { 'if-none-match': tag });
  expect([held.status, await held.text()]).toEqual([304, '']);
  await does('rescheduleMeeting', { meeting: 'MT-LNOB-1', on: '2024-02-17', effective: '2024-01-20' });
  const moved = await get('?series=lnob', { 'if-none-match': tag });
  expect(moved.status).toBe(200);
  expect(await events('?series=lnob')).toEqual([
    { uid: 'meeting-MT-LNOB-1', summary: 'First', start: '2024-02-17', end: '2024-02-18', sequence: 1 },
  ]);
});

test.each([
  ['?series=nowhere', 404, 'UNKNOWN_CODE'],
  ['?champion=nobody', 404, 'UNKNOWN_CODE'],
  ['?team=cgd', 400, 'BAD_REQUEST'],
  ['?__proto__=1', 400, 'BAD_REQUEST'],
  ['?series=lnob&series=cgd', 400, 'BAD_REQUEST'],
])('%s is refused with %i', async (query, status, code) => {
  const response = await get(query);
  expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([
    status,
    code,
  ]);
});

test('has the due dates of open action points, those of a series and those that a champion owns', async () => {
  await does('holdMeeting', { meeting: 'MT-CGD-1', attendance: ['kenya'], effective: '2024-03-01' });
  const agreed = { meeting: 'MT-CGD-1', effective: '2024-03-01' };
  await does('agreeActionPoint', { ...agreed, title: 'Write', owner: 'kenya', due: '2026-09-30' });
  await does('agreeActionPoint', { ...agreed, title: 'Read', due: '2026-10-31' });
  await does('agreeActionPoint', { ...agreed, title: 'Some day', due: '2026-10' });
  const due = async (query = '') => {
    const all = await events(query);
    return all.filter(({ uid }) => uid.startsWith('actionPoint-')).map(({ summary, start }) => [summary, start]);
  };
  const [write, read] = [
    ['Due: Write (MT-CGD-1-A1)', '2026-09-30'],
    ['Due: Read (MT-CGD-1-A2)', '2026-10-31'],
  ];
  expect((await due()).sort()).toEqual([read, write]);
  expect((await due('?series=cgd')).sort()).toEqual([read, write]);
  expect(await due('?series=lnob')).toEqual([]);
  expect(await due('?champion=kenya')).toEqual([write]);
  await does('settleActionPoint', { actionPoint: 'MT-CGD-1-A1', effective: '2024-04-01' });
  expect(await due('?champion=kenya')).toEqual([]);
});
