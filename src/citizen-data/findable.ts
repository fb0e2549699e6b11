import type { Recorded } from '../kernel/message.js';
import { changed, findable } from '../platform/read-model/search/findables.js';
import type { CodeListEvent } from './code-list/list-version.js';
import type { ExampleEvent } from './example/example.js';
import type { ExperienceEvent } from './experience/experience.js';
import type { GuidelineEvent } from './guideline/guideline.js';
import type { CardEvent } from './newcomers/card.js';
import type { CourseEvent } from './newcomers/course.js';
import type { MethodEvent } from './newcomers/method.js';
import type { AssessmentEvent } from './quality/assessment.js';
import type { UseEvent } from './use/use.js';

/** The words of a card in one language; those of a later version replace those before. */
const wordsOfCard = ({
  facts: { card, wordedIn },
  text,
}: Recorded<Extract<CardEvent, { type: 'CardDrafted' | 'CardWorded' | 'CardRevised' }>>) => ({
  noun: 'card',
  key: card,
  parts: { [wordedIn]: [text?.title, ...(text?.answers ?? []).map(({ answer }) => answer)] },
});

/** The words by which the things of this context are found; replies and comments among them. */
export const citizenDataFindable = findable<
  | CodeListEvent
  | ExampleEvent
  | AssessmentEvent
  | UseEvent
  | ExperienceEvent
  | GuidelineEvent
  | MethodEvent
  | CardEvent
  | CourseEvent
>({
  ListVersionPublished: ({ entry, facts: { codeList, terms }, text }) => ({
    noun: 'codeList',
    key: codeList,
    parts: {
      [entry]: [text?.title],
      [`terms of ${entry}`]: terms.flatMap(({ labels }) => labels.map(({ label }) => label)),
    },
  }),
  ExampleSubmitted: ({ facts: { example, sector }, text }) => ({
    noun: 'example',
    key: example,
    parts: {
      title: [text?.title],
      sector: [sector],
      method: [text?.method],
      use: [text?.governmentUseNote],
      consent: [text?.consentNote],
    },
  }),
  ExampleUpdated: ({ facts: { example, sector }, text }) => ({
    noun: 'example',
    key: example,
    parts: {
      title: changed(text?.title),
      sector: changed(sector),
      method: changed(text?.method),
      use: changed(text?.governmentUseNote),
      consent: changed(text?.consentNote),
    },
  }),
  QualityAssessed: ({ facts: { example, assessment }, text }) => ({
    noun: 'example',
    key: example,
    parts: {
      [assessment]: [
        text?.purposeText,
        text?.caveats,
        text?.wouldRaiseConfidence,
        ...(text?.ratingNotes ?? []).map(({ note }) => note),
      ],
    },
  }),
  UseOffered: ({ facts: { example, use, unit } }) => ({ noun: 'example', key: example, parts: { [use]: [unit] } }),
  ExperienceTold: ({ facts: { experience }, text }) => ({
    noun: 'experience',
    key: experience,
    parts: { title: [text?.title], text: [text?.worked, text?.failed, text?.advice] },
  }),
  ExperienceReplied: ({ entry, facts: { experience }, text }) => ({
    noun: 'experience',
    key: experience,
    parts: { [`reply ${entry}`]: [text?.reply] },
  }),
  GuidelineDrafted: ({ facts: { guideline }, text }) => ({
    noun: 'guideline',
    key: guideline,
    parts: { title: [text?.title], summary: [text?.summary], recommendations: text?.recommendations ?? [] },
  }),
  GuidelineRevised: ({ facts: { guideline }, text }) => ({
    noun: 'guideline',
    key: guideline,
    parts: {
      title: changed(text?.title),
      summary: [text?.summary],
      recommendations: text?.recommendations ?? [],
    },
  }),
  GuidelineCommented: ({ facts: { guideline, comment }, text }) => ({
    noun: 'guideline',
    key: guideline,
    parts: { [`comment ${comment}`]: [text?.comment] },
  }),
  CardDrafted: wordsOfCard,
  CardWorded: wordsOfCard,
  CardRevised: wordsOfCard,
  CourseListed: ({ facts: { course, providerName }, text }) => ({
    noun: 'course',
    key: course,
    parts: { title: [text?.title], summary: [text?.summary], provider: [providerName] },
  }),
  MethodDescribed: ({ facts: { method }, text }) => ({
    noun: 'method',
    key: method,
    parts: { names: [text?.name], summary: [text?.summary] },
  }),
});
