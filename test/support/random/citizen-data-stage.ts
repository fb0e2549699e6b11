import type { Input } from '../register/register.js';
import { taxonomyTerms } from '../register/citizen-data-story.js';

type Step = readonly [command: string, input: Input];

/** The types of what commands on citizen data are about. */
export const citizenDataTypes = [
  'CodeList',
  'Example',
  'Experience',
  'Guideline',
  'CountryReadiness',
  'Method',
  'Card',
  'Course',
] as const;

/** Commands on citizen data that need nothing to be there before. */
const first = ['publishListVersion', 'submitExample', 'draftGuideline', 'describeMethod', 'draftCard', 'listCourse'];

/** The names of things of one stage. */
export const citizenDataNames = (number: number, slug: string): Readonly<Record<string, string>> => ({
  codeList: `l${number}`,
  example: `e${number}`,
  reviewer: slug,
  judge: slug,
  experience: `XP-${slug.toUpperCase()}-1`,
  guideline: `u${number}`,
  comment: `GL-U${number}-C1`,
  assessor: slug,
  card: `c${number}`,
  course: `k${number}`,
  provider: slug,
  method: `m${number}`,
  use: `US-E${number}-1`,
});

/** What must be done before a command on citizen data. */
export function citizenDataSteps(mutation: string, number: number): readonly Step[] {
  if (first.includes(mutation)) return [];
  const example = `e${number}`;
  const list = (purpose: string, terms: readonly Input[]): Step => [
    'publishListVersion',
    { codeList: `l${number}`, version: mutation === 'judgeExample' ? '1' : '2025-03', purpose, title: 'A list', terms },
  ];
  const submitted: Step = ['submitExample', { example, title: 'An example' }];
  const guideline = `u${number}`;
  const drafted: Step = [
    'draftGuideline',
    { guideline, title: 'A guideline', recommendations: ['One', 'Two', 'Three'] },
  ];
  const opened: Step = ['openForComment', { guideline }];
  const offered: Step = ['offerUse', { example, organisation: `f${number}` }];
  const told: Step = [
    'tellExperience',
    { organisation: `f${number}`, sector: 'COMMUNITY', role: 'PRODUCER', title: 'Told', advice: 'Ask.' },
  ];
  const cardDrafted: Step = [
    'draftCard',
    { card: `c${number}`, title: 'A card', answers: [{ question: 'WHAT_IS_IT', answer: 'Maps.' }] },
  ];
  const listed: Step = ['listCourse', { course: `k${number}`, address: 'https://example.org/', title: 'A course' }];
  switch (mutation) {
    case 'wordCard':
    case 'publishCard':
    case 'retireCard':
      return [cardDrafted];
    case 'reviseCard':
      return [cardDrafted, ['publishCard', { card: `c${number}` }]];
    case 'checkCourse':
    case 'removeCourse':
      return [listed];
    case 'tellExperience':
      return [submitted];
    case 'replyToExperience':
    case 'withdrawExperience':
      return [told];
    case 'commentOnGuideline':
      return [drafted, opened];
    case 'answerComment':
      return [drafted, opened, ['commentOnGuideline', { guideline, organisation: `f${number}`, comment: 'A comment' }]];
    case 'stateReadiness':
      return [];
    case 'withdrawMethod':
      return [
        [
          'describeMethod',
          { method: `m${number}`, purposes: ['PLAN'], resources: 'LOW', trust: 'LOW', name: 'A method' },
        ],
      ];
    case 'assessQuality':
      return [
        submitted,
        ['draftGuideline', { guideline: 'quality', title: 'A guideline', recommendations: ['One'] }],
        [
          'publishListVersion',
          {
            codeList: `l${number}`,
            version: '2019',
            purpose: 'QUALITY_CRITERIA',
            title: 'A list',
            terms: [{ code: 'relevance' }],
          },
        ],
      ];
    case 'validateUse':
    case 'stopUse':
      return [submitted, offered];
    case 'useData':
      return [submitted, offered, ['validateUse', { use: `US-E${number}-1` }]];
    case 'reviseGuideline':
    case 'openForComment':
    case 'endorseGuideline':
    case 'adoptRecommendation':
      return [drafted];
    case 'withdrawListVersion':
      return [['publishListVersion', { ...list('DIMENSIONS', [])[1], version: '1' }]];
    case 'categoriseExample':
      return [submitted, list('EXAMPLE_TAXONOMY', taxonomyTerms)];
    case 'judgeExample':
      return [submitted, list('PROMISING_CRITERIA', [{ code: 'used_by_government' }])];
    case 'publishExample':
      return [submitted, ['reviewExample', { example, outcome: 'ACCEPTED' }]];
    default:
      return [submitted];
  }
}
