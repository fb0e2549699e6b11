import { PublishListVersion, WithdrawListVersion } from '../../src/citizen-data/code-list/list-version.js';
import {
  CategoriseExample,
  JudgeExample,
  PublishExample,
  RetireExample,
  ReviewExample,
  SubmitExample,
  UpdateExample,
} from '../../src/citizen-data/example/example.js';
import { ReplyToExperience, TellExperience, WithdrawExperience } from '../../src/citizen-data/experience/experience.js';
import {
  AdoptRecommendation,
  AnswerComment,
  CommentOnGuideline,
  DraftGuideline,
  EndorseGuideline,
  OpenForComment,
  ReviseGuideline,
} from '../../src/citizen-data/guideline/guideline.js';
import { DraftCard, PublishCard, RetireCard, ReviseCard, WordCard } from '../../src/citizen-data/newcomers/card.js';
import { CheckCourse, ListCourse, RemoveCourse } from '../../src/citizen-data/newcomers/course.js';
import { DescribeMethod, WithdrawMethod } from '../../src/citizen-data/newcomers/method.js';
import { StateReadiness } from '../../src/citizen-data/readiness/readiness.js';
import { AssessQuality } from '../../src/citizen-data/quality/assessment.js';
import { OfferUse, StopUse, UseData, ValidateUse } from '../../src/citizen-data/use/use.js';
import type { Command } from '../../src/kernel/message.js';
import { commandOf } from '../support/cqrs/given.js';

const note = 'As the source puts it.';
const sources = ['https://example.org/source'];
const terms = [
  {
    code: 'volunteer_observation',
    group: 'method',
    rank: 1,
    labels: [
      { language: 'en', label: 'Volunteer observation', basis: 'compiler' },
      { language: 'ar', label: 'مراقبة تطوعية' },
    ],
    sdmxDimension: 'SEX',
    sdmxCode: '_T',
    isSufficient: false,
    isConfirmed: true,
    definition: 'Volunteers write down what they see.',
  },
] as const;
const answers = [{ question: 'what_is_it' as const, answer: 'People draw maps.' }];
const words = {
  method: 'Volunteers log litter.',
  consentNote: 'No persons are concerned.',
  governmentUseNote: 'It reports the indicator with them.',
};
const classes = {
  kind: 'citizen_science',
  participationStep: 4,
  stages: ['collection'],
  sector: 'environment',
  sdgGoals: [14],
  sdgTargets: ['14.1'],
  sdgIndicators: ['14.1.1b'],
  sdgBasis: 'source',
  populations: ['children'],
  countries: ['GHA'],
  organisations: ['kenya'],
  governmentUse: 'official_reporting',
  consent: 'not_needed',
  ownership: 'shared',
} as const;

/** Commands that together state every type of event on citizen data. */
export const citizenDataStory: readonly Command[] = [
  ...(
    [
      ['taxonomy', 'example_taxonomy'],
      ['promising', 'promising_criteria'],
    ] as const
  ).map(([codeList, purpose]) =>
    commandOf(PublishListVersion, {
      codeList,
      version: '2025-03',
      purpose,
      title: 'Categories',
      publishers: ['kenya'],
      document: 'https://example.org/list',
      isComplete: false,
      terms: terms.map((term) => ({ ...term, labels: [...term.labels] })),
      note,
      effective: '2025-03',
      sources,
    }),
  ),
  commandOf(SubmitExample, {
    example: 'marine-litter',
    title: 'Beach litter',
    ...words,
    ...{ ...classes, stages: ['collection'], sdgGoals: [14], sdgTargets: ['14.1'], sdgIndicators: ['14.1.1b'] },
    populations: ['children'],
    countries: ['GHA'],
    organisations: ['kenya'],
    note,
    effective: '2020',
    sources,
  }),
  commandOf(UpdateExample, {
    example: 'marine-litter',
    title: 'Beach litter in statistics',
    method: 'Volunteers log and weigh litter.',
    participationStep: 5,
    countries: ['GHA', 'KEN'],
    note,
  }),
  commandOf(ReviewExample, { example: 'marine-litter', outcome: 'accepted', reviewer: 'kenya', note }),
  commandOf(PublishExample, { example: 'marine-litter', note, effective: '2022' }),
  commandOf(CategoriseExample, {
    example: 'marine-litter',
    codeList: 'taxonomy',
    version: '2025-03',
    terms: ['volunteer_observation'],
    note,
  }),
  commandOf(JudgeExample, {
    example: 'marine-litter',
    codeList: 'promising',
    version: '2025-03',
    verdict: 'promising',
    criteriaMet: ['volunteer_observation'],
    judge: 'kenya',
    note,
    effective: '2023',
  }),
  commandOf(RetireExample, { example: 'marine-litter', reasonCode: 'superseded', note, effective: '2026' }),
  commandOf(TellExperience, {
    organisation: 'kenya',
    sector: 'statistical_office',
    role: 'user',
    example: 'marine-litter',
    title: 'Quality criteria',
    worked: 'Agreed criteria.',
    failed: 'Late metadata.',
    advice: 'Begin with one indicator.',
    note,
    effective: '2023',
  }),
  commandOf(ReplyToExperience, {
    experience: 'XP-KENYA-1',
    organisation: 'fcdo',
    sector: 'government',
    language: 'fr',
    reply: 'De même.',
  }),
  commandOf(WithdrawExperience, { experience: 'XP-KENYA-1', note }),
  commandOf(DraftGuideline, {
    guideline: 'quality',
    title: 'Quality',
    summary: 'How to assess it.',
    document: 'https://example.org/draft',
    recommendations: ['Publish the caveats.', 'Name the assessor.'],
    note,
  }),
  commandOf(OpenForComment, { guideline: 'quality', until: '2026-03', note }),
  commandOf(CommentOnGuideline, {
    guideline: 'quality',
    organisation: 'kenya',
    recommendation: 2,
    comment: 'For which use?',
  }),
  commandOf(AnswerComment, { comment: 'GL-QUALITY-C1', outcome: 'partly_accepted', answer: 'In part.' }),
  commandOf(ReviseGuideline, {
    guideline: 'quality',
    title: 'Quality of data',
    recommendations: ['Publish the caveats.'],
    note,
  }),
  commandOf(EndorseGuideline, { guideline: 'quality', organisation: 'kenya', note }),
  commandOf(AdoptRecommendation, { guideline: 'quality', recommendation: 1, organisation: 'kenya', note }),
  commandOf(WithdrawListVersion, { codeList: 'taxonomy', version: '2025-03', note }),
  commandOf(PublishListVersion, {
    codeList: 'criteria',
    version: '1',
    purpose: 'quality_criteria',
    title: 'Criteria',
    terms: [{ code: 'relevance' }],
  }),
  commandOf(SubmitExample, { example: 'mapping', title: 'Mapping' }),
  commandOf(AssessQuality, {
    example: 'mapping',
    codeList: 'criteria',
    version: '1',
    assessor: 'kenya',
    purpose: 'planning',
    purposeText: 'A county plan.',
    ratings: [{ criterion: 'relevance', rating: 'partly_met', note: 'For two counties.' }],
    suitability: 'stand_alone',
    caveats: 'Two counties only.',
    wouldRaiseConfidence: 'More counties.',
    recommends: ['quality'],
    note,
  }),
  commandOf(OfferUse, { example: 'mapping', organisation: 'kenya', unit: 'Planning', sdgIndicator: '4.1.1', note }),
  commandOf(ValidateUse, { use: 'US-MAPPING-1', document: 'https://example.org/validated', note }),
  commandOf(UseData, { use: 'US-MAPPING-1', purpose: 'planning', document: 'https://example.org/plan', note }),
  commandOf(StopUse, { use: 'US-MAPPING-1', reasonCode: 'replaced', document: null, note }),
  commandOf(StateReadiness, {
    country: 'KEN',
    function: 'standards',
    state: 'in_place',
    assessor: 'kenya',
    document: 'https://example.org/kesqaf',
    note,
  }),
  commandOf(DescribeMethod, {
    method: 'mapping',
    purposes: ['plan'],
    resources: 'low',
    trust: 'medium',
    term: 'volunteer_observation',
    name: 'Mapping',
    summary: 'Residents map.',
    note,
  }),
  commandOf(WithdrawMethod, { method: 'mapping', note }),
  commandOf(DraftCard, { card: 'mapping', method: 'mapping', title: 'Mapping', answers, note }),
  commandOf(WordCard, { card: 'mapping', language: 'fr', title: 'Cartographie', answers, note }),
  commandOf(PublishCard, { card: 'mapping', note }),
  commandOf(ReviseCard, { card: 'mapping', title: 'Maps', answers, note }),
  commandOf(RetireCard, { card: 'mapping', reasonCode: 'replaced', note }),
  commandOf(ListCourse, {
    course: 'copenhagen',
    address: 'https://example.org/course',
    provider: 'kenya',
    providerName: 'Kenya',
    taughtIn: ['en'],
    isFree: true,
    title: 'Understanding the framework',
    summary: 'Six hours.',
    note,
  }),
  commandOf(CheckCourse, { course: 'copenhagen', state: 'moved', address: 'https://example.org/other', note }),
  commandOf(RemoveCourse, { course: 'copenhagen', note }),
];
