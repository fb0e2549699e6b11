import { mayHaveBegunBy, type Comparable } from '../platform/read-model/past/comparing.js';
import type { ExampleDocument } from './example/examples.view.js';

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
