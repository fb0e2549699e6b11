import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  actionPlanStream,
  championStream,
  charterStream,
  CommitmentCode,
  commitmentCode,
  commitmentStream,
  IndicatorCode,
  indicatorCode,
  MilestoneCode,
  milestoneCode,
  partOf,
  PlanCode,
  planCode,
  PlanLabel,
  reportCode,
  Slug,
  subjectStream,
} from '../../../src/charter/vocabulary/codes.js';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;
const nothing = { champion: null, actionPlan: null, commitment: null };

test.each(['kenya', 'sierra-leone', 'data2x', 'a', '2030-network', 'x'.repeat(40)])('%s can be a slug', (slug) => {
  expect(accepts(Slug, slug)).toBe(true);
});

test.each([
  '',
  'Kenya',
  'sierra--leone',
  '-kenya',
  'kenya-',
  'côte',
  'a b',
  'a_b',
  'network',
  'x'.repeat(41),
  'kenya\n',
])('%j can be no slug', (slug) => {
  expect(accepts(Slug, slug)).toBe(false);
});

test.each(['1', '2024', 'GDS2018', 'C', 'CX1', 'X'.repeat(16)])('%s can be the label of a plan', (label) => {
  expect(accepts(PlanLabel, label)).toBe(true);
});

test.each(['', '1a', 'A-B', 'C1', 'R12', 'M3', 'I4', 'X'.repeat(17)])(
  '%j can be none, for codes built from it would be misread',
  (label) => {
    expect(accepts(PlanLabel, label)).toBe(false);
  },
);

test('codes read as the charter writes them', () => {
  expect(planCode('kenya', '1')).toBe('IDC-KENYA-1');
  expect(planCode(null, '2024')).toBe('IDC-NETWORK-2024');
  expect(commitmentCode('IDC-KENYA-1', 3)).toBe('IDC-KENYA-1-C03');
  expect(commitmentCode('IDC-KENYA-1', 123)).toBe('IDC-KENYA-1-C123');
  expect(milestoneCode('IDC-KENYA-1-C03', 2)).toBe('IDC-KENYA-1-C03-M2');
  expect(indicatorCode('IDC-KENYA-1-C03', 1)).toBe('IDC-KENYA-1-C03-I1');
  expect(reportCode({ ...nothing, commitment: 'IDC-KENYA-1-C03' }, 2)).toBe('IDC-KENYA-1-C03-R2');
  expect(reportCode({ ...nothing, actionPlan: 'IDC-KENYA-1' }, 1)).toBe('IDC-KENYA-1-R1');
  expect(reportCode({ ...nothing, champion: 'sierra-leone' }, 1)).toBe('IDC-SIERRA-LEONE-R1');
  expect(reportCode(nothing, 1)).toBe('IDC-R1');
});

test('a subject stands on the stream of the one thing it names', () => {
  expect(subjectStream({ ...nothing, commitment: 'IDC-KENYA-1-C03' })).toBe(commitmentStream('IDC-KENYA-1-C03'));
  expect(subjectStream({ ...nothing, actionPlan: 'IDC-KENYA-1' })).toBe(actionPlanStream('IDC-KENYA-1'));
  expect(subjectStream({ ...nothing, champion: 'kenya' })).toBe(championStream('kenya'));
  expect(subjectStream(nothing)).toBe(charterStream);
  expect(commitmentStream('IDC-KENYA-1-C03')).toBe('commitment-IDC-KENYA-1-C03');
});

describe('any champion, label and number', () => {
  const slug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}$/).filter((text) => accepts(Slug, text));
  const label = fc.stringMatching(/^[A-Z0-9]{1,16}$/).filter((text) => accepts(PlanLabel, text));
  const number = fc.integer({ min: 1, max: 9999 });

  test('give codes that are codes of their own kind and of no part below it', () => {
    fc.assert(
      fc.property(fc.option(slug), label, number, number, (champion, label, first, second) => {
        const plan = planCode(champion, label);
        const commitment = commitmentCode(plan, first);
        const milestone = milestoneCode(commitment, second);
        const indicator = indicatorCode(commitment, second);
        expect([
          accepts(PlanCode, plan),
          accepts(CommitmentCode, commitment),
          accepts(MilestoneCode, milestone),
          accepts(IndicatorCode, indicator),
        ]).toEqual([true, true, true, true]);
        expect([
          accepts(CommitmentCode, plan),
          accepts(CommitmentCode, milestone),
          accepts(MilestoneCode, indicator),
          accepts(IndicatorCode, milestone),
        ]).toEqual([false, false, false, false]);
        expect(partOf(milestone)).toEqual({ commitment, number: second });
        expect(partOf(indicator)).toEqual({ commitment, number: second });
      }),
    );
  });

  test('never give one code to two plans', () => {
    fc.assert(
      fc.property(fc.option(slug), label, fc.option(slug), label, (one, oneLabel, other, otherLabel) => {
        fc.pre(one !== other || oneLabel !== otherLabel);
        expect(planCode(one, oneLabel)).not.toBe(planCode(other, otherLabel));
      }),
    );
  });
});
