import type { Decider, Reducer, RelatedState, RelatedLookup } from '../../kernel/decider.js';
import { PartRedacted } from '../../kernel/correction/redaction.js';
import type { Command, DomainEvent, Recorded } from '../../kernel/message.js';
import { dayOf } from '../../kernel/time/partial-date.js';
import type { Clock, Ids } from '../../kernel/ports.js';
import { Refused, type Fault } from '../../kernel/refusal.js';
import type { StreamRelations } from '../../kernel/time/timeline.js';
import { EntriesAppended } from './events.js';
import { FoldedStreams, type Loaded } from './folded-streams.js';
import { canonical } from '../event-store/canonical.js';
import { fingerprint, isFingerprintOf, type EventDraft } from '../event-store/envelope.js';
import { entryAt, gather } from '../event-store/reading.js';
import {
  CommandAlreadyRecorded,
  EventTooLarge,
  Overtaken,
  WrongRevision,
  type EventStore,
  type KeptOutcome,
} from '../event-store/event-store.js';

/** What a command came to: the entry to quote, and the events it wrote (none when the register said so already). */
export interface Outcome {
  readonly stream: string;
  readonly receipt: Receipt;
  readonly events: readonly Recorded[];
}

/** The last entry a command wrote, or the one that already said the same. */
export interface Receipt {
  readonly entry: number;
  readonly recordedAt: string;
  /** Whether the views show it. False only while they cannot be written: it is recorded, and they will. */
  readonly isShown: boolean;
}

/** What is notified of an append: the views, for which the caller waits, and listeners on the bus. */
export interface AppendListeners {
  /** Resolves when the views have passed an entry, and rejects when they cannot. */
  reached(entry: number): Promise<void>;
  ring?(event: EntriesAppended): void;
}

/** Throws the error for the caller if nothing may be recorded at the moment. */
export interface WriteGate {
  mustAcceptCommands(): void;
}

/** What is remembered of a command that wrote nothing: the entry that said so already, or why it was refused. */
type NothingWritten = { readonly entry: number } | { readonly faults: readonly Fault[] };

/** The id of a command that cannot be issued, and all that its caller sent. */
export interface MalformedCommand {
  readonly header: Pick<Command['header'], 'commandId'>;
  readonly input: readonly [type: string, input: object];
}

/** Binds what a command states to what another person has confirmed; throws `Refused` if nobody has. */
export interface Sealing {
  (command: Command, domainEvents: readonly DomainEvent[]): readonly DomainEvent[];
}

/** How many entries one actor may add to one stream in a day, by the day of the log. */
export interface Quota {
  readonly perStreamAndDay: number;
}

/** How often a command is decided again if others write to its stream in between. */
const attempts = 50;

const overtaken =
  'Other commands changed the same record repeatedly while this one was decided. Nothing was recorded; send it again with the same commandId.';

/** Carries out commands: load, fold, decide, append, and wait until the views of this process have passed the events. */
export class Transactor {
  private readonly underWay = new Map<string, Promise<unknown>>();
  private readonly folded: FoldedStreams;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly listeners: AppendListeners,
    relations: StreamRelations,
    private readonly gate: WriteGate = { mustAcceptCommands: () => undefined },
    private readonly seal: Sealing = (_, domainEvents) => domainEvents,
    private readonly quota: Quota = { perStreamAndDay: Infinity },
  ) {
    this.folded = new FoldedStreams(store, relations);
  }

  /**
   * Throws `Refused` for errors that the caller can fix; then nothing was recorded. A repeated command always
   * returns its first outcome, even if that was a refusal or recorded nothing; the same id with other content
   * is refused. Only a refusal that depends on time is not an outcome.
   */
  transact<C extends Command, S, E extends DomainEvent, O>(decider: Decider<C, S, E, O>, command: C): Promise<Outcome> {
    const inStream = (): Promise<Outcome> =>
      this.inTurn(decider.stream(command), () => this.carryOut(decider, command));
    const lane = decider.lane?.(command) ?? null;
    return lane === null ? inStream() : this.inTurn(`lane ${lane}`, inStream);
  }

  /**
   * Refuses what is no well-formed command, and remembers that under its id: sent again, `input` is refused the same way, and the id with any
   * other content is `COMMAND_ID_REUSED`.
   */
  async refuse({ header, input }: MalformedCommand, { faults }: Refused): Promise<never> {
    const request = `malformed ${JSON.stringify(input)}`;
    await this.store.sync();
    const kept = await this.store.readOutcome(header.commandId);
    if (kept === null && (await this.alreadyDone({ header }, request)) === null) {
      this.gate.mustAcceptCommands();
      await this.remember({ header }, { faults }, request);
    }
    if (kept !== null) await this.firstOutcome(kept, request);
    throw new Refused(faults);
  }

  /** What a command would state just now; nothing is recorded. Throws `Refused` as `transact` would. */
  async rehearse<C extends Command, S, E extends DomainEvent, O>(
    decider: Decider<C, S, E, O>,
    given: C,
  ): Promise<readonly E[]> {
    await this.store.sync();
    const command = (await decider.prepare?.(given, this.look)) ?? given;
    const { state } = await this.load({ stream: decider.stream(command), fold: decider });
    return this.decided(decider, command, state);
  }

  private async decided<C extends Command, S, E extends DomainEvent, O>(
    decider: Decider<C, S, E, O>,
    command: C,
    state: S,
  ): Promise<readonly E[]> {
    const rule = decider.decide[command.type as C['type']] as (
      state: S,
      command: C,
      others: object,
      today: string,
    ) => readonly E[];
    const others = await this.readRelated(decider.reads?.(command, state) ?? {});
    return rule(state, command, others, dayOf(this.clock()));
  }

  private async carryOut<C extends Command, S, E extends DomainEvent, O>(
    decider: Decider<C, S, E, O>,
    command: C,
  ): Promise<Outcome> {
    const request = canonical({ type: command.type, header: command.header, data: command.data });
    // On a log that others write to as well, a command is decided on what is known here, and its append refused if that was too little: it costs no
    // question to the event store. Where nothing would be written, or others have been there, they are asked for first.
    for (let attempt = 1, isInStep = !this.store.isShared; ; attempt++, isInStep = true) {
      const kept = isInStep ? await this.store.readOutcome(command.header.commandId) : null;
      if (kept !== null) return this.firstOutcome(kept, request);
      const before = await this.alreadyDone(command, request);
      if (before !== null) return before;
      try {
        const outcome = await this.attempt(decider, command, request, isInStep);
        if (outcome !== null) return outcome;
      } catch (error) {
        if (isLate(error)) {
          if (attempt >= attempts) throw new Refused('REVISION_CONFLICT', overtaken);
        } else {
          const refusal = error instanceof EventTooLarge ? tooLarge(error) : error;
          if (!(refusal instanceof Refused)) throw error;
          if (isInStep && (isPassing(refusal) || !isAnsweredOnce(command))) throw refusal;
          if (isInStep) return this.remember(command, { faults: refusal.faults }, request);
        }
      }
      await this.store.sync();
    }
  }

  /** Commands of this process on one stream wait for one another, so that however many come at once, none decides in vain. */
  private async inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const own = (this.underWay.get(stream) ?? Promise.resolve()).then(work, work);
    this.underWay.set(stream, own);
    try {
      return await own;
    } finally {
      if (this.underWay.get(stream) === own) this.underWay.delete(stream);
    }
  }

  /** Gives null when nothing would be written, but others may have written what is not known here. */
  private async attempt<C extends Command, S, E extends DomainEvent, O>(
    decider: Decider<C, S, E, O>,
    given: C,
    request: string,
    isInStep: boolean,
  ): Promise<Outcome | null> {
    this.gate.mustAcceptCommands();
    const seen = isInStep ? undefined : (await this.store.head()).size;
    const command = (await decider.prepare?.(given, this.look)) ?? given;
    const stream = decider.stream(command);
    const { state, revision, lastEntry, recent } = await this.load({ stream, fold: decider });
    const expected = command.header.expectedRevision;
    if (expected !== null && expected !== revision) {
      // What is not there is refused as without a revision.
      if (revision === -1) await this.decided(decider, command, state);
      const now = revision === -1 ? 'the record does not exist' : `it is now at ${revision}`;
      throw new Refused(
        'REVISION_CONFLICT',
        `You have seen revision ${expected}; ${now}. Read it again, then decide.`,
        'expectedRevision',
      );
    }
    const domainEvents = await this.decided(decider, command, state);
    if (domainEvents.length === 0) {
      if (!isInStep) return null;
      if (lastEntry === null) throw new Error(`${command.type} decided nothing on ${stream}, which does not exist.`);
      return this.remember(command, { entry: lastEntry }, request);
    }
    this.mustBeWithinQuota(command, recent);
    const drafts = this.seal(command, domainEvents).map((event) => this.draft(decider, command, event));
    const start = performance.now();
    const appended = await this.store.append(stream, revision === -1 ? 'none' : revision, drafts, request, seen);
    this.listeners.ring?.(new EntriesAppended(drafts.length, (performance.now() - start) / 1000));
    if (domainEvents.some(({ type }) => type === PartRedacted.type)) this.folded.forget(stream);
    const isShown = await this.isShown(appended.lastEntry);
    const events = drafts.map((draft, index) => ({
      ...draft,
      stream,
      entry: appended.firstEntry + index,
      revision: revision + 1 + index,
      recordedAt: appended.recordedAt,
    }));
    return { stream, receipt: { entry: appended.lastEntry, recordedAt: appended.recordedAt, isShown }, events };
  }

  private async alreadyDone(command: Pick<MalformedCommand, 'header'>, request: string): Promise<Outcome | null> {
    const recorded = await this.store.readCommand(command.header.commandId);
    const last = recorded?.events.at(-1);
    if (recorded === null || last === undefined) return null;
    if (!recorded.isSame(request)) throw reused(`another command, which recorded entry ${last.entry}`);
    return { stream: last.stream, receipt: await this.receiptOf(last), events: recorded.events };
  }

  /** Keeps what a command came to that wrote nothing, and gives what is kept of it: an earlier outcome stands. */
  private async remember(
    { header: { commandId } }: Pick<MalformedCommand, 'header'>,
    outcome: NothingWritten,
    request: string,
  ): Promise<Outcome> {
    const kept = await this.store.keepOutcome({
      commandId,
      outcome: JSON.stringify(outcome),
      request: fingerprint(request),
    });
    return this.firstOutcome(kept, request);
  }

  private async firstOutcome(kept: KeptOutcome, request: string): Promise<Outcome> {
    if (!isFingerprintOf(kept.request, request)) throw reused('another command, which recorded nothing');
    const outcome = JSON.parse(kept.outcome) as NothingWritten;
    if ('faults' in outcome) throw new Refused(outcome.faults);
    const last = await entryAt(this.store, outcome.entry);
    if (last === null) throw new Error(`Entry ${outcome.entry}, to which an outcome refers, is not in the log.`);
    return { stream: last.stream, receipt: await this.receiptOf(last), events: [] };
  }

  private async receiptOf({ entry, recordedAt }: Recorded): Promise<Receipt> {
    return { entry, recordedAt, isShown: await this.isShown(entry) };
  }

  /** Waits until the views have passed an entry. That they cannot is no failure of a command that is recorded. */
  private isShown(entry: number): Promise<boolean> {
    return this.listeners.reached(entry).then(
      () => true,
      () => false,
    );
  }

  private draft<C extends Command>(
    decider: Pick<Decider<C, unknown, DomainEvent>, 'events'>,
    { by, header }: C,
    event: DomainEvent,
  ): EventDraft {
    const type = decider.events.find((one) => one.type === event.type);
    if (type === undefined) throw new Error(`${event.type} is not among the event types of its decider.`);
    type.facts.parse(event.facts);
    type.text.parse(event.text);
    return {
      ...event,
      schemaVersion: type.schemaVersion,
      eventId: this.ids(),
      effective:
        event.effective ??
        header.effective ??
        (by.origin.kind === 'live' && event.effective === undefined ? dayOf(this.clock()) : null),
      actor: by.actor,
      role: by.role,
      onBehalfOf: by.onBehalfOf,
      commandId: header.commandId,
      correlationId: by.correlationId,
      causationId: by.causationId,
      client: by.client,
      origin: { ...by.origin, sources: header.sources, sourceDate: header.sourceDate },
    };
  }

  private load<S>({ stream, fold }: { readonly stream: string; readonly fold: Reducer<S> }): Promise<Loaded<S>> {
    return this.folded.load(stream, fold, dayOf(this.clock()));
  }

  /** Nobody makes one stream so long in a day that all who read it wait; the operator and the register itself may. */
  private mustBeWithinQuota({ by }: Command, recent: readonly string[]): void {
    if (by.role === 'operator' || by.role === 'policy') return;
    const { perStreamAndDay } = this.quota;
    if (recent.filter((actor) => actor === by.actor).length >= perStreamAndDay)
      throw new Refused(
        'QUOTA',
        `You have added ${perStreamAndDay} entries to this record today, which is the limit of an account; send it again tomorrow, or ask the operator.`,
      );
  }

  private async readRelated(wanted: object): Promise<object> {
    const seen: Record<string, unknown> = {};
    for (const [name, one] of Object.entries(wanted) as [string, RelatedState<unknown> | null][]) {
      seen[name] = one === null ? null : await this.see(one);
    }
    return seen;
  }

  private async see<S>(one: RelatedState<S>): Promise<S> {
    const reads = one.reads();
    let step = reads.next();
    while (step.done !== true) step = reads.next((await this.load(step.value)).state);
    return step.value;
  }

  private readonly look: RelatedLookup = {
    exists: async (stream) => (await gather(this.store.readStream(stream, { limit: 1 }))).length > 0,
    entry: (number) => entryAt(this.store, number),
  };
}

const isLate = (error: unknown): boolean =>
  [WrongRevision, Overtaken, CommandAlreadyRecorded].some((kind) => error instanceof kind);

const tooLarge = ({ bytes, limit }: EventTooLarge): Refused =>
  new Refused('TOO_LARGE', `The command has ${bytes} bytes; the limit is ${limit}.`);

const reused = (by: string): Refused =>
  new Refused('COMMAND_ID_REUSED', `This commandId belongs to ${by}. Every new command needs a new one.`, 'commandId');

/**
 * Whether a refusal is remembered. Imports and reactions are decided again whenever they are repeated: their
 * ids are derived from their subject, and they are repeated so that the cause of a refusal can be fixed.
 */
const isAnsweredOnce = ({ by }: Command): boolean => by.origin.kind === 'live' && by.role !== 'policy';

/**
 * Whether a refusal only means that the command came too early: on another day the same command is decided
 * again.
 */
const isPassing = ({ faults }: Refused): boolean => faults.some(({ code }) => code === 'QUOTA');
