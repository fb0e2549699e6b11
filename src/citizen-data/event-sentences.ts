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
  ExperienceTold: ({ organisation, role }) => `${organisation} told an experience as ${role}.`,
  ExperienceReplied: ({ organisation }) => `${organisation} replied to the experience.`,
  ExperienceWithdrawn: () => 'The experience was withdrawn.',
  GuidelineDrafted: ({ guideline, recommendations }) =>
    `The guideline ${guideline} was drafted with ${recommendations} recommendations.`,
  GuidelineRevised: ({ guidelineVersion }) => `Version ${guidelineVersion} of the guideline was written.`,
  GuidelineOpenedForComment: ({ guidelineVersion, until }) =>
    `Version ${guidelineVersion} of the guideline was opened for comment${until === null ? '' : ` until ${until}`}.`,
  GuidelineCommented: ({ organisation, comment }) => `${organisation} commented on the guideline (${comment}).`,
  CommentAnswered: ({ comment, outcome }) => `The comment ${comment} was answered: ${outcome}.`,
  GuidelineEndorsed: ({ organisation, guidelineVersion }) =>
    `${organisation} endorsed version ${guidelineVersion} of the guideline.`,
  RecommendationAdopted: ({ organisation, recommendation }) =>
    `${organisation} adopted recommendation ${recommendation}.`,
  QualityAssessed: ({ assessor, purpose, assessment }) =>
    `${assessor} assessed the quality for ${purpose} (${assessment}).`,
  UseOffered: ({ organisation, use }) => `The data were offered to ${organisation} (${use}).`,
  UseValidated: ({ use }) => `The data were validated for the use ${use}.`,
  DataUsed: ({ use, purpose }) => `The data were used for ${purpose} (${use}).`,
  UseStopped: ({ use, reasonCode }) => `The use ${use} was stopped (${reasonCode}).`,
  ReadinessStated: ({ country, function: what, state }) => `The ${what} of ${country} was stated as ${state}.`,
  MethodDescribed: ({ method }) => `The method ${method} was described.`,
  MethodWithdrawn: () => 'The method was withdrawn.',
  CardDrafted: ({ card, wordedIn }) => `The card ${card} was drafted (${wordedIn}).`,
  CardWorded: ({ cardVersion, wordedIn }) => `Version ${cardVersion} of the card was worded (${wordedIn}).`,
  CardPublished: ({ cardVersion }) => `Version ${cardVersion} of the card was published.`,
  CardRevised: ({ cardVersion, wordedIn }) => `Version ${cardVersion} of the card was begun (${wordedIn}).`,
  CardRetired: ({ reasonCode }) => `The card was retired (${reasonCode}).`,
  CourseListed: ({ course }) => `The course ${course} was listed.`,
  CourseChecked: ({ state }) => `The course was checked: ${state}.`,
  CourseRemoved: () => 'The course was removed.',
};
