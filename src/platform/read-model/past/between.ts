import { setImmediate } from 'node:timers/promises';
import type { Stamp } from '../documents.js';
import type { Basis } from '../read-model.js';
import { dayNumber } from './versions.js';

/** A document that is not the same on two bases; undefined where it is not there. */
export interface Pair<D> {
  readonly key: string;
  readonly before: D | undefined;
  readonly after: D | undefined;
}

/** Milliseconds after which work on many documents lets others go on. */
const slice = 10;
/** Streams that are read in one statement. */
const streamsAtOnce = 10;

/** The streams of which entries or days between two bases have changed something: all else is the same on both. */
export function touchedBetween(one: Basis, other: Basis): string[] {
  const sizes = [one.size, other.size].sort((less, more) => less - more);
  const days = [one.effectiveOn, other.effectiveOn].sort().map(dayNumber);
  const { rows } = one.size > other.size ? one : other;
  const found = rows.all<{ stream: string }>(
    `SELECT stream FROM touched WHERE entry >= ? AND entry < ? UNION SELECT stream FROM touched_days WHERE day > ? AND day <= ?`,
    ...[...sizes, ...days],
  );
  return found.map(({ stream }) => stream);
}

/** Lets others go on. */
export const others = (): Promise<void> => setImmediate();

/** Lets others go on whenever the last slice of work has lasted long enough. */
export function turns(): () => Promise<void> {
  let start = performance.now();
  return async () => {
    if (performance.now() - start < slice) return;
    await others();
    start = performance.now();
  };
}

/** Does pieces of work one after another, however many are asked for at once, and lets others go on between them. */
export interface InTurn {
  <T>(work: () => T | Promise<T>): Promise<T>;
}

export function inTurn(): InTurn {
  const next = turns();
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => T | Promise<T>) => {
    const own = last.then(next).then(work);
    last = own.catch(() => undefined);
    return own;
  };
}

/** The documents of a table that two bases show differently, by key, out of these streams. Others may go on in between. */
export async function differing<D extends Stamp>(
  table: string,
  streams: readonly string[],
  from: Basis,
  to: Basis,
): Promise<Pair<D>[]> {
  const sql = `SELECT key, document FROM ${table} WHERE stream IN (SELECT value FROM json_each(?))`;
  const next = turns();
  const pairs: Pair<D>[] = [];
  for (let start = 0; start < streams.length; start += streamsAtOnce) {
    const some = JSON.stringify(streams.slice(start, start + streamsAtOnce));
    const read = ({ rows }: Basis) =>
      new Map(rows.all<{ key: string; document: string }>(sql, some).map(({ key, document }) => [key, document]));
    const [before, after] = [read(from), read(to)];
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const [one, other] = [before.get(key), after.get(key)];
      if (one !== other) pairs.push({ key, before: parsed<D>(one), after: parsed<D>(other) });
    }
    await next();
  }
  return pairs.sort((one, other) => (one.key < other.key ? -1 : 1));
}

const parsed = <D>(document: string | undefined): D | undefined =>
  document === undefined ? undefined : (JSON.parse(document) as D);
