import { ActionPlanAnnounced, ActionPlanPublished } from '../../../src/charter/action-plan/action-plan.js';
import { ChampionJoined } from '../../../src/charter/champion/champion.js';
import { CharterLaunched } from '../../../src/charter/charter/charter.js';
import { CharterVersionDrafted } from '../../../src/charter/charter/charter-version.js';
import { CommitmentMade } from '../../../src/charter/commitment/commitment.js';
import { IndicatorDefined } from '../../../src/charter/commitment/indicator.js';
import { MilestoneAdded } from '../../../src/charter/commitment/milestone.js';
import { ProgressReported } from '../../../src/charter/progress-report/progress-report.js';
import { MonitoringRoundOpened } from '../../../src/charter/monitoring-round/monitoring-round.js';
import { CommitmentAssessed } from '../../../src/charter/assessment/assessment.js';
import { SigningInvited } from '../../../src/charter/sign-on/sign-on.js';
import { partOf } from '../../../src/charter/vocabulary/codes.js';
import { meetingOf, seriesOf, teamOf } from '../../../src/collaborative/names.js';
import { MeetingHeld, MeetingScheduled } from '../../../src/collaborative/meeting/meeting.js';
import { ActionPointAgreed } from '../../../src/collaborative/meeting/outcome.js';
import { MeetingSeriesStarted } from '../../../src/collaborative/meeting/series.js';
import { OutputPlanned } from '../../../src/collaborative/task-team/output.js';
import { TaskTeamFormed, TaskTeamJoined, type TeamRole } from '../../../src/collaborative/task-team/task-team.js';
import { RoleGranted } from '../../../src/access/roles/role-messages.js';
import { OrganisationRegistered } from '../../../src/organisations/organisation/organisation.js';
import type { EventOf } from '../../../src/kernel/message.js';

type Facts<D> = Partial<EventOf<D>['facts']>;
type Text<D> = Partial<NonNullable<EventOf<D>['text']>>;

/** Events in which only what a test is about needs saying; the rest is plausible. */
const titles = [
  'All voices count',
  'All populations are included',
  'Data are disaggregated',
  'Capacity grows',
  'Data are used',
];
export const principles = titles.map((title, index) => ({ number: index + 1, title, summary: null }));

export const launched = (text: Text<typeof CharterLaunched> = {}, facts: Facts<typeof CharterLaunched> = {}) =>
  CharterLaunched(
    { names: [{ language: 'en', name: 'Inclusive Data Charter' }], host: null, documentLanguages: ['en'], ...facts },
    {
      language: 'en',
      vision: 'Nobody is left uncounted.',
      whoMayJoin: [],
      obligations: [],
      note: null,
      principles,
      ...text,
    },
  );

/** A role that somebody was given by one person, for good. */
export const granted = ({
  holder,
  role,
  organisation,
}: Pick<EventOf<typeof RoleGranted>['facts'], 'holder' | 'role' | 'organisation'>) =>
  RoleGranted({ holder, role, organisation, until: null, proposal: null });

export const joined = (champion = 'kenya', facts: Facts<typeof ChampionJoined> = {}) =>
  ChampionJoined({
    champion,
    name: champion.toUpperCase(),
    shortName: null,
    kind: 'government',
    country: null,
    institutions: [],
    ...facts,
  });

export const drafted = (version = 'draft-1') =>
  CharterVersionDrafted(
    { version, document: null },
    { language: 'en', title: `Version ${version}`, summary: null, note: null },
  );

export const invited = (champion = 'kenya') =>
  SigningInvited({ champion, name: champion.toUpperCase(), kind: null, country: null });

export const assessed = (assessment = 'IDC-KENYA-1-C01-A1', facts: Facts<typeof CommitmentAssessed> = {}) =>
  CommitmentAssessed(
    {
      assessment,
      commitment: partOf(assessment).commitment,
      judgedReport: null,
      found: 'limited',
      verifiable: null,
      ambition: null,
      results: null,
      relevance: [],
      evidence: [],
      disputes: null,
      ...facts,
    },
    {
      language: 'en',
      foundReason: 'Two of six.',
      verifiableReason: null,
      ambitionReason: null,
      resultsReason: null,
      relevanceReasons: [],
      note: null,
    },
  );

export const opened = (round = '2024', facts: Facts<typeof MonitoringRoundOpened> = {}) =>
  MonitoringRoundOpened(
    { round, champions: [], period: null, due: '2024-06-30', languages: [], session: null, ...facts },
    { language: 'en', title: `Round ${round}`, note: null },
  );

export const registered = (organisation = 'knbs', facts: Facts<typeof OrganisationRegistered> = {}) =>
  OrganisationRegistered({
    organisation,
    name: organisation.toUpperCase(),
    shortName: null,
    names: [],
    kind: null,
    sector: null,
    country: null,
    partOf: null,
    ...facts,
  });

/** A plan by its code; its champion and label are read from the code. */
export function announced(
  actionPlan = 'IDC-KENYA-1',
  facts: Facts<typeof ActionPlanAnnounced> = {},
  text: Text<typeof ActionPlanAnnounced> = {},
) {
  const [, ...words] = actionPlan.toLowerCase().split('-');
  const label = actionPlan.slice(actionPlan.lastIndexOf('-') + 1);
  const champion = words.slice(0, -1).join('-');
  return ActionPlanAnnounced(
    {
      actionPlan,
      champion: champion === 'network' ? null : champion,
      label,
      kind: 'idc_action_plan',
      period: null,
      coSigners: [],
      ...facts,
    },
    { language: 'en', note: null, title: `Plan ${label}`, ...text },
  );
}

export const published = (actionPlan = 'IDC-KENYA-1') => ActionPlanPublished({ actionPlan, document: null });

export const made = (
  commitment = 'IDC-KENYA-1-C01',
  facts: Facts<typeof CommitmentMade> = {},
  text: Text<typeof CommitmentMade> = {},
) =>
  CommitmentMade(
    {
      commitment,
      actionPlan: partOf(commitment).commitment,
      kind: 'commitment',
      principles: [],
      principlesBasis: null,
      frameworkPrinciple: null,
      dimensions: [],
      dimensionsBasis: null,
      populations: [],
      sdgGoals: [],
      sdgIndicators: [],
      sdgBasis: null,
      responsible: null,
      start: null,
      due: null,
      ...facts,
    },
    { language: 'en', title: 'Ask the disability questions', description: null, dueText: null, ...text },
  );

export const milestone = (
  code = 'IDC-KENYA-1-C01-M1',
  facts: Facts<typeof MilestoneAdded> = {},
  text: Text<typeof MilestoneAdded> = {},
) =>
  MilestoneAdded(
    { milestone: code, commitment: partOf(code).commitment, due: '2026', ...facts },
    { language: 'en', title: 'Questionnaire tested', dueText: null, ...text },
  );

export const indicator = (
  code = 'IDC-KENYA-1-C01-I1',
  facts: Facts<typeof IndicatorDefined> = {},
  text: Text<typeof IndicatorDefined> = {},
) =>
  IndicatorDefined(
    {
      indicator: code,
      commitment: partOf(code).commitment,
      unit: 'percent',
      baseline: { value: '10', on: '2024' },
      target: { value: '90', on: '2027' },
      ...facts,
    },
    { language: 'en', name: 'Surveys with the questions', ...text },
  );

export const reported = (
  report: string,
  facts: Facts<typeof ProgressReported> = {},
  text: Text<typeof ProgressReported> | null = null,
) =>
  ProgressReported(
    {
      report,
      champion: null,
      actionPlan: null,
      commitment: null,
      round: null,
      period: null,
      claimed: null,
      reasonCode: null,
      measurements: [],
      barriers: [],
      disaggregation: [],
      evidence: [],
      concerns: [],
      relation: null,
      statusCounts: null,
      ...facts,
    },
    text === null ? null : { language: 'en', narrative: null, sourceStatus: null, evidenceTitles: [], ...text },
  );

export const teamFormed = (team = 'cgd', name = 'Citizen data', goals: readonly string[] = []) =>
  TaskTeamFormed({ team, name }, goals.length === 0 ? null : { language: 'en', goals: [...goals], note: null });

export const memberJoined = (team = 'cgd', organisation = 'kenya', role: TeamRole = 'member') =>
  TaskTeamJoined({ team, organisation, role });

export const outputPlanned = (output = 'TT-CGD-O1', title = 'A guide', due: string | null = null) =>
  OutputPlanned({ output, team: teamOf(output), due }, { language: 'en', title, description: null, dueText: null });

export const seriesStarted = (
  series = 'lnob',
  cadence: { least: number; most: number } | null = { least: 2, most: 3 },
) => MeetingSeriesStarted({ series, name: 'Collaborative', cadence });

export const scheduled = (meeting = 'MT-LNOB-1', on: string | null = null) =>
  MeetingScheduled({ meeting, series: seriesOf(meeting), on });

export const held = (meeting = 'MT-LNOB-1', attendance: readonly string[] = []) =>
  MeetingHeld({ meeting, attendance: [...attendance] });

export const agreed = (
  actionPoint = 'MT-LNOB-1-A1',
  title = 'Write to the offices',
  owner: string | null = null,
  due: string | null = null,
) => ActionPointAgreed({ actionPoint, meeting: meetingOf(actionPoint), owner, due }, { language: 'en', title });
