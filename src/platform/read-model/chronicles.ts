import type { Recorded } from '../../kernel/message.js';
import type { Ties } from '../../kernel/timeline.js';
import type { EventStore } from '../event-store/event-store.js';
import { gather } from '../event-store/reading.js';
import { chronicle, type Episode } from './chronicle.js';
import { historyIn } from './fill.js';
import type { Basis, Projection } from './read-model.js';

/** Chronicles that are kept for whoever asks next. */
const kept = 200;

/** The histories of things, as they are known on a basis. */
export class Chronicles {
  private readonly written = new Map<string, Promise<readonly Episode[]>>();

  constructor(
    private readonly store: EventStore,
    private readonly projection: Projection,
  ) {}

  /** What rests on what. */
  get ties(): Ties {
    return this.projection.ties;
  }

  /** The entries of a stream that a basis knows, as they were recorded. */
  async entries(stream: string, { size }: Pick<Basis, 'size'>): Promise<readonly Recorded[]> {
    return (await historyIn(this.store)(stream)).filter(({ entry }) => entry < size);
  }

  /** The entries of the log behind a number, or before it when read backwards. */
  async log(range: { readonly after: number; readonly limit: number; readonly backwards: boolean }): Promise<readonly Recorded[]> {
    return gather(this.store.readAll(range));
  }

  /** What each entry of a stream changed; deeds that count from after `until` change nothing yet. */
  async of(stream: string, basis: Pick<Basis, 'size'>, until?: string): Promise<readonly Episode[]> {
    const events = await this.withParents(stream, basis);
    const key = `${stream} ${events.at(-1)?.entry} ${until}`;
    const known = this.written.get(key) ?? chronicle(stream, events, this.projection, until);
    this.written.delete(key);
    this.written.set(key, known);
    for (const oldest of this.written.keys()) {
      if (this.written.size <= kept) break;
      this.written.delete(oldest);
    }
    return known;
  }

  /** Lets go of all chronicles that are kept. */
  forget(): void {
    this.written.clear();
  }

  /** A stream's entries among those of the things it belongs to, on which its own state may rest. */
  private async withParents(stream: string, basis: Pick<Basis, 'size'>): Promise<readonly Recorded[]> {
    const own = await this.entries(stream, basis);
    const parent = this.projection.ties.parentOf(stream);
    return parent === null ? own : [...(await this.withParents(parent, basis)), ...own].sort((one, other) => one.entry - other.entry);
  }
}
