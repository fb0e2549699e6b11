import type { Recorded } from '../../kernel/message.js';
import { isSame } from '../../kernel/same.js';
import { endOfTime } from '../../kernel/partial-date.js';
import { ReadModel, type Projection } from './read-model.js';

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
    const isParts = Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && one !== null && 'code' in one);
    if (!isParts) fields.set(path, value);
    else
      for (const part of value as { code: string }[])
        for (const [name, inner] of Object.entries(part)) if (name !== 'code') fields.set(`${path}.${part.code}.${name}`, inner);
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

const filled = (value: unknown): unknown => (value === undefined || (Array.isArray(value) && value.length === 0) ? null : value);

/**
 * Lives through a stream entry by entry, as each became known, and says what it changed of the stream's thing. `events` are in the
 * order of the log, those of the things it belongs to among them; deeds that count from after `until` change nothing yet.
 */
export async function chronicle(stream: string, events: readonly Recorded[], projection: Projection, until: string = endOfTime): Promise<Episode[]> {
  const model = new ReadModel(':memory:', projection, until);
  const episodes: Episode[] = [];
  try {
    let before = projection.thingOf(model.rows, stream);
    for (const event of events) {
      await model.take([event], async (wanted) => events.filter((one) => one.stream === wanted));
      const after = projection.thingOf(model.rows, stream);
      if (event.stream === stream) episodes.push({ event, changes: differences(before, after) });
      before = after;
    }
    return episodes;
  } finally {
    model.close();
  }
}

/** Since which entry each field of a thing holds. */
export function blame(episodes: readonly Episode[]): ReadonlyMap<string, Recorded> {
  const since = new Map<string, Recorded>();
  for (const { event, changes } of episodes) {
    for (const { field, after } of changes) {
      if (filled(after) === null) since.delete(field);
      else since.set(field, event);
    }
  }
  return since;
}
