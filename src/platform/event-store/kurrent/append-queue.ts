import { CommandAlreadyRecorded, EventTooLarge, OutcomeUnknown, Overtaken, StoreUnavailable, type Appended, type StoredEntry } from '../event-store.js';
import { unavailable } from '../log-file.js';
import type { Append } from '../stored-log.js';
import { backOff } from '../../pause.js';
import { AppendTooLarge, OtherLog, OutcomesKept, StreamConflict, WrongSetting } from './errors.js';
import { atOnce, bytesOf } from './portions.js';

/** What appends come to, and by what they get there: an instance's copy of the log, and the way to the server. */
interface Grounds {
  readonly size: () => number;
  /** What appends would come to on the copy as it is, and the entries they would write. */
  readonly rehearse: (appends: readonly Append[]) => { readonly results: readonly (Appended | Error)[]; readonly entries: readonly StoredEntry[] };
  /** Calls `sending` when from there on nobody knows what becomes of them. Throws `OutcomesKept` where one of the `unasked` commands has an outcome. */
  readonly send: (entries: readonly StoredEntry[], sending: () => void, unasked: readonly string[]) => Promise<void>;
  /** Behind the last entry that another instance has written, as far as the copy goes. */
  readonly foreignEnd: () => number;
  readonly sync: () => Promise<void>;
  /** Resolves with true when the copy has come so far, with false when nobody waits for it any more. */
  readonly reached: (size: number, goesOn: () => boolean) => Promise<boolean>;
  readonly trip: (error: unknown) => void;
  /** Why nothing could be sent. */
  readonly unreachable: () => StoreUnavailable;
  /** Milliseconds after which a caller is told that there was no answer. */
  readonly deadline: number;
  readonly ending: AbortSignal;
}

interface Waiting extends Append {
  /** Whether it was ever sent, so that nobody knows what became of it while no answer comes. */
  isSent: boolean;
  isSettled: boolean;
  readonly settle: (result: Appended | Error) => void;
}

/** The appends of an instance, worked off one batch after the other, as many at once as the server takes. */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private working: Promise<void> | null = null;
  /** Events that were sent and have not been heard of yet. */
  private readonly ours = new Set<string>();

  constructor(private readonly given: Grounds) {}

  /** Resolves with where the events stand; rejects as the port says, at the latest when its time is over. */
  add(append: Append): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        ...{ ...append, isSent: false, isSettled: false },
        settle: (result) => {
          clearTimeout(timer);
          waiting.isSettled = true;
          if (result instanceof Error) reject(result);
          else resolve(result);
        },
      };
      const timer = setTimeout(() => waiting.settle(waiting.isSent ? new OutcomeUnknown() : this.given.unreachable()), this.given.deadline);
      this.waiting.push(waiting);
      this.working ??= this.work();
    });
  }

  /** Whether an entry that was heard of is one that this instance has sent. */
  wasSent(eventId: string): boolean {
    return this.ours.delete(eventId);
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.working;
  }

  private async work(): Promise<void> {
    await new Promise(setImmediate);
    while (this.waiting.length > 0) await this.carryOut(this.waiting.splice(0, atOnce(this.waiting)));
    this.working = null;
  }

  /**
   * Sends appends until the log, as it was followed, says what became of each. What they come to is worked out on this instance's copy; that holds if
   * nobody else has written meanwhile, and the server tells. Whatever it answers or does not, the copy then decides: it is the log.
   */
  private async carryOut(batch: readonly Waiting[]): Promise<void> {
    const { rehearse, send, sync, reached, size, trip, ending, foreignEnd } = this.given;
    let isInStep = false;
    for (let failures = 0; ;) {
      const pending = batch.filter(({ isSettled }) => !isSettled);
      const isPending = (): boolean => pending.some(({ isSettled }) => !isSettled);
      if (pending.length === 0) return;
      try {
        for (const one of pending) if (!one.isSent && (one.seen ?? Infinity) < foreignEnd()) one.settle(new Overtaken(one.stream));
        if (pending.some(({ isSettled }) => isSettled)) continue;
        const { results, entries } = rehearse(pending);
        if (entries.length === 0 && (isInStep || results.every((result) => !(result instanceof Error)))) {
          pending.forEach((one, index) => one.settle(results[index] as Appended | Error));
          return;
        }
        if (entries.length === 0) await sync();
        else {
          const wanted = size() + entries.length;
          const unasked = pending.flatMap(({ seen, isSent, drafts: [draft] }) => (seen === undefined || isSent ? [] : [draft?.commandId ?? '']));
          const sending = (): void => {
            for (const one of pending) {
              one.isSent = true;
              for (const { eventId } of one.drafts) this.ours.add(eventId);
            }
          };
          await send(entries, sending, unasked);
          await reached(wanted, isPending);
        }
        isInStep = true;
      } catch (error) {
        if (error instanceof OutcomesKept) {
          for (const one of pending)
            for (const { commandId } of one.drafts) if (error.commandIds.includes(commandId)) one.settle(new CommandAlreadyRecorded(commandId));
        } else if (error instanceof StreamConflict) {
          isInStep = await reached(error.actual + 1, isPending);
        } else if (error instanceof AppendTooLarge && pending.length > 1) {
          for (const one of pending) await this.carryOut([one]);
        } else if (error instanceof StoreUnavailable && !(error instanceof WrongSetting || error instanceof OtherLog)) {
          trip(error);
          await backOff(failures++, ending);
        } else {
          const told = error instanceof AppendTooLarge ? new EventTooLarge(bytesOf(pending), error.limit) : unavailable(error);
          for (const one of pending) one.settle(told);
        }
      }
    }
  }
}
