import type { Sentences } from '../platform/context.js';

/** What the events on citizen data say. */
export const citizenDataSentences: Sentences = {
  ListVersionPublished: ({ codeList, version }) => `Version ${version} of the list ${codeList} was published.`,
  ListVersionWithdrawn: ({ codeList, version }) => `Version ${version} of the list ${codeList} was withdrawn.`,
  ExampleSubmitted: ({ example }) => `The example ${example} was submitted.`,
  ExampleUpdated: () => 'The example was updated.',
  ExampleReviewed: ({ outcome, reviewer }) =>
    `The example was reviewed${reviewer === null ? '' : ` by ${reviewer}`}: ${outcome}.`,
  ExamplePublished: () => 'The example was published.',
  ExampleCategorised: ({ codeList, version }) => `The example was categorised by version ${version} of ${codeList}.`,
  ExampleJudged: ({ verdict, judge }) => `${judge} judged the example ${verdict}.`,
  ExampleRetired: ({ reasonCode }) => `The example was retired (${reasonCode}).`,
};
