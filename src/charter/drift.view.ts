import type { Language } from '../kernel/fields.js';
import { lastDay } from '../kernel/partial-date.js';
import type { CommitmentDocument } from './commitments.view.js';

interface Words {
  readonly text: string;
  readonly language: Language;
}

/** How far a promise has moved from what was first promised. */
export interface Drift {
  readonly originalTitle: Words | null;
  readonly title: Words | null;
  readonly originalDescription: Words | null;
  readonly description: Words | null;
  /** How often title or description were written anew. */
  readonly rewordings: number;
  readonly originalDue: string | null;
  readonly due: string | null;
  /** How often the due date was moved. */
  readonly dueRevisions: number;
  /** By how many days it was moved altogether, later being more; null where one of the two dates is not known. */
  readonly slippage: number | null;
  readonly milestones: readonly { readonly code: string; readonly originalDue: string | null; readonly due: string | null; readonly slippage: number | null }[];
  readonly targets: readonly {
    readonly indicator: string;
    readonly original: object | null;
    readonly current: object | null;
    readonly change: string | null;
  }[];
}

const dayNumber = (date: string): number => Date.parse(lastDay(date)) / 86_400_000;

/** How far one partial date lies behind another, in days, by the last days they can mean; null where one of the two is not known. */
export const daysBetween = (before: unknown, after: unknown): number | null =>
  typeof before === 'string' && typeof after === 'string' ? dayNumber(after) - dayNumber(before) : null;

const places = 9;

/** A decimal, as long as the log has them, in units of its ninth place. */
function units(decimal: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  return BigInt(`${sign}${whole}${fraction.padEnd(places, '0')}`);
}

/** What one decimal is more than another, exactly. */
export function decimalDifference(less: string, more: string): string {
  const difference = units(more) - units(less);
  const digits = String(difference < 0n ? -difference : difference).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${difference < 0n ? '-' : ''}${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}

export function driftOf(commitment: CommitmentDocument): Drift {
  const { title, description, rewordings, originalDue, due, dueRevisions, milestones, indicators } = commitment;
  return {
    originalTitle: commitment.originalTitle ?? title,
    title,
    originalDescription: commitment.originalDescription ?? description,
    description,
    rewordings,
    originalDue,
    due,
    dueRevisions,
    slippage: daysBetween(originalDue, due),
    milestones: milestones.map((one) => ({ code: one.code, originalDue: one.originalDue, due: one.due, slippage: daysBetween(one.originalDue, one.due) })),
    targets: indicators.map(({ code, originalTarget, target }) => ({
      indicator: code,
      original: originalTarget,
      current: target,
      change: originalTarget === null || target === null ? null : decimalDifference(originalTarget.value, target.value),
    })),
  };
}
