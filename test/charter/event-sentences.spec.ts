import { expect, test } from '@jest/globals';
import { CommitmentDueDateRevised } from '../../src/charter/commitment/commitment.js';
import { MilestoneRescheduled } from '../../src/charter/commitment/milestone.js';
import { composition } from '../../src/contexts.js';

test.each([
  ['2026', 'in 2026'],
  ['2026-04-30', 'in 2026-04-30'],
  ['../2029', 'by 2029'],
  ['2026/2028', 'between 2026 and 2028'],
  ['FY2026-04', 'in the fiscal year that begins in 2026-04'],
  ['ongoing', 'on an ongoing basis'],
  ['2026-04/..', 'on an ongoing basis from 2026-04'],
  ['R/P1Y', 'every year'],
  ['R/P6M/2029', 'every 6 months until 2029'],
  ['R/2026-04/P2W', 'every 2 weeks from 2026-04'],
  ['R/2026-04/P1M/2029-12', 'every month from 2026-04 until 2029-12'],
])('a deadline %s is told as due %s', (due, words) => {
  expect(composition.sentenceOf(CommitmentDueDateRevised({ commitment: 'IDC-KENYA-1-C01', due }))).toBe(
    `It is now due ${words}.`,
  );
  expect(composition.sentenceOf(MilestoneRescheduled({ milestone: 'IDC-KENYA-1-C01-M1', due }))).toBe(
    `Milestone IDC-KENYA-1-C01-M1 is now due ${words}.`,
  );
});
