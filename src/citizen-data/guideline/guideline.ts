import { z } from 'zod';
import { numbersGiven } from '../../kernel/correction/correction.js';
import { on, type Decider } from '../../kernel/decider.js';
import { command, event, type DomainEvent, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { Language, maybe, oneOf, WebAddress, wholeNumber, WrittenIn } from '../../kernel/values/fields.js';
import { Table } from '../../kernel/values/persistent.js';
import { isSame } from '../../kernel/values/same.js';
import { Description, Note, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import { CommentCode, commentCode, GuidelineSlug, guidelineStream, slugIn } from '../names.js';

/** What became of a comment. */
export const CommentOutcome = oneOf(['accepted', 'partly_accepted', 'declined']);

const recommendations = z
  .array(Description)
  .min(1, 'must have at least one recommendation')
  .max(100, 'must have at most 100 items');

const version = {
  guideline: GuidelineSlug,
  language: WrittenIn,
  summary: maybe(Description),
  document: maybe(WebAddress),
  recommendations,
  note: maybe(Note),
};

export class DraftGuideline extends command('DraftGuideline', { ...version, title: Title }) {}
export class ReviseGuideline extends command('ReviseGuideline', { ...version, title: maybe(Title) }) {}
export class OpenForComment extends command('OpenForComment', {
  guideline: GuidelineSlug,
  until: maybe(PartialDate),
  ...noteFields,
}) {}
export class CommentOnGuideline extends command('CommentOnGuideline', {
  guideline: GuidelineSlug,
  organisation: OrganisationSlug,
  recommendation: maybe(wholeNumber(1, 100)),
  language: WrittenIn,
  comment: Description,
}) {}
export class AnswerComment extends command('AnswerComment', {
  comment: CommentCode,
  outcome: CommentOutcome,
  language: WrittenIn,
  answer: Description,
}) {}
export class EndorseGuideline extends command('EndorseGuideline', {
  guideline: GuidelineSlug,
  organisation: OrganisationSlug,
  ...noteFields,
}) {}
export class AdoptRecommendation extends command('AdoptRecommendation', {
  guideline: GuidelineSlug,
  recommendation: wholeNumber(1, 100),
  organisation: OrganisationSlug,
  ...noteFields,
}) {}

export const guidelineCommands = [
  DraftGuideline,
  ReviseGuideline,
  OpenForComment,
  CommentOnGuideline,
  AnswerComment,
  EndorseGuideline,
  AdoptRecommendation,
] as const;
export type GuidelineCommand = InstanceType<(typeof guidelineCommands)[number]>;

/** The number of a version, counted from 1: what an entry is about cannot be another version. */
const guidelineVersion = z.int();
const versionFacts = {
  guideline: GuidelineSlug,
  guidelineVersion,
  document: WebAddress.nullable(),
  recommendations: z.int(),
};
const versionText = {
  language: Language,
  summary: Description.nullable(),
  recommendations: z.array(Description),
  note: Note.nullable(),
};

/** A guideline was drafted, with so many numbered recommendations. */
export const GuidelineDrafted = event(
  'GuidelineDrafted',
  versionFacts,
  { ...versionText, title: Title },
  { opens: 'stream' },
);
/** Another version of it was written; a null title leaves it as it was. */
export const GuidelineRevised = event('GuidelineRevised', versionFacts, { ...versionText, title: Title.nullable() });
export const GuidelineOpenedForComment = event(
  'GuidelineOpenedForComment',
  { guideline: GuidelineSlug, guidelineVersion, until: PartialDate.nullable() },
  noteText,
);
export const GuidelineCommented = event(
  'GuidelineCommented',
  {
    comment: CommentCode,
    guideline: GuidelineSlug,
    guidelineVersion,
    organisation: OrganisationSlug,
    recommendation: z.int().nullable(),
  },
  { language: Language, comment: Description },
  { opens: 'comment' },
);
export const CommentAnswered = event(
  'CommentAnswered',
  { comment: CommentCode, outcome: CommentOutcome },
  { language: Language, answer: Description },
);
/** A body endorsed a version of it. */
export const GuidelineEndorsed = event(
  'GuidelineEndorsed',
  { guideline: GuidelineSlug, guidelineVersion, organisation: OrganisationSlug },
  noteText,
);
/** An organisation adopted a recommendation, as a version words it. */
export const RecommendationAdopted = event(
  'RecommendationAdopted',
  { guideline: GuidelineSlug, guidelineVersion, recommendation: z.int(), organisation: OrganisationSlug },
  noteText,
);

export const guidelineEvents = [
  GuidelineDrafted,
  GuidelineRevised,
  GuidelineOpenedForComment,
  GuidelineCommented,
  CommentAnswered,
  GuidelineEndorsed,
  RecommendationAdopted,
] as const;
export type GuidelineEvent = EventOf<(typeof guidelineEvents)[number]>;

interface Comment {
  readonly content: unknown;
  readonly answer: unknown;
}

export interface Guideline {
  /** 0 where there is none. */
  readonly version: number;
  readonly title: string | undefined;
  readonly content: unknown;
  readonly recommendations: number;
  readonly isOpen: boolean;
  readonly until: string | null;
  readonly comments: Table<Comment>;
  readonly given: number;
  /** Who endorsed or adopted what, in which version. */
  readonly endorsed: ReadonlySet<string>;
}

const contentOf = (document: string | null, text: object | null): unknown => {
  const { title: _, note: __, ...words } = { title: null, note: null, ...text };
  return [document, words];
};

const evolve = on<Guideline, GuidelineEvent>({
  GuidelineDrafted: (known, { facts, text }) => ({
    ...known,
    version: facts.guidelineVersion,
    title: text?.title,
    content: contentOf(facts.document, text),
    recommendations: facts.recommendations,
  }),
  GuidelineRevised: (known, { facts, text }) => ({
    ...known,
    version: Math.max(known.version, facts.guidelineVersion),
    title: text?.title ?? known.title,
    content: contentOf(facts.document, text),
    recommendations: facts.recommendations,
    isOpen: false,
    until: null,
  }),
  GuidelineOpenedForComment: (known, { facts: { until } }) => ({ ...known, isOpen: true, until }),
  GuidelineCommented: (known, { facts, text }) => ({
    ...known,
    comments: known.comments.with(facts.comment, {
      content: [facts.organisation, facts.recommendation, facts.guidelineVersion, text?.comment],
      answer: null,
    }),
  }),
  CommentAnswered: (known, { facts: { comment, outcome }, text }) => {
    const found = known.comments.get(comment);
    return found === undefined
      ? known
      : { ...known, comments: known.comments.with(comment, { ...found, answer: [outcome, text?.answer] }) };
  },
  GuidelineEndorsed: (known, { facts: { organisation, guidelineVersion } }) => ({
    ...known,
    endorsed: new Set([...known.endorsed, `${organisation}/${guidelineVersion}`]),
  }),
  RecommendationAdopted: (known, { facts: { organisation, guidelineVersion, recommendation } }) => ({
    ...known,
    endorsed: new Set([...known.endorsed, `${organisation}/${guidelineVersion}/${recommendation}`]),
  }),
});

/** Refuses a guideline that is not there. */
function mustBeDrafted({ version }: Guideline, slug: string, field = 'guideline'): void {
  if (version === 0) throw new Refused('GUIDELINE_UNKNOWN', `No guideline has the slug ${slug}.`, field);
}

/** Refuses a recommendation that the present version does not have. */
function mustHave({ version, recommendations: most }: Guideline, number: number | null): void {
  if (number !== null && number > most)
    throw new Refused(
      'RECOMMENDATION_UNKNOWN',
      `Version ${version} has recommendations 1 to ${most}.`,
      'recommendation',
    );
}

export const guideline: Decider<GuidelineCommand, Guideline, GuidelineEvent, { organisation: boolean }> = {
  events: guidelineEvents,
  stream: ({ data }) =>
    guidelineStream('comment' in data && !('guideline' in data) ? slugIn(data.comment) : data.guideline),
  reads: ({ data }) => ({
    organisation: 'organisation' in data ? knownOrganisation(data.organisation) : null,
  }),
  initial: {
    version: 0,
    title: undefined,
    content: null,
    recommendations: 0,
    isOpen: false,
    until: null,
    comments: Table.empty(),
    given: 0,
    endorsed: new Set(),
  },
  evolve: (known, event: DomainEvent) => ({
    ...evolve(known, event),
    given: numbersGiven(GuidelineCommented)(known.given, event),
  }),
  decide: {
    DraftGuideline: (known, { data }) => {
      const { guideline: slug, document, ...text } = data;
      const facts = { guideline: slug, guidelineVersion: 1, document, recommendations: data.recommendations.length };
      if (known.version !== 0 && known.title === data.title && isSame(known.content, contentOf(document, text)))
        return [];
      if (known.version !== 0)
        throw new Refused(
          'GUIDELINE_DRAFTED',
          `The slug ${slug} belongs to another guideline. Revise it, or choose another slug.`,
          'guideline',
        );
      return [GuidelineDrafted(facts, text)];
    },
    ReviseGuideline: (known, { data }) => {
      const { guideline: slug, document, ...text } = data;
      mustBeDrafted(known, slug);
      const isSameTitle = data.title === null || data.title === known.title;
      if (isSameTitle && isSame(known.content, contentOf(document, text))) return [];
      const number = known.version + 1;
      const facts = {
        guideline: slug,
        guidelineVersion: number,
        document,
        recommendations: data.recommendations.length,
      };
      return [GuidelineRevised(facts, { ...text, title: isSameTitle ? null : data.title })];
    },
    OpenForComment: (known, { data }) => {
      const { guideline: slug, until } = data;
      mustBeDrafted(known, slug);
      if (known.isOpen && known.until === until) return [];
      return [GuidelineOpenedForComment({ guideline: slug, guidelineVersion: known.version, until }, noteOf(data))];
    },
    CommentOnGuideline: (known, { data }, { organisation: isKnown }) => {
      const { guideline: slug, organisation, recommendation, language, comment } = data;
      mustBeDrafted(known, slug);
      mustBeKnown(isKnown, organisation);
      mustHave(known, recommendation);
      const content = [organisation, recommendation, known.version, comment];
      if (known.comments.values().some((one) => isSame(one.content, content))) return [];
      if (!known.isOpen)
        throw new Refused('GUIDELINE_NOT_OPEN', `The guideline ${slug} is not open for comment.`, 'guideline');
      return [
        GuidelineCommented(
          {
            comment: commentCode(slug, known.given + 1),
            guideline: slug,
            guidelineVersion: known.version,
            organisation,
            recommendation,
          },
          { language, comment },
        ),
      ];
    },
    AnswerComment: (known, { data: { comment, outcome, language, answer } }) => {
      const found = known.comments.get(comment);
      if (found === undefined) throw new Refused('COMMENT_UNKNOWN', `No comment has the code ${comment}.`, 'comment');
      return isSame(found.answer, [outcome, answer])
        ? []
        : [CommentAnswered({ comment, outcome }, { language, answer })];
    },
    EndorseGuideline: (known, { data }, { organisation: isKnown }) => {
      const { guideline: slug, organisation } = data;
      mustBeDrafted(known, slug);
      mustBeKnown(isKnown, organisation);
      if (known.endorsed.has(`${organisation}/${known.version}`)) return [];
      if (known.comments.values().some(({ answer }) => answer === null))
        throw new Refused(
          'COMMENTS_UNANSWERED',
          `The guideline ${slug} has comments without an answer: answer them first.`,
          'guideline',
        );
      return [GuidelineEndorsed({ guideline: slug, guidelineVersion: known.version, organisation }, noteOf(data))];
    },
    AdoptRecommendation: (known, { data }, { organisation: isKnown }) => {
      const { guideline: slug, recommendation, organisation } = data;
      mustBeDrafted(known, slug);
      mustBeKnown(isKnown, organisation);
      mustHave(known, recommendation);
      if (known.endorsed.has(`${organisation}/${known.version}/${recommendation}`)) return [];
      const facts = { guideline: slug, guidelineVersion: known.version, recommendation, organisation };
      return [RecommendationAdopted(facts, noteOf(data))];
    },
  },
};
