import type { StoredEntry } from '../../event-store.js';
import type { Append } from '../../stored-log.js';

/**
 * What is sent to the server at once: bytes, because EventStoreDB accepts a megabyte by default, and appends.
 */
const [mostBytes, mostAppends] = [800_000, 300];

/** Bytes of an event beside its parts, about. */
const envelopeBytes = 1500;

/** How many of the appends that wait go together: at least one, and no more than the server takes. */
export function atOnce(waiting: readonly Append[]): number {
  let bytes = 0;
  const end = waiting
    .slice(0, mostAppends)
    .findIndex((one, index) => (bytes += bytesOf([one]) + one.drafts.length * envelopeBytes) > mostBytes && index > 0);
  return end === -1 ? Math.min(waiting.length, mostAppends) : end;
}

/** Bytes of what was to be written. */
export const bytesOf = (appends: readonly Append[]): number =>
  appends.reduce(
    (sum, { parts }) =>
      sum +
      parts.reduce(
        (all, { facts, text }) => all + Buffer.byteLength(facts.json) + Buffer.byteLength(text?.json ?? ''),
        0,
      ),
    0,
  );

/** Cuts entries into portions that the server takes at once, never within a command unless that alone is too large. */
export function portionsOf(entries: readonly StoredEntry[]): [StoredEntry, ...StoredEntry[]][] {
  const portions: [StoredEntry, ...StoredEntry[]][] = [];
  let [bytes, command] = [0, ''];
  for (const entry of entries) {
    const { commandId } = JSON.parse(entry.leaf) as { commandId: string };
    bytes += entry.leaf.length + entry.facts.length + 500;
    const portion = portions.at(-1);
    if (portion === undefined || (bytes > mostBytes && commandId !== command)) {
      portions.push([entry]);
      bytes = 0;
    } else portion.push(entry);
    command = commandId;
  }
  return portions;
}
