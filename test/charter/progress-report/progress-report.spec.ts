import { describe, expect, test } from '@jest/globals';
import { CommitmentConcluded } from '../../../src/charter/commitment/commitment.js';
import { progressReport, SubmitProgressReport } from '../../../src/charter/progress-report/progress-report.js';
import { announced, indicator, joined, launched, made, reported } from '../../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../../support/cqrs/given.js';

const code = 'IDC-KENYA-1-C01';
const submit = (more: object) => commandOf(SubmitProgressReport, { language: 'en', ...more }, 'reporter');
const claim = (claimed: string, more: object = {}) => submit({ commitment: code, claimed, ...more });
const claimed = (number: number, word: 'not_started' | 'limited' | 'substantial' | 'complete', more: object = {}) =>
  reported(`${code}-R${number}`, { commitment: code, claimed: word, ...more });

describe('what a report is about', () => {
  test.each([
    { history: [launched()], subject: {}, report: 'IDC-R1' },
    { history: [joined()], subject: { champion: 'kenya' }, report: 'IDC-KENYA-R1' },
    { history: [announced()], subject: { actionPlan: 'IDC-KENYA-1' }, report: 'IDC-KENYA-1-R1' },
    { history: [made()], subject: { commitment: code }, report: `${code}-R1` },
  ])('$report is the first on its subject', ({ history, subject, report }) => {
    given(progressReport, ...history)
      .when(submit({ ...subject, narrative: 'It goes on.' }))
      .then(reported(report, subject, { narrative: 'It goes on.' }));
  });

  test.each([
    { subject: {}, refusal: 'CHARTER_NOT_LAUNCHED', field: undefined },
    { subject: { champion: 'kenya' }, refusal: 'CHAMPION_UNKNOWN', field: 'champion' },
    { subject: { actionPlan: 'IDC-KENYA-1' }, refusal: 'ACTION_PLAN_UNKNOWN', field: 'actionPlan' },
    { subject: { commitment: code }, refusal: 'COMMITMENT_UNKNOWN', field: 'commitment' },
  ])('it must be there: $refusal', ({ subject, refusal, field }) => {
    given(progressReport).when(submit(subject)).thenRefused(refusal, field);
  });

  test('it is one thing', () => {
    given(progressReport, made())
      .when(submit({ commitment: code, actionPlan: 'IDC-KENYA-1' }))
      .thenRefused('SUBJECT_AMBIGUOUS', 'commitment');
    given(progressReport, announced())
      .when(submit({ champion: 'kenya', actionPlan: 'IDC-KENYA-1' }))
      .thenRefused('SUBJECT_AMBIGUOUS', 'commitment');
  });

  test('it may have ended: the last report often comes after the end', () => {
    given(progressReport, made(), CommitmentConcluded({ commitment: code, outcome: 'delivered' }))
      .when(claim('complete'))
      .then(claimed(1, 'complete'));
  });

  test('the language is always said, for most of a report is words', () => {
    expect(() => commandOf(SubmitProgressReport, { commitment: code } as never)).toThrow(
      'language must be one of en, fr, es, ar.',
    );
  });
});

describe('a claim', () => {
  test.each(['not_started', 'limited'] as const)('%s needs a reason', (word) => {
    given(progressReport, made()).when(claim(word)).thenRefused('REASON_REQUIRED', 'reasonCode');
    given(progressReport, made())
      .when(claim(word, { reasonCode: 'lack_of_resources' }))
      .then(claimed(1, word, { reasonCode: 'lack_of_resources' }));
  });

  test.each(['substantial', 'complete'] as const)('%s needs none', (word) => {
    given(progressReport, made()).when(claim(word)).then(claimed(1, word));
  });

  test('a step back needs a reason, also when a report without a claim lies between', () => {
    const between = reported(`${code}-R2`, { commitment: code, round: '2025' });
    given(progressReport, made(), claimed(1, 'complete'), between)
      .when(claim('substantial'))
      .thenRefused('REASON_REQUIRED', 'reasonCode');
    given(progressReport, made(), claimed(1, 'complete'), between)
      .when(claim('substantial', { reasonCode: 'other' }))
      .then(claimed(3, 'substantial', { reasonCode: 'other' }));
  });

  test('a step forward, or the same again in another round, needs none', () => {
    given(progressReport, made(), claimed(1, 'substantial')).when(claim('complete')).then(claimed(2, 'complete'));
    given(progressReport, made(), claimed(1, 'substantial'))
      .when(claim('substantial', { round: '2026' }))
      .then(claimed(2, 'substantial', { round: '2026' }));
  });

  test('a step back is one in the order of the dates, whichever report came first', () => {
    const march = { ...claimed(1, 'complete'), effective: '2026-03' };
    const june = (word: string, more: object = {}) => claim(word, { effective: '2025-06', ...more });
    given(progressReport, made(), march).when(june('substantial')).then(claimed(2, 'substantial'));
    given(progressReport, made(), { ...march, effective: '2025-06' })
      .when(claim('substantial', { effective: '2026-03' }))
      .thenRefused('REASON_REQUIRED', 'reasonCode');
    const less = { ...claimed(1, 'substantial'), effective: '2026-03' };
    given(progressReport, made(), less).when(june('complete')).thenRefused('REASON_REQUIRED', 'reasonCode');
    given(progressReport, made(), less)
      .when(june('complete', { reasonCode: 'other' }))
      .then(claimed(2, 'complete', { reasonCode: 'other' }));
    const explained = { ...claimed(1, 'substantial', { reasonCode: 'other' }), effective: '2026-03' };
    given(progressReport, made(), explained).when(june('complete')).then(claimed(2, 'complete'));
    const between = [
      { ...claimed(1, 'substantial'), effective: '2025' },
      { ...claimed(2, 'complete'), effective: '2026' },
    ];
    given(progressReport, made(), ...between)
      .when(claim('substantial', { effective: '2026-03' }))
      .then(claimed(3, 'substantial'));
  });

  test('it is made for one commitment, never for a whole plan', () => {
    given(progressReport, announced())
      .when(submit({ actionPlan: 'IDC-KENYA-1', claimed: 'complete' }))
      .thenRefused('CLAIM_NEEDS_COMMITMENT', 'commitment');
  });
});

describe('what a report brings along', () => {
  test('measurements are of indicators of its own commitment', () => {
    const measurements = [{ indicator: `${code}-I1`, value: '55', on: '2026' }];
    given(progressReport, made(), indicator())
      .when(submit({ commitment: code, measurements }))
      .then(reported(`${code}-R1`, { commitment: code, measurements }));
    given(progressReport, made())
      .when(submit({ commitment: code, measurements }))
      .thenRefused('INDICATOR_UNKNOWN', 'measurements');
    given(progressReport, announced())
      .when(submit({ actionPlan: 'IDC-KENYA-1', measurements }))
      .thenRefused('INDICATOR_UNKNOWN', 'measurements');
  });

  test('the other commitments it names are there', () => {
    const report = submit({ actionPlan: 'IDC-KENYA-1', concerns: [code, 'IDC-KENYA-1-C02'], relation: 'aggregate' });
    given(progressReport, announced())
      .beside(`commitment-${code}`, made())
      .beside('commitment-IDC-KENYA-1-C02', made('IDC-KENYA-1-C02'))
      .when(report)
      .then(
        reported('IDC-KENYA-1-R1', {
          actionPlan: 'IDC-KENYA-1',
          concerns: [code, 'IDC-KENYA-1-C02'],
          relation: 'aggregate',
        }),
      );
    given(progressReport, announced())
      .beside(`commitment-${code}`, made())
      .when(report)
      .thenRefused('COMMITMENT_UNKNOWN', 'concerns');
  });

  test('titles of evidence are words, all else about it is fact', () => {
    given(progressReport, made())
      .when(
        submit({
          commitment: code,
          language: 'fr',
          evidence: [
            { url: 'https://example.org/a', kind: 'law', language: 'fr', title: 'La loi' },
            { url: 'https://example.org/b' },
          ],
        }),
      )
      .then(
        reported(
          `${code}-R1`,
          {
            commitment: code,
            evidence: [
              { url: 'https://example.org/a', kind: 'law', language: 'fr' },
              { url: 'https://example.org/b', kind: 'web_page', language: null },
            ],
          },
          { language: 'fr', evidenceTitles: ['La loi', null] },
        ),
      );
  });

  test('figures of a group keep the words of their source', () => {
    const statusCounts = {
      unit: 'percent' as const,
      base: 205,
      counts: [{ status: 'completed or green', value: '88.5' }],
    };
    given(progressReport, joined())
      .when(submit({ champion: 'kenya', statusCounts, sourceStatus: 'on track', barriers: ['finance'] }))
      .then(
        reported(
          'IDC-KENYA-R1',
          { champion: 'kenya', statusCounts, barriers: ['finance'] },
          { sourceStatus: 'on track' },
        ),
      );
  });
});

describe('saying it again', () => {
  test('in another year is another report: nothing has changed since', () => {
    const last = { ...claimed(1, 'substantial'), effective: '2025' };
    given(progressReport, made(), last).when(claim('substantial')).then(claimed(2, 'substantial'));
    given(progressReport, made(), last)
      .when(claim('substantial', { effective: '2025' }))
      .thenNothing();
  });

  test('the same report as the last one adds nothing, whatever was recorded of the commitment meanwhile', () => {
    const report = submit({ commitment: code, round: '2026', narrative: 'It goes on.' });
    const first = reported(`${code}-R1`, { commitment: code, round: '2026' }, { narrative: 'It goes on.' });
    given(progressReport, made(), first, indicator()).when(report).thenNothing();
  });

  test('the same as one before the last is a new report', () => {
    given(progressReport, made(), claimed(1, 'substantial'), claimed(2, 'complete'))
      .when(claim('substantial', { reasonCode: 'other' }))
      .then(claimed(3, 'substantial', { reasonCode: 'other' }));
  });

  test('other words make another report', () => {
    given(progressReport, made(), reported(`${code}-R1`, { commitment: code }, { narrative: 'It goes on.' }))
      .when(submit({ commitment: code, narrative: 'It goes well.' }))
      .then(reported(`${code}-R2`, { commitment: code }, { narrative: 'It goes well.' }));
  });
});

everyRuleIsTested(progressReport);
