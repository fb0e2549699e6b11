import { gather } from '../../../src/platform/event-store/reading.js';
import { projection } from '../../../src/contexts.js';
import type { Stamp } from '../../../src/platform/read-model/documents.js';
import { Fold } from '../../../src/platform/read-model/fold.js';
import type { Basis, Projection } from '../../../src/platform/read-model/read-model.js';
import { endOfTime } from '../../../src/kernel/time/partial-date.js';
import { timeline, type StreamRelations } from '../../../src/kernel/time/timeline.js';
import type { EventDraft } from '../../../src/platform/event-store/envelope.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import type { DomainEvent, Recorded } from '../../../src/kernel/message.js';
import { stored } from '../cqrs/given.js';
import { streamOf } from '../register/views.js';

/** A event, and when it holds: as precisely as a source tells, or null. */
export interface Dated {
  readonly event: DomainEvent;
  readonly effective: string | null;
  /** The stream, where the event does not tell: a correction goes where its entry stands. */
  readonly stream?: string;
  readonly imported?: boolean;
}

/** When a log that is told one command an hour takes its entries, from the first of March 2026 on. */
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
export async function tell(
  store: MemoryEventStore,
  { event, effective, stream, imported = false }: Dated,
  number: number,
): Promise<void> {
  const draft: EventDraft = {
    ...stored({ type: event.type, facts: event.facts, text: event.text }),
    schemaVersion: 1,
    eventId: `event-${number}`,
    actor: 'somebody',
    role: 'secretariat',
    onBehalfOf: null,
    commandId: `command-${number}`,
    correlationId: 'c',
    causationId: null,
    client: 'test/1',
    effective,
    origin: { kind: imported ? 'import' : 'live', record: null, sources: [], sourceDate: null },
  };
  await store.append(stream ?? streamOf(event), 'any', [draft]);
}

export type Answers = Readonly<Record<string, readonly unknown[]>>;

/** What every table holds on a basis. */
export function answersOf({ rows }: Pick<Basis, 'rows'>, of: Projection = projection): Answers {
  const tables = of.views.flatMap(({ tables }) =>
    tables.flatMap(({ definition: { table, side = [] } }) => [table, ...side.map((one) => one.table)]),
  );
  return inOrder(Object.fromEntries(tables.map((table) => [table, rows.all(`SELECT * FROM ${table}`).map(readable)])));
}

/** What a basis knows of the streams themselves. */
export const timelinesOf = ({ rows }: Pick<Basis, 'rows'>): unknown[] =>
  rows
    .all('SELECT stream, own_first, first, possible, revision FROM timelines ORDER BY stream')
    .map((row) => ({ ...row }));

/** The same by its definition. */
export async function replayedTimelines(
  store: MemoryEventStore,
  size: number,
  { relations }: Projection = projection,
): Promise<unknown[]> {
  const { streams, ofStream, firstDay, shownBy } = ofLog((await recordedIn(store)).slice(0, size), relations);
  return streams.sort().map((stream) => {
    const { first, possible } = timeline(ofStream(stream), relations, endOfTime, shownBy(stream));
    return { stream, own_first: first, first: firstDay(stream), possible, revision: ofStream(stream).length - 1 };
  });
}

/** A row with its document taken apart, so that a difference can be read, and without the number of its version. */
const readable = ({ document_id: _, ...row }: Record<string, unknown>): Record<string, unknown> =>
  typeof row.document === 'string' ? { ...row, document: JSON.parse(row.document) as unknown } : row;

const inOrder = (answers: Answers): Answers =>
  Object.fromEntries(
    Object.entries(answers).map(([name, rows]) => {
      const places = rows
        .map((row) => [JSON.stringify(row), row] as const)
        .sort(([one], [other]) => (one < other ? -1 : 1));
      return [name, places.map(([, row]) => row)];
    }),
  );

/** The register on a basis by its definition: for each stream, the events of its timeline up to the day, folded one after the other. */
export async function replayedAt(
  store: MemoryEventStore,
  size: number,
  effectiveOn: string,
  of: Projection = projection,
): Promise<Answers> {
  const { streams, ofStream, shownBy } = ofLog((await recordedIn(store)).slice(0, size), of.relations);
  const documents = new Map<string, Map<string, Stamp>>();
  for (const stream of streams) {
    const fold = new Fold();
    for (const { event } of timeline(ofStream(stream), of.relations, effectiveOn, shownBy(stream)).held)
      for (const view of of.views) view.on[event.type]?.(event, fold);
    for (const [table, keys] of fold.takeChanges())
      for (const key of keys) {
        const document = fold.get(table, key);
        if (document !== undefined)
          documents.set(table, (documents.get(table) ?? new Map<string, Stamp>()).set(key, document));
      }
  }
  const answers: Record<string, unknown[]> = {};
  for (const { definition } of of.views.flatMap(({ tables }) => tables)) {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- they are functions, kept as fields
    const { table, columns, key, side = [], shows } = definition;
    answers[table] = [];
    for (const one of side) answers[one.table] = [];
    for (const own of documents.get(table)?.values() ?? []) {
      const shown = shows === undefined ? own : shows.with(own, (other) => documents.get(shows.table)?.get(other));
      const document = JSON.parse(JSON.stringify(shown)) as Stamp;
      const values = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column(document)]));
      answers[table].push({
        key: key(document),
        stream: document.stream,
        possible: document.possible,
        ...values,
        document,
      });
      for (const one of side)
        for (const row of one.rows(document))
          answers[one.table]?.push({
            [one.owner]: key(document),
            ...Object.fromEntries(Object.keys(one.columns).map((name, place) => [name, row[place]])),
          });
    }
  }
  return inOrder(answers);
}

/** The streams of a log, and since when their things show. */
function ofLog(events: readonly Recorded[], relations: StreamRelations) {
  const streams = [...new Set(events.map(({ stream }) => stream))];
  const ofStream = (stream: string): Recorded[] => events.filter((event) => event.stream === stream);
  const least = (days: readonly (string | null)[]): string | null =>
    days.filter((day) => day !== null).sort()[0] ?? null;
  const shownBy = (stream: string): string | null =>
    least(streams.filter((one) => relations.parentOf(one) === stream).map(firstDay));
  const firstDay = (stream: string): string | null => {
    const { first } = timeline(ofStream(stream), relations);
    return first === null ? null : least([first, shownBy(stream)]);
  };
  return { streams, ofStream, firstDay, shownBy };
}

const positions = new Set([
  'entry',
  'firstEntry',
  'lastEntry',
  'recordedAt',
  'recorded_at',
  'reported',
  'notes',
  'name',
  'parts',
  'named',
]);

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
  Object.fromEntries(
    Object.entries(answers as Answers).map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).sort()]),
  );

export const recordedIn = (store: MemoryEventStore): Promise<Recorded[]> => gather(store.readAll());
