import { describe, expect, test } from '@jest/globals';
import { ListVersionWithdrawn } from '../../src/citizen-data/code-list/list-version.js';
import {
  CategoriseExample,
  example,
  ExampleCategorised,
  ExampleJudged,
  ExamplePublished,
  ExampleRetired,
  ExampleReviewed,
  ExampleUpdated,
  JudgeExample,
  PublishExample,
  RetireExample,
  ReviewExample,
  SubmitExample,
  UpdateExample,
} from '../../src/citizen-data/example/example.js';
import { listed, submitted, term } from '../support/cqrs/citizen-data-examples.js';
import { joined } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const slug = 'uwezo';
const named = { example: slug };
const reviewed = (outcome: 'accepted' | 'declined' | 'changes_requested' = 'accepted') =>
  ExampleReviewed({ ...named, outcome, reviewer: null });
const retired = ExampleRetired({ ...named, reasonCode: 'ended' });
const unchanged = {
  kind: null,
  participationStep: null,
  sdgBasis: null,
  sector: null,
  governmentUse: null,
  consent: null,
  ownership: null,
  stages: null,
  sdgGoals: null,
  sdgTargets: null,
  sdgIndicators: null,
  populations: null,
  countries: null,
  organisations: null,
};

test('an example is submitted under a slug of its own', () => {
  const submit = commandOf(SubmitExample, { ...named, title: 'Example uwezo' });
  given(example).when(submit).then(submitted(slug));
  given(example, submitted(slug)).when(submit).thenNothing();
  given(example, submitted(slug))
    .when(commandOf(SubmitExample, { ...named, title: 'Another' }))
    .thenRefused('EXAMPLE_SUBMITTED', 'example');
  given(example)
    .when(commandOf(SubmitExample, { ...named, title: 'Example uwezo', organisations: ['nobody'] }))
    .thenRefused('ORGANISATION_UNKNOWN', ['organisations', '0']);
});

test.each([
  [{ participationStep: 0 }, 'participationStep'],
  [{ participationStep: 6 }, 'participationStep'],
  [{ countries: ['GER'] }, 'countries.0'],
  [{ sdgTargets: ['3.99'] }, 'sdgTargets.0'],
  [{ sdgIndicators: ['3.8'] }, 'sdgIndicators.0'],
  [{ populations: ['Street Children'] }, 'populations.0'],
])('what is in no list is refused: %j', (more, field) => {
  expect(() => commandOf(SubmitExample, { ...named, title: 'Example', ...more })).toThrow(field);
});

test('an update changes what it says, and is reviewed again before publication', () => {
  const updated = ExampleUpdated({ ...named, ...unchanged, participationStep: 4 });
  const update = commandOf(UpdateExample, { ...named, participationStep: 4 });
  given(example, submitted(slug)).when(update).then(updated);
  given(example, submitted(slug, { participationStep: 4 }))
    .when(update)
    .thenNothing();
  given(example).when(update).thenRefused('EXAMPLE_UNKNOWN', 'example');
  given(example, submitted(slug), retired).when(update).thenRefused('EXAMPLE_RETIRED', 'example');
  given(example, submitted(slug), reviewed(), updated)
    .when(commandOf(PublishExample, named))
    .thenRefused('EXAMPLE_NOT_ACCEPTED', 'example');
  given(example, submitted(slug), reviewed(), ExamplePublished(named), updated)
    .when(commandOf(PublishExample, named))
    .thenNothing();
});

test('a review decides; without acceptance it says why', () => {
  const review = { ...named, outcome: 'accepted', reviewer: 'kenya' } as const;
  given(example, submitted(slug))
    .beside('champion-kenya', joined())
    .when(commandOf(ReviewExample, review))
    .then(ExampleReviewed(review));
  given(example, submitted(slug), ExampleReviewed(review)).when(commandOf(ReviewExample, review)).thenNothing();
  given(example, submitted(slug))
    .when(commandOf(ReviewExample, review))
    .thenRefused('ORGANISATION_UNKNOWN', 'reviewer');
  given(example, submitted(slug))
    .when(commandOf(ReviewExample, { ...named, outcome: 'changes_requested' }))
    .thenRefused('REASON_REQUIRED', 'note');
  given(example, submitted(slug), reviewed(), ExamplePublished(named))
    .when(commandOf(ReviewExample, { ...named, outcome: 'declined', note: 'Late.' }))
    .thenRefused('EXAMPLE_PUBLISHED', 'example');
});

test('only what a review has accepted is published', () => {
  const publish = commandOf(PublishExample, named);
  given(example, submitted(slug), reviewed()).when(publish).then(ExamplePublished(named));
  given(example, submitted(slug), reviewed('declined')).when(publish).thenRefused('EXAMPLE_NOT_ACCEPTED', 'example');
  given(example, submitted(slug), reviewed(), ExamplePublished(named)).when(publish).thenNothing();
});

describe('a version of a list', () => {
  const by = { codeList: 'taxonomy', version: '1' };
  const categorised = ExampleCategorised({ ...named, ...by, terms: [{ code: 'crowdsourcing', group: 'method' }] });
  const categorise = (more: object = {}) =>
    commandOf(CategoriseExample, { ...named, ...by, terms: ['crowdsourcing'], ...more });

  test('gives the categories of an example', () => {
    given(example, submitted(slug)).beside('codeList-taxonomy', listed()).when(categorise()).then(categorised);
    given(example, submitted(slug), categorised).beside('codeList-taxonomy', listed()).when(categorise()).thenNothing();
  });

  test('has to be there, in force, for this purpose, with these codes', () => {
    const start = () => given(example, submitted(slug)).beside('codeList-taxonomy', listed());
    given(example, submitted(slug)).when(categorise()).thenRefused('CODE_LIST_UNKNOWN', 'codeList');
    start()
      .when(categorise({ version: '2' }))
      .thenRefused('LIST_VERSION_UNKNOWN', 'version');
    start()
      .when(categorise({ terms: ['crowdsourced'] }))
      .thenRefused('TERM_UNKNOWN', ['terms', '0']);
    given(example, submitted(slug))
      .beside('codeList-taxonomy', listed(), ListVersionWithdrawn(by))
      .when(categorise())
      .thenRefused('LIST_VERSION_WITHDRAWN', 'version');
    given(example, submitted(slug))
      .beside('codeList-taxonomy', listed('taxonomy', '1', [], 'quality_criteria'))
      .when(categorise())
      .thenRefused('CODE_LIST_PURPOSE', 'codeList');
  });

  test('gives the criteria by which an organisation judges', () => {
    const judgement = { codeList: 'promising', version: '1', verdict: 'promising', judge: 'kenya' } as const;
    const judge = commandOf(JudgeExample, { ...named, ...judgement, criteriaMet: ['repeatable'] });
    const criteria = listed('promising', '1', [term('repeatable')], 'promising_criteria');
    const judged = ExampleJudged({ ...named, ...judgement, criteriaMet: ['repeatable'] });
    given(example, submitted(slug))
      .beside('codeList-promising', criteria)
      .beside('champion-kenya', joined())
      .when(judge)
      .then(judged);
    given(example, submitted(slug), judged)
      .beside('codeList-promising', criteria)
      .beside('champion-kenya', joined())
      .when(judge)
      .thenNothing();
    given(example, submitted(slug))
      .beside('codeList-promising', criteria)
      .when(judge)
      .thenRefused('ORGANISATION_UNKNOWN', 'judge');
  });
});

test('an example is retired once, and nothing more is said of it', () => {
  const retire = commandOf(RetireExample, { ...named, reasonCode: 'ended' });
  given(example, submitted(slug)).when(retire).then(retired);
  given(example, submitted(slug), retired).when(retire).thenNothing();
  given(example).when(retire).thenRefused('EXAMPLE_UNKNOWN', 'example');
});

everyRuleIsTested(example);
