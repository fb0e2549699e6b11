import { termOf } from '../kernel/deadline.js';
import type { DomainEvent } from '../kernel/message.js';

type Facts = Readonly<Record<string, string | number | null>>;

const into = ({ intoChampion, intoOrganisation }: Facts): string => {
  const successor = intoChampion ?? intoOrganisation ?? null;
  return successor === null ? '' : ` into ${successor}`;
};

const firstOf = (entries: unknown): number => (entries as readonly number[])[0] ?? -1;
const of = (organisation: Facts[string] | undefined): string => (organisation == null ? '' : ` of ${organisation}`);

const units: Readonly<Record<string, string>> = { D: 'day', W: 'week', M: 'month', Y: 'year' };

/** A deadline as it follows "It is due". */
function dueInWords(due: Facts[string] | undefined): string {
  if (typeof due !== 'string') return 'at no known date';
  const { kind, every } = termOf(due);
  const [first = '', last = ''] = due.split('/');
  if (kind === 'fiscal_year') return `in the fiscal year that begins in ${due.slice(2)}`;
  if (kind === 'ongoing') return last === '' ? 'on an ongoing basis' : `on an ongoing basis from ${first} on`;
  if (every !== null) return recurringInWords(due, every);
  return first === '..' ? `by ${last}` : last === '' ? `in ${due}` : `between ${first} and ${last}`;
}

function recurringInWords(due: string, every: string): string {
  const [before = '', after = ''] = due.split(`/${every}`);
  const count = every.slice(1, -1);
  const often = `every ${count === '1' ? '' : `${count} `}${units[every.slice(-1)] ?? ''}${count === '1' ? '' : 's'}`;
  return `${often}${before === 'R' ? '' : ` from ${before.slice(2)} on`}${after === '' ? '' : ` until ${after.slice(1)}`}`;
}

/** What happened, in a sentence: one for each type of event. */
const sentences: Readonly<Record<string, (facts: Facts) => string>> = {
  CharterLaunched: () => 'The charter was launched.',
  PrincipleWorded: ({ number, language }) => `Principle ${number} was worded (${language}).`,
  ChampionCountStated: ({ count }) => `A source counted ${count} champions.`,
  ChampionJoined: ({ name }) => `${name} joined the charter.`,
  ChampionRenamed: ({ name }) => `It goes by the name ${name}.`,
  ChampionInstitutionsNamed: () => 'Its institutions were named.',
  ChampionMerged: (facts) => `It merged${into(facts)}.`,
  ChampionSucceeded: (facts) => `It was succeeded${into(facts).replace('into', 'by')}.`,
  ChampionCeased: () => 'The organisation ended.',
  ChampionWithdrawn: ({ reasonCode }) => `It left the charter: ${reasonCode}.`,
  ActionPlanAnnounced: ({ actionPlan }) => `The action plan ${actionPlan} was announced.`,
  ActionPlanPublished: () => 'The action plan was published.',
  ActionPlanAmended: () => 'The action plan was amended.',
  ActionPlanSuperseded: ({ by }) => `${by} took its place.`,
  ActionPlanConcluded: ({ outcome }) => `The action plan came to its end: ${outcome}.`,
  CommitmentMade: ({ actionPlan }) => `The commitment was made in ${actionPlan}.`,
  CommitmentAmended: () => 'The commitment was amended.',
  CommitmentDueDateRevised: ({ due }) => `It is now due ${dueInWords(due)}.`,
  CommitmentSuspended: () => 'The commitment was suspended.',
  CommitmentResumed: () => 'The commitment was resumed.',
  CommitmentWithdrawn: ({ reasonCode }) => `The commitment was withdrawn: ${reasonCode}.`,
  CommitmentSuperseded: ({ by }) => `${by} took its place.`,
  CommitmentCarriedOver: ({ actionPlan }) => `It was carried over into ${actionPlan}.`,
  CommitmentConcluded: ({ outcome }) => `The commitment came to its end: ${outcome}.`,
  MilestoneAdded: ({ milestone }) => `Milestone ${milestone} was added.`,
  MilestoneRescheduled: ({ milestone, due }) => `Milestone ${milestone} is now due ${dueInWords(due)}.`,
  MilestoneReached: ({ milestone }) => `Milestone ${milestone} was reached.`,
  MilestoneDropped: ({ milestone }) => `Milestone ${milestone} was dropped.`,
  IndicatorDefined: ({ indicator }) => `Indicator ${indicator} was defined.`,
  IndicatorRevised: ({ indicator }) => `Indicator ${indicator} was revised.`,
  IndicatorMeasured: ({ indicator, value }) => `Indicator ${indicator} was measured: ${value}.`,
  ProgressReported: ({ report, claimed }) => `Progress was reported (${report})${claimed === null ? '' : `: ${claimed}`}.`,
  StatementRecorded: ({ field, value }) => `A source says of ${field}: ${value}.`,
  EntryCorrected: ({ entry, type }) => `Entry ${entry} (${type}) was corrected.`,
  RedactionProposed: ({ entries, type }) => `Somebody asked that the words of entry ${firstOf(entries)} (${type}) be taken out of the log.`,
  PartRedacted: ({ entries, type, reasonCode }) => `The words of entry ${firstOf(entries)} (${type}) were taken out of the log: ${reasonCode}.`,
  AuthorisationRulesAdopted: ({ version }) => `From here on the log is judged by version ${version} of the rules of who may do what.`,
  RoleOffered: ({ role, organisation }) => `Somebody was offered to be ${role}${of(organisation)}.`,
  RoleAccepted: ({ role, organisation }) => `Somebody accepted to be ${role}${of(organisation)}.`,
  RoleGranted: ({ role, organisation }) => `Somebody was made ${role}${of(organisation)}.`,
  RoleProposed: ({ role, organisation }) => `Somebody was proposed as ${role}${of(organisation)}.`,
  RoleWithdrawn: ({ role, organisation }) => `Somebody is no longer ${role}${of(organisation)}.`,
  RoleOfferWithdrawn: ({ role, organisation }) => `Somebody is no longer offered to be ${role}${of(organisation)}.`,
  RoleWithdrawalProposed: ({ role }) => `It was proposed that somebody be ${role} no longer.`,
  PreparationConfirmed: ({ command, organisation }) =>
    `Somebody confirmed what is to be signed${organisation == null ? '' : ` for ${organisation}`}: ${command}.`,
  EntryRetracted: ({ entry, type }) => `Entry ${entry} (${type}) was retracted.`,
};

/** What an event says, in an English sentence; of a type that has none, its name. Words of closed lists stand as the log has them. */
export function sentenceOf({ type, facts }: DomainEvent): string {
  const sentence = sentences[type]?.(facts as Facts) ?? `${type.replace(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)}.`;
  return sentence.replace(/\b[a-z]+(_[a-z]+)+\b/g, (word) => word.replaceAll('_', ' '));
}
