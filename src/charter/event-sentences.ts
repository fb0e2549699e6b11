import { termOf } from '../kernel/time/deadline.js';
import type { SentenceFacts as Facts, Sentences } from '../platform/context.js';

const into = ({ intoChampion, intoOrganisation }: Facts): string => {
  const successor = intoChampion ?? intoOrganisation ?? null;
  return successor === null ? '' : ` into ${successor}`;
};

const units: Readonly<Record<string, string>> = { D: 'day', W: 'week', M: 'month', Y: 'year' };

/** A deadline as it follows "It is due". */
function dueInWords(due: Facts[string] | undefined): string {
  if (typeof due !== 'string') return 'at an unknown date';
  const { kind, every } = termOf(due);
  const [first = '', last = ''] = due.split('/');
  if (kind === 'fiscal_year') return `in the fiscal year that begins in ${due.slice(2)}`;
  if (kind === 'ongoing') return last === '' ? 'on an ongoing basis' : `on an ongoing basis from ${first}`;
  if (every !== null) return recurringInWords(due, every);
  return first === '..' ? `by ${last}` : last === '' ? `in ${due}` : `between ${first} and ${last}`;
}

function recurringInWords(due: string, every: string): string {
  const [before = '', after = ''] = due.split(`/${every}`);
  const count = every.slice(1, -1);
  const often = `every ${count === '1' ? '' : `${count} `}${units[every.slice(-1)] ?? ''}${count === '1' ? '' : 's'}`;
  return `${often}${before === 'R' ? '' : ` from ${before.slice(2)}`}${after === '' ? '' : ` until ${after.slice(1)}`}`;
}

/** What the events of the charter say. */
export const charterSentences: Sentences = {
  CharterLaunched: () => 'The charter was launched.',
  PrincipleWorded: ({ number, language }) => `Principle ${number} was worded (${language}).`,
  ChampionCountStated: ({ count }) => `A source counted ${count} champions.`,
  CharterStepRecorded: ({ kind }) => `A step on the charter's way was recorded: ${kind}.`,
  CharterVersionDrafted: ({ version }) => `The version ${version} of the charter was drafted.`,
  ConsultationOpened: () => 'A consultation on it was opened.',
  ConsultationClosed: () => 'The consultation on it was closed.',
  CharterVersionAgreed: () => 'It was agreed.',
  SigningInvited: ({ name }) => `${name} was invited to sign the charter.`,
  InterestExpressed: ({ name }) => `${name} said that it may sign the charter.`,
  SigningDeclined: () => 'It will not sign the charter, for now.',
  ActionPlanExpected: ({ due }) => `Its action plan is expected by ${due}.`,
  ChampionJoined: ({ name }) => `${name} joined the charter.`,
  ChampionRenamed: ({ name }) => `It was renamed ${name}.`,
  ChampionInstitutionsNamed: () => 'Its institutions were named.',
  ChampionMerged: (facts) => `It merged${into(facts)}.`,
  ChampionSucceeded: (facts) => `It was succeeded${into(facts).replace('into', 'by')}.`,
  ChampionCeased: () => 'The organisation ended without a successor.',
  ChampionWithdrawn: ({ reasonCode }) => `It withdrew from the charter: ${reasonCode}.`,
  ActionPlanAnnounced: ({ actionPlan }) => `The action plan ${actionPlan} was announced.`,
  ActionPlanPublished: () => 'The action plan was published.',
  ActionPlanAmended: () => 'The action plan was amended.',
  ActionPlanSuperseded: ({ by }) => `It was replaced by ${by}.`,
  ActionPlanConcluded: ({ outcome }) => `The action plan was concluded: ${outcome}.`,
  CommitmentMade: ({ actionPlan }) => `The commitment was made in ${actionPlan}.`,
  CommitmentAmended: () => 'The commitment was amended.',
  CommitmentDueDateRevised: ({ due }) => `It is now due ${dueInWords(due)}.`,
  CommitmentSuspended: () => 'The commitment was suspended.',
  CommitmentResumed: () => 'The commitment was resumed.',
  CommitmentWithdrawn: ({ reasonCode }) => `The commitment was withdrawn: ${reasonCode}.`,
  CommitmentSuperseded: ({ by }) => `It was replaced by ${by}.`,
  CommitmentCarriedOver: ({ actionPlan }) => `It was carried over into ${actionPlan}.`,
  CommitmentConcluded: ({ outcome }) => `The commitment was concluded: ${outcome}.`,
  MilestoneAdded: ({ milestone }) => `Milestone ${milestone} was added.`,
  MilestoneRescheduled: ({ milestone, due }) => `Milestone ${milestone} is now due ${dueInWords(due)}.`,
  MilestoneReached: ({ milestone }) => `Milestone ${milestone} was reached.`,
  MilestoneDropped: ({ milestone }) => `Milestone ${milestone} was dropped.`,
  IndicatorDefined: ({ indicator }) => `Indicator ${indicator} was defined.`,
  IndicatorRevised: ({ indicator }) => `Indicator ${indicator} was revised.`,
  IndicatorMeasured: ({ indicator, value }) => `Indicator ${indicator} was measured: ${value}.`,
  MonitoringRoundOpened: ({ round, due }) => `The monitoring round ${round} was opened; reports are due by ${due}.`,
  MonitoringRoundExtended: ({ due }) => `The monitoring round was extended: reports are due by ${due}.`,
  MonitoringRoundClosed: () => 'The monitoring round was closed.',
  MonitoringRoundReopened: () => 'The monitoring round was opened again.',
  CitationMade: ({ example, as }) => `The example ${example} was cited as ${as}.`,
  CitationWithdrawn: ({ example, as }) => `The example ${example} is no longer cited as ${as}.`,
  ProgressReported: ({ report, claimed }) =>
    `Progress was reported (${report})${claimed === null ? '' : `: ${claimed}`}.`,
  BreakdownsStated: ({ champion, sdgIndicator, stage, series }) =>
    `The breakdowns of ${sdgIndicator}${series === null ? '' : ` (${series})`} that are ${stage} were stated${champion === null ? '' : ` for ${champion}`}.`,
  CommitmentAssessed: ({ assessment, found }) =>
    `The commitment was assessed (${assessment})${found === null ? '' : `: ${found}`}.`,
  AssessmentReplied: ({ assessment }) => `The champion replied to the assessment ${assessment}.`,
  StatementRecorded: ({ field, value }) => `A source says of ${field}: ${value}.`,
};
