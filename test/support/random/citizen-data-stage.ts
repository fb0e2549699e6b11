import type { Input } from '../register/register.js';
import { taxonomyTerms } from '../register/citizen-data-story.js';

type Step = readonly [command: string, input: Input];

/** The types of what commands on citizen data are about. */
export const citizenDataTypes = ['CodeList', 'Example'] as const;

/** Commands on citizen data that need nothing to be there before but a champion that is also an organisation. */
const first = ['publishListVersion', 'submitExample'];

/** The names of things of one stage. */
export const citizenDataNames = (number: number, slug: string): Readonly<Record<string, string>> => ({
  codeList: `l${number}`,
  example: `e${number}`,
  reviewer: slug,
  judge: slug,
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
  switch (mutation) {
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
