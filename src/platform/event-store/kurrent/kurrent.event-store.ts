import { uuidv7 } from 'uuidv7';
import type { Clock } from '../../../kernel/ports.js';
import { backOff } from '../../pause.js';
import type { Authentication } from '../sqlite/append-key.js';
import { checkAppend, isAsExpected } from '../append-rules.js';
import { fingerprint, type EventDraft } from '../envelope.js';
import {
  OutcomeUnknown,
  StoreUnavailable,
  type Appended,
  type EventStore,
  type Expected,
  type KeptOutcome,
  type Scavenging,
  type SharedList,
  type StoredEntry,
} from '../event-store.js';
import { AppendQueue } from './writing/append-queue.js';
import { CatchingUp } from './following/catching-up.js';
import { openDriver, type Driver } from './client/driver.js';
import { OtherLog, StrayRecord, StreamConflict, WrongSetting } from './errors.js';
import { Following } from './following/following.js';
import type { LocalCopy } from './following/local-copy.js';
import { Mirror } from './following/mirror.js';
import { portionsOf } from './writing/portions.js';
import { Probing } from './following/probing.js';
import { Receiving } from './following/receiving.js';
import { listStream, prefixOf } from './records.js';
import { SameLog } from './following/same-log.js';
import { scavengeStreams, Scavenges } from './scavenges.js';
import { Sending } from './writing/sending.js';
import { ServerStatus } from './server-status.js';
import { StreamList } from './following/shared-list.js';
import { openLogFile, type LogFile } from '../sqlite/log-file.js';
import { StoredLog, type Append } from '../stored-log.js';

/** How long the adapter waits, in milliseconds. */
interface Timeouts {
  /** For one answer of the server. */
  readonly answer: number;
  /** For all attempts together. */
  readonly deadline: number;
  /** For an event that is known to be there, before the subscription is given up for another. */
  readonly delivery: number;
}

const patienceOf = (deadline = 10_000): Timeouts => ({ answer: deadline * 0.3, deadline, delivery: deadline * 0.1 });

export interface KurrentOptions {
  /** A connection string: `esdb://…` or `kurrentdb://…`. */
  readonly url: string;
  /** What the names of all streams of this register begin with. */
  readonly register: string;
  /** The file in which this instance keeps its copy of the log. */
  readonly path: string;
  readonly clock: Clock;
  /** By what entries are authenticated, those of other instances too; left out, they are not. */
  readonly authentication?: Authentication | null;
  /** Whether appends are refused while the clock cannot be trusted; see `ClockGuard`. */
  readonly isClockGuarded?: boolean;
  /** Called with each failure that is retried. */
  readonly report?: (error: unknown) => void;
  /** Milliseconds for all attempts together before the caller gets an error; ten seconds by default. */
  readonly deadline?: number;
}

/**
 * The log in EventStoreDB or KurrentDB, where several instances share it: one stream, in which the revision of an event is its entry number. Each
 * instance follows it into a file of its own, out of which everything is read, and appends on the condition that it has seen the log to its end:
 * so all rules hold over all instances, and entries are the same everywhere (docs/decisions/0016).
 */
export class KurrentEventStore extends StoredLog implements EventStore {
  private readonly mirror: Mirror;
  private readonly scavenges: Scavenges;
  private readonly sending: Sending;
  private readonly receiving: Receiving;
  private readonly following: Following;
  private readonly queue: AppendQueue;
  private readonly ending = new AbortController();
  private readonly lists = new Map<string, SharedList>();
  private readonly status: ServerStatus;
  private readonly probing: Probing;
  private readonly catchingUp: CatchingUp;
  private readonly sameLog: SameLog;

  /**
   * Opens the instance's copy of the log and begins to follow. Throws `OtherLog` when the copy is of another log, `WrongSetting` when waiting cannot help,
   * and what `openLogFile` throws. A server that cannot be reached yet is waited for in the background.
   */
  static async open(options: KurrentOptions): Promise<KurrentEventStore> {
    const driver = await openDriver(options.url);
    const store = new KurrentEventStore(
      driver,
      options.register,
      openLogFile(options.path, { durability: 'normal' }),
      options.clock,
      {
        report: options.report ?? (() => undefined),
        authentication: options.authentication ?? null,
        isClockGuarded: options.isClockGuarded ?? false,
        patience: patienceOf(options.deadline),
      },
    );
    try {
      await driver.reach();
      await store.sameLog.prove();
    } catch (error) {
      if (error instanceof OtherLog || error instanceof WrongSetting) {
        await store.close();
        throw error;
      }
      store.status.failed('reading', error);
    }
    store.following.start();
    store.probing.start();
    return store;
  }

  private constructor(
    private readonly driver: Driver,
    private readonly register: string,
    file: LogFile,
    clock: Clock,
    private readonly given: {
      readonly report: (error: unknown) => void;
      readonly authentication: Authentication | null;
      readonly isClockGuarded: boolean;
      readonly patience: Timeouts;
    },
  ) {
    super(file, clock, given.authentication, given.isClockGuarded);
    this.mirror = new Mirror(file.log, register);
    this.scavenges = new Scavenges(file.log);
    this.status = new ServerStatus(given.report, () => this.probing.wake());
    const { status, scavenges } = this;
    const { signal: ending } = this.ending;
    const { patience, report } = given;
    const copy: LocalCopy = {
      ...{ rows: this.rows, outcomes: this.outcomes, mirror: this.mirror, appended: this.appended },
      size: () => this.size,
      take: (entries) => this.take(entries),
      inTransaction: (work) => this.inTransaction(work),
    };
    const shared = { driver, register, copy, status, ending, ...patience };
    const sameLog = new SameLog(shared);
    this.sameLog = sameLog;
    this.sending = new Sending({ ...shared, outcomes: this.outcomes, sameLog });
    this.receiving = new Receiving({ ...shared, scavenges, report, wasSent: (eventId) => this.queue.wasSent(eventId) });
    this.probing = new Probing({ ...shared, mirror: this.mirror, sameLog });
    this.catchingUp = new CatchingUp({
      ...shared,
      sameLog,
      lastHeard: () => this.receiving.lastHeard,
      renew: () => this.following.renew(),
    });
    this.following = new Following({
      driver,
      prefixes: [prefixOf(register), scavengeStreams],
      before: () => {
        this.receiving.beginAnew();
        return sameLog.prove();
      },
      after: () => this.receiving.position,
      take: (heard) => this.receiving.hear(heard),
      passed: (position) => this.receiving.passed(position),
      begun: () => this.status.well('following'),
      ended: (error) => {
        if (error instanceof StrayRecord) this.mirror.keepStray(error);
        this.status.failed('following', error);
      },
    });
    this.queue = new AppendQueue({
      size: () => this.size,
      rehearse: (appends) => this.rehearse(appends),
      isDue: (append) => this.isDue(append),
      setApart: (append) => this.sending.setApart(append),
      send: (entries, sending) => this.send(entries, sending),
      foreignEnd: () => this.receiving.foreignEnd,
      sync: () => this.sync(),
      reached: (size, goesOn) => this.catchingUp.reached(size, goesOn),
      trip: (error) => this.status.failed('writing', error),
      unreachable: () => this.catchingUp.unreachable(),
      deadline: patience.deadline,
      ending,
    });
  }

  readonly isShared = true;

  /** How many entries the server held when it was last asked; null before. */
  get end(): number | null {
    return this.catchingUp.end;
  }

  /** Why appends would fail just now; null when what was last tried of the server has worked. */
  get trouble(): string | null {
    return this.status.trouble ?? this.clockTrouble;
  }

  get scavenging(): Scavenging {
    this.mustBeOpen();
    return this.scavenges.of(this.driver.nodes);
  }

  async append(
    stream: string,
    expected: Expected,
    drafts: readonly EventDraft[],
    request?: string,
    seen?: number,
  ): Promise<Appended> {
    this.mustBeOpen();
    this.mustBePassable();
    const parts = checkAppend(stream, drafts);
    return this.queue.add({
      stream,
      expected,
      drafts,
      parts,
      asked: request === undefined ? null : fingerprint(request),
      seen,
    });
  }

  async keepOutcome(kept: KeptOutcome): Promise<KeptOutcome> {
    this.mustBeOpen();
    return this.sending.keepOutcome(kept);
  }

  /** Asks the server if this instance has not received one. */
  override async readOutcome(commandId: string): Promise<KeptOutcome | null> {
    this.mustBeOpen();
    return this.sending.readOutcome(commandId);
  }

  async copyIn(entries: readonly StoredEntry[]): Promise<void> {
    this.mustBeOpen();
    const [first] = entries;
    if (first !== undefined && first.entry !== this.size)
      throw new RangeError(`Entry ${first.entry} is out of sequence: the log has ${this.size} entries.`);
    for (const portion of portionsOf(entries)) await this.copyPortion(portion);
  }

  /** Sends a portion until it stands in the log. An answer that was lost may have left it there; so may the attempt of another, which is then compared. */
  private async copyPortion(portion: readonly StoredEntry[]): Promise<void> {
    const [{ entry: first }] = portion as [StoredEntry];
    const end = Date.now() + this.given.patience.deadline;
    for (let failures = 0; ; failures++) {
      try {
        await this.sending.setApartFrom(portion);
        await this.send(portion).catch(async (error: unknown) => {
          if (!(error instanceof StreamConflict)) throw error;
          await this.catchingUp.reached(error.actual + 1, () => Date.now() < end);
        });
        if (!(await this.catchingUp.reached(first + portion.length, () => Date.now() < end)))
          throw new OutcomeUnknown();
        break;
      } catch (error) {
        const lasts = error instanceof WrongSetting || error instanceof OtherLog || error instanceof StrayRecord;
        if (!(error instanceof StoreUnavailable) || lasts || Date.now() >= end) throw error;
        this.status.failed('writing', error);
        await backOff(failures, this.ending.signal, 2000);
      }
    }
    const there = this.rows.leaves(first, portion.length);
    if (portion.some(({ leaf }, index) => there[index]?.leaf !== leaf))
      throw new RangeError(`Another process wrote at entry ${first}; copying stops.`);
  }

  /**
   * Asks the server for the end of the log and waits until this instance has caught up. Concurrent callers
   * share the next request.
   */
  async sync(): Promise<void> {
    this.mustBeOpen();
    await this.catchingUp.sync();
  }

  /** Throws what stands in the way of following, where waiting cannot help. */
  private mustBePassable(): void {
    const { lasting } = this.status;
    if (lasting instanceof StrayRecord) throw lasting;
  }

  shared(name: string): SharedList {
    let list = this.lists.get(name);
    if (list === undefined) {
      const { answer, deadline } = this.given.patience;
      list = new StreamList({
        ...{
          driver: this.driver,
          mirror: this.mirror,
          list: name,
          stream: listStream(this.register, name),
          answer,
          deadline,
          freshId: uuidv7,
        },
        heard: () => this.catchingUp.more(),
        next: (signal) => this.appended.next(signal),
        written: (error) => (error === null ? this.status.well('writing') : this.status.failed('writing', error)),
      });
      this.lists.set(name, list);
    }
    return list;
  }

  async eraseText(entry: number): Promise<void> {
    this.mustBeOpen();
    const [one] = this.rows.sealed(entry, 1);
    if (one === undefined) return;
    const { text, commandId } = JSON.parse(one.leaf) as { text: string | null; commandId: string };
    if (text === null) return;
    await this.sending.erase({ text, commandId });
    this.forget(entry);
  }

  protected async finish(): Promise<void> {
    await this.queue.settled();
    this.ending.abort();
    await this.catchingUp.settled();
    await this.probing.stop();
    await this.following.stop();
    this.receiving.finish();
    await this.driver.close();
  }

  /** Whether an append, on this instance's copy as it is, would be written: one that would not is not worth a word to the server. */
  private isDue({ stream, expected, drafts: [first] }: Append): boolean {
    return (
      isAsExpected(expected, this.rows.revisionOf(stream)) &&
      !this.rows.knows(first?.eventId ?? '', first?.commandId ?? '')
    );
  }

  /** Once the server has taken entries, so does the copy: what the subscription brings is then known already. */
  private async send(entries: readonly StoredEntry[], sending?: () => void): Promise<void> {
    await this.sending.send(entries, sending);
    this.receiving.takeOver(entries);
  }
}
