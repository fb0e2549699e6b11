import { differing, others, touchedBetween, turns } from '../../platform/read-model/past/between.js';
import { changesOf, type Comparable, type ComparedChange } from '../../platform/read-model/past/comparing.js';
import type { Basis } from '../../platform/read-model/read-model.js';

/** The nouns that are compared, and how. */
type Compared = readonly (readonly [noun: string, comparable: Comparable])[];

export const comparedIn = (nouns: ReadonlyMap<string, { readonly compared?: Comparable }>): Compared =>
  [...nouns].flatMap(([noun, { compared }]) => (compared === undefined ? [] : [[noun, compared] as const]));

/**
 * Everything that is not the same on two bases, thing by thing. It reads what entries and days between the two have changed; only
 * silence, which days alone bring on, is looked up for all. Others may go on in between.
 */
export async function compare(compared: Compared, from: Basis, to: Basis): Promise<ComparedChange[]> {
  const changes: ComparedChange[] = [];
  const day = from.size === to.size && from.effectiveOn < to.effectiveOn ? from.effectiveOn : null;
  const streams = touchedBetween(from, to);
  const next = turns();
  for (const [noun, comparable] of compared) {
    for (const { key, before, after } of await differing(comparable.table, streams, from, to)) {
      changes.push(...changesOf({ noun, code: key, before, after, day }, comparable));
      await next();
    }
  }
  return [...changes, ...(await newlySilent(compared, from, to))];
}

/** What has missed two rounds on the second basis, and had not on the first. */
async function newlySilent(compared: Compared, from: Basis, to: Basis): Promise<ComparedChange[]> {
  if (from.size === to.size && from.effectiveOn === to.effectiveOn) return [];
  const changes: ComparedChange[] = [];
  for (const [noun, { silent }] of compared) {
    if (silent === undefined) continue;
    await others();
    const before = silent(from);
    await others();
    for (const code of silent(to))
      if (!before.has(code)) changes.push({ kind: 'newly_silent', noun, code, stream: `${noun}-${code}` });
  }
  return changes;
}

/**
 * A figure on three bases: the first, the first as the second knows it, and the second. What was restated, what merely became known
 * and what progressed add up.
 */
export interface CountChange {
  readonly name: string;
  readonly from: number;
  readonly restated: number;
  readonly becameKnown: number;
  readonly progressed: number;
  readonly to: number;
}

/** How many things there are, and the figures of each noun. Others may go on in between. */
async function count(compared: Compared, { rows }: Basis): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const next = turns();
  for (const [noun, { table, isCounted = true }] of compared) {
    if (isCounted) counts.set(noun, rows.one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0);
    await next();
  }
  for (const [, { table, figures = [] }] of compared) {
    for (const { column, words } of figures) {
      const sql = `SELECT ${column} AS word, count(*) AS n FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1`;
      const found = new Map(rows.all<{ word: string; n: number }>(sql).map(({ word, n }) => [word, n]));
      for (const word of words) counts.set(`${column}.${word}`, found.get(word) ?? 0);
      await next();
    }
  }
  return counts;
}

/** By how much each figure moved from one day to another through what merely became known. */
async function countKnown(compared: Compared, from: Basis, to: Basis): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const add = (name: string, by: number): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  const known = (await compare(compared, from, to)).filter(({ kind }) => kind === 'became_known');
  for (const [noun, { table, figures = [] }] of compared) {
    const own = known.filter((change) => change.noun === noun);
    const whole = own.filter(({ field }) => field === undefined).map(({ code }) => code);
    if (whole.length > 0) add(noun, whole.length);
    const sql = `SELECT document FROM ${table} WHERE key IN (SELECT value FROM json_each(?))`;
    const documents = figures.length === 0 ? [] : to.rows.all<{ document: string }>(sql, JSON.stringify(whole));
    for (const { column, mayHaveHeldBy } of figures) {
      for (const { document } of documents) {
        const thing = JSON.parse(document) as Readonly<Record<string, unknown>>;
        if (mayHaveHeldBy(thing as never, from.effectiveOn)) add(`${column}.${String(thing[column])}`, 1);
      }
      for (const { field, before, after } of own) {
        if (field !== column) continue;
        add(`${column}.${String(before)}`, -1);
        add(`${column}.${String(after)}`, 1);
      }
    }
  }
  return counts;
}

export async function countChanges(compared: Compared, from: Basis, between: Basis, to: Basis): Promise<CountChange[]> {
  const [first, second, third] = [
    await count(compared, from),
    await count(compared, between),
    await count(compared, to),
  ];
  const known = await countKnown(compared, between, to);
  return [...first].map(([name, before]) => {
    const [middle, after, becameKnown] = [second.get(name) ?? 0, third.get(name) ?? 0, known.get(name) ?? 0];
    return {
      name,
      from: before,
      restated: middle - before,
      becameKnown,
      progressed: after - middle - becameKnown,
      to: after,
    };
  });
}
