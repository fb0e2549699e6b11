import type { Link } from './decider.js';
import { Refused } from './refusal.js';

type Field = string | readonly string[];

/** Refuses a thing as its own successor. */
export function mustNotSucceedItself(name: string, by: string, noun: string, field: Field): void {
  if (by === name) throw new Refused('SUCCESSOR_IS_SELF', `${noun} cannot replace itself; give another one.`, field);
}

/** Refuses a successor that was itself succeeded, directly or through others, by what it is to succeed. `successors` begins with the successor. */
export function mustNotLeadBack(
  stream: string,
  name: string,
  successors: readonly Link<unknown>[] | null,
  field: Field,
): void {
  if (successors?.some((one) => one.stream === stream) === true)
    throw new Refused(
      'SUCCESSOR_LOOP',
      `The successor was itself replaced by ${name}, directly or through others: one of the two is wrong.`,
      field,
    );
}

/** Refuses a successor that was withdrawn or dropped. */
export function mustNotBeGivenUp(
  { status, outcome }: { readonly status: string; readonly outcome: string | null },
  by: string,
  noun: string,
  field: Field,
): void {
  const isDropped = outcome === 'dropped';
  if (status === 'withdrawn' || isDropped)
    throw new Refused(
      'SUCCESSOR_WITHDRAWN',
      `${noun} ${by} was ${isDropped ? 'dropped' : 'withdrawn'} and cannot replace anything.`,
      field,
    );
}
