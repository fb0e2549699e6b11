import { z } from 'zod';
import {
  codeListState,
  ListSlug,
  listStream,
  ListVersion,
  mustBeTerm,
  TermCode,
  versionOf,
  type CodeList,
} from '../../kernel/code-list.js';
import { numbersGiven } from '../../kernel/correction/correction.js';
import { on, presence, related, relatedAll, type Decider } from '../../kernel/decider.js';
import { command, event, type DomainEvent, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { Language, list, maybe, oneOf, WrittenIn } from '../../kernel/values/fields.js';
import { isSame } from '../../kernel/values/same.js';
import { Description, Note } from '../../kernel/values/words.js';
import { exampleState, mustBeOffered, type Example } from '../example/example.js';
import { AssessmentCode, assessmentCode, ExampleSlug, exampleStream, guidelineStream, Reference } from '../names.js';

/** For what the data are to be good enough. */
export const Purpose = oneOf(['reporting', 'planning', 'policy', 'monitoring', 'research', 'advocacy']);

/** How far a criterion is met; criteria that an assessment does not name are not assessed. */
export const Rating = oneOf(['met', 'partly_met', 'not_met', 'not_applicable', 'not_assessed']);

/** Where the data belong, by the last function of the Copenhagen Framework. */
export const Suitability = oneOf(['integrate', 'stand_alone', 'undecided']);

const ratings = list(z.object({ criterion: TermCode, rating: Rating, note: maybe(Description) }), 100).refine(
  (all) => new Set(all.map(({ criterion }) => criterion)).size === all.length,
  'must have each criterion once',
);

export class AssessQuality extends command('AssessQuality', {
  example: ExampleSlug,
  codeList: ListSlug,
  version: ListVersion,
  assessor: OrganisationSlug,
  purpose: Purpose,
  purposeText: maybe(Description),
  ratings,
  suitability: maybe(Suitability),
  language: WrittenIn,
  caveats: maybe(Description),
  wouldRaiseConfidence: maybe(Description),
  recommends: list(Reference, 20),
  note: maybe(Note),
}) {}

export const assessmentCommands = [AssessQuality] as const;
export type AssessmentCommand = AssessQuality;

/** An organisation assessed the quality of the data of an example for one use, criterion by criterion: there is no total. */
export const QualityAssessed = event(
  'QualityAssessed',
  {
    assessment: AssessmentCode,
    example: ExampleSlug,
    codeList: ListSlug,
    version: ListVersion,
    assessor: OrganisationSlug,
    purpose: Purpose,
    ratings: z.array(z.strictObject({ criterion: TermCode, rating: Rating })),
    suitability: Suitability.nullable(),
    recommends: z.array(Reference),
  },
  {
    language: Language,
    purposeText: Description.nullable(),
    ratingNotes: z.array(z.strictObject({ criterion: TermCode, note: Description })),
    caveats: Description.nullable(),
    wouldRaiseConfidence: Description.nullable(),
    note: Note.nullable(),
  },
  { opens: 'assessment' },
);

export const assessmentEvents = [QualityAssessed] as const;
export type AssessmentEvent = EventOf<(typeof assessmentEvents)[number]>;

interface Assessments {
  readonly of: Example;
  readonly contents: readonly unknown[];
  /** How many numbers were given, those of retracted assessments included. */
  readonly given: number;
}

const contentOf = ({ facts: { assessment: _, ...facts }, text }: Pick<AssessmentEvent, 'facts' | 'text'>): unknown => [
  facts,
  text,
];

const contents = on<readonly unknown[], AssessmentEvent>({
  QualityAssessed: (known, event) => [...known, contentOf(event)],
});

interface Others {
  readonly list: CodeList;
  readonly assessor: boolean;
  readonly guidelines: ReadonlyMap<string, boolean>;
}

export const assessment: Decider<AssessmentCommand, Assessments, AssessmentEvent, Others> = {
  events: assessmentEvents,
  stream: ({ data }) => exampleStream(data.example),
  reads: ({ data: { codeList: slug, assessor, recommends } }) => ({
    list: related(listStream(slug), codeListState),
    assessor: knownOrganisation(assessor),
    guidelines: relatedAll(new Map(recommends.map((one) => [one, related(guidelineStream(one), presence)]))),
  }),
  initial: { of: exampleState.initial, contents: [], given: 0 },
  evolve: (known, event: DomainEvent) => ({
    of: exampleState.evolve(known.of, event),
    contents: contents(known.contents, event),
    given: numbersGiven(QualityAssessed)(known.given, event),
  }),
  decide: {
    AssessQuality: (known, { data }, { list: criteria, assessor: isKnown, guidelines }) => {
      const { example, codeList, version, assessor, purpose, suitability, recommends, ...words } = data;
      const { language, purposeText, caveats, wouldRaiseConfidence, note } = words;
      mustBeOffered(known.of, example);
      const terms = versionOf(criteria, data, 'quality_criteria');
      for (const [index, { criterion }] of data.ratings.entries())
        mustBeTerm(terms, criterion, ['ratings', String(index), 'criterion']);
      mustBeKnown(isKnown, assessor, 'assessor');
      for (const [index, slug] of recommends.entries())
        if (guidelines?.get(slug) !== true)
          throw new Refused('GUIDELINE_UNKNOWN', `No guideline has the slug ${slug}.`, ['recommends', String(index)]);
      const ratingNotes = data.ratings.flatMap(({ criterion, note }) => (note === null ? [] : [{ criterion, note }]));
      const isWordless =
        ratingNotes.length === 0 && [purposeText, caveats, wouldRaiseConfidence, note].every((text) => text === null);
      const assessed = QualityAssessed(
        {
          assessment: assessmentCode(example, known.given + 1),
          example,
          codeList,
          version,
          assessor,
          purpose,
          ratings: data.ratings.map(({ criterion, rating }) => ({ criterion, rating })),
          suitability,
          recommends,
        },
        isWordless ? null : { language, purposeText, ratingNotes, caveats, wouldRaiseConfidence, note },
      );
      return known.contents.some((one) => isSame(one, contentOf(assessed))) ? [] : [assessed];
    },
  },
};
