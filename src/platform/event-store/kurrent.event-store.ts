import { uuidv7 } from 'uuidv7';
import type { Clock } from '../../kernel/ports.js';
import { backOff } from '../pause.js';
import { checkAppend, isAsExpected } from './append-rules.js';
import { canonical } from './canonical.js';
import { fingerprint, type EventDraft } from './envelope.js';
import {
  CommandAlreadyRecorded, OutcomeUnknown, Overtaken, StoreClosed, StoreUnavailable, type Appended, type EventStore, type Expected, type KeptOutcome, type Scavenging, type SharedList,
  type StoredEntry,
} from './event-store.js'; // prettier-ignore
import { Apart } from './kurrent/apart.js';
import { AppendQueue } from './kurrent/append-queue.js';
import { openDriver, type Driver, type FollowedRecord, type Position } from './kurrent/driver.js';
import { OtherLog, StrayRecord, StreamGone, StreamConflict, WrongSetting } from './kurrent/errors.js';
import { Following } from './kurrent/following.js';
import { Mirror } from './kurrent/mirror.js';
import { Probing } from './kurrent/probing.js';
import { scavengeStreams, Scavenges } from './kurrent/scavenges.js';
import { portionsOf } from './kurrent/portions.js';
import {
  apartFrom, apartFromAppend, commandStream, listStream, logStream, meaningOf, outcomeRecord, prefixOf, recordsOf, textStream, type KeptRecord, type Meaning,
} from './kurrent/records.js'; // prettier-ignore
import { StreamList } from './kurrent/shared-list.js';
import { ServerStatus, type Operation } from './kurrent/server-status.js';
import { Coalesced } from './kurrent/coalesced.js';
import { WholeCommands, type ReceivedRecord } from './kurrent/whole-commands.js';
import { openLogFile, type LogFile } from './log-file.js';
import { sqliteCode } from '../sqlite.js';
import { StoredLog, type Append } from './stored-log.js';

/** How long the adapter waits, in milliseconds. */
interface Timeouts {
  /** For one answer of the server. */
  readonly answer: number;
  /** For all attempts together. */
  readonly deadline: number;
  /** For an event that is known to be there, before the subscription is given up for another. */
  readonly delivery: number;
}

/** Records that may be heard, with nothing to take in of them, before the position behind them is noted; and for how many a checkpoint of the server counts. */
const [most, each] = [500, 32];

/** SQLite's code for a row that may not be. */
const constraint = 19;

/** The list to which a value is added to see whether the server writes again. */
const probes = 'last-probe';

const patienceOf = (deadline = 10_000): Timeouts => ({ answer: deadline * 0.3, deadline, delivery: deadline * 0.1 });

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

/**
 * The log in EventStoreDB or KurrentDB, where several instances share it: one stream, in which the revision of an event is its entry number. Each
 * instance follows it into a file of its own, out of which everything is read, and appends on the condition that it has seen the log to its end:
 * so all rules hold over all instances, and entries are the same everywhere (docs/decisions/0016).
 */
export class KurrentEventStore extends StoredLog implements EventStore {
  private readonly mirror: Mirror;
  private readonly scavenges: Scavenges;
  private readonly following: Following;
  private readonly queue: AppendQueue;
  private readonly ending = new AbortController();
  private readonly lists = new Map<string, SharedList>();
  private readonly howFar = new Coalesced(() => this.look());
  private readonly commands = new WholeCommands();
  private heardAt = -Infinity;
  /** Up to where everything was taken, where that is not noted in the copy yet. */
  private passedTo: Position | null = null;
  private unnoted = 0;
  private foreignEnd = 0;
  private known: number | null = null;
  private readonly standing: ServerStatus;
  private readonly probing: Probing;
  private hasMet = false;

  /**
   * Opens the instance's copy of the log and begins to follow. Throws `OtherLog` when the copy is of another log, `WrongSetting` when waiting cannot help,
   * and what `openLogFile` throws. A server that cannot be reached yet is waited for in the background.
   */
  static async open(options: KurrentOptions): Promise<KurrentEventStore> {
    const driver = await openDriver(options.url);
    const store = new KurrentEventStore(driver, options.register, openLogFile(options.path, { durability: 'normal' }), options.clock, {
      report: options.report ?? (() => undefined),
      patience: patienceOf(options.deadline),
    });
    try {
      await driver.reach();
      await store.meet();
    } catch (error) {
      if (error instanceof OtherLog || error instanceof WrongSetting) {
        await store.close();
        throw error;
      }
      store.standing.failed('reading', error);
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
    private readonly given: { readonly report: (error: unknown) => void; readonly patience: Timeouts },
  ) {
    super(file, clock);
    this.mirror = new Mirror(file.log, register);
    this.scavenges = new Scavenges(file.log);
    this.standing = new ServerStatus(given.report, () => this.probing.wake());
    this.probing = new Probing({ standing: this.standing, read: () => this.probe('reading'), write: () => this.probe('writing'), ending: this.ending.signal });
    this.following = new Following({
      driver,
      prefixes: [prefixOf(register), scavengeStreams],
      before: () => {
        this.takeIn(this.commands.forget());
        return this.meet();
      },
      after: () => this.passedTo ?? this.mirror.position,
      take: (heard) => this.hear(heard),
      passed: (position) => {
        if (!this.commands.isHolding) this.note(position);
      },
      begun: () => this.standing.well('following'),
      ended: (error) => {
        if (error instanceof StrayRecord) this.mirror.keepStray(error);
        this.standing.failed('following', error);
      },
    });
    this.queue = new AppendQueue({
      size: () => this.size,
      rehearse: (appends) => this.rehearse(appends),
      isDue: (append) => this.isDue(append),
      setApart: (append) => this.setApart(append),
      send: (entries, sending) => this.send(entries, sending),
      foreignEnd: () => this.foreignEnd,
      sync: () => this.sync(),
      reached: (size, goesOn) => this.reached(size, goesOn),
      trip: (error) => this.standing.failed('writing', error),
      unreachable: () => this.unreachable(),
      deadline: given.patience.deadline,
      ending: this.ending.signal,
    });
  }

  readonly isShared = true;

  /** How many entries the server held when it was last asked; null before. */
  get end(): number | null {
    return this.known;
  }

  /** Why appends would fail just now; null when what was last tried of the server has worked. */
  get trouble(): string | null {
    return this.standing.trouble;
  }

  get scavenging(): Scavenging {
    this.mustBeOpen();
    return this.scavenges.of(this.driver.nodes);
  }

  async append(stream: string, expected: Expected, drafts: readonly EventDraft[], request?: string, seen?: number): Promise<Appended> {
    this.mustBeOpen();
    this.mustBePassable();
    const parts = checkAppend(stream, drafts);
    return this.queue.add({ stream, expected, drafts, parts, asked: request === undefined ? null : fingerprint(request), seen });
  }

  async keepOutcome(kept: KeptOutcome): Promise<KeptOutcome> {
    this.mustBeOpen();
    const { answer } = this.given.patience;
    const stream = commandStream(this.register, kept.commandId);
    const record = outcomeRecord(uuidv7(), kept);
    for (let end: number | 'no_stream' = 'no_stream'; ;) {
      const expected = end;
      try {
        await this.patiently(() => this.driver.append(stream, expected, [record], answer));
        return this.outcomes.keep(kept);
      } catch (error) {
        if (!(error instanceof StreamConflict)) throw error;
        // What was asked may stand there from an attempt that was refused; an outcome is the first one.
        const earlier = await this.readOutcome(kept.commandId);
        if (earlier !== null) return earlier;
        end = error.actual;
      }
    }
  }

  /** Asks the server where this instance has not heard of one. */
  override async readOutcome(commandId: string): Promise<KeptOutcome | null> {
    const known = await super.readOutcome(commandId);
    if (known !== null) return known;
    const there = await this.patiently(() => this.driver.read(commandStream(this.register, commandId), 'last', this.given.patience.answer));
    const meaning = there === null ? null : meaningOf(this.register, there);
    return meaning?.kind === 'outcome' ? this.outcomes.keep(meaning.kept) : null;
  }

  async copyIn(entries: readonly StoredEntry[]): Promise<void> {
    this.mustBeOpen();
    const [first] = entries;
    if (first !== undefined && first.entry !== this.size) throw new RangeError(`Entry ${first.entry} cannot come next: the log holds ${this.size}.`);
    for (const portion of portionsOf(entries)) await this.copyPortion(portion);
  }

  /** Sends a portion until it stands in the log. An answer that was lost may have left it there; so may the attempt of another, which is then compared. */
  private async copyPortion(portion: readonly StoredEntry[]): Promise<void> {
    const [{ entry: first }] = portion as [StoredEntry];
    const end = Date.now() + this.given.patience.deadline;
    for (let failures = 0; ; failures++) {
      try {
        await this.setApartFrom(portion);
        await this.send(portion).catch(async (error: unknown) => {
          if (!(error instanceof StreamConflict)) throw error;
          await this.reached(error.actual + 1, () => Date.now() < end);
        });
        if (!(await this.reached(first + portion.length, () => Date.now() < end))) throw new OutcomeUnknown();
        break;
      } catch (error) {
        const lasts = error instanceof WrongSetting || error instanceof OtherLog || error instanceof StrayRecord;
        if (!(error instanceof StoreUnavailable) || lasts || Date.now() >= end) throw error;
        this.standing.failed('writing', error);
        await backOff(failures, this.ending.signal, 2000);
      }
    }
    const there = this.rows.leaves(first, portion.length);
    if (portion.some(({ leaf }, index) => there[index]?.leaf !== leaf))
      throw new RangeError(`Another wrote at entry ${first} meanwhile; nothing more is copied.`);
  }

  /** Asks the server how far the log goes, and waits until this instance has followed. Those who ask meanwhile share the next question. */
  async sync(): Promise<void> {
    this.mustBeOpen();
    await this.howFar.ask();
  }

  /** Throws what stands in the way of following, where waiting cannot help. */
  private mustBePassable(): void {
    const { lasting } = this.standing;
    if (lasting instanceof StrayRecord) throw lasting;
  }

  shared(name: string): SharedList {
    let list = this.lists.get(name);
    if (list === undefined) {
      const { answer, deadline } = this.given.patience;
      list = new StreamList({
        ...{ driver: this.driver, mirror: this.mirror, list: name, stream: listStream(this.register, name), answer, deadline, freshId: uuidv7 },
        heard: () => this.more(),
        next: (signal) => this.appended.next(signal),
        written: (error) => this.tried('writing', error),
      });
      this.lists.set(name, list);
    }
    return list;
  }

  async eraseText(entry: number): Promise<void> {
    this.mustBeOpen();
    const [one] = this.rows.sealed(entry, 1);
    if (one === undefined) return;
    const { text: hash, commandId } = JSON.parse(one.leaf) as { text: string | null; commandId: string };
    const { answer } = this.given.patience;
    if (hash === null) return;
    const gone = [textStream(this.register, hash), commandStream(this.register, commandId)];
    for (const stream of gone) await this.patiently(() => this.driver.tombstone(stream, answer));
    this.forget(entry);
  }

  protected async finish(): Promise<void> {
    await this.queue.settled();
    this.ending.abort();
    await this.howFar.settled();
    await this.probing.stop();
    await this.following.stop();
    if (this.passedTo !== null) this.mirror.position = this.passedTo;
    await this.driver.close();
  }

  /** Whether an append, on this instance's copy as it is, would be written: one that would not is not worth a word to the server. */
  private isDue({ stream, expected, drafts: [first] }: Append): boolean {
    return isAsExpected(expected, this.rows.revisionOf(stream)) && !this.rows.knows(first?.eventId ?? '', first?.commandId ?? '');
  }

  /**
   * Writes what of an append stands apart from the log. Where its caller has not asked for an outcome of the command, this does: the stream of the command
   * must not exist, so that what is kept there is found without a question. Throws `CommandAlreadyRecorded` where there is one.
   */
  private async setApart(append: Append): Promise<void> {
    const { answer } = this.given.patience;
    const apart = apartFromAppend(this.register, append);
    const isAsked = append.seen === undefined;
    const mustHaveNoOutcome = async (commandId: string): Promise<void> => {
      if ((await this.readOutcome(commandId)) !== null) throw new CommandAlreadyRecorded(commandId);
    };
    await this.meet();
    const [first] = append.drafts;
    if (!isAsked && first !== undefined && apart.every(({ commandId }) => commandId === null)) await mustHaveNoOutcome(first.commandId);
    await Promise.all(
      apart.map(async ({ stream, record, commandId }) => {
        try {
          await this.driver.append(stream, isAsked && commandId !== null ? 'any' : 'no_stream', [record], answer);
        } catch (error) {
          // The words of a command that has none left were redacted: it stands in the log, which this instance has not followed so far.
          if (error instanceof StreamGone) throw new Overtaken(append.stream);
          if (!(error instanceof StreamConflict)) throw error;
          // A text stands under its own hash: what is there already says the same.
          if (commandId === null) return;
          await mustHaveNoOutcome(commandId);
          await this.driver.append(stream, 'any', [record], answer);
        }
      }),
    );
  }

  /** Writes what of entries stands apart from the log; what is there already says the same. */
  private async setApartFrom(entries: readonly StoredEntry[]): Promise<void> {
    const { answer } = this.given.patience;
    await this.meet();
    await Promise.all(
      apartFrom(this.register, entries).map(({ stream, record }) =>
        this.driver.append(stream, 'no_stream', [record], answer).catch((error: unknown) => {
          if (!(error instanceof StreamConflict)) throw error;
        }),
      ),
    );
  }

  /**
   * Appends entries that must come next, of which all that stands apart is written. Calls `sending` when from there on nobody knows what becomes of them. Once
   * the server has taken them, so does the copy: what the subscription brings is then known already.
   */
  private async send(entries: readonly StoredEntry[], sending: () => void = () => undefined): Promise<void> {
    await this.driver.reach();
    sending();
    // By what the leaves say, and not by how far the copy has come meanwhile.
    const first = entries[0]?.entry ?? 0;
    await this.driver.append(logStream(this.register), first === 0 ? 'no_stream' : first - 1, recordsOf(entries), this.given.patience.answer);
    this.standing.well('writing');
    this.standing.well('reading');
    this.takeOver(entries);
  }

  /** Takes in what the server has just taken. Where that fails, it is left to what the subscription brings. */
  private takeOver(entries: readonly StoredEntry[]): void {
    try {
      this.inTransaction(() => {
        for (const one of entries) if (one.entry >= this.size) this.take([one]);
        for (const { leaf } of entries) this.forgetApart(leaf, this.mirror);
      });
      for (const { leaf } of entries) this.queue.wasSent((JSON.parse(leaf) as { eventId: string }).eventId);
      this.appended.ring();
    } catch (error) {
      this.mirror.restore();
      this.given.report(error);
    }
  }

  private forgetApart(leaf: string, from: Mirror | Apart): void {
    const { text, commandId } = JSON.parse(leaf) as { text: string | null; commandId: string };
    from.forgetApart(text, commandId);
  }

  /** Resolves with true when the log was followed up to a size, with false when nobody waits for it any more. */
  private async reached(size: number, goesOn: () => boolean): Promise<boolean> {
    while (this.size < size) {
      if (!goesOn() || this.ending.signal.aborted) return false;
      await this.more();
    }
    return true;
  }

  /** Resolves when something was heard that is known to be there; where nothing comes, another subscription is tried. */
  private async more(): Promise<void> {
    const { delivery } = this.given.patience;
    const since = Date.now();
    await this.appended.next(AbortSignal.timeout(delivery));
    // What comes slowly is not given up: a large command would then never come to its end.
    if (Date.now() - Math.max(since, this.heardAt) >= delivery) this.following.renew();
  }

  private async look(): Promise<void> {
    const end = Date.now() + this.given.patience.deadline;
    for (let failures = 0; Date.now() < end && !this.ending.signal.aborted;) {
      try {
        await this.meet();
        if (this.standing.lasting !== null && this.standing.of('following') === this.standing.lasting.message) throw this.standing.lasting;
        const last = await this.driver.read(logStream(this.register), 'last', this.given.patience.answer);
        this.standing.well('reading');
        this.known = (last?.revision ?? -1) + 1;
        if (await this.reached(this.known, () => Date.now() < end)) return;
      } catch (error) {
        if (error instanceof StrayRecord) throw error;
        this.standing.failed('reading', error);
        if (error instanceof WrongSetting || error instanceof OtherLog) throw error;
        await backOff(failures++, this.ending.signal);
      }
    }
    throw this.closed ? new StoreClosed() : this.unreachable();
  }

  /** Tries something that may be done twice until it works, for as long as a caller waits. */
  private async patiently<T>(work: () => Promise<T>): Promise<T> {
    const end = Date.now() + this.given.patience.deadline;
    for (let failures = 0; ; failures++) {
      try {
        return await work();
      } catch (error) {
        const isOver = Date.now() >= end || this.ending.signal.aborted;
        if (!(error instanceof StoreUnavailable) || error instanceof WrongSetting || isOver) throw error;
        await backOff(failures, this.ending.signal);
      }
    }
  }

  /** Makes sure, once, that this instance's copy is a beginning of the log that the server holds. */
  private async meet(): Promise<void> {
    if (this.hasMet) return;
    if (this.mirror.register !== this.register) throw new OtherLog(`This data folder follows the register ${this.mirror.register}, not ${this.register}.`);
    const [last] = this.rows.sealed(this.size - 1, 1);
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

  /** Takes in what was followed, whole commands only, together with how far that goes; up to a record that stands in the way, which is thrown. */
  private hear(followed: readonly FollowedRecord[]): void {
    this.heardAt = Date.now();
    const heard: ReceivedRecord[] = [];
    let stray: unknown = null;
    for (const { record, position } of followed) {
      try {
        heard.push({ meaning: this.isKnown(record) ? null : meaningOf(this.register, record), position });
      } catch (error) {
        stray = error;
        break;
      }
    }
    this.takeIn(this.commands.with(heard, this.size));
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- it is an error, kept since it was found
    if (stray !== null) throw stray;
  }

  private takeIn(whole: readonly ReceivedRecord[]): void {
    const last = whole.at(-1);
    if (last === undefined) return;
    const news = whole.filter(({ meaning }) => meaning !== null && !this.isOver(meaning));
    if (news.length === 0) this.note(last.position, whole.length);
    else {
      const apart = new Apart(this.mirror);
      try {
        this.inTransaction(() => {
          for (const { meaning, position } of news) this.absorb(meaning, apart, position);
          for (const { meaning } of news) if (meaning?.kind === 'entry') this.forgetApart(meaning.entry.leaf, apart);
          apart.keep();
          this.mirror.position = last.position;
        });
      } catch (error) {
        this.mirror.restore();
        throw error;
      }
      this.passedTo = null;
    }
    if (this.standing.lasting instanceof StrayRecord) this.mirror.forgetStrays();
    this.standing.well('following');
    this.appended.ring();
  }

  /** Whether a record is an entry that this instance has already, as is each that it has written itself. */
  private isKnown({ stream, revision }: KeptRecord): boolean {
    return stream === logStream(this.register) && revision < this.size;
  }

  /** Whether something that stands apart comes of a command that is in the log: be it that this instance has written it, or that it was written again in vain. */
  private isOver(meaning: Meaning): boolean {
    if (meaning.kind !== 'apart') return false;
    const commandId = meaning.text?.commandId ?? meaning.request?.commandId;
    return commandId != null && this.rows.knows('', commandId);
  }

  /** Notes how far everything was taken where nothing was to be taken in: now and then in the copy, as it costs a transaction. */
  private note(position: Position, heard = each): void {
    this.passedTo = position;
    if ((this.unnoted += heard) < most) return;
    this.mirror.position = position;
    [this.passedTo, this.unnoted] = [null, 0];
  }

  private absorb(meaning: Meaning | null, apart: Apart, position: Position): void {
    if (meaning === null) return;
    if (meaning.kind === 'outcome') return void this.outcomes.keep(meaning.kept);
    if (meaning.kind === 'value') return this.mirror.keepValue(meaning.list, meaning.place, meaning.value);
    if (meaning.kind === 'apart') return apart.add(meaning);
    if (meaning.kind === 'upkeep') return this.scavenges.hear(meaning.upkeep, position);
    const { entry, textHash } = meaning;
    const { eventId } = JSON.parse(entry.leaf) as { eventId: string };
    if (entry.entry < this.size) return;
    if (!this.queue.wasSent(eventId)) this.foreignEnd = entry.entry + 1;
    const text = textHash === null ? null : apart.textOf(textHash);
    try {
      this.take([{ ...entry, text: text?.json ?? null, textSalt: text?.salt ?? null, request: apart.requestOf(eventId) }]);
    } catch (error) {
      if (((sqliteCode(error) ?? 0) & 0xff) !== constraint) throw error;
      throw new StrayRecord(
        logStream(this.register),
        entry.entry,
        `it claims an id or a revision that stands in the log already (${(error as Error).message})`,
      );
    }
  }

  private tried(part: Operation, error: unknown): void {
    if (error === null) this.standing.well(part);
    else this.standing.failed(part, error);
  }

  /** Tries one part again, where it has failed or nobody has for a while. A value of a list that keeps its last shows that the leader writes. */
  private async probe(part: 'reading' | 'writing'): Promise<void> {
    const { answer } = this.given.patience;
    try {
      await this.meet();
      if (part === 'reading') await this.driver.read(logStream(this.register), 'last', answer);
      else {
        const stream = listStream(this.register, probes);
        if (this.mirror.lengthOf(probes) === 0) await this.driver.keepLast(stream, answer);
        await this.driver.append(stream, 'any', [{ id: uuidv7(), type: 'Value', data: { value: '' } }], answer);
        this.standing.well('reading');
      }
      this.standing.well(part);
    } catch (error) {
      if (!this.ending.signal.aborted) this.standing.failed(part, error);
    }
  }

  private unreachable(): StoreUnavailable {
    return new StoreUnavailable(`${this.trouble ?? 'The event store has not answered in time.'} Nothing was written.`);
  }
}
