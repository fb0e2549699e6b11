import { OutcomeUnknown, StoreUnavailable, WrongRevision, type SharedList } from '../../event-store.js';
import { backOff } from '../../../pause.js';
import type { Driver } from '../client/driver.js';
import { StreamConflict, WrongSetting } from '../errors.js';
import type { Mirror } from './mirror.js';
import { keepsLast } from '../records.js';

interface StreamListOptions {
  readonly driver: Driver;
  readonly mirror: Mirror;
  readonly list: string;
  readonly stream: string;
  /** Milliseconds for one answer, and for all attempts together. */
  readonly answer: number;
  readonly deadline: number;
  readonly freshId: () => string;
  /** Resolves when the instance has received something, or after some time. */
  readonly heard: () => Promise<void>;
  readonly next: (signal?: AbortSignal) => Promise<void>;
  /** Called with the result of each attempt to write: null, or why the server could not be written to. */
  readonly written: (error: StoreUnavailable | null) => void;
}

/** A list of which each value is an event of a stream of its own; an instance knows it as far as it has followed. */
export class StreamList implements SharedList {
  constructor(private readonly given: StreamListOptions) {}

  from(place: number): readonly string[] {
    return this.given.mirror.values(this.given.list, place);
  }

  async add(value: string, place: number): Promise<void> {
    const { driver, list, stream, mirror, answer, deadline, freshId, heard, written } = this.given;
    const record = { id: freshId(), type: 'Value', data: { value } };
    const end = Date.now() + deadline;
    let isSent = false;
    while (Date.now() < end) {
      const length = mirror.lengthOf(list);
      if (length > place) {
        // A caller that did not learn about its own value finds it here.
        if (this.from(place)[0] === value) return;
        throw new WrongRevision(stream, place - 1, length - 1);
      }
      try {
        if (place === 0 && keepsLast(list)) await driver.keepLast(stream, answer);
        isSent = true;
        await driver.append(stream, place === 0 ? 'no_stream' : place - 1, [record], answer);
        written(null);
      } catch (error) {
        if (!(error instanceof StoreUnavailable || error instanceof StreamConflict)) throw error;
        written(error instanceof StoreUnavailable ? error : null);
        if (error instanceof WrongSetting) throw error;
      }
      if (mirror.lengthOf(list) <= place) await heard();
    }
    throw isSent
      ? new OutcomeUnknown()
      : new StoreUnavailable('The event store did not respond in time; nothing was written.');
  }

  async sync(): Promise<void> {
    const { driver, list, stream, mirror, answer, deadline, heard } = this.given;
    const end = Date.now() + deadline;
    const last = await this.last(() => driver.read(stream, 'last', answer), end);
    while (mirror.lengthOf(list) <= (last?.revision ?? -1)) {
      if (Date.now() >= end) throw new StoreUnavailable('The event store does not deliver what it has stored.');
      await heard();
    }
  }

  /** Asks until there is an answer, or no time left. */
  private async last<T>(ask: () => Promise<T>, end: number): Promise<T> {
    for (let failures = 0; ; failures++) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || error instanceof WrongSetting || Date.now() >= end) throw error;
        await backOff(failures, AbortSignal.timeout(Math.max(0, end - Date.now())));
      }
    }
  }

  next(signal?: AbortSignal): Promise<void> {
    return this.given.next(signal);
  }
}
