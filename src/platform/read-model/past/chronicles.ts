import type { Recorded } from '../../../kernel/message.js';
import type { StreamRelations } from '../../../kernel/time/timeline.js';
import type { EventStore } from '../../event-store/event-store.js';
import { gather } from '../../event-store/reading.js';
import { blame, episodes, type Episode, type FieldChange } from './chronicle.js';
import { historyIn } from '../fill.js';
import type { Basis, BasisKey, ReadModel } from '../read-model.js';

/** The histories of things, as they are known on a basis. */
export class Chronicles {
  constructor(
    private readonly store: EventStore,
    /** The relations between streams. */
    readonly relations: StreamRelations,
    private readonly views: () => ReadModel,
  ) {}

  /** The entries of a stream that a basis knows, as they were recorded. */
  async entries(stream: string, { size }: Pick<Basis, 'size'>): Promise<readonly Recorded[]> {
    return (await historyIn(this.store)(stream)).filter(({ entry }) => entry < size);
  }

  /** The entries of the log behind a number, or before it when read backwards. */
  async log(range: {
    readonly after: number;
    readonly limit: number;
    readonly backwards: boolean;
  }): Promise<readonly Recorded[]> {
    return gather(this.store.readAll(range));
  }

  /** What one entry has changed of the thing of its stream. */
  async changesBy(event: Recorded): Promise<readonly FieldChange[]> {
    const states = this.views().statesOf(event.stream, { size: event.entry + 1, after: event.entry });
    for await (const { changes } of episodes([event], states)) return changes;
    return [];
  }

  /** Since which entry each field of the thing of a stream is what it is on a basis. */
  async since(stream: string, basis: BasisKey): Promise<ReadonlyMap<string, Recorded>> {
    return blame(this.episodes(await this.entries(stream, basis), stream, basis));
  }

  private episodes(events: readonly Recorded[], stream: string, basis: BasisKey): AsyncIterable<Episode> {
    return episodes(events, this.views().statesOf(stream, basis));
  }
}
