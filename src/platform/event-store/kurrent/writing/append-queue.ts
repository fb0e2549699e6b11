import {
  CommandAlreadyRecorded,
  EventTooLarge,
  OutcomeUnknown,
  Overtaken,
  StoreUnavailable,
  type Appended,
  type StoredEntry,
} from '../../event-store.js';
import { unavailable } from '../../sqlite/log-file.js';
import type { Append } from '../../stored-log.js';
import { backOff } from '../../../pause.js';
import { AppendTooLarge, OtherLog, StreamConflict, WrongSetting } from '../errors.js';
import { atOnce, bytesOf } from './portions.js';

/** What appends come to, and by what they get there: an instance's copy of the log, and the way to the server. */
interface AppendQueueDependencies {
  readonly size: () => number;
  /** What appends would come to on the copy as it is, and the entries they would write. */
  readonly rehearse: (appends: readonly Append[]) => {
    readonly results: readonly (Appended | Error)[];
    readonly entries: readonly StoredEntry[];
  };
  /** Whether an append would be written as the copy is, looked at alone. */
  readonly isDue: (append: Append) => boolean;
  /** Writes what of an append stands apart from the log. Throws `CommandAlreadyRecorded` where its command has an outcome, `Overtaken` where it stands in the log. */
  readonly setApart: (append: Append) => Promise<void>;
  /** Calls `sending` when from there on nobody knows what becomes of the entries; resolves when the server has them, and as a rule the copy too. */
  readonly send: (entries: readonly StoredEntry[], sending: () => void) => Promise<void>;
  /** Behind the last entry that another instance has written, as far as the copy goes. */
  readonly foreignEnd: () => number;
  readonly sync: () => Promise<void>;
  /** Resolves with true when the copy has come so far, with false when nobody waits for it any more. */
  readonly reached: (size: number, goesOn: () => boolean) => Promise<boolean>;
  readonly trip: (error: unknown) => void;
  /** Why nothing could be sent. */
  readonly unreachable: () => StoreUnavailable;
  /** Milliseconds after which a caller gets an error. */
  readonly deadline: number;
  readonly ending: AbortSignal;
}

interface Waiting extends Append {
  /** What of it stands apart from the log is being written. */
  cliContext: Promise<void> | null;
  isApart: boolean;
  /** Whether it was ever sent, so that nobody knows what became of it while no answer comes. */
  isSent: boolean;
  isSettled: boolean;
  readonly settle: (result: Appended | Error) => void;
}

/**
 * The appends of an instance: what of each stands apart from the log is written at once, beside whatever is under way; then they go into the log in the order in
 * which they came, one batch after the other, as many at once as are ready and the server takes.
 */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private working: Promise<void> | null = null;
  /** Events that were sent and not received yet. */
  private readonly ours = new Set<string>();

  constructor(private readonly given: AppendQueueDependencies) {}

  /** Resolves with where the events stand; rejects as the port says, at the latest when its time is over. */
  add(append: Append): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const isDue = this.given.isDue(append);
      const waiting: Waiting = {
        ...{ ...append, cliContext: null, isApart: false, isSent: false, isSettled: false },
        settle: (result) => {
          clearTimeout(timer);
          waiting.isSettled = true;
          if (result instanceof Error) reject(result);
          else resolve(result);
        },
      };
      const timer = setTimeout(
        () => waiting.settle(waiting.isSent ? new OutcomeUnknown() : this.given.unreachable()),
        this.given.deadline,
      );
      // What has failed now is tried again in its turn.
      if (isDue) waiting.cliContext = this.setApart(waiting).catch(() => undefined);
      this.waiting.push(waiting);
      this.working ??= this.work();
    });
  }

  /** Whether a received entry is one that this instance sent. */
  wasSent(eventId: string): boolean {
    return this.ours.delete(eventId);
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.working;
  }

  private async work(): Promise<void> {
    await new Promise(setImmediate);
    for (let [first] = this.waiting; first !== undefined; [first] = this.waiting) {
      await first.cliContext;
      const unready = this.waiting.findIndex(({ cliContext, isSettled }) => cliContext !== null && !isSettled);
      const ready = unready === -1 ? this.waiting : this.waiting.slice(0, unready);
      await this.carryOut(this.waiting.splice(0, atOnce(ready)));
    }
    this.working = null;
  }

  /** Writes what stands apart, and settles what must not be appended after all. */
  private async setApart(waiting: Waiting): Promise<void> {
    try {
      await this.given.setApart(waiting);
      waiting.isApart = true;
    } catch (error) {
      if (!(error instanceof CommandAlreadyRecorded || error instanceof Overtaken)) throw error;
      waiting.settle(error);
    } finally {
      waiting.cliContext = null;
    }
  }

  /**
   * Sends appends until the log shows the result of each. Their entries are computed on this instance's copy,
   * which is right if nobody else has written in the meantime; the server detects that. If the server answers
   * otherwise or not at all, the copy is brought up to date and decides: it is the log.
   */
  private async carryOut(batch: readonly Waiting[]): Promise<void> {
    const { rehearse, send, sync, reached, size, trip, ending, foreignEnd } = this.given;
    let isInStep = false;
    for (let failures = 0; ;) {
      const pending = batch.filter(({ isSettled }) => !isSettled);
      const isPending = (): boolean => pending.some(({ isSettled }) => !isSettled);
      if (pending.length === 0) return;
      try {
        for (const one of pending)
          if (!one.isSent && (one.seen ?? Infinity) < foreignEnd()) one.settle(new Overtaken(one.stream));
        if (pending.some(({ isSettled }) => isSettled)) continue;
        const { results, entries } = rehearse(pending);
        const settle = (): void => pending.forEach((one, index) => one.settle(results[index] as Appended | Error));
        if (entries.length === 0 && (isInStep || results.every((result) => !(result instanceof Error))))
          return settle();
        if (entries.length === 0) await sync();
        else {
          const unset = pending.filter(({ isApart }, index) => !isApart && !(results[index] instanceof Error));
          if (unset.length > 0) {
            await Promise.all(unset.map((one) => this.setApart(one)));
            // Others may have written meanwhile, and what was settled meanwhile is not sent.
            continue;
          }
          const wanted = size() + entries.length;
          const sending = (): void => {
            for (const one of pending) {
              one.isSent = true;
              for (const { eventId } of one.drafts) this.ours.add(eventId);
            }
          };
          await send(entries, sending);
          // The server has taken them as they were worked out: so what was refused of the batch was refused rightly too.
          if (await reached(wanted, isPending)) return settle();
        }
        isInStep = true;
      } catch (error) {
        if (error instanceof StreamConflict) {
          isInStep = await reached(error.actual + 1, isPending);
        } else if (error instanceof AppendTooLarge && pending.length > 1) {
          for (const one of pending) await this.carryOut([one]);
        } else if (error instanceof StoreUnavailable && !(error instanceof WrongSetting || error instanceof OtherLog)) {
          trip(error);
          await backOff(failures++, ending);
        } else {
          const told =
            error instanceof AppendTooLarge ? new EventTooLarge(bytesOf(pending), error.limit) : unavailable(error);
          for (const one of pending) one.settle(told);
        }
      }
    }
  }
}
