import type { z } from 'zod';
import { oneOf } from '../../kernel/values/fields.js';

/** The kinds of citizen data of the Copenhagen Framework. */
export const DataKind = oneOf(['citizen_generated', 'community_driven', 'citizen_science']);

/** The stages of the value chain in which citizens took part; taking part in design or collection is the minimum. */
export const ValueChainStage = oneOf(['design', 'collection', 'analysis', 'use']);

/** How far a government has used the data. */
export const GovernmentUse = oneOf([
  'none',
  'advocacy',
  'research',
  'pilot',
  'planning',
  'service_monitoring',
  'operational_response',
  'official_framework',
  'official_reporting',
  'policy_adoption',
]);

/** Whether those who gave data, or whom they are about, had agreed. */
export const Consent = oneOf(['informed_beforehand', 'implied', 'not_needed', 'not_obtained']);

/** Who owns the data. */
export const Ownership = oneOf(['community', 'organisation', 'government', 'shared', 'public_domain']);

export const ReviewOutcome = oneOf(['accepted', 'changes_requested', 'declined']);
export const Verdict = oneOf(['promising', 'not_promising']);
export const RetirementReason = oneOf(['ended', 'superseded', 'withdrawn_by_owner', 'unreliable', 'other']);

export type Verdict = z.infer<typeof Verdict>;
export type ReviewOutcome = z.infer<typeof ReviewOutcome>;

/** From this step of the participation ladder on, data count as citizen data. */
export const leastSufficientStep = 4;

/** Whether citizens took part sufficiently; null where nobody has assessed it. */
export const isSufficient = (step: number | null): boolean | null =>
  step === null ? null : step >= leastSufficientStep;
