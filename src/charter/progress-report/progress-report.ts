import { z } from 'zod';
import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { CodeList } from '../../kernel/code-list.js';
import { related, relatedAll, on, type Decider } from '../../kernel/decider.js';
import { Decimal, Language, list, maybe, oneOf, WebAddress, wholeNumber } from '../../kernel/values/fields.js';
import { command, event, type EventOf, type Recorded } from '../../kernel/message.js';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { countsFrom } from '../../kernel/time/timeline.js';
import { Trail } from '../../kernel/values/persistent.js';
import { preparedFacts, preparedFields, preparedOf } from '../../kernel/signing.js';
import { Name, Narrative, Note, Title, Wording } from '../../kernel/values/words.js';
import { Period, PeriodKept } from '../action-plan/action-plan.js';
import {
  CommitmentCode,
  championOf,
  commitmentStream,
  IndicatorCode,
  monitoringRoundStream,
  partOf,
  reportCode,
  subjectCode,
  subjectStream,
  type Subject,
} from '../vocabulary/codes.js';
import { Breakdown, breakdownBy, BreakdownKept, listsOf } from '../inclusion/breakdown.js';
import { commitment, mustBeMade, type Commitment } from '../commitment/commitment.js';
import { monitoringRound, mustTakeReports, type MonitoringRound } from '../monitoring-round/monitoring-round.js';
import { indicator, type Indicators } from '../commitment/indicator.js';
import { mustBeThere, subjectFacts, subjectFields, subjects } from '../statement/subject.js';
import {
  Barrier,
  Claimed,
  Dimension,
  DisaggregationState,
  EvidenceKind,
  ReasonCode,
} from '../vocabulary/vocabulary.js';

/**
 * How a report relates to the commitments it names: it is about them, about a group to which they belong, or
 * someone inferred it.
 */
const Relation = oneOf(['direct', 'aggregate', 'inferred']);

const Measurement = z.object({
  indicator: IndicatorCode,
  value: Decimal,
  on: maybe(PartialDate),
  /** The part of the population that the value is of; left out, everybody. */
  breakdown: maybe(Breakdown),
});
const Disaggregation = z.object({ dimension: Dimension, state: DisaggregationState });
const Evidence = z.object({
  url: WebAddress,
  kind: EvidenceKind.nullish().transform((kind) => kind ?? 'web_page'),
  language: maybe(Language),
  title: maybe(Title),
});
/** Figures of a group: the words are the source's own, and they need not add up to the base. */
const StatusCounts = z.object({
  unit: oneOf(['count', 'percent']),
  base: wholeNumber(0),
  counts: z
    .array(z.object({ status: Name, value: Decimal }))
    .min(1, 'must have at least one figure')
    .max(20, 'must have at most 20 items'),
});

export class SubmitProgressReport extends command('SubmitProgressReport', {
  ...subjectFields,
  round: maybe(Name),
  period: maybe(Period),
  claimed: maybe(Claimed),
  reasonCode: maybe(ReasonCode),
  sourceStatus: maybe(Wording),
  language: Language,
  narrative: maybe(Narrative),
  measurements: list(Measurement),
  barriers: list(Barrier),
  disaggregation: list(Disaggregation),
  evidence: list(Evidence),
  concerns: list(CommitmentCode),
  relation: maybe(Relation),
  statusCounts: maybe(StatusCounts),
  note: maybe(Note),
  ...preparedFields,
}) {}

export const progressReportCommands = [SubmitProgressReport] as const;
export type ProgressReportCommand = InstanceType<(typeof progressReportCommands)[number]>;

/**
 * A champion, or another source, reported the progress of a commitment, a plan, all commitments of a
 * champion, or the network.
 */
export const ProgressReported = event(
  'ProgressReported',
  {
    report: z.string(),
    ...subjectFacts,
    round: Name.nullable(),
    period: PeriodKept.nullable(),
    claimed: Claimed.nullable(),
    reasonCode: ReasonCode.nullable(),
    measurements: z.array(
      z.strictObject({
        indicator: IndicatorCode,
        value: Decimal,
        on: PartialDate.nullable(),
        breakdown: BreakdownKept.nullable().optional(),
      }),
    ),
    barriers: z.array(Barrier),
    disaggregation: z.array(z.strictObject({ dimension: Dimension, state: DisaggregationState })),
    evidence: z.array(z.strictObject({ url: WebAddress, kind: EvidenceKind, language: Language.nullable() })),
    concerns: z.array(CommitmentCode),
    relation: Relation.nullable(),
    statusCounts: z
      .strictObject({
        unit: z.string(),
        base: z.int(),
        counts: z.array(z.strictObject({ status: Name, value: Decimal })),
      })
      .nullable(),
    ...preparedFacts,
  },
  {
    language: Language,
    narrative: Narrative.nullable(),
    sourceStatus: Wording.nullable(),
    evidenceTitles: z.array(Title.nullable()),
    note: Note.nullable().optional(),
  },
  { opens: 'report' },
);

export const progressReportEvents = [ProgressReported] as const;
export type ProgressReportEvent = EventOf<(typeof progressReportEvents)[number]>;

/** How far a report says it has come, and the day from which that counts. */
export interface Claim {
  readonly report: string;
  readonly day: string;
  readonly claimed: Claimed;
  readonly reasonCode: string | null;
}

/** The reports on one subject, with what the rules ask of the subject itself. */
export interface ProgressReports {
  readonly about: (typeof subjects)['initial'];
  readonly indicators: Indicators;
  readonly reports: {
    /** How many codes were given, those of retracted reports included. */
    readonly given: number;
    /** What was claimed, in the order of the days from which it counts. */
    readonly claims: Trail<Claim>;
    /** Every report without its code, with its date: who says the same again, as of the same date, adds nothing. */
    readonly contents: Trail<unknown>;
  };
}

const claims = Claimed.options;
const isBehind = (claimed: Claimed): boolean => claimed === 'not_started' || claimed === 'limited';

const isLess = (claim: Pick<Claim, 'claimed'>, than: Pick<Claim, 'claimed'>): boolean =>
  claims.indexOf(claim.claimed) < claims.indexOf(than.claimed);

/**
 * Whether a claim needs a reason and has none. A reason is compulsory when a promise is not started or limited, and for a step back in the order of the
 * dates, whichever report was recorded first: when the claim is less than that before it, or makes a step back of that after it which has no reason.
 */
export function reasonIsOwed(claim: Omit<Claim, 'report'>, before: Claim | null, after: Claim | null): boolean {
  if (claim.reasonCode !== null) return false;
  return (
    isBehind(claim.claimed) ||
    (before !== null && isLess(claim, before)) ||
    (after !== null && after.reasonCode === null && isLess(after, claim))
  );
}

export const reasonRequired = (field: string | readonly string[]): Refused =>
  new Refused(
    'REASON_REQUIRED',
    'A reason code is required for the claims not started and limited, and whenever less is claimed than at an earlier date.',
    field,
  );

/** The claims by date before and after a day. */
function around(known: Trail<Claim>, day: string): { readonly before: Claim | null; readonly after: Claim | null } {
  let after: Claim | null = null;
  for (const claim of known.toArray().toReversed()) {
    if (claim.day <= day) return { before: claim, after };
    after = claim;
  }
  return { before: null, after };
}

/** What distinguishes one report from another: everything but its code and its preparer. */
const contentOf = (
  { facts: { report: _, preparedBy: __, preparation: ___, ...facts }, text }: ProgressReportEvent,
  effective: string | null,
): unknown => [effective, facts, text];

export const evolveReports = on<ProgressReports['reports'], ProgressReportEvent | CorrectionEvent>({
  EntryRetracted: (reports, { facts }) =>
    facts.type === ProgressReported.type ? { ...reports, given: reports.given + 1 } : reports,
  ProgressReported: ({ given, claims, contents }, event) => {
    const { report, claimed, reasonCode } = event.facts;
    const recorded = event as Recorded<ProgressReportEvent>;
    return {
      given: given + 1,
      claims: claimed === null ? claims : claims.with({ report, day: countsFrom(recorded), claimed, reasonCode }),
      contents: contents.with(contentOf(event, recorded.effective)),
    };
  },
});

export const noReports: ProgressReports['reports'] = { given: 0, claims: Trail.empty(), contents: Trail.empty() };

interface Others {
  readonly concerned: ReadonlyMap<string, Commitment>;
  readonly round: MonitoringRound;
  readonly lists: ReadonlyMap<string, CodeList>;
}

/** The champion that a report speaks for; null for the charter initiative itself. A commitment that was carried over stays with its champion. */
const championOfSubject = ({ champion, actionPlan, commitment }: Subject): string | null =>
  commitment !== null
    ? championOf(partOf(commitment).commitment)
    : actionPlan !== null
      ? championOf(actionPlan)
      : champion;

export const progressReport: Decider<ProgressReportCommand, ProgressReports, ProgressReportEvent, Others> = {
  events: progressReportEvents,
  stream: ({ data }) => subjectStream(data),
  initial: { about: subjects.initial, indicators: indicator.initial, reports: noReports },
  evolve: (known, event) => ({
    about: subjects.evolve(known.about, event),
    indicators: indicator.evolve(known.indicators, event),
    reports: evolveReports(known.reports, event),
  }),
  reads: ({ data: { concerns, round, measurements } }) => ({
    concerned: relatedAll(new Map(concerns.map((code) => [code, related(commitmentStream(code), commitment)]))),
    round: round === null ? null : related(monitoringRoundStream(round), monitoringRound),
    lists: listsOf(measurements.map(({ breakdown }) => breakdown)),
  }),
  decide: {
    SubmitProgressReport: (
      { about, indicators, reports },
      { data, header, by },
      { concerned, round, lists },
      today,
    ) => {
      const { language, narrative, sourceStatus, evidence, note, preparedBy, measurements, ...rest } = data;
      mustBeThere(about, data);
      if (by.origin.kind === 'live') mustTakeReports(round, data.round, championOfSubject(data));
      if (data.commitment === null && data.claimed !== null)
        throw new Refused('CLAIM_NEEDS_COMMITMENT', 'A progress claim must name its commitment.', 'commitment');
      const effective = header.effective ?? (by.origin.kind === 'live' ? today : null);
      if (data.claimed !== null) {
        const day = countsFrom({
          effective,
          origin: { ...by.origin, sources: header.sources, sourceDate: header.sourceDate },
          recordedAt: today,
        });
        const { before, after } = around(reports.claims, day);
        if (reasonIsOwed({ day, claimed: data.claimed, reasonCode: data.reasonCode }, before, after))
          throw reasonRequired('reasonCode');
      }
      for (const { indicator } of data.measurements) {
        if (!indicators.byCode.has(indicator))
          throw new Refused('INDICATOR_UNKNOWN', `${subjectCode(data)} has no indicator ${indicator}.`, 'measurements');
      }
      for (const code of data.concerns) mustBeMade(concerned?.get(code) ?? null, code, 'concerns');
      const facts = {
        ...rest,
        measurements: measurements.map(({ breakdown, ...measured }, index) => ({
          ...measured,
          ...(breakdown === null
            ? {}
            : { breakdown: breakdownBy(breakdown, lists, ['measurements', String(index), 'breakdown']) }),
        })),
        ...preparedOf({ preparedBy }),
        evidence: evidence.map(({ url, kind, language }) => ({ url, kind, language })),
      };
      const evidenceTitles = evidence.map(({ title }) => title);
      const isWordless =
        narrative === null && sourceStatus === null && note === null && evidenceTitles.every((title) => title === null);
      const reported = ProgressReported(
        { report: reportCode(data, reports.given + 1), ...facts },
        isWordless ? null : { language, narrative, sourceStatus, evidenceTitles, ...(note === null ? {} : { note }) },
      );
      const content = contentOf(reported, effective);
      return reports.contents.some((one) => isSame(one, content)) ? [] : [reported];
    },
  },
};
