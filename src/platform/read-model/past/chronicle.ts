import { setImmediate } from 'node:timers/promises';
import type { Recorded } from '../../../kernel/message.js';
import { isSame } from '../../../kernel/values/same.js';
import type { State } from '../read-model.js';

/** A field of a thing that is not what it was; undefined where there was, or is, none. */
export interface FieldChange {
  /** Its path: `due`, or, within parts that have a code, `milestones.IDC-KENYA-1-C03-M1.due`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** An entry, and what of its thing was no longer the same once it was known. */
export interface Episode {
  readonly event: Recorded;
  readonly changes: readonly FieldChange[];
}

/** What a document keeps of its own making, and not of its thing: its stamp, and `own`, from which a view computes what the thing shows. */
const stamp = new Set(['stream', 'firstEntry', 'lastEntry', 'recordedAt', 'possible', 'own']);

/** The fields of a document by their paths; parts with a code are taken apart. */
export function fieldsOf(document: object | undefined): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>();
  const put = (path: string, value: unknown): void => {
    const isParts =
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((one) => typeof one === 'object' && one !== null && 'code' in one);
    if (!isParts) fields.set(path, value);
    else
      for (const part of value as { code: string }[])
        for (const [name, inner] of Object.entries(part))
          if (name !== 'code') fields.set(`${path}.${part.code}.${name}`, inner);
  };
  for (const [name, value] of Object.entries(document ?? {})) if (!stamp.has(name)) put(name, value);
  return fields;
}

/** What differs between two states of a thing, field by field. Nothing, null and an empty list are the same here. */
export function differences(before: object | undefined, after: object | undefined): FieldChange[] {
  const [one, other] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...one.keys(), ...other.keys()])]
    .map((field) => ({ field, before: one.get(field), after: other.get(field) }))
    .filter((change) => !isSame(filled(change.before), filled(change.after)));
}

const filled = (value: unknown): unknown =>
  value === undefined || (Array.isArray(value) && value.length === 0) ? null : value;

/** Milliseconds after which work on a long history lets others go on. */
const slice = 20;

/** What each of a stream's entries, oldest first, has changed of its thing, whose states these are. Entries of other streams change it without a word. */
export async function* episodes(events: readonly Recorded[], states: readonly State[]): AsyncGenerator<Episode> {
  const [starting, ending] = [
    new Map(states.map((state) => [state.from, state])),
    new Map(states.map((state) => [state.to, state])),
  ];
  const documents = new WeakMap<State, object>();
  const read = (state: State | undefined): object | undefined => {
    if (state === undefined) return undefined;
    const document = documents.get(state) ?? state.document();
    documents.set(state, document);
    return document;
  };
  let start = performance.now();
  for (const event of events) {
    const [before, after] = [ending.get(event.entry), starting.get(event.entry)];
    yield { event, changes: before === undefined && after === undefined ? [] : differences(read(before), read(after)) };
    if (before !== undefined) documents.delete(before);
    if (performance.now() - start < slice) continue;
    await setImmediate();
    start = performance.now();
  }
}

/** Since which entry each field of a thing holds. */
export async function blame(episodes: AsyncIterable<Episode>): Promise<ReadonlyMap<string, Recorded>> {
  const since = new Map<string, Recorded>();
  for await (const { event, changes } of episodes) {
    for (const { field, after } of changes) {
      if (filled(after) === null) since.delete(field);
      else since.set(field, event);
    }
  }
  return since;
}
