import type { FieldChange } from '../platform/read-model/past/chronicle.js';
import {
  appearance,
  mayHaveBegunBy,
  targetKind,
  type ChangeKind,
  type Comparable,
  type Compared,
  type ComparedChange,
} from '../platform/read-model/past/comparing.js';
import type { CommitmentDocument } from './commitment/commitments.view.js';
import { daysBetween, isMoreOrLessPrecise } from './commitment/drift.view.js';
import { concernsReport, type ProgressReportDocument } from './progress-report/progress-reports.view.js';
import { silentChampions, silentCommitments } from './progress-report/silence.view.js';
import { Claimed, lifecycles } from './vocabulary/vocabulary.js';

const steps: readonly string[] = Claimed.options;
/** How far a claim says it has come; where nothing is claimed, or not started, no step is made. */
const stepOf = (claimed: unknown): number => Math.max(0, steps.indexOf(String(claimed)));

/** The words of a lifecycle that come with the day on which they began to hold. */
const ends = new Set(['merged', 'succeeded', 'ceased', 'withdrawn', 'superseded', 'concluded']);

const isLifecycle = (field: string): boolean => field === 'lifecycle' || field === 'status';

const lifecycleKind = ({ field, after }: FieldChange) =>
  isLifecycle(field)
    ? { kind: after === 'withdrawn' ? ('withdrawn' as const) : ('lifecycle_changed' as const) }
    : undefined;

/** Whether what ended a thing may have happened by a day already. */
const mayHaveEndedBy = (
  { field, after }: FieldChange,
  { ended }: { readonly ended: string | null },
  day: string,
): boolean => {
  const isEnd = isLifecycle(field) && typeof after === 'string' && ends.has(after);
  return (isEnd || field === 'ended' || field === 'outcome') && mayHaveBegunBy(day, ended);
};

const behind = [
  [/^claimed|^reasonCode|^evidence|^measurements/, /^ProgressReported$/],
  [/^found/, /^CommitmentAssessed$/],
  [/^due/, /^Commitment(Made|DueDateRevised)$/],
  [/^milestones/, /^Milestone/],
  [/^citations/, /^Citation/],
  [/^indicators/, /^Indicator|^ProgressReported$/],
  [/^(title|description|principles|dimensions|populations|sdg|responsible)/, /(Made|Amended|Announced)$/],
] as const;

/** What follows from other fields, or says again in another way what they say. */
const derived = [
  'latestReport',
  'latestAssessment',
  'claimedOn',
  'originalTitle',
  'originalDescription',
  'countsFrom',
  'isPublished',
  'rewordings',
  'dueRevisions',
];

export const comparedCharter: Comparable = { table: 'charters', derived, behind, isCounted: false };

export const comparedVersion: Comparable = { table: 'charter_versions', derived, behind };

export const comparedRound: Comparable = { table: 'monitoring_rounds', derived, behind };

export const comparedAssessment: Comparable = { table: 'assessments', derived, behind };

export const comparedSignOn: Comparable = { table: 'sign_ons', derived, behind };

export const comparedChampion: Comparable = {
  table: 'champions',
  derived,
  behind,
  kindOf: lifecycleKind,
  mayHaveHeldBy: mayHaveEndedBy,
  silent: silentChampions,
};

export const comparedPlan: Comparable = {
  table: 'action_plans',
  derived,
  behind,
  kindOf: lifecycleKind,
  mayHaveHeldBy: mayHaveEndedBy,
};

export const comparedCommitment: Comparable = {
  table: 'commitments',
  derived,
  behind,
  kindOf(change) {
    const { field, before, after } = change;
    if (field === 'claimed') {
      const moved = stepOf(after) - stepOf(before);
      return { kind: moved === 0 ? 'changed' : moved > 0 ? 'status_up' : 'status_down' };
    }
    if (field === 'due' || /^milestones\..+\.due$/.test(field))
      return isMoreOrLessPrecise(before, after)
        ? { kind: 'changed' }
        : { kind: 'due_moved', days: daysBetween(before, after) };
    if (/^indicators\..+\.target$/.test(field)) return { kind: targetKind(change) };
    return field === 'lifecycle' ? lifecycleKind(change) : undefined;
  },
  mayHaveHeldBy: (change, document: CommitmentDocument, day) =>
    ['claimed', 'reasonCode'].includes(change.field)
      ? mayHaveBegunBy(day, document.claimedOn)
      : mayHaveEndedBy(change, document, day),
  silent: silentCommitments,
  figures: [
    {
      column: 'lifecycle',
      words: lifecycles,
      mayHaveHeldBy: ({ lifecycle, ended }: CommitmentDocument, day) =>
        !ends.has(lifecycle) || mayHaveBegunBy(day, ended),
    },
    {
      column: 'claimed',
      words: steps,
      mayHaveHeldBy: ({ claimedOn }: CommitmentDocument, day) => mayHaveBegunBy(day, claimedOn),
    },
  ],
};

export const comparedReport: Comparable = {
  table: 'progress_reports',
  derived,
  concerns: concernsReport,
  refine(compared: Compared<ProgressReportDocument>, changes) {
    const { before, after } = compared;
    if (before !== undefined && after !== undefined)
      return changes.flatMap((change) =>
        change.field === 'evidence' ? evidenceChanges(change).map((one) => ({ ...change, ...one })) : [change],
      );
    const kind = appearance(compared);
    const { stream } = (after ?? before) as ProgressReportDocument;
    const subject = subjectOf((after ?? before) as ProgressReportDocument);
    const evidence = evidenceChanges({ before: before?.evidence ?? null, after: after?.evidence ?? null }).filter(
      (one) => one.kind !== 'changed',
    );
    const ofEvidence = evidence.map((change): ComparedChange => ({
      ...subject,
      stream,
      ...change,
      kind: kind === 'became_known' ? kind : change.kind,
    }));
    return [...changes, ...ofEvidence];
  },
};

export const comparedBreakdowns: Comparable = {
  table: 'indicator_breakdowns',
  behind: [[/^stated/, /^BreakdownsStated$/]],
};

type Evidence = ProgressReportDocument['evidence'];

/** Evidence that was added and removed, by its addresses; where only its words differ, a change. */
function evidenceChanges({
  before,
  after,
}: {
  readonly before?: unknown;
  readonly after?: unknown;
}): (FieldChange & { kind: ChangeKind })[] {
  const [was, is] = [(before ?? []) as Evidence, (after ?? []) as Evidence];
  const without = (all: Evidence, others: Evidence): Evidence =>
    all.filter(({ url }) => !others.some((other) => other.url === url));
  const [added, removed] = [without(is, was), without(was, is)];
  const field = 'evidence';
  if (added.length + removed.length === 0) return [{ kind: 'changed', field, before, after }];
  return [
    ...(added.length === 0 ? [] : [{ kind: 'evidence_added' as const, field, before: null, after: added }]),
    ...(removed.length === 0 ? [] : [{ kind: 'evidence_removed' as const, field, before: removed, after: null }]),
  ];
}

/** What a report is evidence for: the commitment, plan or champion it is about, or the charter. */
function subjectOf({ commitment, actionPlan, champion }: ProgressReportDocument): { noun: string; code: string } {
  if (commitment !== null) return { noun: 'commitment', code: commitment };
  if (actionPlan !== null) return { noun: 'actionPlan', code: actionPlan };
  return champion === null ? { noun: 'charter', code: 'IDC' } : { noun: 'champion', code: champion };
}
