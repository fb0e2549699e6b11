import type { CorrectionEvent } from '../kernel/correction.js';
import type { RedactionEvent } from '../kernel/redaction.js';
import { sameDecimal } from '../kernel/decimal.js';
import type { Language } from '../kernel/fields.js';
import { dueBy } from '../kernel/deadline.js';
import type { Recorded } from '../kernel/message.js';
import { isSame } from '../kernel/same.js';
import { view, type Rows } from '../platform/read-model/view.js';
import type { ActionPlanEvent } from './action-plan.js';
import { actionPlans } from './action-plans.view.js';
import { championOf, nameIn, nounIn, partOf } from './codes.js';
import type { CommitmentEvent } from './commitment.js';
import { laterWord } from './hearing.js';
import type { IndicatorEvent } from './indicator.js';
import type { MilestoneEvent } from './milestone.js';
import type { ProgressReportEvent } from './progress-report.js';
import { standingOf } from './settlement.js';
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
}

/** The table of what each commitment touches, one row a link. */
export const links = 'commitment_links';

/** The table of the plans that commitments have passed through, beside that which they were made in and the present one. */
const passed = 'commitments_passed';

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
    rows.run(`DELETE FROM ${passed} WHERE commitment IN (SELECT key FROM commitments WHERE stream = ?)`, stream);
    super.forget(rows, stream);
  }

  /** Changes what its own events make of a commitment, and with that how it stands. */
  turn(rows: Rows, event: Recorded, code: string, own: Partial<Own>, more: Partial<CommitmentDocument> = {}): void {
    this.change(rows, event, code, (known) => {
      const isEnded = known.own.lifecycle !== 'active' && known.own.lifecycle !== 'suspended';
      const goesOn = own.lifecycle === 'active' || own.lifecycle === 'suspended';
      const next = { ...known.own, word: laterWord(known.own.word, event), ...(isEnded && goesOn ? {} : own) };
      return { ...more, own: next, ...standingIn(rows, { ...known, own: next }) };
    });
    this.pass(rows, code);
  }

  override change(rows: Rows, event: Recorded, key: string, change: (document: CommitmentDocument) => Partial<CommitmentDocument>): void {
    super.change(rows, event, key, (known) => ({ own: { ...known.own, word: laterWord(known.own.word, event, champions) }, ...change(known) }));
  }

  /** Looks again how the commitments of a plan stand, after the plan has changed. */
  restand(rows: Rows, plan: string): void {
    const keys = rows.all<{ key: string }>(
      `SELECT key FROM commitments WHERE action_plan = ?1 UNION SELECT key FROM commitments WHERE made_in = ?1
       UNION SELECT commitment FROM ${passed} WHERE plan = ?1`,
      plan,
    );
    for (const { key } of keys) {
      const document = this.get(rows, key);
      if (document === undefined) continue;
      const now = standingIn(rows, document);
      if (!isSame(now, pick(document))) this.touch(rows, key, () => now);
      this.pass(rows, key);
    }
  }

  /** Keeps the plans that a commitment has passed through, beside the first and the last of them. */
  private pass(rows: Rows, code: string): void {
    const document = this.get(rows, code);
    const plans = document === undefined ? [] : followed(rows, document).plans.filter((plan) => plan !== document.actionPlan && plan !== document.madeIn);
    rows.run(`DELETE FROM ${passed} WHERE commitment = ?`, code);
    for (const plan of plans) rows.run(`INSERT INTO ${passed} (plan, commitment) VALUES (?, ?)`, plan, code);
  }
}

/** The events by which a champion says something of a commitment; reports count by themselves. */
const champions = /^(Commitment(?!Made)|Milestone|Indicator)/;

type Stands = Pick<CommitmentDocument, 'code' | 'madeIn' | 'own'>;

const followed = (rows: Rows, { code, own }: Stands) => standingOf(code, own.actionPlan, (plan) => actionPlans.get(rows, plan));

const pick = ({ actionPlan, champion, lifecycle, ended, outcome }: CommitmentDocument) => ({ actionPlan, champion, lifecycle, ended, outcome });

/** How a commitment stands: by its own events, and where those have not ended it, by its plans. It is a draft while none of them is published. */
function standingIn(rows: Rows, document: Stands): ReturnType<typeof pick> {
  const { lifecycle, ended, outcome } = document.own;
  const { actionPlan, plans, end } = followed(rows, document);
  const at = (plan: string) => ({ actionPlan: plan, champion: championOf(plan) });
  if (lifecycle !== 'active' && lifecycle !== 'suspended') return { ...at(document.own.actionPlan), lifecycle, ended, outcome };
  if (end === 'unsettled') return { ...at(actionPlan), lifecycle: end, ended, outcome };
  if (end !== null) return { ...at(actionPlan), lifecycle: 'concluded', ended: end.ended, outcome: end.as };
  const isDraft = [...plans, document.madeIn].every((plan) => actionPlans.get(rows, plan)?.isPublished === false);
  return { ...at(actionPlan), lifecycle: lifecycle === 'active' && isDraft ? 'draft' : lifecycle, ended, outcome };
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
    made: ({ made }) => made,
    word: ({ own }) => own.word,
    due: ({ due }) => dueBy(due),
    recorded_at: ({ recordedAt }) => recordedAt,
  },
  indexed: ['champion', 'action_plan', 'made_in', 'recorded_at'],
});

const changeOne = <T extends { readonly code: string }>(all: readonly T[], code: string, change: (one: T) => Partial<T>): readonly T[] =>
  all.map((one) => (one.code === code ? { ...one, ...change(one) } : one));

/** The indicators after a measurement. The same number for the same date stands once, with the report that told it, whichever came first. */
const measured = (document: Pick<CommitmentDocument, 'indicators'>, code: string, value: IndicatorDocument['values'][number]) =>
  changeOne(document.indicators, code, ({ values }) => {
    const same = value.on === null ? undefined : values.find((one) => one.on === value.on && sameDecimal(one.value, value.value));
    if (same === undefined) return { values: [...values, value] };
    return { values: values.map((one) => (one === same ? { ...one, report: one.report ?? value.report } : one)) };
  });

export const commitmentsView = view<
  CommitmentEvent | MilestoneEvent | IndicatorEvent | ProgressReportEvent | StatementEvent | ActionPlanEvent | CorrectionEvent | RedactionEvent
>({
  name: 'commitments.v4',
  tables: `${commitments.tables}
    CREATE TABLE ${links} (kind TEXT NOT NULL, value ANY NOT NULL, commitment TEXT NOT NULL, PRIMARY KEY (kind, value, commitment)) STRICT, WITHOUT ROWID;
    CREATE INDEX ${links}_by_commitment ON ${links} (commitment);
    CREATE TABLE ${passed} (plan TEXT NOT NULL, commitment TEXT NOT NULL, PRIMARY KEY (plan, commitment)) STRICT, WITHOUT ROWID;
    CREATE INDEX ${passed}_by_commitment ON ${passed} (commitment);`,
  forget: (stream, rows) => {
    commitments.forget(rows, stream);
    if (nounIn(stream) === 'actionPlan') commitments.restand(rows, nameIn(stream));
  },
  on: {
    ...noting(commitments, ofNoun('commitment')),
    CommitmentMade: (event, rows) => {
      const { commitment: code, actionPlan, preparedBy: _, preparation: __, ...facts } = event.facts;
      const language = event.text?.language;
      const title = wordsOf(event.text?.title, language);
      const description = wordsOf(event.text?.description, language);
      const own: Own = { actionPlan, lifecycle: 'active', ended: null, outcome: null, word: null };
      commitments.begin(rows, event, {
        ...facts, ...standingIn(rows, { code, madeIn: actionPlan, own }), own, code, madeIn: actionPlan, title, description, originalTitle: null, originalDescription: null,
        originalDue: facts.due, dueText: event.text?.dueText ?? null, rewordings: 0, dueRevisions: 0, made: event.effective, withdrawalReason: null, supersededBy: null, claimed: null, claimedOn: null, reasonCode: null, latestReport: null,
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
      commitments.change(rows, event, event.facts.commitment, ({ originalDue, dueRevisions }) => ({
        originalDue: originalDue ?? event.facts.due,
        due: event.facts.due,
        dueText: event.text?.dueText ?? null,
        dueRevisions: dueRevisions + (originalDue === null ? 0 : 1),
      })),
    CommitmentSuspended: (event, rows) => commitments.turn(rows, event, event.facts.commitment, { lifecycle: 'suspended' }),
    CommitmentResumed: (event, rows) => commitments.turn(rows, event, event.facts.commitment, { lifecycle: 'active' }),
    CommitmentWithdrawn: (event, rows) => {
      const { commitment, reasonCode } = event.facts;
      commitments.turn(rows, event, commitment, { lifecycle: 'withdrawn', ended: event.effective }, { withdrawalReason: reasonCode });
    },
    CommitmentSuperseded: (event, rows) => {
      const { commitment, by } = event.facts;
      commitments.turn(rows, event, commitment, { lifecycle: 'superseded', ended: event.effective }, { supersededBy: by });
    },
    CommitmentCarriedOver: (event, rows) => commitments.turn(rows, event, event.facts.commitment, { actionPlan: event.facts.actionPlan }),
    CommitmentConcluded: (event, rows) => {
      const { commitment, outcome } = event.facts;
      commitments.turn(rows, event, commitment, { lifecycle: 'concluded', ended: event.effective, outcome });
    },
    ActionPlanAnnounced: (event, rows) => commitments.restand(rows, event.facts.actionPlan),
    ActionPlanPublished: (event, rows) => commitments.restand(rows, event.facts.actionPlan),
    ActionPlanSuperseded: (event, rows) => commitments.restand(rows, event.facts.actionPlan),
    ActionPlanConcluded: (event, rows) => commitments.restand(rows, event.facts.actionPlan),
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
        milestones: changeOne(milestones, milestone, ({ originalDue }) => ({ originalDue: originalDue ?? due, due, dueText: event.text?.dueText ?? null })),
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
        indicators: changeOne(indicators, indicator, (known) => ({
          baseline: baseline ?? known.baseline,
          originalTarget: known.originalTarget ?? target,
          target: target ?? known.target,
        })),
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
          (all, { indicator, value, on }) => measured({ indicators: all }, indicator, { value, on: on ?? event.effective, report, entry: event.entry }),
          known.indicators,
        ),
      }));
    },
    StatementRecorded: (event, rows) => {
      if (event.facts.commitment !== null) commitments.state(rows, event, event.facts.commitment);
    },
  },
});
