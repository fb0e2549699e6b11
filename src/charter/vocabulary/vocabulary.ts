import { z } from 'zod';
import { line, oneOf } from '../../kernel/values/fields.js';

/** Kinds of organisation that may sign the charter. */
export const ChampionKind = oneOf([
  'government',
  'municipality',
  'multilateral',
  'civil_society',
  'foundation',
  'private_sector',
]);
export type ChampionKind = z.infer<typeof ChampionKind>;

/** What happened on the charter's own way. */
export const CharterStepKind = oneOf([
  'conference',
  'task_team_formed',
  'drafting',
  'launch',
  'widening',
  'pledge',
  'reporting',
  'other',
]);

/** The progress that an assessor found, in ascending order. */
export const Found = oneOf(['no_evidence', 'not_started', 'limited', 'substantial', 'complete']);
export type Found = z.infer<typeof Found>;
/** How far a commitment would change practice. */
export const Ambition = oneOf(['unclear', 'modest', 'substantial']);
/** What a commitment has changed. */
export const Results = oneOf(['worsened', 'none', 'moderate', 'significant']);
/** How a commitment bears on a principle. */
export const Relevance = oneOf(['none', 'indirect', 'direct']);

/** Only `idc_action_plan` is a plan under the charter; the others are promises of the same champion made elsewhere. */
export const ActionPlanKind = oneOf([
  'idc_action_plan',
  'predecessor_plan',
  'successor_plan',
  'national_strategy',
  'peer_initiative_workplan',
  'summit_pledge',
  'commit_to_data_pledge',
  'partner_priorities',
]);

/** What the source calls the promise. */
export const CommitmentKind = oneOf([
  'commitment',
  'priority',
  'implementation_activity',
  'strategy_statement',
  'pledge',
]);

/** The traits by which data are broken down: the eight of the SDG framework, then those that plans use beside them. */
export const Dimension = oneOf([
  'income',
  'sex',
  'age',
  'race',
  'ethnicity',
  'migratory_status',
  'disability',
  'geography',
  'gender',
  'life_cycle',
  'displacement_status',
  'socioeconomic_status',
]);
export type Dimension = z.infer<typeof Dimension>;

export const PrincipleNumber = z.int('must be 1 to 5').min(1, 'must be 1 to 5').max(5, 'must be 1 to 5');

/**
 * Where a commitment stands in its life; `draft` while its plan is announced and not yet published, `unsettled` while nobody has said what became of it
 * when its plan ended.
 */
export const lifecycles = [
  'draft',
  'active',
  'suspended',
  'unsettled',
  'withdrawn',
  'superseded',
  'concluded',
] as const;
export type Lifecycle = (typeof lifecycles)[number];

/** How far a champion says it has come: the claimed axis, in ascending order. */
export const Claimed = oneOf(['not_started', 'limited', 'substantial', 'complete']);
export type Claimed = z.infer<typeof Claimed>;

/** Why a promise is behind: compulsory for the first two claims and for every step back. After Canada's progress form. */
export const ReasonCode = oneOf([
  'change_of_funding',
  'lack_of_resources',
  'shift_in_priorities',
  'delay_in_approvals',
  'depends_on_others',
  'other',
]);

/** What champions name again and again as standing in the way. */
export const Barrier = oneOf(['political_will', 'skills', 'coordination', 'unharmonised_tools', 'finance', 'other']);

/** How far the data of one dimension have come. */
export const DisaggregationState = oneOf(['not_planned', 'planned', 'collected', 'analysed', 'published']);

export const EvidenceKind = oneOf(['document', 'dataset', 'web_page', 'law', 'news', 'other']);

/** How a commitment or a plan ended; `monitoring_ended` says that nobody looks any more, done or not. */
export const Outcome = oneOf([
  'delivered',
  'partly_delivered',
  'not_delivered',
  'dropped',
  'period_ended',
  'monitoring_ended',
  'not_stated',
]);

/** Why a promise or a membership was taken back. */
export const WithdrawalReason = oneOf([
  'change_of_funding',
  'lack_of_resources',
  'shift_in_priorities',
  'done_elsewhere',
  'institution_ended',
  'other',
]);

/** What an indicator is counted in: a word, or a sign such as %. */
export const Unit = line(200, (text) => /^[%‰°\p{Sc}]+$/u.test(text));

/** What stood behind a new name. */
export const RenamingCause = oneOf(['renamed', 'merged', 'reorganised']);

/** What groups of commitments are called whose commitments name no champion, or nothing of the kind. */
export const network = 'network';
export const none = 'none';
