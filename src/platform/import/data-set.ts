import { z } from 'zod';
import { dayOf } from '../../kernel/time/partial-date.js';
import { FaultyFile, placeOf, shapeFaults, type FileFault, type Position } from './file-faults.js';
import type { Importable } from './importable.js';
import { readJson, type JsonFile } from './json-file.js';
import type { Known } from './known.js';

/** What every data set has beside the sections of contexts. */
const frame = {
  schemaVersion: z.literal([1, 2], 'must be version 1 or 2'),
  note: z.string().nullish(),
  vocabularies: z.record(z.string(), z.unknown()).default({}),
  /** Records that whoever made the file could not put into it. */
  notImported: z.array(z.strictObject({ record: z.string(), reason: z.string() })).default([]),
};

/** A file that was read and checked: its sections, each in the shape that its context declares. */
export type DataSet = z.output<z.ZodObject<typeof frame>> & Readonly<Record<string, unknown>>;

const files = new WeakMap<DataSet, JsonFile>();

/**
 * Reads a data set and checks all of it: its bytes, its shape, its references, its dates. Throws `FaultyFile` naming every fault with its
 * place. A reference may be to what is `known` from the log.
 */
export function readDataSet(
  file: Uint8Array | string,
  now: number,
  imports: readonly Importable[],
  known: Known | null = null,
): DataSet {
  const json = readJson(file);
  const vocabularies = Object.assign({}, ...imports.map((one) => one.vocabularies)) as z.ZodRawShape;
  const parts = [{ vocabularies: z.looseObject(vocabularies).default({}) }, ...imports.map(({ sections }) => sections)];
  const shape = z.strictObject(Object.assign({}, frame, ...parts) as typeof frame);
  const result = shape.safeParse(json.value);
  const between = imports.flatMap(({ faults }) => faults(json.value, known, dayOf(now)));
  const faults = [
    ...(result.error?.issues ?? [])
      .flatMap((issue) => shapeFaults(issue, json.value, shape))
      .map(({ path, ...fault }) => ({ place: placeOf(path), path, ...fault })),
    ...between.map((fault) => ({ ...fault, path: pathOf(fault.place) })),
  ].map(({ path, ...fault }): FileFault => ({ ...fault, ...json.at(path) }));
  if (!result.success || faults.length > 0) throw new FaultyFile(faults);
  files.set(result.data, json);
  return result.data;
}

const pathOf = (place: string): PropertyKey[] =>
  [...place.matchAll(/[^.[\]]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));

/** Where a record of a data set that was read from a file begins in it. */
export function placeIn(data: DataSet, record: string): Position {
  const file = files.get(data);
  if (file === undefined) return {};
  const path: PropertyKey[] = [];
  let at: unknown = file.value;
  for (const step of record.split('/')) {
    const index = Array.isArray(at) ? at.findIndex((one: { id?: unknown } | null) => one?.id === step) : -1;
    const key = Array.isArray(at) ? (index === -1 ? Number(step) : index) : step;
    at = (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key];
    if (at === undefined) break;
    path.push(key);
  }
  return file.at(path);
}
