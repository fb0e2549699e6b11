import { uuidv7 } from 'uuidv7';
import type { Clock } from '../../kernel/ports.js';
import { checkAppend } from './append-rules.js';
import { canonical } from './canonical.js';
import type { Draft } from './envelope.js';
import {
  EventTooLarge, OutcomeUnknown, StoreClosed, StoreUnavailable, type Appended, type EventStore, type Expected, type SharedList, type StoredEntry,
} from './event-store.js'; // prettier-ignore
import { AccountRefused, AppendTooLarge, openDriver, StreamConflict, type Driver, type Followed, type Position } from './kurrent/driver.js';
import { Following, pause } from './kurrent/following.js';
import { Mirror } from './kurrent/mirror.js';
import { atOnce, bytesOf, portionsOf, wholeUpTo } from './kurrent/portions.js';
import { apartFrom, listStream, logStream, meaningOf, prefixOf, recordsOf, requestStream, textStream, type Meaning } from './kurrent/records.js';
import { StreamList } from './kurrent/shared-list.js';
import { openLogFile, unavailable, type LogFile } from './log-file.js';
import { StoredLog, type Append } from './stored-log.js';

interface Waiting extends Append {
  /** Whether it was ever sent, so that nobody knows what became of it while no answer comes. */
  isSent: boolean;
  isSettled: boolean;
  readonly settle: (result: Appended | Error) => void;
}

/** How long the adapter waits, in milliseconds. */
interface Patience {
  /** For one answer of the server. */
  readonly answer: number;
  /** For all attempts together. */
  readonly deadline: number;
  /** For an event that is known to be there, before the subscription is given up for another. */
  readonly delivery: number;
}

const patienceOf = (deadline = 10_000): Patience => ({ answer: deadline * 0.3, deadline, delivery: deadline * 0.1 });

export interface KurrentOptions {
  /** A connection string: `esdb://…` or `kurrentdb://…`. */
  readonly url: string;
  /** What the names of all streams of this register begin with. */
  readonly register: string;
  /** The file in which this instance keeps its copy of the log. */
  readonly path: string;
  readonly clock: Clock;
  /** Hears of what went wrong and is tried again. */
  readonly report?: (error: unknown) => void;
  /** Milliseconds for all attempts together, before a caller is told that there was no answer; ten seconds if not given. */
  readonly deadline?: number;
}

/** The data folder holds a copy of another log than the one that the event store has under this name. */
export class OtherLog extends StoreUnavailable {
  override readonly name = 'OtherLog';
}

/**
 * The log in EventStoreDB or KurrentDB, where several instances share it: one stream, in which the revision of an event is its entry number. Each
 * instance follows it into a file of its own, out of which everything is read, and appends on the condition that it has seen the log to its end:
 * so all rules hold over all instances, and entries are the same everywhere (docs/decisions/0016).
 */
export class KurrentEventStore extends StoredLog implements EventStore {
  private readonly mirror: Mirror;
  private readonly following: Following;
  private readonly ending = new AbortController();
  private readonly lists = new Map<string, SharedList>();
  private waiting: Waiting[] = [];
  private working: Promise<void> | null = null;
  private looking: Promise<void> | null = null;
  private lookingNext: Promise<void> | null = null;
  private halves: { readonly meaning: Meaning | null; readonly position: Position }[] = [];
  private heardAt = -Infinity;
  private known: string | null = null;
  private hasMet = false;

  /**
   * Opens the instance's copy of the log and begins to follow. Throws `OtherLog` when the copy is of another log, and what `openLogFile` throws. A
   * server that cannot be reached yet is waited for in the background.
   */
  static async open(options: KurrentOptions): Promise<KurrentEventStore> {
    const driver = await openDriver(options.url);
    const store = new KurrentEventStore(driver, options.register, openLogFile(options.path, { durability: 'normal' }), options.clock, {
      report: options.report ?? (() => undefined),
      patience: patienceOf(options.deadline),
    });
    try {
      await store.meet();
    } catch (error) {
      store.trip(error);
      if (error instanceof OtherLog) {
        await store.close();
        throw error;
      }
    }
    store.following.start();
    return store;
  }

  private constructor(
    private readonly driver: Driver,
    private readonly register: string,
    file: LogFile,
    clock: Clock,
    private readonly given: { readonly report: (error: unknown) => void; readonly patience: Patience },
  ) {
    super(file, clock);
    this.mirror = new Mirror(this.log, register);
    this.following = new Following({
      driver,
      prefix: prefixOf(register),
      before: () => {
        this.halves = [];
        return this.meet();
      },
      after: () => this.mirror.position,
      take: (heard) => this.hear(heard),
      passed: (position) => {
        if (this.halves.length === 0) this.mirror.position = position;
      },
      ended: (error) => this.trip(error),
    });
  }

  /** Why appends would fail just now; null when the last that was heard of the server was good. */
  get trouble(): string | null {
    return this.known;
  }

  append(stream: string, expected: Expected, drafts: readonly Draft[], request?: string): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.closed) throw new StoreClosed();
      const parts = checkAppend(stream, drafts);
      const waiting: Waiting = {
        ...{ stream, expected, drafts, parts, request, isSent: false, isSettled: false },
        settle: (result) => {
          clearTimeout(timer);
          waiting.isSettled = true;
          if (result instanceof Error) reject(result);
          else resolve(result);
        },
      };
      const timer = setTimeout(() => waiting.settle(waiting.isSent ? new OutcomeUnknown() : this.unreachable()), this.given.patience.deadline);
      this.waiting.push(waiting);
      this.work();
    });
  }

  async copyIn(entries: readonly StoredEntry[]): Promise<void> {
    this.mustBeOpen();
    for (const portion of portionsOf(entries)) {
      const [first] = portion;
      if (first.entry !== this.size) throw new RangeError(`Entry ${first.entry} cannot come next: the log holds ${this.size}.`);
      const end = Date.now() + this.given.patience.deadline;
      await this.send(portion);
      if (!(await this.reached(first.entry + portion.length, () => Date.now() < end))) throw new OutcomeUnknown();
    }
  }

  /** Asks the server how far the log goes, and waits until this instance has followed. Those who ask meanwhile share the next question. */
  sync(): Promise<void> {
    if (this.closed) return Promise.reject(new StoreClosed());
    if (this.looking === null) {
      this.looking = this.look().finally(() => (this.looking = null));
      return this.looking;
    }
    const again = (): Promise<void> => {
      this.lookingNext = null;
      return this.sync();
    };
    this.lookingNext ??= this.looking.then(again, again);
    return this.lookingNext;
  }

  shared(name: string): SharedList {
    let list = this.lists.get(name);
    if (list === undefined) {
      const { answer, deadline, delivery } = this.given.patience;
      list = new StreamList({
        ...{ driver: this.driver, mirror: this.mirror, list: name, stream: listStream(this.register, name), answer, deadline, freshId: uuidv7 },
        heard: () => this.bell.next(AbortSignal.timeout(delivery)),
        next: (signal) => this.bell.next(signal),
      });
      this.lists.set(name, list);
    }
    return list;
  }

  async eraseText(entry: number): Promise<void> {
    this.mustBeOpen();
    const [one] = this.sealed(entry, 1);
    if (one === undefined) return;
    const { text: hash, commandId } = JSON.parse(one.leaf) as { text: string | null; commandId: string };
    const first = this.log.one<{ event_id: string }>('SELECT event_id FROM entries WHERE command_id = ? AND part = 0', commandId);
    const { answer } = this.given.patience;
    if (hash !== null) await this.driver.delete(textStream(this.register, hash), answer);
    if (first !== undefined) await this.driver.delete(requestStream(this.register, first.event_id), answer);
    this.forget(entry);
  }

  protected async finish(): Promise<void> {
    await this.working;
    this.ending.abort();
    await Promise.allSettled([this.looking, this.lookingNext]);
    await this.following.stop();
    await this.driver.close();
  }

  /** Works off what waits, as many appends at once as the server takes. */
  private work(): void {
    this.working ??= (async () => {
      await new Promise(setImmediate);
      while (this.waiting.length > 0) await this.carryOut(this.waiting.splice(0, atOnce(this.waiting)));
      this.working = null;
    })();
  }

  /**
   * Sends appends until the log, as it was followed, says what became of each. What they come to is worked out on this instance's copy; that holds if
   * nobody else has written meanwhile, and the server tells. Whatever it answers or does not, the copy then decides: it is the log.
   */
  private async carryOut(batch: readonly Waiting[]): Promise<void> {
    let isInStep = false;
    for (let failures = 0; ;) {
      const pending = batch.filter(({ isSettled }) => !isSettled);
      const isPending = (): boolean => pending.some(({ isSettled }) => !isSettled);
      if (pending.length === 0) return;
      try {
        const { results, entries } = this.rehearse(pending);
        if (entries.length === 0 && (isInStep || results.every((result) => !(result instanceof Error)))) {
          pending.forEach((one, index) => one.settle(results[index] as Appended | Error));
          return;
        }
        if (entries.length === 0) await this.sync();
        else {
          const size = this.size + entries.length;
          for (const one of pending) one.isSent = true;
          await this.send(entries);
          await this.reached(size, isPending);
        }
        isInStep = true;
      } catch (error) {
        if (error instanceof StreamConflict) {
          isInStep = await this.reached(error.actual + 1, isPending);
        } else if (error instanceof AppendTooLarge && pending.length > 1) {
          for (const one of pending) await this.carryOut([one]);
        } else if (error instanceof StoreUnavailable && !(error instanceof AccountRefused || error instanceof OtherLog)) {
          this.trip(error);
          await pause(Math.min(500, 20 * 2 ** failures++), this.ending.signal);
        } else {
          const told = error instanceof AppendTooLarge ? new EventTooLarge(bytesOf(pending), error.limit) : unavailable(error);
          for (const one of pending) one.settle(told);
        }
      }
    }
  }

  /** Appends entries that must come next: first what stands apart from them, each in a stream of its own, then themselves. */
  private async send(entries: readonly StoredEntry[]): Promise<void> {
    await this.meet();
    const { answer } = this.given.patience;
    const apart = entries.flatMap((entry) => apartFrom(this.register, entry));
    await Promise.all(
      apart.map(({ stream, record }) =>
        this.driver.append(stream, 'no_stream', [record], answer).catch((error: unknown) => {
          // A text stands under its own hash, what was asked under its entry: what is there already says the same.
          if (!(error instanceof StreamConflict)) throw error;
        }),
      ),
    );
    // By what the leaves say, and not by how far the copy has come meanwhile.
    const first = entries[0]?.entry ?? 0;
    await this.driver.append(logStream(this.register), first === 0 ? 'no_stream' : first - 1, recordsOf(entries), answer);
    this.known = null;
  }

  /** Resolves with true when the log was followed up to a size, with false when nobody waits for it any more. */
  private async reached(size: number, goesOn: () => boolean): Promise<boolean> {
    while (this.size < size) {
      if (!goesOn() || this.ending.signal.aborted) return false;
      const { delivery } = this.given.patience;
      const since = Date.now();
      await this.bell.next(AbortSignal.timeout(delivery));
      // What comes slowly is not given up: a large command would then never come to its end.
      if (Date.now() - Math.max(since, this.heardAt) >= delivery) this.following.renew();
    }
    return true;
  }

  private async look(): Promise<void> {
    const end = Date.now() + this.given.patience.deadline;
    for (let failures = 0; Date.now() < end && !this.ending.signal.aborted;) {
      try {
        await this.meet();
        const last = await this.driver.read(logStream(this.register), 'last', this.given.patience.answer);
        this.known = null;
        if (await this.reached((last?.revision ?? -1) + 1, () => Date.now() < end)) return;
      } catch (error) {
        this.trip(error);
        if (error instanceof AccountRefused || error instanceof OtherLog) throw error;
        await pause(Math.min(500, 20 * 2 ** failures++), this.ending.signal);
      }
    }
    throw this.closed ? new StoreClosed() : this.unreachable();
  }

  /** Makes sure, once, that this instance's copy is a beginning of the log that the server holds. */
  private async meet(): Promise<void> {
    if (this.hasMet) return;
    if (this.mirror.register !== this.register) throw new OtherLog(`This data folder follows the register ${this.mirror.register}, not ${this.register}.`);
    const [last] = this.sealed(this.size - 1, 1);
    if (last !== undefined) {
      const there = await this.driver.read(logStream(this.register), last.entry, this.given.patience.answer);
      if (there === null || canonical(there.metadata) !== last.leaf) {
        throw new OtherLog(
          `This data folder holds ${this.size} entries of a log, and the last is ${there === null ? 'missing from' : 'not the one in'} the event store's ${logStream(this.register)}: it is another log, or one put back from an older copy.`,
        );
      }
    }
    this.hasMet = true;
  }

  /** Takes in what was followed, together with how far that goes: whole commands, whose entries may come in two halves. */
  private hear(heard: readonly Followed[]): void {
    const meant = [...this.halves, ...heard.map(({ record, position }) => ({ meaning: meaningOf(this.register, record), position }))];
    const whole = wholeUpTo(meant.map(({ meaning }) => meaning));
    this.halves = meant.slice(whole);
    this.heardAt = Date.now();
    const last = meant[whole - 1];
    if (last === undefined) return;
    this.inTransaction(() => {
      for (const { meaning } of meant.slice(0, whole)) this.absorb(meaning);
      this.mirror.position = last.position;
    });
    this.known = null;
    this.bell.ring();
  }

  private absorb(meaning: Meaning | null): void {
    if (meaning === null) return;
    if (meaning.kind === 'text') return this.mirror.keepText(meaning.text);
    if (meaning.kind === 'request') return this.mirror.keepRequest(meaning.request);
    if (meaning.kind === 'value') return this.mirror.keepValue(meaning.list, meaning.place, meaning.value);
    const { entry, textHash } = meaning;
    if (entry.entry < this.size) return;
    const text = textHash === null ? null : this.mirror.takeText(textHash);
    const { eventId } = JSON.parse(entry.leaf) as { eventId: string };
    this.take([{ ...entry, text: text?.json ?? null, textSalt: text?.salt ?? null, request: this.mirror.takeRequest(eventId) }]);
  }

  /** Notes what stands against appends, and tells it once. */
  private trip(error: unknown): void {
    const { message } = error as Error;
    if (message !== this.known) this.given.report(error);
    this.known = message;
  }

  private unreachable(): StoreUnavailable {
    return new StoreUnavailable(`${this.known ?? 'The event store has not answered in time.'} Nothing was written.`);
  }
}
