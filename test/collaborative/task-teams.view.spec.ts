import { expect, test } from '@jest/globals';
import { OutputProgressReported } from '../../src/collaborative/task-team/output.js';
import {
  TaskTeamAmended,
  TaskTeamDissolved,
  TaskTeamJoined,
  TaskTeamLeft,
} from '../../src/collaborative/task-team/task-team.js';
import {
  ListTaskTeams,
  TaskTeamBySlug,
  type TaskTeamFilter,
  type TaskTeamOrder,
} from '../../src/collaborative/task-team/task-teams.view.js';
import { memberJoined, outputPlanned, teamFormed } from '../support/cqrs/examples.js';
import { Search } from '../../src/record/search/search.view.js';
import { on, recordedAt, Views } from '../support/register/views.js';

const team = 'cgd';
const bySlug = (views: Views, slug = team) => views.ask(TaskTeamBySlug, { slug });

test('a team is shown as it was formed, and undated where no source gives a date', async () => {
  const views = await Views.over(
    on(null, teamFormed(team, 'Citizen data', ['Confidence']), { sources: ['https://example.org/team'] }),
  );
  expect(await bySlug(views)).toEqual({
    slug: team,
    name: 'Citizen data',
    goals: [{ text: 'Confidence', language: 'en' }],
    status: 'active',
    formed: null,
    dissolved: null,
    members: [],
    outputs: [],
    origin: 'live',
    sources: ['https://example.org/team'],
    sourceDate: null,
    notes: [],
    statements: [],
    redactions: [],
    firstEntry: 0,
    lastEntry: 0,
    possible: expect.any(String),
    stream: 'taskTeam-cgd',
    recordedAt: recordedAt(0),
  });
  expect(await bySlug(views, 'idc')).toBeUndefined();
});

test('name and goals change, each by itself', async () => {
  const views = await Views.over(on('2017', teamFormed(team, 'Citizen data', ['Confidence'])));
  await views.tell(on('2018', TaskTeamAmended({ team, name: 'CGD' })));
  expect(await bySlug(views)).toMatchObject({ name: 'CGD', goals: [{ text: 'Confidence' }] });
  await views.tell(
    on('2019', TaskTeamAmended({ team, name: null }, { language: 'fr', goals: ['Confiance'], note: 'Traduit.' })),
  );
  expect(await bySlug(views)).toMatchObject({
    name: 'CGD',
    goals: [{ text: 'Confiance', language: 'fr' }],
    notes: [{ text: 'Traduit.' }],
  });
});

test('organisations come and go with dates; what no source dates is unknown, and over all the same', async () => {
  const views = await Views.over(
    on('2017', teamFormed()),
    on('2018', memberJoined(team, 'kenya')),
    on('2019', TaskTeamJoined({ team, organisation: 'kenya', role: 'co_lead' })),
    on('2019', memberJoined(team, 'unsd', 'funder')),
    on(null, TaskTeamLeft({ team, organisation: 'unsd' })),
  );
  const members = [
    { organisation: 'kenya', role: 'member', isCurrent: false, since: '2018', until: '2019', entry: 1 },
    { organisation: 'kenya', role: 'co_lead', isCurrent: true, since: '2019', until: null, entry: 2 },
    { organisation: 'unsd', role: 'funder', isCurrent: false, since: '2019', until: null, entry: 3 },
  ];
  expect(await bySlug(views)).toMatchObject({ members });
  await views.tell(on('2025', TaskTeamDissolved({ team })));
  expect(await bySlug(views)).toMatchObject({
    status: 'dissolved',
    dissolved: '2025',
    members: [members[0], { ...members[1], isCurrent: false, until: '2025' }, members[2]],
  });
});

test('an output has the status that was last reported, and all its reports', async () => {
  const report = (status: 'in_progress' | 'delivered', note: string | null) =>
    OutputProgressReported(
      { output: 'TT-CGD-O1', status, evidence: ['https://example.org/guide'] },
      note === null ? null : { language: 'en', note },
    );
  const views = await Views.over(
    on('2017', teamFormed()),
    on('2018-01', outputPlanned('TT-CGD-O1', 'A guide', '2018-12')),
    on('2018-01', outputPlanned('TT-CGD-O2', 'Guidelines')),
    on('2018-12', report('delivered', 'Published.')),
    on('2018-06', report('in_progress', null)),
  );
  const { outputs } = (await bySlug(views)) ?? { outputs: [] };
  expect(outputs).toMatchObject([
    {
      code: 'TT-CGD-O1',
      title: { text: 'A guide', language: 'en' },
      due: '2018-12',
      status: 'delivered',
      statusOn: '2018-12',
      reports: [
        { status: 'in_progress', on: '2018-06', note: null, entry: 4 },
        { status: 'delivered', note: { text: 'Published.' }, entry: 3 },
      ],
    },
    { code: 'TT-CGD-O2', status: 'planned', statusOn: '2018-01', reports: [] },
  ]);
});

test('teams are listed by what is asked of them', async () => {
  const views = await Views.over(
    on('2018', teamFormed('idc', 'Inclusive Data Charter')),
    on(null, teamFormed('cgd', 'Citizen-generated data')),
    on('2018', memberJoined('idc', 'kenya')),
    on('2018', memberJoined('cgd', 'unsd')),
    on('2019', TaskTeamLeft({ team: 'cgd', organisation: 'unsd' })),
    on('2018', outputPlanned('TT-CGD-O1')),
    on('2020', OutputProgressReported({ output: 'TT-CGD-O1', status: 'delivered', evidence: [] })),
    on('2021', TaskTeamDissolved({ team: 'idc' })),
  );
  const list = async (filter?: TaskTeamFilter, orderBy?: TaskTeamOrder) => {
    const { nodes } = await views.ask(ListTaskTeams, { filter: filter ?? null, orderBy: orderBy ?? null });
    return nodes.map(({ slug }) => slug);
  };
  expect(await list()).toEqual(['cgd', 'idc']);
  expect(await list({}, { field: 'formed', direction: 'asc' })).toEqual(['idc', 'cgd']);
  expect(await list({}, { field: 'slug', direction: 'desc' })).toEqual(['idc', 'cgd']);
  expect(await list({ teams: ['idc'] })).toEqual(['idc']);
  expect(await list({ statuses: ['active'] })).toEqual(['cgd']);
  expect(await list({ organisations: ['kenya', 'unsd'] })).toEqual([]);
  expect(await list({ outputStatuses: ['delivered'] })).toEqual(['cgd']);
  expect(await list({ outputStatuses: ['dropped'] })).toEqual([]);
});

test('a team is found by its names, former ones too, its goals and its outputs', async () => {
  const views = await Views.over(
    on('2017', teamFormed(team, 'Citizen data', ['Raise confidence'])),
    on('2018', TaskTeamAmended({ team, name: 'People count' })),
    on('2018', outputPlanned('TT-CGD-O1', 'Vocabulary of methods')),
  );
  for (const text of ['people count', 'citizen', 'confidence', 'vocabulary'])
    expect((await views.ask(Search, { text })).nodes).toMatchObject([{ noun: 'taskTeam', key: team }]);
  expect((await views.ask(Search, { text: 'nothing' })).nodes).toEqual([]);
});
