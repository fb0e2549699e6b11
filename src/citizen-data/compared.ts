import { mayHaveBegunBy, type Comparable } from '../platform/read-model/past/comparing.js';
import type { ExampleDocument } from './example/examples.view.js';
import type { GuidelineDocument } from './guideline/guidelines.view.js';

export const comparedCodeList: Comparable = { table: 'code_lists' };

/** When an example came to where it stands. */
const standsSince = ({ status, submitted, reviews, published, retired }: ExampleDocument): string | null =>
  ({ submitted, reviewed: reviews.at(-1)?.on ?? null, published, retired })[status];

export const comparedExample: Comparable = {
  table: 'examples',
  derived: ['updates', 'submitted', 'published', 'retired'],
  behind: [
    [/^status/, /^Example(Submitted|Updated|Reviewed|Published|Retired)$/],
    [/^reviews/, /^ExampleReviewed$/],
    [/^categories/, /^ExampleCategorised$/],
    [/^judgements/, /^ExampleJudged$/],
    [/^assessments/, /^QualityAssessed$/],
    [/^uses/, /^(Use(Offered|Validated|Stopped)|DataUsed)$/],
  ],
  kindOf: ({ field }) => (field === 'status' ? { kind: 'lifecycle_changed' } : undefined),
  mayHaveHeldBy: ({ field }, document: ExampleDocument, day) =>
    field === 'status' && mayHaveBegunBy(day, standsSince(document)),
  figures: [
    {
      column: 'status',
      words: ['submitted', 'reviewed', 'published', 'retired'],
      mayHaveHeldBy: (document: ExampleDocument, day) => mayHaveBegunBy(day, standsSince(document)),
    },
  ],
};

const lifecycle = ({ field }: { readonly field: string }) =>
  field === 'status' ? ({ kind: 'lifecycle_changed' } as const) : undefined;

export const comparedExperience: Comparable = {
  table: 'experiences',
  behind: [[/^replies/, /^ExperienceReplied$/]],
  kindOf: lifecycle,
};

/** The day of the last thing that happened to the last version of a guideline. */
const movedOn = ({ versions, comments }: GuidelineDocument): string | null => {
  const last = versions.at(-1);
  const answered = comments.filter(({ version }) => version === last?.number).map(({ answered }) => answered);
  return last?.endorsements.at(-1)?.on ?? answered.at(-1) ?? last?.openedForComment ?? last?.written ?? null;
};

export const comparedGuideline: Comparable = {
  table: 'guidelines',
  behind: [
    [/^comments/, /^(GuidelineCommented|CommentAnswered)$/],
    [/^adoptions/, /^RecommendationAdopted$/],
    [/^title/, /^Guideline(Drafted|Revised)$/],
  ],
  kindOf: lifecycle,
  mayHaveHeldBy: ({ field }, document: GuidelineDocument, day) =>
    field === 'status' && mayHaveBegunBy(day, movedOn(document)),
};

export const comparedReadiness: Comparable = { table: 'country_readiness' };
export const comparedMethod: Comparable = { table: 'methods', kindOf: lifecycle };
export const comparedCard: Comparable = {
  table: 'cards',
  behind: [[/^versions/, /^Card(Drafted|Worded|Revised|Published)$/]],
  kindOf: lifecycle,
};
export const comparedCourse: Comparable = {
  table: 'courses',
  behind: [[/^(state|lastChecked)/, /^CourseChecked$/]],
  kindOf: lifecycle,
};
