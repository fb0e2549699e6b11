import { gather } from '../../src/platform/event-store/reading.js';
import { projection } from '../../src/contexts.js';
import { AmendActionPlan, AnnounceActionPlan, PublishActionPlan } from '../../src/charter/action-plan/action-plan.js';
import {
  CeaseChampion,
  ExpectActionPlan,
  JoinCharter,
  MergeChampion,
  NameInstitutions,
  RenameChampion,
  SucceedChampion,
  WithdrawChampion,
} from '../../src/charter/champion/champion.js';
import {
  LaunchCharter,
  RecordCharterStep,
  StateChampionCount,
  WordPrinciple,
} from '../../src/charter/charter/charter.js';
import {
  AgreeCharterVersion,
  CloseConsultation,
  DraftCharterVersion,
  OpenConsultation,
} from '../../src/charter/charter/charter-version.js';
import {
  CloseMonitoringRound,
  ExtendMonitoringRound,
  OpenMonitoringRound,
  ReopenMonitoringRound,
} from '../../src/charter/monitoring-round/monitoring-round.js';
import { AssessCommitment, ReplyToAssessment } from '../../src/charter/assessment/assessment.js';
import { DeclineToSign, ExpressInterest, InviteToSign } from '../../src/charter/sign-on/sign-on.js';
import {
  AmendCommitment,
  CarryOverCommitment,
  ConcludeCommitment,
  MakeCommitment,
  ResumeCommitment,
  ReviseDueDate,
  SupersedeCommitment,
  SuspendCommitment,
  WithdrawCommitment,
} from '../../src/charter/commitment/commitment.js';
import { DefineIndicator, MeasureIndicator, ReviseIndicator } from '../../src/charter/commitment/indicator.js';
import {
  AddMilestone,
  DropMilestone,
  ReachMilestone,
  RescheduleMilestone,
} from '../../src/charter/commitment/milestone.js';
import { ConcludeActionPlan, SupersedeActionPlan } from '../../src/charter/action-plan/plan-ending.js';
import { SubmitProgressReport } from '../../src/charter/progress-report/progress-report.js';
import { RecordStatement } from '../../src/charter/statement/statement.js';
import {
  CancelMeeting,
  CirculateAgenda,
  HoldMeeting,
  RescheduleMeeting,
  ScheduleMeeting,
} from '../../src/collaborative/meeting/meeting.js';
import {
  AgreeActionPoint,
  PublishMinutes,
  RecordDecision,
  SettleActionPoint,
} from '../../src/collaborative/meeting/outcome.js';
import { ChangeCadence, EndMeetingSeries, StartMeetingSeries } from '../../src/collaborative/meeting/series.js';
import { PlanOutput, ReportOutputProgress } from '../../src/collaborative/task-team/output.js';
import {
  AmendTaskTeam,
  DissolveTaskTeam,
  FormTaskTeam,
  JoinTaskTeam,
  LeaveTaskTeam,
} from '../../src/collaborative/task-team/task-team.js';
import {
  AssumeOrganisationRole,
  CeaseOrganisation,
  ClassifyOrganisation,
  EndOrganisationRole,
  MergeOrganisation,
  PlaceOrganisation,
  RegisterOrganisation,
  RenameOrganisation,
  SucceedOrganisation,
} from '../../src/organisations/organisation/organisation.js';
import { RotateLogKey } from '../../src/ledger/keys/log-key.js';
import { ConfirmPreparation } from '../../src/access/preparation/preparation.js';
import {
  AcceptRole,
  ConfirmRole,
  GrantRole,
  ProposeRole,
  ProposeRoleWithdrawal,
  WithdrawRole,
} from '../../src/access/roles/role-messages.js';
import { CorrectEntry, RetractEntry } from '../../src/kernel/correction/correct-entry.js';
import { ConfirmRedaction, ProposeRedaction } from '../../src/kernel/correction/redact-entry.js';
import type { Decider } from '../../src/kernel/decider.js';
import type { Command, DomainEvent } from '../../src/kernel/message.js';
import { Transactor } from '../../src/platform/cqrs/transactor.js';
import { MemoryEventStore } from '../../src/platform/event-store/memory.event-store.js';
import type { StoredEntry } from '../../src/platform/event-store/event-store.js';
import { deciders } from '../support/cqrs/deciders.js';
import { principles } from '../support/cqrs/examples.js';
import { commandOf } from '../support/cqrs/given.js';
import { advocacyStory } from './advocacy-story.js';
import { citizenDataStory } from './citizen-data-story.js';
import { inclusionStory } from './inclusion-story.js';
import { keyId, personId } from '../support/cqrs/issuer.js';
import { testKey } from '../support/event-store/log-keys.js';

const sources = ['https://example.org/source'];
const plan = 'IDC-KENYA-1';
const code = `${plan}-C01`;
const note = 'As the source puts it.';
const storyKey = (seed: string): string => testKey('example.org/register', seed).key.vkey;

/** The same as somebody else does it. */
const as = <C extends Command>(actor: string, command: C): C =>
  Object.assign(command, { by: { ...command.by, actor } });
const another = <C extends Command>(command: C): C => as('another', command);

/** Commands that together state every type of event, as rich in what they say as each of them can be. */
const story: readonly Command[] = [
  commandOf(LaunchCharter, {
    names: [
      { language: 'en', name: 'Inclusive Data Charter' },
      { language: 'ar', name: 'ميثاق البيانات الشاملة' },
    ],
    host: 'A global partnership',
    language: 'en',
    documentLanguages: ['en', 'fr', 'es', 'ar'],
    vision: 'Nobody is left uncounted.',
    principles,
    effective: '2018-07-18',
    sources,
    sourceDate: '2018',
  }),
  commandOf(WordPrinciple, { number: 2, language: 'ar', title: 'تشمل البيانات جميع السكان', summary: 'بدون استثناء.' }),
  commandOf(StateChampionCount, { count: 25, qualifier: 'more than', effective: '2024', sources }),
  ...['kenya', 'dfid', 'data2x', 'di', 'fcdo', 'elsewhere'].map((champion) =>
    commandOf(JoinCharter, {
      champion,
      name: champion.toUpperCase(),
      shortName: champion,
      kind: 'government',
      country: 'KEN',
      institutions: ['One', 'Two'],
      note,
      effective: '2018-07',
    }),
  ),
  commandOf(RenameChampion, { champion: 'kenya', name: 'Kenya', cause: 'reorganised', note, effective: '2021' }),
  commandOf(NameInstitutions, {
    champion: 'kenya',
    institutions: ['Bureau of Statistics', 'Council for Persons with Disabilities'],
    note,
  }),
  commandOf(MergeChampion, { champion: 'dfid', intoChampion: 'fcdo', note, effective: '2020-09-02' }),
  commandOf(SucceedChampion, { champion: 'data2x', intoOrganisation: 'Open Data Watch', note, effective: '2026' }),
  commandOf(CeaseChampion, { champion: 'di', note, effective: '2024-10' }),
  commandOf(WithdrawChampion, { champion: 'elsewhere', reasonCode: 'shift_in_priorities', note }),
  commandOf(AnnounceActionPlan, {
    champion: 'kenya',
    label: '1',
    kind: 'idc_action_plan',
    title: 'Action plan',
    period: { start: '2021', end: '2025' },
    coSigners: ['Ministry of Labour'],
    note,
  }),
  commandOf(AnnounceActionPlan, { champion: 'kenya', label: '2', kind: 'successor_plan', title: 'Second action plan' }),
  commandOf(MakeCommitment, {
    actionPlan: plan,
    number: 1,
    language: 'en',
    title: 'Ask the disability questions',
    description: 'In every household survey.',
    kind: 'commitment',
    principles: [2, 3],
    principlesBasis: 'source',
    frameworkPrinciple: 'Principle 7',
    dimensions: ['disability', 'sex'],
    dimensionsBasis: 'compiler_inference',
    populations: ['Older persons'],
    sdgGoals: [10, 17],
    sdgIndicators: ['17.18.1'],
    sdgBasis: 'source_order',
    responsible: 'Bureau of Statistics',
    start: '2021',
    due: '2024-33',
    dueText: 'early in 2024',
    effective: '2021-02-01',
    sources,
  }),
  ...[2, 3, 4].map((number) => commandOf(MakeCommitment, { actionPlan: plan, number, title: `Commitment ${number}` })),
  commandOf(PublishActionPlan, {
    actionPlan: plan,
    document: 'https://example.org/plan.pdf',
    note,
    effective: '2021-02-01',
  }),
  commandOf(AmendActionPlan, {
    actionPlan: plan,
    title: 'Inclusive data action plan',
    period: { start: '2021', end: '2026' },
    coSigners: [],
    note,
  }),
  commandOf(AmendCommitment, {
    commitment: code,
    title: 'Ask the short set of questions',
    description: 'In the census too.',
    principles: [1, 3],
    dimensions: ['disability'],
    populations: ['Children'],
    sdgGoals: [5],
    sdgIndicators: ['5.3.2'],
    responsible: 'The council',
    note,
  }),
  commandOf(ReviseDueDate, { commitment: code, due: '2025-21', dueText: 'spring 2025', note }),
  commandOf(SuspendCommitment, { commitment: code, note, effective: '2023' }),
  commandOf(ResumeCommitment, { commitment: code, note, effective: '2024' }),
  commandOf(AddMilestone, { commitment: code, title: 'Questionnaire tested', due: '2023', dueText: 'in 2023' }),
  commandOf(AddMilestone, { commitment: code, title: 'Staff trained' }),
  commandOf(RescheduleMilestone, { milestone: `${code}-M1`, due: '2024', dueText: 'a year later', note }),
  commandOf(ReachMilestone, { milestone: `${code}-M1`, note, effective: '2024-05-28' }),
  commandOf(DropMilestone, { milestone: `${code}-M2`, note }),
  commandOf(DefineIndicator, {
    commitment: code,
    name: 'Surveys with the questions',
    unit: 'percent',
    baseline: { value: '10', on: '2020' },
    target: { value: '90.5', on: '2025' },
  }),
  commandOf(ReviseIndicator, {
    indicator: `${code}-I1`,
    baseline: { value: '12', on: '2020' },
    target: { value: '80', on: '2026' },
    note,
  }),
  commandOf(MeasureIndicator, { indicator: `${code}-I1`, value: '55.25', on: '2024-12', note }),
  commandOf(SubmitProgressReport, {
    commitment: code,
    round: '2025',
    period: { start: '2024', end: '2025' },
    claimed: 'limited',
    reasonCode: 'lack_of_resources',
    sourceStatus: 'amber',
    language: 'en',
    narrative: 'Half of the surveys ask them.',
    measurements: [{ indicator: `${code}-I1`, value: '60', on: '2025' }],
    barriers: ['finance', 'skills'],
    disaggregation: [{ dimension: 'disability', state: 'collected' }],
    concerns: [`${plan}-C02`],
    relation: 'aggregate',
    evidence: [{ url: 'https://example.org/report', kind: 'document', language: 'en', title: 'The report' }],
    statusCounts: { unit: 'percent', base: 205, counts: [{ status: 'completed', value: '18' }] },
    effective: '2025-06',
    sources,
    sourceDate: '2025-06-01',
  }),
  commandOf(CarryOverCommitment, { commitment: code, actionPlan: 'IDC-KENYA-2', note }),
  commandOf(WithdrawCommitment, { commitment: `${plan}-C02`, reasonCode: 'done_elsewhere', note }),
  commandOf(SupersedeCommitment, { commitment: `${plan}-C03`, by: code, note }),
  commandOf(ConcludeCommitment, { commitment: `${plan}-C04`, outcome: 'partly_delivered', note, effective: '2025-03' }),
  commandOf(SupersedeActionPlan, { actionPlan: plan, by: 'IDC-KENYA-2', note }),
  commandOf(ConcludeActionPlan, { actionPlan: 'IDC-KENYA-2', outcome: 'monitoring_ended', note }),
  commandOf(RotateLogKey, { retired: storyKey('the first key of a story'), introduced: storyKey('its second key') }),
  commandOf(RecordStatement, { commitment: code, field: 'due', value: 'October 2025', note, sources }),
  commandOf(CorrectEntry, {
    entry: 17,
    facts: { responsible: 'Kenya National Bureau of Statistics' },
    text: { title: 'Ask the questions on disability' },
    effective: '2021-03',
    note,
    sources,
  }),
  commandOf(RetractEntry, { entry: 24, note }),
  commandOf(GrantRole, { holder: personId(1), role: 'approver', organisation: 'kenya', until: '2027-12-31' }),
  ...[2, 3].map((number) => commandOf(GrantRole, { holder: personId(number), role: 'secretariat' })),
  ...[1, 2, 3].map((number) => as(personId(number), commandOf(AcceptRole, { offer: 46 + number }))),
  commandOf(ProposeRole, { holder: personId(4), role: 'secretariat', until: '2028-06-30' }),
  another(commandOf(ConfirmRole, { proposal: 53 })),
  commandOf(GrantRole, { holder: personId(5), role: 'auditor', until: '2027-01-31' }),
  commandOf(WithdrawRole, { holder: personId(5), role: 'auditor', reasonCode: 'mistaken' }),
  commandOf(ProposeRoleWithdrawal, { holder: personId(3), role: 'secretariat', reasonCode: 'left' }),
  commandOf(WithdrawRole, {
    holder: personId(1),
    role: 'approver',
    organisation: 'kenya',
    reasonCode: 'changed_duties',
  }),
  commandOf(GrantRole, { holder: keyId(1), role: 'reporter', organisation: 'kenya', until: '2027-12-31' }),
  commandOf(ConfirmPreparation, {
    organisation: 'kenya',
    command: 'SubmitProgressReport',
    hash: '1f'.repeat(32),
    salt: '2e'.repeat(32),
  }),
  commandOf(ProposeRedaction, {
    entry: 20,
    reasonCode: 'personal_data',
    legalBasis: 'Regulation (EU) 2016/679, article 17',
  }),
  another(commandOf(ConfirmRedaction, { proposal: 61 })),
  commandOf(FormTaskTeam, {
    team: 'citizen-data',
    name: 'Citizen data team',
    goals: ['Raise confidence.', 'Help newcomers.'],
    note,
    effective: '2017',
    sources,
  }),
  commandOf(AmendTaskTeam, {
    team: 'citizen-data',
    name: 'Citizen-generated data team',
    goals: ['Gagner la confiance.'],
    language: 'fr',
    note,
  }),
  commandOf(JoinTaskTeam, { team: 'citizen-data', organisation: 'kenya', role: 'co_lead', note, effective: '2018' }),
  commandOf(LeaveTaskTeam, { team: 'citizen-data', organisation: 'kenya', note, effective: '2020-06' }),
  commandOf(PlanOutput, {
    team: 'citizen-data',
    title: 'A guide for governments',
    description: 'Kinds of data.',
    due: '2018-12',
    dueText: 'by the end of 2018',
  }),
  commandOf(ReportOutputProgress, {
    output: 'TT-CITIZEN-DATA-O1',
    status: 'in_progress',
    evidence: ['https://example.org/draft'],
    note,
    effective: '2018-06',
  }),
  commandOf(DissolveTaskTeam, { team: 'citizen-data', note, effective: '2022' }),
  ...['global-partnership', 'open-data-watch', 'data2x-unit', 'knbs', 'closed'].map((organisation) =>
    commandOf(RegisterOrganisation, {
      organisation,
      name: organisation.toUpperCase(),
      shortName: organisation,
      names: [
        { language: 'pt', name: 'Um nome' },
        { language: 'zh-Hant', name: '組織' },
      ],
      kind: 'civil_society',
      sector: 'data',
      country: 'KEN',
      partOf: organisation === 'global-partnership' ? null : 'global-partnership',
      note,
      effective: '../2018',
      sources,
    }),
  ),
  commandOf(RenameOrganisation, {
    organisation: 'knbs',
    name: 'Kenya National Bureau of Statistics',
    shortName: 'KNBS',
    names: [],
    cause: 'renamed',
    note,
  }),
  commandOf(ClassifyOrganisation, {
    organisation: 'knbs',
    kind: 'national_statistics_office',
    sector: 'statistics',
    country: 'KEN',
    note,
  }),
  commandOf(PlaceOrganisation, { organisation: 'knbs', partOf: 'open-data-watch', note }),
  commandOf(AssumeOrganisationRole, {
    organisation: 'knbs',
    role: 'co_signer',
    subject: 'actionPlan-IDC-KENYA-1',
    note,
    effective: '2021-11',
  }),
  commandOf(EndOrganisationRole, {
    organisation: 'knbs',
    role: 'co_signer',
    subject: 'actionPlan-IDC-KENYA-1',
    note,
    effective: '2025',
  }),
  commandOf(MergeOrganisation, { organisation: 'data2x-unit', into: 'open-data-watch', note, effective: '2026' }),
  commandOf(SucceedOrganisation, { organisation: 'knbs', into: 'open-data-watch', note, effective: '2026' }),
  commandOf(CeaseOrganisation, { organisation: 'closed', note, effective: '2024-10' }),
  commandOf(StartMeetingSeries, {
    series: 'lnob',
    name: 'Data collaborative',
    cadence: { least: 2, most: 3 },
    note,
    effective: '2018',
    sources,
  }),
  commandOf(ChangeCadence, { series: 'lnob', cadence: { least: 3, most: 6 }, note }),
  commandOf(ScheduleMeeting, { series: 'lnob', on: '2026-03', title: 'Spring meeting', place: 'online', note }),
  commandOf(RescheduleMeeting, { meeting: 'MT-LNOB-1', on: '2026-04-02', note }),
  commandOf(CirculateAgenda, { meeting: 'MT-LNOB-1', agenda: 'One: outputs.' }),
  commandOf(HoldMeeting, { meeting: 'MT-LNOB-1', attendance: ['kenya', 'fcdo'], note, effective: '2026-04-02' }),
  commandOf(RecordDecision, { meeting: 'MT-LNOB-1', decision: 'The guide is revised.' }),
  commandOf(AgreeActionPoint, { meeting: 'MT-LNOB-1', title: 'Revise the guide', owner: 'kenya', due: '2026-09' }),
  commandOf(SettleActionPoint, { actionPoint: 'MT-LNOB-1-A1', note, effective: '2026-08' }),
  commandOf(PublishMinutes, { meeting: 'MT-LNOB-1', language: 'fr', address: 'https://example.org/minutes' }),
  commandOf(ScheduleMeeting, { series: 'lnob', number: 2 }),
  commandOf(CancelMeeting, { meeting: 'MT-LNOB-2', note }),
  commandOf(EndMeetingSeries, { series: 'lnob', note, effective: '2027' }),
  commandOf(RecordCharterStep, { kind: 'launch', title: 'Launched beside the forum', note, effective: '2018-07-17' }),
  commandOf(DraftCharterVersion, {
    version: 'draft-1',
    document: 'https://example.org/draft-1',
    title: 'First draft',
    summary: 'Five principles.',
    note,
    effective: '2017',
  }),
  commandOf(OpenConsultation, { version: 'draft-1', until: '2018-03', note, effective: '2018-01' }),
  commandOf(CloseConsultation, { version: 'draft-1', contributions: 40, note, effective: '2018-03' }),
  commandOf(AgreeCharterVersion, {
    version: 'draft-1',
    agreedBy: [],
    document: 'https://example.org/charter',
    note,
    effective: '2018-06',
  }),
  commandOf(InviteToSign, {
    champion: 'abroad',
    name: 'Abroad',
    kind: 'civil_society',
    country: 'KEN',
    note,
    effective: '2018-01',
  }),
  commandOf(ExpressInterest, {
    champion: 'abroad',
    name: 'Abroad',
    kind: 'civil_society',
    country: 'KEN',
    note,
    effective: '2018-02',
  }),
  commandOf(DeclineToSign, { champion: 'abroad', note, effective: '2018-03' }),
  commandOf(OpenMonitoringRound, {
    round: '2024',
    title: 'Sixth round',
    champions: ['kenya'],
    period: { start: '2023-07', end: '2024-06' },
    due: '2024-06-30',
    languages: ['en', 'es'],
    session: null,
    note,
    effective: '2024-03-01',
  }),
  commandOf(ExtendMonitoringRound, { round: '2024', due: '2024-07-10', note, effective: '2024-06-20' }),
  commandOf(CloseMonitoringRound, { round: '2024', note, effective: '2024-08-01' }),
  commandOf(ReopenMonitoringRound, { round: '2024', due: '2024-09', note, effective: '2024-08-20' }),
  commandOf(AssessCommitment, {
    commitment: `${plan}-C01`,
    report: null,
    found: 'limited',
    foundReason: 'Two of six surveys.',
    verifiable: true,
    verifiableReason: 'Surveys are named.',
    ambition: 'modest',
    ambitionReason: 'Adds questions.',
    results: 'none',
    resultsReason: 'No data yet.',
    relevance: [{ principle: 2, relevance: 'direct', reason: 'It counts people who were left out.' }],
    evidence: ['https://example.org/surveys'],
    note,
  }),
  commandOf(ReplyToAssessment, { assessment: `${plan}-C01-A1`, language: 'fr', reply: 'Trois de six.' }),
  commandOf(ExpectActionPlan, { champion: 'kenya', due: '2019-07', note }),
  ...citizenDataStory,
  ...inclusionStory,
  ...advocacyStory,
];

/** Tells the story to a log, and gives the entries as the log keeps them. */
export async function tellStory(): Promise<StoredEntry[]> {
  let tick = 0;
  const store = new MemoryEventStore(() => Date.parse('2026-01-01T00:00:00Z') + tick * 1000);
  const ids = (): string => `019b7700-0000-7000-8000-${String(++tick).padStart(12, '0')}`;
  const transactor = new Transactor(
    store,
    () => Date.parse('2026-01-01T00:00:00Z'),
    ids,
    { reached: async () => undefined },
    projection.relations,
  );
  for (const [index, command] of story.entries()) {
    const decider = deciders.find(({ decide }) => command.type in decide) as unknown as Decider<
      Command,
      unknown,
      DomainEvent
    >;
    await transactor.transact(
      decider,
      Object.assign(command, { header: { ...command.header, commandId: `story-${index}` } }),
    );
  }
  return gather(store.readEntries(0));
}
