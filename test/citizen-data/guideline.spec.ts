import { expect, test } from '@jest/globals';
import {
  AdoptRecommendation,
  AnswerComment,
  CommentAnswered,
  CommentOnGuideline,
  DraftGuideline,
  EndorseGuideline,
  guideline,
  GuidelineEndorsed,
  GuidelineOpenedForComment,
  GuidelineRevised,
  OpenForComment,
  RecommendationAdopted,
  ReviseGuideline,
} from '../../src/citizen-data/guideline/guideline.js';
import {
  GuidelineBySlug,
  sideBySide,
  type GuidelineDocument,
} from '../../src/citizen-data/guideline/guidelines.view.js';
import { commented, drafted } from '../support/cqrs/citizen-data-examples.js';
import { joined } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';
import { on, Views } from '../support/register/views.js';

const slug = 'quality';
const named = { guideline: slug };
const opened = GuidelineOpenedForComment({ ...named, guidelineVersion: 1, until: null });
const answered = CommentAnswered(
  { comment: 'GL-QUALITY-C1', outcome: 'accepted' },
  { language: 'en', answer: 'Done.' },
);
const revised = (recommendations: readonly string[], guidelineVersion = 2) =>
  GuidelineRevised(
    { ...named, guidelineVersion, document: null, recommendations: recommendations.length },
    { language: 'en', title: null, summary: null, recommendations: [...recommendations], note: null },
  );

test('a guideline is drafted, and then revised version by version', () => {
  const draft = { ...named, title: 'Quality', recommendations: ['One', 'Two'] };
  given(guideline).when(commandOf(DraftGuideline, draft)).then(drafted());
  given(guideline, drafted()).when(commandOf(DraftGuideline, draft)).thenNothing();
  given(guideline, drafted())
    .when(commandOf(DraftGuideline, { ...draft, title: 'Another' }))
    .thenRefused('GUIDELINE_DRAFTED', 'guideline');
  const revise = (recommendations: string[]) => commandOf(ReviseGuideline, { ...named, recommendations });
  given(guideline, drafted())
    .when(revise(['One', 'Three']))
    .then(revised(['One', 'Three']));
  given(guideline, drafted(), revised(['One']))
    .when(revise(['Two']))
    .then(revised(['Two'], 3));
  given(guideline, drafted())
    .when(revise(['One', 'Two']))
    .thenNothing();
  given(guideline)
    .when(revise(['One']))
    .thenRefused('GUIDELINE_UNKNOWN', 'guideline');
});

test('comments are taken while it is open', () => {
  const open = commandOf(OpenForComment, named);
  given(guideline, drafted()).when(open).then(opened);
  given(guideline, drafted(), opened).when(open).thenNothing();
  given(guideline).when(open).thenRefused('GUIDELINE_UNKNOWN', 'guideline');
  const comment = { ...named, organisation: 'kenya', comment: 'Say more.' };
  const on = (...events: Parameters<typeof given>[1][]) =>
    given(guideline, ...events)
      .beside('champion-kenya', joined())
      .when(commandOf(CommentOnGuideline, comment));
  on(drafted(), opened).then(commented());
  on(drafted(), opened, commented()).thenNothing();
  on(drafted()).thenRefused('GUIDELINE_NOT_OPEN', 'guideline');
  on(drafted(), opened, revised(['One'])).thenRefused('GUIDELINE_NOT_OPEN', 'guideline');
  given(guideline, drafted(), opened)
    .beside('champion-kenya', joined())
    .when(commandOf(CommentOnGuideline, { ...comment, recommendation: 3 }))
    .thenRefused('RECOMMENDATION_UNKNOWN', 'recommendation');
});

test('a comment is answered, and then bodies endorse', () => {
  const answer = { comment: 'GL-QUALITY-C1', outcome: 'accepted', answer: 'Done.' } as const;
  given(guideline, drafted(), opened, commented()).when(commandOf(AnswerComment, answer)).then(answered);
  given(guideline, drafted(), opened, commented(), answered).when(commandOf(AnswerComment, answer)).thenNothing();
  given(guideline, drafted()).when(commandOf(AnswerComment, answer)).thenRefused('COMMENT_UNKNOWN', 'comment');
  const endorsed = GuidelineEndorsed({ ...named, guidelineVersion: 1, organisation: 'kenya' });
  const endorse = (...events: Parameters<typeof given>[1][]) =>
    given(guideline, ...events)
      .beside('champion-kenya', joined())
      .when(commandOf(EndorseGuideline, { ...named, organisation: 'kenya' }));
  endorse(drafted()).then(endorsed);
  endorse(drafted(), opened, commented()).thenRefused('COMMENTS_UNANSWERED', 'guideline');
  endorse(drafted(), opened, commented(), answered).then(endorsed);
  endorse(drafted(), endorsed).thenNothing();
  endorse(drafted(), endorsed, revised(['One'])).then(
    GuidelineEndorsed({ ...named, guidelineVersion: 2, organisation: 'kenya' }),
  );
});

test('an organisation adopts a recommendation of the version in force', () => {
  const adopt = commandOf(AdoptRecommendation, { ...named, recommendation: 2, organisation: 'kenya' });
  const adopted = RecommendationAdopted({ ...named, guidelineVersion: 1, recommendation: 2, organisation: 'kenya' });
  given(guideline, drafted()).beside('champion-kenya', joined()).when(adopt).then(adopted);
  given(guideline, drafted(), adopted).beside('champion-kenya', joined()).when(adopt).thenNothing();
  given(guideline, drafted(slug, ['One']))
    .beside('champion-kenya', joined())
    .when(adopt)
    .thenRefused('RECOMMENDATION_UNKNOWN', 'recommendation');
});

everyRuleIsTested(guideline);

test('its status follows from its last version, and two versions stand side by side', async () => {
  const views = await Views.over(on('2020', drafted()));
  const found = async () => (await views.ask(GuidelineBySlug, { slug })) as GuidelineDocument;
  const statuses = [(await found()).status];
  for (const event of [opened, commented(), answered, revised(['One', 'Two reworded', 'Three'])]) {
    await views.tell(on('2021', event));
    statuses.push((await found()).status);
  }
  await views.tell(on('2022', GuidelineEndorsed({ ...named, guidelineVersion: 2, organisation: 'kenya' })));
  statuses.push((await found()).status);
  expect(statuses).toEqual([
    'drafted',
    'open_for_comment',
    'open_for_comment',
    'comments_answered',
    'revised',
    'endorsed',
  ]);
  expect(sideBySide(await found(), 1, 2)).toMatchObject([
    { number: 1, change: 'same' },
    { number: 2, change: 'reworded', before: { text: 'Two' }, after: { text: 'Two reworded' } },
    { number: 3, change: 'added', before: null, after: { text: 'Three' } },
  ]);
  expect(sideBySide(await found(), 2, 1)).toMatchObject([{}, {}, { change: 'removed', after: null }]);
  expect(sideBySide(await found(), 1, 3)).toBeNull();
});
