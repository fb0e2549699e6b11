import { describe, test } from '@jest/globals';
import {
  AssessCommitment,
  assessment,
  AssessmentReplied,
  ReplyToAssessment,
} from '../../../src/charter/assessment/assessment.js';
import { assessed, made, reported } from '../../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../../support/cqrs/given.js';

const commitment = 'IDC-KENYA-1-C01';
const first = `${commitment}-A1`;
const report = `${commitment}-R1`;
const by = (actor: string) => ({ ...assessed(), actor });

describe('assessing a commitment', () => {
  const assess = (more: object = {}) =>
    commandOf(AssessCommitment, { commitment, found: 'limited', foundReason: 'Two of six.', ...more }, 'assessor');

  test('an assessor judges by a report, with reasons', () => {
    given(assessment, made(commitment), reported(report, { commitment }))
      .when(assess({ report }))
      .then(assessed(first, { judgedReport: report }));
  });

  test('each judgement has its reason, and each reason its judgement', () => {
    const of = (more: object) => given(assessment, made(commitment)).when(assess(more));
    of({ foundReason: null }).thenRefused('REASON_REQUIRED', 'foundReason');
    of({ ambition: 'modest' }).thenRefused('REASON_REQUIRED', 'ambitionReason');
    of({ results: 'none' }).thenRefused('REASON_REQUIRED', 'resultsReason');
    of({ verifiable: false }).thenRefused('REASON_REQUIRED', 'verifiableReason');
    of({ resultsReason: 'None seen.' }).thenRefused('NOTHING_JUDGED', 'results');
    of({ found: null, foundReason: null }).thenRefused('NOTHING_JUDGED', 'found');
  });

  test('the commitment, and the report on it, must be there', () => {
    given(assessment).when(assess()).thenRefused('COMMITMENT_UNKNOWN', 'commitment');
    given(assessment, made(commitment)).when(assess({ report })).thenRefused('REPORT_UNKNOWN', 'report');
  });

  test('the same of the same assessor adds nothing; somebody else says it again', () => {
    given(assessment, made(commitment), by(assess().by.actor)).when(assess()).thenNothing();
    given(assessment, made(commitment), by('another'))
      .when(assess())
      .then(assessed(`${commitment}-A2`));
  });

  test('an assessment is disputed by somebody else', () => {
    given(assessment, made(commitment), by('another'))
      .when(assess({ disputes: first }))
      .then(assessed(`${commitment}-A2`, { disputes: first }));
    given(assessment, made(commitment), by(assess().by.actor))
      .when(assess({ disputes: first }))
      .thenRefused('SAME_ASSESSOR', 'disputes');
    given(assessment, made(commitment))
      .when(assess({ disputes: first }))
      .thenRefused('ASSESSMENT_UNKNOWN', 'disputes');
  });
});

describe('the reply of the champion', () => {
  const reply = (words = 'Three of six.') => commandOf(ReplyToAssessment, { assessment: first, reply: words });
  const replied = (words = 'Three of six.') =>
    AssessmentReplied({ assessment: first }, { language: 'en', reply: words });

  test('is kept beside the assessment, the later one beside the earlier one', () => {
    given(assessment, made(commitment), assessed()).when(reply()).then(replied());
    given(assessment, made(commitment), assessed(), replied()).when(reply('Four.')).then(replied('Four.'));
  });

  test('the same words add nothing', () => {
    given(assessment, made(commitment), assessed(), replied()).when(reply()).thenNothing();
  });

  test('needs an assessment', () => {
    given(assessment, made(commitment)).when(reply()).thenRefused('ASSESSMENT_UNKNOWN', 'assessment');
  });
});

everyRuleIsTested(assessment);
