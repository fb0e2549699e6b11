import { gather } from '../../src/platform/event-store/reading.js';
import { projection } from '../../src/projection.js';
import { fill } from '../../src/platform/read-model/fill.js';
import { ReadModel } from '../../src/platform/read-model/read-model.js';
import type { Draft } from '../../src/platform/event-store/envelope.js';
import { MemoryEventStore } from '../../src/platform/event-store/memory.event-store.js';
import type { Happening, Recorded } from '../../src/kernel/message.js';
import { stored } from './given.js';
import { rowsOf, streamOf } from './views.js';

/** A happening, and when it holds: as precisely as a source tells, or null. */
export interface Dated {
  readonly happening: Happening;
  readonly effective: string | null;
  /** The stream, where the happening does not tell: a correction goes where its entry stands. */
  readonly stream?: string;
  readonly imported?: boolean;
}

/** When a log that is told one deed an hour takes its entries, from the first of March 2026 on. */
export const takenAt = (entry: number): number => Date.UTC(2026, 2, 1, entry);

/** A log of these events, each taken an hour after the one before, unless a clock says otherwise. */
export async function logOf(events: readonly Dated[], clock?: (entry: number) => number): Promise<MemoryEventStore> {
  let entry = 0;
  const store = new MemoryEventStore(() => (clock ?? takenAt)(entry));
  for (const event of events) {
    await tell(store, event, entry);
    entry += 1;
  }
  return store;
}

/** Records one more event. */
export async function tell(store: MemoryEventStore, { happening, effective, stream, imported = false }: Dated, number: number): Promise<void> {
  const draft: Draft = {
    ...stored({ type: happening.type, facts: happening.facts, text: happening.text }),
    schemaVersion: 1, eventId: `event-${number}`, actor: 'somebody', role: 'secretariat', onBehalfOf: null, commandId: `deed-${number}`, correlationId: 'c', causationId: null,
    client: 'test/1', effective, origin: { kind: imported ? 'import' : 'live', record: null, sources: [], sourceDate: null },
  }; // prettier-ignore
  await store.append(stream ?? streamOf(happening), 'any', [draft]);
}

export type Answers = Readonly<Record<string, readonly unknown[]>>;

/** What every table holds on a basis; not the index of words, whose row numbers are its own, and not what is only kept for folding. */
export function answersOf(model: ReadModel): Answers {
  const { checkpoint: _, timelines: __, found_by: ___, ...tables } = rowsOf(model);
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => readable(JSON.parse(row) as Record<string, unknown>))]));
}

/** A row with its document taken apart, so that a difference can be read. */
const readable = (row: Record<string, unknown>): unknown =>
  typeof row.document === 'string' ? { ...row, document: JSON.parse(row.document) as unknown } : row;

/** The register on a basis, replayed from its beginning. */
export async function replayedAt(store: MemoryEventStore, size: number, effectiveOn: string): Promise<Answers> {
  const model = new ReadModel(':memory:', projection, effectiveOn);
  await fill(model, store, size);
  const answers = answersOf(model);
  model.close();
  return answers;
}

const positions = new Set(['entry', 'firstEntry', 'lastEntry', 'recordedAt', 'recorded_at', 'reported', 'notes', 'name', 'parts']);

/** Answers without what depends on where in the log an entry stands: numbers, times of recording, and the reasons of corrections. */
export const positionsAside = (answers: Answers): unknown => sorted(withoutPositions(answers));

function withoutPositions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPositions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, inner]) => !positions.has(name) || (name === 'name' && typeof inner !== 'string'))
      .map(([name, inner]) => [name, withoutPositions(inner)]),
  );
}

const sorted = (answers: unknown): unknown =>
  Object.fromEntries(Object.entries(answers as Answers).map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).sort()]));

export const recordedIn = (store: MemoryEventStore): Promise<Recorded[]> => gather(store.readAll());
