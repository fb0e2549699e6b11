import { decimalDifference, sameDecimal } from '../../../kernel/values/decimal.js';
import type { Recorded } from '../../../kernel/message.js';
import { isSame } from '../../../kernel/values/same.js';
import { spanOf } from '../../../kernel/time/partial-date.js';
import type { Stamp } from '../documents.js';
import type { Basis } from '../read-model.js';
import { differences, type FieldChange } from './chronicle.js';

export type ChangeKind =
  | 'appeared'
  | 'became_known'
  | 'disappeared'
  | 'status_up'
  | 'status_down'
  | 'lifecycle_changed'
  | 'withdrawn'
  | 'due_moved'
  | 'target_raised'
  | 'target_lowered'
  | 'reworded'
  | 'evidence_added'
  | 'evidence_removed'
  | 'newly_silent'
  | 'changed';

/** One thing about one thing that is not the same on two bases. */
export interface ComparedChange extends Partial<FieldChange> {
  readonly kind: ChangeKind;
  readonly noun: string;
  /** The slug or code of the thing. */
  readonly code: string;
  readonly stream: string;
  /** By how many days a due date moved; later is more. Null where one of the two is not dated. */
  readonly days?: number | null;
}

/** A change of a field, once its kind is known. */
type KindOfChange = Pick<ComparedChange, 'kind' | 'days'>;

/** A thing on two bases; undefined where it is not there. `day` is the first of two days; null where they are known at different times. */
export interface Compared<D = Stamp> {
  readonly noun: string;
  readonly code: string;
  readonly before: D | undefined;
  readonly after: D | undefined;
  readonly day: string | null;
}

/** A figure that is counted by the words of a closed list, such as how many commitments are active. */
export interface ComparedFigure {
  /** The column of the table that holds the word; figures are named `column.word`. */
  readonly column: string;
  readonly words: readonly string[];
  /** Whether what the document says there may have held by a day already, for all that its dates tell. */
  readonly mayHaveHeldBy: (document: never, day: string) => boolean;
}

/** How two states of one noun's things are compared. */
export interface Comparable {
  readonly table: string;
  /** Fields that follow from others, or say again what they say. */
  readonly derived?: readonly string[];
  /** What a change of a field is; undefined where it is an ordinary one. */
  readonly kindOf?: (change: FieldChange) => KindOfChange | undefined;
  /** Whether the new value of a field may have held on a day already, so that it merely became known. */
  readonly mayHaveHeldBy?: (change: FieldChange, document: never, day: string) => boolean;
  /** Replaces the changes of a thing, given those that its fields show. */
  readonly refine?: (compared: Compared<never>, changes: readonly ComparedChange[]) => readonly ComparedChange[];
  /** The keys of the things that a basis calls silent. */
  readonly silent?: (basis: Basis) => ReadonlySet<string>;
  /** Whether the things are counted; they are, unless this says no. */
  readonly isCounted?: boolean;
  readonly figures?: readonly ComparedFigure[];
  /** Whether an entry of its stream is about one of the things; left out where each thing has a stream of its own. */
  readonly concerns?: (event: Recorded, code: string) => boolean;
  /** Which types of entry are behind a change of a field, by the beginning of the field's path; of others, any may be. */
  readonly behind?: readonly (readonly [field: RegExp, types: RegExp])[];
}

/** All that is not the same about a thing on two bases. */
export function changesOf(
  compared: Compared,
  { derived = [], kindOf, mayHaveHeldBy, refine }: Comparable,
): readonly ComparedChange[] {
  const { noun, code, before, after, day } = compared;
  const of = { noun, code, stream: (after ?? before)?.stream ?? '' };
  const changes =
    before === undefined || after === undefined
      ? [{ ...of, kind: appearance(compared) }]
      : differences(before, after)
          .filter((change) => !derived.includes(change.field) && !isSameNumber(change.before, change.after))
          .map((change): ComparedChange => {
            const isSet = change.after !== null && change.after !== undefined;
            const isKnown = day !== null && isSet && mayHaveHeldBy?.(change, after as never, day) === true;
            return {
              ...of,
              ...change,
              ...(isKnown ? { kind: 'became_known' } : (kindOf?.(change) ?? ordinary(change))),
            };
          });
  return refine?.(compared as Compared<never>, changes) ?? changes;
}

/** That a thing appeared, became known or disappeared. */
export function appearance({ before, after, day }: Compared): ChangeKind {
  if (day !== null && after !== undefined && after.possible <= day) return 'became_known';
  return before === undefined ? 'appeared' : 'disappeared';
}

/** A text that reads otherwise was reworded; all else has changed. */
function ordinary({ after }: FieldChange): KindOfChange {
  return { kind: typeof after === 'object' && after !== null && 'text' in after ? 'reworded' : 'changed' };
}

/** Whether what a date is about may have held by a day already: unknown dates may. */
export const mayHaveBegunBy = (day: string, date: string | null | undefined): boolean =>
  date == null || spanOf(date).first <= day;

interface Measured {
  readonly value: string;
  readonly on: string | null;
}

const isReading = (value: unknown): value is Measured =>
  typeof value === 'object' && value !== null && 'value' in value && 'on' in value;

/** Whether two values of an indicator, or lists of them, differ in nothing but how a number is written. */
function isSameNumber(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after))
    return (
      before.length === after.length &&
      before.every((one, index) => isSameNumber(one, after[index]) || isSame(one, after[index]))
    );
  return (
    isReading(before) &&
    isReading(after) &&
    sameDecimal(before.value, after.value) &&
    isSame({ ...before, value: '' }, { ...after, value: '' })
  );
}

/** Whether a target was raised or lowered; one of which only the date has changed is neither. */
export function targetKind({ before, after }: FieldChange): ChangeKind {
  const [less, more] = [before, after].map((reading) => (reading as Measured | null | undefined)?.value);
  if (less === undefined || more === undefined || sameDecimal(less, more)) return 'changed';
  return decimalDifference(less, more).startsWith('-') ? 'target_lowered' : 'target_raised';
}
