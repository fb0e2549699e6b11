import type { CorrectionEvent } from '../kernel/correction.js';
import type { RedactionEvent } from '../kernel/redaction.js';
import type { Language } from '../kernel/fields.js';
import { lastDay } from '../kernel/partial-date.js';
import { view, type Rows } from '../platform/read-model/view.js';
import type { ActionPlanEvent } from './action-plan.js';
import { actionPlans } from './action-plans.view.js';
import { championOf, nameIn, nounIn, partOf } from './codes.js';
import type { CommitmentEvent } from './commitment.js';
import type { IndicatorEvent } from './indicator.js';
import type { MilestoneEvent } from './milestone.js';
import type { ProgressReportEvent } from './progress-report.js';
import type { StatementEvent } from './statement.js';
import { noting, ofNoun, Things, wordsOf, type LocalText, type Thing } from './things.js';
import type { Lifecycle } from './vocabulary.js';

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

export interface IndicatorDocument {
  readonly code: string;
  readonly name: LocalText | null;
  readonly unit: string | null;
  readonly baseline: Reading | null;
  readonly originalTarget: Reading | null;
  readonly target: Reading | null;
  readonly values: readonly (Reading & { readonly report: string | null; readonly entry: number })[];
}

export interface CommitmentDocument extends Thing {
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
  /** How often its title or description was written anew, and its due date moved. */
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
  readonly milestones: readonly MilestoneDocument[];
  readonly indicators: readonly IndicatorDocument[];
}

/** The table of what each commitment touches, one row a link. */
export const links = 'commitment_links';

/** Commitments, and what each of them touches, one row a link. */
class Commitments extends Things<CommitmentDocument> {
  /** Writes the links of a commitment anew after they may have changed. */
  link(rows: Rows, code: string): void {
    const document = this.get(rows, code);
    const all = Object.entries({
      principle: document?.principles, dimension: document?.dimensions, population: document?.populations, goal: document?.sdgGoals, indicator: document?.sdgIndicators,
    }).flatMap(([kind, values]) => (values ?? []).map((value) => [kind, value])); // prettier-ignore
    rows.run(`DELETE FROM ${links} WHERE commitment = ?`, code);
    rows.run(`INSERT OR IGNORE INTO ${links} (kind, value, commitment) SELECT value ->> 0, value ->> 1, ? FROM json_each(?)`, code, JSON.stringify(all));
  }

  override forget(rows: Rows, stream: string): void {
    rows.run(`DELETE FROM ${links} WHERE commitment IN (SELECT key FROM commitments WHERE stream = ?)`, stream);
    super.forget(rows, stream);
  }

  /** Looks again which commitments of a plan are drafts, after the plan has changed. */
  redraft(rows: Rows, plan: string): void {
    const keys = rows.all<{ key: string }>(
      "SELECT key FROM commitments WHERE (action_plan = ? OR made_in = ?) AND lifecycle IN ('active', 'draft')",
      plan,
      plan,
    );
    for (const { key } of keys) {
      const document = this.get(rows, key);
      const lifecycle = document && living(rows, document);
      if (lifecycle !== document?.lifecycle) this.touch(rows, key, () => ({ lifecycle: lifecycle ?? 'active' }));
    }
  }
}

/** How a commitment stands that is neither suspended nor ended: a draft until its plan is published, be it the one it was made in. */
function living(rows: Rows, { actionPlan, madeIn }: Pick<CommitmentDocument, 'actionPlan' | 'madeIn'>): Lifecycle {
  const isDraft = [actionPlan, madeIn].every((plan) => actionPlans.get(rows, plan)?.isPublished === false);
  return isDraft ? 'draft' : 'active';
}

export const commitments = new Commitments({
  table: 'commitments',
  key: ({ code }) => code,
  columns: {
    champion: ({ champion }) => champion,
    action_plan: ({ actionPlan }) => actionPlan,
    made_in: ({ madeIn }) => madeIn,
    lifecycle: ({ lifecycle }) => lifecycle,
    claimed: ({ claimed }) => claimed,
    due: ({ due }) => (due === null ? null : lastDay(due)),
    recorded_at: ({ recordedAt }) => recordedAt,
  },
  indexed: ['champion', 'action_plan', 'made_in', 'recorded_at'],
});

const changeOne = <T extends { readonly code: string }>(all: readonly T[], code: string, change: (one: T) => Partial<T>): readonly T[] =>
  all.map((one) => (one.code === code ? { ...one, ...change(one) } : one));

const measured = (document: CommitmentDocument, code: string, value: IndicatorDocument['values'][number]) =>
  changeOne(document.indicators, code, ({ values }) => ({ values: [...values, value] }));

export const commitmentsView = view<
  CommitmentEvent | MilestoneEvent | IndicatorEvent | ProgressReportEvent | StatementEvent | ActionPlanEvent | CorrectionEvent | RedactionEvent
>({
  name: 'commitments.v3',
  tables: `${commitments.tables}
    CREATE TABLE ${links} (kind TEXT NOT NULL, value ANY NOT NULL, commitment TEXT NOT NULL, PRIMARY KEY (kind, value, commitment)) STRICT, WITHOUT ROWID;
    CREATE INDEX ${links}_by_commitment ON ${links} (commitment);`,
  forget: (stream, rows) => {
    commitments.forget(rows, stream);
    if (nounIn(stream) === 'actionPlan') commitments.redraft(rows, nameIn(stream));
  },
  on: {
    ...noting(commitments, ofNoun('commitment')),
    CommitmentMade: (event, rows) => {
      const { commitment: code, actionPlan, preparedBy: _, ...facts } = event.facts;
      const language = event.text?.language;
      const title = wordsOf(event.text?.title, language);
      const description = wordsOf(event.text?.description, language);
      commitments.begin(rows, event, {
        ...facts, code, champion: championOf(actionPlan), actionPlan, madeIn: actionPlan, title, description, originalTitle: null, originalDescription: null,
        originalDue: facts.due, dueText: event.text?.dueText ?? null, rewordings: 0, dueRevisions: 0, lifecycle: living(rows, { actionPlan, madeIn: actionPlan }), made: event.effective,
        ended: null, outcome: null, withdrawalReason: null, supersededBy: null, claimed: null, claimedOn: null, reasonCode: null, latestReport: null,
        milestones: [], indicators: [],
      }); // prettier-ignore
      commitments.link(rows, code);
    },
    CommitmentAmended: (event, rows) => {
      const { commitment: code, ...facts } = event.facts;
      const language: Language | undefined = event.text?.language;
      const title = wordsOf(event.text?.title, language);
      const description = wordsOf(event.text?.description, language);
      commitments.change(rows, event, code, (known) => ({
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
      commitments.link(rows, code);
    },
    CommitmentDueDateRevised: (event, rows) =>
      commitments.change(rows, event, event.facts.commitment, ({ dueRevisions }) => ({
        due: event.facts.due,
        dueText: event.text?.dueText ?? null,
        dueRevisions: dueRevisions + 1,
      })),
    CommitmentSuspended: (event, rows) => commitments.change(rows, event, event.facts.commitment, () => ({ lifecycle: 'suspended' })),
    CommitmentResumed: (event, rows) => commitments.change(rows, event, event.facts.commitment, (known) => ({ lifecycle: living(rows, known) })),
    CommitmentWithdrawn: (event, rows) =>
      commitments.change(rows, event, event.facts.commitment, () => ({
        lifecycle: 'withdrawn',
        ended: event.effective,
        withdrawalReason: event.facts.reasonCode,
      })),
    CommitmentSuperseded: (event, rows) =>
      commitments.change(rows, event, event.facts.commitment, () => ({ lifecycle: 'superseded', ended: event.effective, supersededBy: event.facts.by })),
    CommitmentCarriedOver: (event, rows) => {
      const { commitment, actionPlan } = event.facts;
      commitments.change(rows, event, commitment, ({ lifecycle, madeIn }) => ({
        actionPlan,
        champion: championOf(actionPlan),
        lifecycle: lifecycle === 'draft' || lifecycle === 'active' ? living(rows, { actionPlan, madeIn }) : lifecycle,
      }));
    },
    CommitmentConcluded: (event, rows) =>
      commitments.change(rows, event, event.facts.commitment, () => ({ lifecycle: 'concluded', ended: event.effective, outcome: event.facts.outcome })),
    ActionPlanAnnounced: (event, rows) => commitments.redraft(rows, event.facts.actionPlan),
    ActionPlanPublished: (event, rows) => commitments.redraft(rows, event.facts.actionPlan),
    MilestoneAdded: (event, rows) => {
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
      commitments.change(rows, event, commitment, ({ milestones }) => ({ milestones: [...milestones, added] }));
    },
    MilestoneRescheduled: (event, rows) => {
      const { milestone, due } = event.facts;
      commitments.change(rows, event, partOf(milestone).commitment, ({ milestones }) => ({
        milestones: changeOne(milestones, milestone, () => ({ due, dueText: event.text?.dueText ?? null })),
      }));
    },
    MilestoneReached: (event, rows) =>
      commitments.change(rows, event, partOf(event.facts.milestone).commitment, ({ milestones }) => ({
        milestones: changeOne(milestones, event.facts.milestone, () => ({ status: 'reached', settled: event.effective })),
      })),
    MilestoneDropped: (event, rows) =>
      commitments.change(rows, event, partOf(event.facts.milestone).commitment, ({ milestones }) => ({
        milestones: changeOne(milestones, event.facts.milestone, () => ({ status: 'dropped', settled: event.effective })),
      })),
    IndicatorDefined: (event, rows) => {
      const { indicator: code, commitment, unit, baseline, target } = event.facts;
      const defined = { code, name: wordsOf(event.text?.name, event.text?.language), unit, baseline, originalTarget: target, target, values: [] };
      commitments.change(rows, event, commitment, ({ indicators }) => ({ indicators: [...indicators, defined] }));
    },
    IndicatorRevised: (event, rows) => {
      const { indicator, baseline, target } = event.facts;
      commitments.change(rows, event, partOf(indicator).commitment, ({ indicators }) => ({
        indicators: changeOne(indicators, indicator, (known) => ({ baseline: baseline ?? known.baseline, target: target ?? known.target })),
      }));
    },
    IndicatorMeasured: (event, rows) => {
      const { indicator, value, on } = event.facts;
      commitments.change(rows, event, partOf(indicator).commitment, (known) => ({
        indicators: measured(known, indicator, { value, on: on ?? event.effective, report: null, entry: event.entry }),
      }));
    },
    ProgressReported: (event, rows) => {
      const { commitment, report, claimed, reasonCode, measurements } = event.facts;
      if (commitment === null) return;
      commitments.change(rows, event, commitment, (known) => ({
        latestReport: report,
        ...(claimed === null ? {} : { claimed, claimedOn: event.effective, reasonCode }),
        indicators: measurements.reduce(
          (all, { indicator, value, on }) =>
            measured({ ...known, indicators: all }, indicator, { value, on: on ?? event.effective, report, entry: event.entry }),
          known.indicators,
        ),
      }));
    },
    StatementRecorded: (event, rows) => {
      if (event.facts.commitment !== null) commitments.state(rows, event, event.facts.commitment);
    },
  },
});
