import { termOf } from '../../kernel/time/deadline.js';
import type { CommitmentDocument } from './commitments.view.js';

/** What a commitment needs so that anybody can check whether it was kept. */
export const ingredients = [
  'actor',
  'action',
  'population',
  'disaggregation',
  'indicator',
  'unit',
  'baseline',
  'target',
  'means',
  'principle',
  'start',
  'end',
] as const;
export type Ingredient = (typeof ingredients)[number];

/** How well a commitment is made, by one version of the method. */
export interface Checkability {
  readonly method: number;
  readonly present: readonly Ingredient[];
  readonly missing: readonly Ingredient[];
  /** Whether progress can be followed: it names an action, an indicator with a target, and an end. */
  readonly isTrackable: boolean;
  readonly isComplete: boolean;
}

interface Method {
  readonly has: Readonly<Record<Ingredient, (commitment: CommitmentDocument) => boolean>>;
  readonly trackable: readonly Ingredient[];
}

const hasEnd = (due: string | null): boolean => due !== null && termOf(due).last !== null;

/**
 * Every version of the method that was ever in force, the first one first: an old figure can be computed again. A rule that changes is a new
 * version.
 */
const methods: readonly Method[] = [
  {
    has: {
      actor: ({ responsible }) => responsible !== null,
      action: ({ title, description }) => title !== null && description !== null,
      population: ({ populations }) => populations.length > 0,
      disaggregation: ({ dimensions }) => dimensions.length > 0,
      indicator: ({ indicators }) => indicators.length > 0,
      unit: ({ indicators }) => indicators.some(({ unit }) => unit !== null),
      baseline: ({ indicators }) => indicators.some(({ baseline }) => baseline !== null && baseline.on !== null),
      target: ({ indicators }) => indicators.some(({ target }) => target !== null),
      means: ({ milestones }) => milestones.length > 0,
      principle: ({ principles }) => principles.length > 0,
      start: ({ start }) => start !== null,
      end: ({ due }) => hasEnd(due),
    },
    trackable: ['action', 'indicator', 'target', 'end'],
  },
];

/** The version of the method that is in force. */
export const presentMethod = methods.length;

/** How well a commitment is made, by a version of the method; undefined where there is no such version. */
export function checkabilityOf(commitment: CommitmentDocument, version = presentMethod): Checkability | undefined {
  const method = methods[version - 1];
  if (method === undefined) return undefined;
  const present = ingredients.filter((one) => method.has[one](commitment));
  return {
    method: version,
    present,
    missing: ingredients.filter((one) => !present.includes(one)),
    isTrackable: method.trackable.every((one) => present.includes(one)),
    isComplete: present.length === ingredients.length,
  };
}
