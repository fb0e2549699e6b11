import { expect, test } from '@jest/globals';
import { assessment, AssessQuality, QualityAssessed } from '../../src/citizen-data/quality/assessment.js';
import { drafted, listed, submitted, term } from '../support/cqrs/citizen-data-examples.js';
import { joined } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const input = {
  example: 'uwezo',
  codeList: 'criteria',
  version: '1',
  assessor: 'kenya',
  purpose: 'reporting',
  ratings: [{ criterion: 'relevance', rating: 'met' }],
} as const;
const assessed = (number: number, recommends: string[] = []) =>
  QualityAssessed({
    assessment: `QA-UWEZO-${number}`,
    example: 'uwezo',
    codeList: 'criteria',
    version: '1',
    assessor: 'kenya',
    purpose: 'reporting',
    ratings: [{ criterion: 'relevance', rating: 'met' }],
    suitability: null,
    recommends,
  });
const assess = (more: object = {}) =>
  commandOf(AssessQuality, { ...input, ratings: [{ criterion: 'relevance', rating: 'met' }], ...more });
const start = (...events: Parameters<typeof given>[1][]) =>
  given(assessment, submitted(), ...events)
    .beside('codeList-criteria', listed('criteria', '1', [term('relevance')], 'quality_criteria'))
    .beside('champion-kenya', joined());

test('an organisation assesses an example by a version of criteria, for one use', () => {
  start().when(assess()).then(assessed(1));
  start(assessed(1)).when(assess()).thenNothing();
  start(assessed(1))
    .beside('guideline-quality', drafted())
    .when(assess({ recommends: ['quality'] }))
    .then(assessed(2, ['quality']));
});

test('what it names has to be there', () => {
  start()
    .when(assess({ assessor: 'nobody' }))
    .thenRefused('ORGANISATION_UNKNOWN', 'assessor');
  start()
    .when(assess({ version: '2' }))
    .thenRefused('LIST_VERSION_UNKNOWN', 'version');
  start()
    .when(assess({ recommends: ['nowhere'] }))
    .thenRefused('GUIDELINE_UNKNOWN', ['recommends', '0']);
  start()
    .when(assess({ ratings: [{ criterion: 'beauty', rating: 'met' }] }))
    .thenRefused('TERM_UNKNOWN', ['ratings', '0', 'criterion']);
  given(assessment).when(assess()).thenRefused('EXAMPLE_UNKNOWN', 'example');
});

test('a criterion is rated once', () => {
  const twice = ['met', 'not_met'].map((rating) => ({ criterion: 'relevance', rating }));
  expect(() => assess({ ratings: twice })).toThrow('must have each criterion once');
});

everyRuleIsTested(assessment);
