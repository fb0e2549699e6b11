import { isSame } from '../../kernel/values/same.js';

/** How one piece of JSON data becomes another. */
type Delta =
  | { readonly value: unknown }
  /** Of a list, so many items stay, and these follow. */
  | { readonly keep: number; readonly then: readonly unknown[] }
  /** Of a list of the same length, these items are not the same. */
  | { readonly items: Readonly<Record<string, Delta>> }
  | { readonly fields: Readonly<Record<string, Delta>>; readonly without: readonly string[] };

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What makes one piece of JSON data out of another; undefined where they are the same. */
export function deltaOf(before: unknown, after: unknown): Delta | undefined {
  if (isSame(before, after)) return undefined;
  if (Array.isArray(before) && Array.isArray(after)) return listDelta(before, after);
  if (!isPlain(before) || !isPlain(after)) return { value: after };
  const fields: Record<string, Delta> = {};
  for (const [name, value] of Object.entries(after)) {
    const delta = name in before ? deltaOf(before[name], value) : { value };
    if (delta !== undefined) fields[name] = delta;
  }
  return { fields, without: Object.keys(before).filter((name) => !(name in after)) };
}

function listDelta(before: readonly unknown[], after: readonly unknown[]): Delta {
  let keep = 0;
  while (keep < before.length && keep < after.length && isSame(before[keep], after[keep])) keep += 1;
  if (before.length !== after.length) return { keep, then: after.slice(keep) };
  const items: Record<string, Delta> = {};
  for (let index = keep; index < after.length; index++) {
    const delta = deltaOf(before[index], after[index]);
    if (delta !== undefined) items[index] = delta;
  }
  return { items };
}

/** Makes the other piece of data; what is the same in both is shared by both. */
export function patched(before: unknown, delta: Delta): unknown {
  if ('value' in delta) return delta.value;
  if ('then' in delta) return [...(before as unknown[]).slice(0, delta.keep), ...delta.then];
  if ('items' in delta) {
    const list = [...(before as unknown[])];
    for (const [index, item] of Object.entries(delta.items)) list[Number(index)] = patched(list[Number(index)], item);
    return list;
  }
  const all = { ...(before as Record<string, unknown>) };
  for (const [name, field] of Object.entries(delta.fields)) all[name] = patched(all[name], field);
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a field that an object no longer has
  for (const name of delta.without) delete all[name];
  return all;
}
