import type { Clock } from '../../../kernel/ports.js';
import type { Authentication } from './append-key.js';
import { checkAppend } from '../append-rules.js';
import { fingerprint, type EventDraft } from '../envelope.js';
import {
  StoreClosed,
  type Appended,
  type EventStore,
  type Expected,
  type KeptOutcome,
  type StoredEntry,
} from '../event-store.js';
import { openLogFile, unavailable, type LogFileOptions } from './log-file.js';
import { StoredLog, type Append } from '../stored-log.js';

export interface SqliteLogOptions extends LogFileOptions {
  /** By what rows are authenticated; left out, they are not. */
  readonly authentication?: Authentication | null;
  /** Whether appends are refused while the clock cannot be trusted; see `ClockGuard`. */
  readonly isClockGuarded?: boolean;
}

interface Waiting extends Append {
  readonly settle: (result: Appended | Error) => void;
}

/**
 * The log in one SQLite file: write-ahead log, fsync before acknowledgement, one writing process. All appends that wait in
 * one turn of the event loop share a transaction and thus an fsync (group commit).
 */
export class SqliteEventStore extends StoredLog implements EventStore {
  readonly isShared = false;
  readonly scavenging = null;
  private waiting: Waiting[] = [];
  private flushing: Promise<void> | null = null;

  /** Opens the file as `openLogFile` does, and throws what that throws. */
  constructor(path: string, clock: Clock, { authentication, isClockGuarded, ...options }: SqliteLogOptions = {}) {
    super(openLogFile(path, options), clock, authentication, isClockGuarded);
  }

  get trouble(): string | null {
    return this.clockTrouble;
  }

  append(stream: string, expected: Expected, drafts: readonly EventDraft[], request?: string): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.closed) throw new StoreClosed();
      const parts = checkAppend(stream, drafts);
      const asked = request === undefined ? null : fingerprint(request);
      this.waiting.push({
        stream,
        expected,
        drafts,
        parts,
        asked,
        settle: (result) => (result instanceof Error ? reject(result) : resolve(result)),
      });
      this.flushing ??= new Promise((done) => setImmediate(() => done(this.flush())));
    });
  }

  async keepOutcome(kept: KeptOutcome): Promise<KeptOutcome> {
    this.mustBeOpen();
    return this.writing(() => this.outcomes.keep(kept));
  }

  async copyIn(entries: readonly StoredEntry[]): Promise<void> {
    this.mustBeOpen();
    this.writing(() => this.take(entries));
  }

  /** One process has the file to itself, so it knows all that there is. */
  async sync(): Promise<void> {
    this.mustBeOpen();
  }

  shared(): null {
    return null;
  }

  async eraseText(entry: number): Promise<void> {
    this.mustBeOpen();
    this.forget(entry);
  }

  protected async finish(): Promise<void> {
    await this.flushing;
  }

  /** Writes all that waits in one transaction. An append is refused before its first row is written, so it takes no other with it. */
  private flush(): void {
    const batch = this.waiting;
    this.waiting = [];
    this.flushing = null;
    let results: (Appended | Error)[];
    try {
      results = this.writing(() => batch.map((one) => this.attempt(one)));
    } catch (error) {
      results = batch.map(() => error as Error);
    }
    batch.forEach((one, index) => one.settle(results[index] as Appended | Error));
  }

  private writing<T>(work: () => T): T {
    const { size } = this;
    try {
      const result = this.inTransaction(work);
      if (this.size > size) this.appended.ring();
      return result;
    } catch (error) {
      throw unavailable(error);
    }
  }
}
