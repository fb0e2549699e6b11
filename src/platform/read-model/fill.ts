import type { Recorded } from '../../kernel/message.js';
import type { EventStore } from '../event-store/event-store.js';
import { gather } from '../event-store/reading.js';
import type { ReadModel } from './read-model.js';
import type { History } from './past/refolding.js';

/** Events that share one transaction while catching up. */
export const batchSize = 2000;

export interface ReportProgress {
  (done: number, of: number): void;
}

/** What a log holds of each stream. */
export const historyIn =
  (store: EventStore): History =>
  (stream) =>
    gather(store.readStream(stream));

/** The same, where all that a log holds so far is at hand. */
function historyAmong(events: readonly Recorded[]): History {
  let streams: Map<string, Recorded[]> | null = null;
  return async (stream) => {
    streams ??= byStream(events);
    return streams.get(stream) ?? [];
  };
}

function byStream(events: readonly Recorded[]): Map<string, Recorded[]> {
  const streams = new Map<string, Recorded[]>();
  for (const event of events) {
    const known = streams.get(event.stream);
    if (known === undefined) streams.set(event.stream, [event]);
    else known.push(event);
  }
  return streams;
}

/** Brings a read model from where it stands to a size of the log, with all its indices. */
export async function fill(
  model: ReadModel,
  store: EventStore,
  size: number,
  progress: (done: number) => void = () => undefined,
  atOnce = batchSize,
): Promise<void> {
  let batch: Recorded[] = [];
  const history = historyIn(store);
  for await (const event of store.readAll({ after: model.size - 1, limit: size - model.size })) {
    batch.push(event);
    if (batch.length < atOnce && event.entry < size - 1) continue;
    await model.apply(batch, model.size === 0 ? historyAmong(batch) : history);
    batch = [];
    progress(model.size);
  }
  await model.complete();
}
