import { decimalDifference } from '../../kernel/values/decimal.js';
import type { Language } from '../../kernel/values/fields.js';
import { dueBy } from '../../kernel/time/deadline.js';
import { span, type Span } from '../../kernel/time/partial-date.js';
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
  /** How often the title or description was reworded. */
  readonly rewordings: number;
  readonly originalDue: string | null;
  readonly due: string | null;
  /** How often the due date was moved. */
  readonly dueRevisions: number;
  /** By how many days it was moved altogether, later being more; null where one of the two dates is not known, or is the other one known more precisely. */
  readonly slippage: number | null;
  readonly milestones: readonly {
    readonly code: string;
    readonly originalDue: string | null;
    readonly due: string | null;
    readonly slippage: number | null;
  }[];
  readonly targets: readonly {
    readonly indicator: string;
    readonly original: object | null;
    readonly current: object | null;
    readonly change: string | null;
  }[];
}

const dayNumber = (due: unknown): number | null => {
  const last = typeof due === 'string' ? dueBy(due) : null;
  return last === null ? null : Date.parse(last) / 86_400_000;
};

/** How far one deadline lies behind another, in days, by the days on which all of them is due; null where one is not known or has no end. */
export function daysBetween(before: unknown, after: unknown): number | null {
  const [from, to] = [dayNumber(before), dayNumber(after)];
  return from === null || to === null ? null : to - from;
}

/** Whether two dates are the same, known more or less precisely: one lies within the other. Nothing was moved then. */
export function isMoreOrLessPrecise(before: unknown, after: unknown): boolean {
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  const [one, other] = [span(before), span(after)];
  const isWithin = (inner: Span | null, outer: Span | null): boolean =>
    inner !== null && outer !== null && outer.first <= inner.first && inner.last <= outer.last;
  return isWithin(one, other) || isWithin(other, one);
}

/** By how many days a date was moved; null where it is not known, or where it only became more or less precise. */
const slippageOf = (original: string | null, due: string | null): number | null =>
  original !== due && isMoreOrLessPrecise(original, due) ? null : daysBetween(original, due);

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
    slippage: slippageOf(originalDue, due),
    milestones: milestones.map((one) => ({
      code: one.code,
      originalDue: one.originalDue,
      due: one.due,
      slippage: slippageOf(one.originalDue, one.due),
    })),
    targets: indicators.map(({ code, originalTarget, target }) => ({
      indicator: code,
      original: originalTarget,
      current: target,
      change: originalTarget === null || target === null ? null : decimalDifference(originalTarget.value, target.value),
    })),
  };
}
