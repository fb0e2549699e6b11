import type { Basis } from '../../read-model/read-model.js';

/** The things that came on one page, the basis they came from, and what was already looked up for all of them. */
interface Batch {
  readonly basis: Basis;
  readonly things: readonly object[];
  readonly found: Map<string, unknown>;
}

/** Kept on the thing itself, which was read for this answer alone: a weak map of so many things keeps the garbage collector busy. */
const batchOf = Symbol('the batch of a thing');
type Batched = object & { [batchOf]?: Batch };

/** Remembers that these things were read together, so that what belongs to them can be looked up for all at once. */
export function asBatch<D extends object | undefined>(basis: Basis, things: readonly D[]): readonly D[] {
  const present = things.filter((thing) => thing !== undefined);
  const batch: Batch = { basis, things: present, found: new Map() };
  for (const thing of present as readonly Batched[]) thing[batchOf] = batch;
  return things;
}

/** The basis that a thing was read from. */
export function basisOf(thing: Batched): Basis {
  const batch = thing[batchOf];
  if (batch === undefined) throw new Error('This thing was read from no basis.');
  return batch.basis;
}

/** The basis that something was read from, where it was read from one. */
export function basisIfAny(thing: unknown): Basis | undefined {
  const batch = (thing as Batched | null | undefined)?.[batchOf];
  return batch?.basis;
}

/** The same for a single thing. */
export function batchOfOne<D extends object | undefined>(basis: Basis, thing: D): D {
  asBatch(basis, [thing]);
  return thing;
}

/**
 * Loads something for a record and all records of its batch at once; the others then find it loaded. A
 * relation costs one SQL query for each page, not for each record. `question` identifies what is loaded,
 * including arguments.
 */
export function batchLoad<D extends object, A>(
  thing: D,
  query: string,
  lookUp: (things: readonly D[], basis: Basis) => A,
): A {
  const batch = (thing as Batched)[batchOf];
  if (batch === undefined) throw new Error(`${query} was called for a record that no list has loaded.`);
  if (!batch.found.has(query)) batch.found.set(query, lookUp(batch.things as readonly D[], batch.basis));
  return batch.found.get(query) as A;
}
