import { z } from 'zod';
import { numbersGiven } from '../../kernel/correction/correction.js';
import { on, type Decider } from '../../kernel/decider.js';
import { command, event, type DomainEvent, type EventOf, type Recorded } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { Language, list, maybe, WebAddress, WrittenIn } from '../../kernel/values/fields.js';
import { Table } from '../../kernel/values/persistent.js';
import { isSame } from '../../kernel/values/same.js';
import { Narrative, Note, Wording } from '../../kernel/values/words.js';
import { commitment, mustBeMade, type Commitment } from '../commitment/commitment.js';
import { AssessmentCode, assessmentCode, CommitmentCode, commitmentStream, partOf } from '../vocabulary/codes.js';
import { Ambition, Found, PrincipleNumber, Relevance, Results } from '../vocabulary/vocabulary.js';

const ReportCode = z
  .string()
  .max(120, 'must have at most 120 characters')
  .regex(/^IDC(-[A-Z0-9]+)+-R\d{1,4}$/, 'must be the code of a report, such as IDC-KENYA-1-C03-R2');
const Reason = Wording;
const RelevanceFound = z.object({ principle: PrincipleNumber, relevance: Relevance, reason: Reason });
const oncePerPrinciple = (all: readonly { readonly principle: number }[]): boolean =>
  new Set(all.map(({ principle }) => principle)).size === all.length;

export class AssessCommitment extends command('AssessCommitment', {
  commitment: CommitmentCode,
  report: maybe(ReportCode),
  language: WrittenIn,
  found: maybe(Found),
  foundReason: maybe(Reason),
  verifiable: maybe(z.boolean()),
  verifiableReason: maybe(Reason),
  ambition: maybe(Ambition),
  ambitionReason: maybe(Reason),
  results: maybe(Results),
  resultsReason: maybe(Reason),
  relevance: list(RelevanceFound, 5).refine(oncePerPrinciple, 'must name each principle once'),
  evidence: list(WebAddress, 20),
  disputes: maybe(AssessmentCode),
  note: maybe(Note),
}) {}
export class ReplyToAssessment extends command('ReplyToAssessment', {
  assessment: AssessmentCode,
  language: WrittenIn,
  reply: Narrative,
}) {}

export const assessmentCommands = [AssessCommitment, ReplyToAssessment] as const;
export type AssessmentCommand = InstanceType<(typeof assessmentCommands)[number]>;

/**
 * An assessor who does not belong to the champion judged a commitment by a report and by evidence. `disputes` names the assessment, by
 * somebody else, that this one does not agree with.
 */
export const CommitmentAssessed = event(
  'CommitmentAssessed',
  {
    assessment: AssessmentCode,
    commitment: CommitmentCode,
    /** The report that was judged. */
    judgedReport: ReportCode.nullable(),
    found: Found.nullable(),
    verifiable: z.boolean().nullable(),
    ambition: Ambition.nullable(),
    results: Results.nullable(),
    relevance: z.array(z.strictObject({ principle: PrincipleNumber, relevance: Relevance })),
    evidence: z.array(WebAddress),
    disputes: AssessmentCode.nullable(),
  },
  {
    language: Language,
    foundReason: Reason.nullable(),
    verifiableReason: Reason.nullable(),
    ambitionReason: Reason.nullable(),
    resultsReason: Reason.nullable(),
    relevanceReasons: z.array(Reason),
    note: Note.nullable(),
  },
  { opens: 'assessment' },
);
/** The champion replied to an assessment; a later reply takes the place of an earlier one. */
export const AssessmentReplied = event(
  'AssessmentReplied',
  { assessment: AssessmentCode },
  { language: Language, reply: Narrative },
);

export const assessmentEvents = [CommitmentAssessed, AssessmentReplied] as const;
export type AssessmentEvent = EventOf<(typeof assessmentEvents)[number]>;

interface Assessment {
  /** The random id of who judged. */
  readonly assessor: string | null;
  /** All that was judged, without the code. */
  readonly content: unknown;
  readonly reply: unknown;
}

interface Assessments {
  readonly of: Commitment;
  readonly byCode: Table<Assessment>;
  readonly reports: Table<true>;
  readonly given: number;
}

const actorOf = (event: DomainEvent): string | null => (event as Partial<Recorded>).actor ?? null;

const contentOf = ({ facts, text }: Pick<EventOf<typeof CommitmentAssessed>, 'facts' | 'text'>): unknown => [
  { ...facts, assessment: null },
  text,
];

const evolveByCode = on<Table<Assessment>, AssessmentEvent>({
  CommitmentAssessed: (known, event) =>
    known.with(event.facts.assessment, { assessor: actorOf(event), content: contentOf(event), reply: null }),
  AssessmentReplied: (known, { facts: { assessment }, text }) => {
    const found = known.get(assessment);
    return found === undefined ? known : known.with(assessment, { ...found, reply: text });
  },
});

const judged = ['found', 'verifiable', 'ambition', 'results'] as const;

/** Refuses a judgement without a reason, and a reason without a judgement. */
function mustGiveReasons(data: AssessCommitment['data']): void {
  if (judged.every((axis) => data[axis] === null) && data.relevance.length === 0)
    throw new Refused('NOTHING_JUDGED', `Judge at least one of ${judged.join(', ')} or relevance.`, 'found');
  for (const axis of judged) {
    const reason = `${axis}Reason` as const;
    if (data[axis] !== null && data[reason] === null)
      throw new Refused('REASON_REQUIRED', `Give the reason for what you judge of ${axis}.`, reason);
    if (data[axis] === null && data[reason] !== null)
      throw new Refused('NOTHING_JUDGED', `Judge ${axis}, or leave out its reason.`, axis);
  }
}

/** Refuses a dispute with an assessment that is not there, or is the assessor's own. */
function mustBeOfAnother(known: Assessments, disputes: string | null, actor: string): void {
  if (disputes === null) return;
  const disputed = known.byCode.get(disputes);
  if (disputed === undefined)
    throw new Refused('ASSESSMENT_UNKNOWN', `No assessment of it has the code ${disputes}.`, 'disputes');
  if (disputed.assessor === actor)
    throw new Refused('SAME_ASSESSOR', 'Your own assessment is disputed by somebody else, not by you.', 'disputes');
}

export const assessment: Decider<AssessmentCommand, Assessments, AssessmentEvent> = {
  events: assessmentEvents,
  stream: ({ data }) => commitmentStream('commitment' in data ? data.commitment : partOf(data.assessment).commitment),
  initial: { of: commitment.initial, byCode: Table.empty(), reports: Table.empty(), given: 0 },
  evolve: (known, event) => ({
    of: commitment.evolve(known.of, event),
    byCode: evolveByCode(known.byCode, event),
    reports:
      event.type === 'ProgressReported'
        ? known.reports.with((event.facts as { readonly report: string }).report, true)
        : known.reports,
    given: numbersGiven(CommitmentAssessed)(known.given, event),
  }),
  decide: {
    AssessCommitment: (known, { data, by }) => {
      const { commitment: code, report, disputes, evidence, language, note } = data;
      mustBeMade(known.of, code);
      mustGiveReasons(data);
      if (report !== null && !known.reports.has(report))
        throw new Refused('REPORT_UNKNOWN', `No report on ${code} has the code ${report}.`, 'report');
      mustBeOfAnother(known, disputes, by.actor);
      const { found, verifiable, ambition, results, relevance } = data;
      const { foundReason, verifiableReason, ambitionReason, resultsReason } = data;
      const assessed = CommitmentAssessed(
        {
          assessment: assessmentCode(code, known.given + 1),
          commitment: code,
          judgedReport: report,
          found,
          verifiable,
          ambition,
          results,
          relevance: relevance.map(({ principle, relevance }) => ({ principle, relevance })),
          evidence,
          disputes,
        },
        {
          language,
          foundReason,
          verifiableReason,
          ambitionReason,
          resultsReason,
          relevanceReasons: relevance.map(({ reason }) => reason),
          note,
        },
      );
      const content = contentOf(assessed);
      const isSaid = known.byCode.values().some((one) => one.assessor === by.actor && isSame(one.content, content));
      return isSaid ? [] : [assessed];
    },
    ReplyToAssessment: (known, { data: { assessment: code, language, reply } }) => {
      const found = known.byCode.get(code);
      if (found === undefined)
        throw new Refused('ASSESSMENT_UNKNOWN', `No assessment has the code ${code}.`, 'assessment');
      const text = { language, reply };
      return isSame(found.reply, text) ? [] : [AssessmentReplied({ assessment: code }, text)];
    },
  },
};
