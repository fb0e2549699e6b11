import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { sameDecimal } from '../../kernel/values/decimal.js';
import { dueBy } from '../../kernel/time/deadline.js';
import type { Language } from '../../kernel/values/fields.js';
import type { Recorded } from '../../kernel/message.js';
import type { Fold } from '../../platform/read-model/fold.js';
import { view } from '../../platform/read-model/view.js';
import type { AssessmentEvent } from '../assessment/assessment.js';
import type { ActionPlanDocument } from '../action-plan/action-plans.view.js';
import { championOf, partOf } from '../vocabulary/codes.js';
import { groupOf, type BreakdownKept } from '../inclusion/breakdown.js';
import type { CitationEvent, CitedAs } from './citation.js';
import type { CommitmentEvent } from './commitment.js';
import { laterWord } from '../progress-report/last-reported.js';
import type { IndicatorEvent } from './indicator.js';
import type { MilestoneEvent } from './milestone.js';
import type { ProgressReportEvent } from '../progress-report/progress-report.js';
import { standingOf } from './settlement.js';
import type { StatementEvent } from '../statement/statement.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import type { Found, Lifecycle } from '../vocabulary/vocabulary.js';

export interface MilestoneDocument {
  readonly code: string;
  readonly title: LocalText | null;
  readonly originalDue: string | null;
  readonly due: string | null;
  readonly dueText: string | null;
  readonly status: 'open' | 'reached' | 'dropped';
  /** When it was reached or dropped. */
  readonly settled: string | null;
}

interface Reading {
  readonly value: string;
  readonly on: string | null;
}

/** A measured value: of everybody, or of a part of the population. */
export interface MeasuredValue extends Reading {
  readonly report: string | null;
  readonly breakdown: BreakdownKept | null;
  readonly entry: number;
}

export interface IndicatorDocument {
  readonly code: string;
  readonly name: LocalText | null;
  readonly unit: string | null;
  readonly baseline: Reading | null;
  readonly originalTarget: Reading | null;
  readonly target: Reading | null;
  readonly values: readonly MeasuredValue[];
}

/** That a commitment cites an example of citizen data. */
export interface Citation {
  readonly example: string;
  readonly slug: string;
  readonly as: CitedAs;
  readonly on: string | null;
  readonly note: LocalText | null;
  readonly entry: number;
}

export interface CommitmentDocument extends RecordDocument {
  readonly code: string;
  readonly champion: string | null;
  readonly actionPlan: string;
  /** The plan it was made in; another than `actionPlan` once it was carried over. */
  readonly madeIn: string;
  readonly kind: string;
  readonly title: LocalText | null;
  readonly description: LocalText | null;
  readonly originalTitle: LocalText | null;
  readonly originalDescription: LocalText | null;
  readonly principles: readonly number[];
  readonly principlesBasis: string | null;
  readonly frameworkPrinciple: string | null;
  readonly dimensions: readonly string[];
  readonly dimensionsBasis: string | null;
  readonly populations: readonly string[];
  readonly sdgGoals: readonly number[];
  readonly sdgIndicators: readonly string[];
  readonly sdgBasis: string | null;
  readonly responsible: string | null;
  readonly start: string | null;
  readonly originalDue: string | null;
  readonly due: string | null;
  readonly dueText: string | null;
  /** How often its title or description was reworded, and its due date moved. */
  readonly rewordings: number;
  readonly dueRevisions: number;
  readonly lifecycle: Lifecycle;
  readonly made: string | null;
  readonly ended: string | null;
  readonly outcome: string | null;
  readonly withdrawalReason: string | null;
  readonly supersededBy: string | null;
  readonly claimed: string | null;
  readonly claimedOn: string | null;
  readonly reasonCode: string | null;
  readonly latestReport: string | null;
  /** What the last assessor found, whatever was reported since. */
  readonly found: Found | null;
  readonly foundOn: string | null;
  readonly latestAssessment: string | null;
  readonly milestones: readonly MilestoneDocument[];
  readonly indicators: readonly IndicatorDocument[];
  readonly citations: readonly Citation[];
  /** What its own events make of it; how it stands follows from that and from its plans. */
  readonly own: Own;
}

interface Own {
  readonly actionPlan: string;
  readonly lifecycle: Exclude<Lifecycle, 'draft' | 'unsettled'>;
  readonly ended: string | null;
  readonly outcome: string | null;
  /** The last day on which its champion certainly said something of it beyond making it: amended, measured, reached; reports count beside that. */
  readonly word: string | null;
  /** The plans by which it stands. */
  readonly plans: readonly string[];
}

/** The table of what each commitment touches, one row a link. */
export const links = 'commitment_links';

/** Commitments as their own events make them; how they stand by their plans is shown beside that. */
class Commitments extends RecordDocuments<CommitmentDocument> {
  /** Changes what its own events make of a commitment, and with that how it stands. */
  turn(fold: Fold, event: Recorded, code: string, own: Partial<Own>, more: Partial<CommitmentDocument> = {}): void {
    this.change(fold, event, code, (known) => {
      const isEnded = known.own.lifecycle !== 'active' && known.own.lifecycle !== 'suspended';
      const goesOn = own.lifecycle === 'active' || own.lifecycle === 'suspended';
      const next = { ...known.own, word: laterWord(known.own.word, event), ...(isEnded && goesOn ? {} : own) };
      return { ...more, own: next, ...alone(next) };
    });
  }

  override change(
    fold: Fold,
    event: Recorded,
    key: string,
    change: (document: CommitmentDocument) => Partial<CommitmentDocument>,
  ): void {
    super.change(fold, event, key, (known) => ({
      own: { ...known.own, word: laterWord(known.own.word, event, champions) },
      ...change(known),
    }));
  }
}

/** The events by which a champion says something of a commitment; reports count by themselves. */
const champions = /^(Commitment(?!Made|Assessed)|Milestone|Indicator)/;

/** How a commitment stands by its own events alone. */
const alone = ({ actionPlan, lifecycle, ended, outcome }: Own) => ({
  actionPlan,
  champion: championOf(actionPlan),
  lifecycle,
  ended,
  outcome,
});

/** Plans by their codes. */
type Plans = (code: string) => ActionPlanDocument | undefined;

/**
 * How a commitment stands: by its own events, and where those have not ended it, by its plans. It is a draft while none of them is
 * published.
 */
function standingIn(
  { code, madeIn, own }: Pick<CommitmentDocument, 'code' | 'madeIn' | 'own'>,
  plan: Plans,
): Partial<CommitmentDocument> {
  const { lifecycle, ended, outcome } = own;
  const { actionPlan, plans, end } = standingOf(code, own.actionPlan, plan);
  const all = [...new Set([...plans, own.actionPlan, actionPlan, madeIn])];
  const at = (place: string) => ({ actionPlan: place, champion: championOf(place), own: { ...own, plans: all } });
  if (lifecycle !== 'active' && lifecycle !== 'suspended') return { ...at(own.actionPlan), lifecycle, ended, outcome };
  if (end === 'unsettled') return { ...at(actionPlan), lifecycle: end, ended, outcome };
  if (end !== null) return { ...at(actionPlan), lifecycle: 'concluded', ended: end.ended, outcome: end.as };
  const isDraft = [...plans, madeIn].every((one) => plan(one)?.isPublished === false);
  return { ...at(actionPlan), lifecycle: lifecycle === 'active' && isDraft ? 'draft' : lifecycle, ended, outcome };
}

export const commitments = new Commitments({
  table: 'commitments',
  kind: 'Commitment',
  key: ({ code }) => code,
  columns: {
    champion: ({ champion }) => champion,
    action_plan: ({ actionPlan }) => actionPlan,
    made_in: ({ madeIn }) => madeIn,
    lifecycle: ({ lifecycle }) => lifecycle,
    claimed: ({ claimed }) => claimed,
    made: ({ made }) => made,
    latest_report: ({ latestReport }) => latestReport,
    word: ({ own }) => own.word,
    due: ({ due }) => dueBy(due),
    has_target: ({ indicators }) => (indicators.some(({ target }) => target !== null) ? 1 : 0),
    recorded_at: ({ recordedAt }) => recordedAt,
  },
  indexed: ['champion', 'action_plan', 'made_in', 'recorded_at'],
  side: [
    {
      table: links,
      owner: 'commitment',
      columns: { kind: 'TEXT NOT NULL', value: 'ANY NOT NULL' },
      indexed: [
        ['kind', 'value', 'commitment'],
        ['commitment', 'kind', 'value'],
      ],
      rows: ({ principles, dimensions, populations, sdgGoals, sdgIndicators, citations }) =>
        Object.entries({
          principle: principles,
          dimension: dimensions,
          population: populations,
          goal: sdgGoals,
          indicator: sdgIndicators,
          example: citations.map(({ example }) => example),
        }).flatMap(([kind, values]) => [...new Set<string | number>(values)].map((value) => [kind, value])),
    },
    {
      table: 'commitment_plans',
      owner: 'commitment',
      columns: { plan: 'TEXT NOT NULL' },
      indexed: [['plan', 'commitment']],
      rows: ({ own }) => own.plans.map((plan) => [plan]),
    },
  ],
  shows: {
    table: 'action_plans',
    side: { table: 'commitment_plans', column: 'plan' },
    keys: ({ own }) => own.plans,
    part: (plan) => {
      const { isPublished, status, ended, supersededBy, settled } = plan as ActionPlanDocument;
      return { isPublished, status, ended, supersededBy, settled };
    },
    with: (document, plan) => ({ ...document, ...standingIn(document, plan as Plans) }),
    without: (document) => {
      const own = { ...document.own, plans: [] };
      return { ...document, own, ...alone(own) };
    },
  },
});

const changeOne = <T extends { readonly code: string }>(
  all: readonly T[],
  code: string,
  change: (one: T) => Partial<T>,
): readonly T[] => all.map((one) => (one.code === code ? { ...one, ...change(one) } : one));

/**
 * The indicators after a measurement. Equal values for the same date are kept once, with the report that
 * contained them, whichever came first.
 */
const measured = (
  document: Pick<CommitmentDocument, 'indicators'>,
  code: string,
  value: IndicatorDocument['values'][number],
) =>
  changeOne(document.indicators, code, ({ values }) => {
    const same =
      value.on === null
        ? undefined
        : values.find(
            (one) =>
              one.on === value.on &&
              sameDecimal(one.value, value.value) &&
              groupOf(one.breakdown) === groupOf(value.breakdown),
          );
    if (same === undefined) return { values: [...values, value] };
    return { values: values.map((one) => (one === same ? { ...one, report: one.report ?? value.report } : one)) };
  });

export const commitmentsView = view<
  | CommitmentEvent
  | MilestoneEvent
  | IndicatorEvent
  | CitationEvent
  | ProgressReportEvent
  | AssessmentEvent
  | StatementEvent
  | CorrectionEvent
  | RedactionEvent
>({
  name: 'commitments.v7',
  tables: [commitments],
  on: {
    ...correctionHandlers(commitments, ofNoun('commitment')),
    CommitmentMade: (event, fold) => {
      const { commitment: code, actionPlan, preparedBy: _, preparation: __, ...facts } = event.facts;
      const language = event.text?.language;
      const title = wordsOf(event.text?.title, language);
      const description = wordsOf(event.text?.description, language);
      const own: Own = { actionPlan, lifecycle: 'active', ended: null, outcome: null, word: null, plans: [] };
      commitments.add(fold, event, {
        ...facts,
        ...alone(own),
        own,
        code,
        madeIn: actionPlan,
        title,
        description,
        originalTitle: null,
        originalDescription: null,
        originalDue: facts.due,
        dueText: event.text?.dueText ?? null,
        rewordings: 0,
        dueRevisions: 0,
        made: event.effective,
        withdrawalReason: null,
        supersededBy: null,
        claimed: null,
        claimedOn: null,
        reasonCode: null,
        latestReport: null,
        found: null,
        foundOn: null,
        latestAssessment: null,
        milestones: [],
        indicators: [],
        citations: [],
      });
    },
    CommitmentAmended: (event, fold) => {
      const { commitment: code, ...facts } = event.facts;
      const language: Language | undefined = event.text?.language;
      const title = wordsOf(event.text?.title, language);
      const description = wordsOf(event.text?.description, language);
      commitments.change(fold, event, code, (known) => ({
        title: title ?? known.title,
        description: description ?? known.description,
        originalTitle: known.originalTitle ?? (title === null ? null : known.title),
        originalDescription: known.originalDescription ?? (description === null ? null : known.description),
        rewordings: known.rewordings + (title === null && description === null ? 0 : 1),
        principles: facts.principles ?? known.principles,
        dimensions: facts.dimensions ?? known.dimensions,
        populations: facts.populations ?? known.populations,
        sdgGoals: facts.sdgGoals ?? known.sdgGoals,
        sdgIndicators: facts.sdgIndicators ?? known.sdgIndicators,
        responsible: facts.responsible ?? known.responsible,
      }));
    },
    CommitmentDueDateRevised: (event, fold) =>
      commitments.change(fold, event, event.facts.commitment, ({ originalDue, dueRevisions }) => ({
        originalDue: originalDue ?? event.facts.due,
        due: event.facts.due,
        dueText: event.text?.dueText ?? null,
        dueRevisions: dueRevisions + (originalDue === null ? 0 : 1),
      })),
    CommitmentSuspended: (event, fold) =>
      commitments.turn(fold, event, event.facts.commitment, { lifecycle: 'suspended' }),
    CommitmentResumed: (event, fold) => commitments.turn(fold, event, event.facts.commitment, { lifecycle: 'active' }),
    CommitmentWithdrawn: (event, fold) => {
      const { commitment, reasonCode } = event.facts;
      commitments.turn(
        fold,
        event,
        commitment,
        { lifecycle: 'withdrawn', ended: event.effective },
        { withdrawalReason: reasonCode },
      );
    },
    CommitmentSuperseded: (event, fold) => {
      const { commitment, by } = event.facts;
      commitments.turn(
        fold,
        event,
        commitment,
        { lifecycle: 'superseded', ended: event.effective },
        { supersededBy: by },
      );
    },
    CommitmentCarriedOver: (event, fold) =>
      commitments.turn(fold, event, event.facts.commitment, { actionPlan: event.facts.actionPlan }),
    CommitmentConcluded: (event, fold) => {
      const { commitment, outcome } = event.facts;
      commitments.turn(fold, event, commitment, { lifecycle: 'concluded', ended: event.effective, outcome });
    },
    MilestoneAdded: (event, fold) => {
      const { milestone: code, commitment, due } = event.facts;
      const added = {
        code,
        title: wordsOf(event.text?.title, event.text?.language),
        originalDue: due,
        due,
        dueText: event.text?.dueText ?? null,
        status: 'open',
        settled: null,
      } as const;
      commitments.change(fold, event, commitment, ({ milestones }) => ({ milestones: [...milestones, added] }));
    },
    MilestoneRescheduled: (event, fold) => {
      const { milestone, due } = event.facts;
      commitments.change(fold, event, partOf(milestone).commitment, ({ milestones }) => ({
        milestones: changeOne(milestones, milestone, ({ originalDue }) => ({
          originalDue: originalDue ?? due,
          due,
          dueText: event.text?.dueText ?? null,
        })),
      }));
    },
    MilestoneReached: (event, fold) =>
      commitments.change(fold, event, partOf(event.facts.milestone).commitment, ({ milestones }) => ({
        milestones: changeOne(milestones, event.facts.milestone, () => ({
          status: 'reached',
          settled: event.effective,
        })),
      })),
    MilestoneDropped: (event, fold) =>
      commitments.change(fold, event, partOf(event.facts.milestone).commitment, ({ milestones }) => ({
        milestones: changeOne(milestones, event.facts.milestone, () => ({
          status: 'dropped',
          settled: event.effective,
        })),
      })),
    IndicatorDefined: (event, fold) => {
      const { indicator: code, commitment, unit, baseline, target } = event.facts;
      const defined = {
        code,
        name: wordsOf(event.text?.name, event.text?.language),
        unit,
        baseline,
        originalTarget: target,
        target,
        values: [],
      };
      commitments.change(fold, event, commitment, ({ indicators }) => ({ indicators: [...indicators, defined] }));
    },
    IndicatorRevised: (event, fold) => {
      const { indicator, baseline, target } = event.facts;
      commitments.change(fold, event, partOf(indicator).commitment, ({ indicators }) => ({
        indicators: changeOne(indicators, indicator, (known) => ({
          baseline: baseline ?? known.baseline,
          originalTarget: known.originalTarget ?? target,
          target: target ?? known.target,
        })),
      }));
    },
    IndicatorMeasured: (event, fold) => {
      const { indicator, value, on, breakdown = null } = event.facts;
      const { effective, entry } = event;
      commitments.change(fold, event, partOf(indicator).commitment, (known) => ({
        indicators: measured(known, indicator, { value, on: on ?? effective, report: null, breakdown, entry }),
      }));
    },
    CommitmentAssessed: (event, fold) => {
      const { commitment, assessment: latestAssessment, found } = event.facts;
      commitments.change(fold, event, commitment, () => ({
        latestAssessment,
        ...(found === null ? {} : { found, foundOn: event.effective }),
      }));
    },
    ProgressReported: (event, fold) => {
      const { commitment, report, claimed, reasonCode, measurements } = event.facts;
      if (commitment === null) return;
      commitments.change(fold, event, commitment, (known) => ({
        latestReport: report,
        ...(claimed === null ? {} : { claimed, claimedOn: event.effective, reasonCode }),
        indicators: measurements.reduce(
          (all, { indicator, value, on, breakdown = null }) =>
            measured({ indicators: all }, indicator, {
              value,
              on: on ?? event.effective,
              report,
              breakdown,
              entry: event.entry,
            }),
          known.indicators,
        ),
      }));
    },
    CitationMade: (event, fold) => {
      const { facts, text, effective, entry } = event;
      const { commitment, example, as } = facts;
      const note = wordsOf(text?.note, text?.language);
      commitments.change(fold, event, commitment, ({ citations }) => ({
        citations: [...citations, { example, slug: example, as, on: effective, note, entry }],
      }));
    },
    CitationWithdrawn: (event, fold) => {
      const { commitment, example, as } = event.facts;
      commitments.change(fold, event, commitment, ({ citations }) => ({
        citations: citations.filter((one) => one.example !== example || one.as !== as),
      }));
    },
    StatementRecorded: (event, fold) => {
      if (event.facts.commitment !== null) commitments.addStatement(fold, event, event.facts.commitment);
    },
  },
});
