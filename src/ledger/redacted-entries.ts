import { PartRedacted, type Redaction } from '../kernel/correction/redaction.js';
import type { EventStore, StoredEntry } from '../platform/event-store/event-store.js';

/** The entries whose text another entry says is redacted; none where it speaks of something else, or where its facts cannot be read. */
export function redactedBy({ leaf, facts }: Pick<StoredEntry, 'leaf' | 'facts'>): readonly number[] {
  if (typeof leaf !== 'string' || !leaf.includes(`"type":"${PartRedacted.type}"`)) return [];
  try {
    return (JSON.parse(facts) as Redaction['facts']).entries;
  } catch {
    return [];
  }
}

/** All redactions of a log, in order. */
export async function* redactionsIn(store: Pick<EventStore, 'readAll'>): AsyncIterable<Redaction> {
  for await (const event of store.readAll({ filter: { types: [PartRedacted.type] } })) yield event as Redaction;
}
