import { describe, test } from '@jest/globals';
import { CommitmentConcluded } from '../../../src/charter/commitment/commitment.js';
import {
  DefineIndicator,
  indicator as decider,
  IndicatorMeasured,
  IndicatorRevised,
  MeasureIndicator,
  ReviseIndicator,
} from '../../../src/charter/commitment/indicator.js';
import { indicator, made, milestone, reported } from '../../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given, today } from '../../support/cqrs/given.js';

const commitment = 'IDC-KENYA-1-C01';
const code = `${commitment}-I1`;
const concluded = CommitmentConcluded({ commitment, outcome: 'delivered' });

describe('defining an indicator', () => {
  const define = (more: object = {}) =>
    commandOf(DefineIndicator, {
      commitment,
      name: 'Surveys with the questions',
      unit: 'percent',
      baseline: { value: '10', on: '2024' },
      target: { value: '90', on: '2027' },
      ...more,
    });

  test('each gets the next number, whatever else stands in between', () => {
    given(decider, made()).when(define()).then(indicator());
    given(decider, made(), indicator(), milestone())
      .when(define({ unit: null, baseline: null, target: { value: '0.5' }, language: 'fr' }))
      .then(
        indicator(
          `${commitment}-I2`,
          { unit: null, baseline: null, target: { value: '0.5', on: null } },
          { language: 'fr' },
        ),
      );
  });

  test('the same indicator again adds nothing', () => {
    given(decider, made(), indicator()).when(define()).thenNothing();
  });

  test('the same name and unit with other values is a revision, not another indicator', () => {
    given(decider, made(), indicator())
      .when(define({ target: { value: '95', on: '2027' } }))
      .thenRefused('INDICATOR_ALREADY_DEFINED', 'name');
  });

  test('its commitment must be there and live', () => {
    given(decider).when(define()).thenRefused('COMMITMENT_UNKNOWN', 'commitment');
    given(decider, made(), concluded).when(define()).thenRefused('COMMITMENT_ENDED', 'commitment');
  });
});

describe('revising an indicator', () => {
  const revise = (more: object) => commandOf(ReviseIndicator, { indicator: code, ...more });
  const revised = IndicatorRevised({ indicator: code, baseline: null, target: { value: '80', on: '2028' } });

  test('only what changed is written down', () => {
    given(decider, made(), indicator())
      .when(revise({ baseline: { on: '2024', value: '10' }, target: { value: '80', on: '2028' } }))
      .then(revised);
    given(decider, made(), indicator())
      .when(revise({ baseline: { value: '12', on: '2024' }, note: 'Recounted.' }))
      .then(
        IndicatorRevised(
          { indicator: code, baseline: { value: '12', on: '2024' }, target: null },
          { language: 'en', note: 'Recounted.' },
        ),
      );
  });

  test('the values it has add nothing', () => {
    given(decider, made(), indicator())
      .when(revise({ target: { value: '90', on: '2027' } }))
      .thenNothing();
    given(decider, made(), indicator(), revised)
      .when(revise({ target: { value: '80', on: '2028' } }))
      .thenNothing();
    given(decider, made(), indicator()).when(revise({})).thenNothing();
  });
});

describe('measuring an indicator', () => {
  const measure = (value: string, on: string | null = null) =>
    commandOf(MeasureIndicator, { indicator: code, value, on }, 'reporter');
  const measured = (value: string, on: string | null = null) => IndicatorMeasured({ indicator: code, value, on });

  test('values come one after another, the same one on another day included', () => {
    given(decider, made(), indicator()).when(measure('10.50', '2025')).then(measured('10.50', '2025'));
    given(decider, made(), indicator(), measured('10.50', '2025'))
      .when(measure('10.50', '2026'))
      .then(measured('10.50', '2026'));
    given(decider, made(), indicator(), measured('10.50', '2025'))
      .when(measure('11', '2025'))
      .then(measured('11', '2025'));
  });

  test('a value without a date of its own holds for the day of its event: told twice that day it stands once', () => {
    given(decider, made(), indicator(), measured('10')).when(measure('10.0')).thenNothing();
    given(decider, made(), indicator(), measured('10', today)).when(measure('10')).thenNothing();
    const earlier = { ...measured('10'), effective: '2026-05' };
    given(decider, made(), indicator(), earlier).when(measure('10')).then(measured('10'));
    given(decider, made(), indicator(), earlier).when(measure('10', '2026-05')).thenNothing();
  });

  test('a value that a report has told already adds nothing', () => {
    const report = reported('IDC-KENYA-1-C01-R1', {
      commitment: 'IDC-KENYA-1-C01',
      measurements: [{ indicator: code, value: '10.50', on: '2025' }],
    });
    given(decider, made(), indicator(), report).when(measure('10.5', '2025')).thenNothing();
  });

  test('the same number in other words is no other target', () => {
    given(decider, made(), indicator())
      .when(commandOf(ReviseIndicator, { indicator: code, target: { value: '90.00', on: '2027' } }))
      .thenNothing();
  });

  test('the same value of the same date adds nothing', () => {
    given(decider, made(), indicator(), measured('10.50', '2025'), measured('11', '2025'))
      .when(measure('10.50', '2025'))
      .thenNothing();
  });
});

test.each([
  commandOf(ReviseIndicator, { indicator: code, target: { value: '80' } }),
  commandOf(MeasureIndicator, { indicator: code, value: '1' }),
])('$type needs an indicator that is there, of a commitment that is live', (command) => {
  given(decider).when(command).thenRefused('COMMITMENT_UNKNOWN', 'indicator');
  given(decider, made()).when(command).thenRefused('INDICATOR_UNKNOWN', 'indicator');
  given(decider, made(), indicator(), concluded).when(command).thenRefused('COMMITMENT_ENDED', 'indicator');
});

everyRuleIsTested(decider);
