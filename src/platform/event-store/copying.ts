import type { EventStore, StoredEntry } from './event-store.js';

/** Entries that are handed over in one go, at least; those of one command stay together. */
const atOnce = 500;

/**
 * Copies what a log holds into another that holds a beginning of it, entry for entry as they are kept, and what is kept beside it of
 * commands that wrote nothing.
 */
export async function copyLog(
  from: EventStore,
  to: EventStore,
  progress: (done: number) => void = () => undefined,
): Promise<void> {
  let waiting: StoredEntry[] = [];
  for await (const entry of from.readEntries((await to.head()).size)) {
    const last = waiting.at(-1);
    if (last !== undefined && waiting.length >= atOnce && commandOf(last) !== commandOf(entry)) {
      await to.copyIn(waiting);
      progress(entry.entry);
      waiting = [];
    }
    waiting.push(entry);
  }
  if (waiting.length > 0) await to.copyIn(waiting);
  for await (const kept of from.readOutcomes()) await to.keepOutcome(kept);
}

const commandOf = ({ leaf }: StoredEntry): string => (JSON.parse(leaf) as { commandId: string }).commandId;
