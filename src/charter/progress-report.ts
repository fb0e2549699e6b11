import { z } from 'zod';
import type { CorrectionEvent } from '../kernel/correction.js';
import { glance, on, type Decider } from '../kernel/decider.js';
import { Decimal, Language, list, maybe, oneOf, WebAddress, wholeNumber } from '../kernel/fields.js';
import { command, event, type EventOf } from '../kernel/message.js';
import { PartialDate } from '../kernel/partial-date.js';
import { Refused } from '../kernel/refusal.js';
import { isSame } from '../kernel/same.js';
import { preparedFacts, preparedFields, preparedOf } from '../kernel/signing.js';
import { Period } from './action-plan.js';
import { CommitmentCode, commitmentStream, IndicatorCode, reportCode, subjectCode, subjectStream } from './codes.js';
import { commitment, mustBeMade, type Commitment } from './commitment.js';
import { indicator, type Indicators } from './indicator.js';
import { mustBeThere, subjectFacts, subjectFields, subjects } from './subject.js';
import { Barrier, Claimed, Dimension, DisaggregationState, EvidenceKind, Name, Narrative, Note, ReasonCode, Title, Wording } from './vocabulary.js';

/** How a report bears on the commitments it names: it is about them, about a group they belong to, or somebody judged so. */
const Relation = oneOf(['direct', 'aggregate', 'inferred']);

const Measurement = z.object({ indicator: IndicatorCode, value: Decimal, on: maybe(PartialDate) });
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
    .min(1, 'must hold a figure')
    .max(20, 'must hold at most 20 things'),
});

export class SubmitProgressReport extends command('SubmitProgressReport', {
  ...subjectFields,
  round: maybe(Name), period: maybe(Period),
  claimed: maybe(Claimed), reasonCode: maybe(ReasonCode), sourceStatus: maybe(Wording),
  language: Language, narrative: maybe(Narrative),
  measurements: list(Measurement), barriers: list(Barrier), disaggregation: list(Disaggregation), evidence: list(Evidence),
  concerns: list(CommitmentCode), relation: maybe(Relation), statusCounts: maybe(StatusCounts),
  note: maybe(Note), ...preparedFields,
}) {} // prettier-ignore

export const progressReportCommands = [SubmitProgressReport] as const;
export type ProgressReportCommand = InstanceType<(typeof progressReportCommands)[number]>;

/** A champion, or whoever the source is, told how far a promise, a plan, all of a champion's promises or the network has come. */
export const ProgressReported = event(
  'ProgressReported',
  {
    report: z.string(), ...subjectFacts,
    round: Name.nullable(), period: z.strictObject({ start: PartialDate.nullable(), end: PartialDate.nullable() }).nullable(),
    claimed: Claimed.nullable(), reasonCode: ReasonCode.nullable(),
    measurements: z.array(z.strictObject({ indicator: IndicatorCode, value: Decimal, on: PartialDate.nullable() })),
    barriers: z.array(Barrier),
    disaggregation: z.array(z.strictObject({ dimension: Dimension, state: DisaggregationState })),
    evidence: z.array(z.strictObject({ url: WebAddress, kind: EvidenceKind, language: Language.nullable() })),
    concerns: z.array(CommitmentCode), relation: Relation.nullable(),
    statusCounts: z.strictObject({ unit: z.string(), base: z.int(), counts: z.array(z.strictObject({ status: Name, value: Decimal })) }).nullable(), ...preparedFacts,
  },
  { language: Language, narrative: Narrative.nullable(), sourceStatus: Wording.nullable(), evidenceTitles: z.array(Title.nullable()), note: Note.nullable().optional() },
  { opens: 'report' },
); // prettier-ignore

export const progressReportEvents = [ProgressReported] as const;
export type ProgressReportEvent = EventOf<(typeof progressReportEvents)[number]>;

/** The reports on one subject, with what the rules ask of the subject itself. */
export interface ProgressReports {
  readonly about: (typeof subjects)['initial'];
  readonly indicators: Indicators;
  readonly reports: {
    /** How many codes were given, those of retracted reports included. */
    readonly given: number;
    readonly lastClaimed: Claimed | null;
    /** The last report without its code: who says the same again adds nothing. */
    readonly last: unknown;
  };
}

const claims = Claimed.options;
const isBehind = (claimed: Claimed): boolean => claimed === 'not_started' || claimed === 'limited';

/** A reason is compulsory when a promise is not started or limited, and when it has come less far than was claimed before. */
function reasonIsOwed(claimed: Claimed | null, before: Claimed | null): boolean {
  return claimed !== null && (isBehind(claimed) || (before !== null && claims.indexOf(claimed) < claims.indexOf(before)));
}

const evolveReports = on<ProgressReports['reports'], ProgressReportEvent | CorrectionEvent>({
  EntryRetracted: (reports, { facts }) => (facts.type === ProgressReported.type ? { ...reports, given: reports.given + 1 } : reports),
  ProgressReported: ({ given, lastClaimed }, { facts: { report: _, preparedBy: __, ...facts }, text }) => ({
    given: given + 1,
    lastClaimed: facts.claimed ?? lastClaimed,
    last: [facts, text],
  }),
});

type Concerned = Readonly<Record<string, Commitment>>;

export const progressReport: Decider<ProgressReportCommand, ProgressReports, ProgressReportEvent, Concerned> = {
  events: progressReportEvents,
  stream: ({ data }) => subjectStream(data),
  initial: { about: subjects.initial, indicators: indicator.initial, reports: { given: 0, lastClaimed: null, last: null } },
  evolve: (known, event) => ({
    about: subjects.evolve(known.about, event),
    indicators: indicator.evolve(known.indicators, event),
    reports: evolveReports(known.reports, event),
  }),
  considers: ({ data }) => Object.fromEntries(data.concerns.map((code) => [code, glance(commitmentStream(code), commitment)])),
  decide: {
    SubmitProgressReport: ({ about, indicators, reports }, { data }, concerned) => {
      const { language, narrative, sourceStatus, evidence, note, preparedBy, ...rest } = data;
      mustBeThere(about, data);
      if (data.commitment === null && data.claimed !== null)
        throw new Refused('CLAIM_NEEDS_COMMITMENT', 'How far something has come is claimed for one commitment; name it.', 'commitment');
      if (reasonIsOwed(data.claimed, reports.lastClaimed) && data.reasonCode === null) {
        throw new Refused(
          'REASON_REQUIRED',
          'Say why: a reason code is compulsory when nothing or little is done, and when less is claimed than before.',
          'reasonCode',
        );
      }
      for (const { indicator } of data.measurements) {
        if (!indicators.byCode.has(indicator)) throw new Refused('INDICATOR_UNKNOWN', `${subjectCode(data)} has no indicator ${indicator}.`, 'measurements');
      }
      for (const code of data.concerns) mustBeMade(concerned[code] ?? null, code, 'concerns');
      const facts = { ...rest, ...preparedOf({ preparedBy }), evidence: evidence.map(({ url, kind, language }) => ({ url, kind, language })) };
      const evidenceTitles = evidence.map(({ title }) => title);
      const isWordless = narrative === null && sourceStatus === null && note === null && evidenceTitles.every((title) => title === null);
      const reported = ProgressReported(
        { report: reportCode(data, reports.given + 1), ...facts },
        isWordless ? null : { language, narrative, sourceStatus, evidenceTitles, ...(note === null ? {} : { note }) },
      );
      return isSame(evolveReports(reports, reported).last, reports.last) ? [] : [reported];
    },
  },
};
