import { uuidv7 } from 'uuidv7';
import {
  CommandAlreadyRecorded,
  Overtaken,
  StoreUnavailable,
  type KeptOutcome,
  type StoredEntry,
} from '../../event-store.js';
import type { OutcomeRows } from '../../sqlite/outcome-rows.js';
import { backOff } from '../../../pause.js';
import type { Append } from '../../stored-log.js';
import type { Driver } from '../client/driver.js';
import { StreamConflict, StreamGone, WrongSetting } from '../errors.js';
import {
  apartFrom,
  apartFromAppend,
  commandStream,
  logStream,
  meaningOf,
  outcomeRecord,
  recordsOf,
  textStream,
} from '../records.js';
import type { SameLog } from '../following/same-log.js';
import type { ServerStatus } from '../server-status.js';

interface SendingOptions {
  readonly driver: Driver;
  readonly register: string;
  /** The outcomes that this instance knows of. */
  readonly outcomes: OutcomeRows;
  readonly status: ServerStatus;
  readonly sameLog: SameLog;
  /** Milliseconds for one answer, and for all attempts together. */
  readonly answer: number;
  readonly deadline: number;
  readonly ending: AbortSignal;
}

/** Writes to the event store: entries into the stream of the log, and their texts, the digests of what was asked, and outcomes into streams apart from it. */
export class Sending {
  constructor(private readonly given: SendingOptions) {}

  /** Appends entries that must come next, of which all that stands apart is written. Calls `sending` when from there on nobody knows what becomes of them. */
  async send(entries: readonly StoredEntry[], sending: () => void = () => undefined): Promise<void> {
    const { driver, register, status, answer } = this.given;
    await driver.reach();
    sending();
    // By what the leaves say, and not by how far the copy has come meanwhile.
    const first = entries[0]?.entry ?? 0;
    await driver.append(logStream(register), first === 0 ? 'no_stream' : first - 1, recordsOf(entries), answer);
    status.well('writing');
    status.well('reading');
  }

  /**
   * Writes the separate parts of an append. If its caller has not looked for an outcome of the command, this
   * does: the stream of the command must not exist, so that a stored outcome is found without a request.
   * Throws `CommandAlreadyRecorded` if there is one.
   */
  async setApart(append: Append): Promise<void> {
    const { driver, register, sameLog, answer } = this.given;
    const apart = apartFromAppend(register, append);
    const isAsked = append.seen === undefined;
    await sameLog.prove();
    const [first] = append.drafts;
    if (!isAsked && first !== undefined && apart.every(({ commandId }) => commandId === null))
      await this.mustHaveNoOutcome(first.commandId);
    await Promise.all(
      apart.map(async ({ stream, record, commandId }) => {
        try {
          await driver.append(stream, isAsked && commandId !== null ? 'any' : 'no_stream', [record], answer);
        } catch (error) {
          // The words of a command that has none left were redacted: it stands in the log, which this instance has not followed so far.
          if (error instanceof StreamGone) throw new Overtaken(append.stream);
          if (!(error instanceof StreamConflict)) throw error;
          // A text stands under its own hash: what is there already says the same.
          if (commandId === null) return;
          await this.mustHaveNoOutcome(commandId);
          await driver.append(stream, 'any', [record], answer);
        }
      }),
    );
  }

  /** Writes what of entries stands apart from the log; what is there already says the same. */
  async setApartFrom(entries: readonly StoredEntry[]): Promise<void> {
    const { driver, register, sameLog, answer } = this.given;
    await sameLog.prove();
    await Promise.all(
      apartFrom(register, entries).map(({ stream, record }) =>
        driver.append(stream, 'no_stream', [record], answer).catch((error: unknown) => {
          if (!(error instanceof StreamConflict)) throw error;
        }),
      ),
    );
  }

  /** Keeps an outcome for all instances, unless one is kept; gives the one that stands. */
  async keepOutcome(kept: KeptOutcome): Promise<KeptOutcome> {
    const { driver, register, outcomes, answer } = this.given;
    const stream = commandStream(register, kept.commandId);
    const record = outcomeRecord(uuidv7(), kept);
    for (let end: number | 'no_stream' = 'no_stream'; ;) {
      const expected = end;
      try {
        await this.patiently(() => driver.append(stream, expected, [record], answer));
        return outcomes.keep(kept);
      } catch (error) {
        if (!(error instanceof StreamConflict)) throw error;
        // What was asked may stand there from an attempt that was refused; an outcome is the first one.
        const earlier = await this.readOutcome(kept.commandId);
        if (earlier !== null) return earlier;
        end = error.actual;
      }
    }
  }

  /** The outcome of a command; asks the server if this instance has not received one. */
  async readOutcome(commandId: string): Promise<KeptOutcome | null> {
    const { driver, register, outcomes, answer } = this.given;
    const known = outcomes.of(commandId);
    if (known !== null) return known;
    const there = await this.patiently(() => driver.read(commandStream(register, commandId), 'last', answer));
    const meaning = there === null ? null : meaningOf(register, there);
    return meaning?.kind === 'outcome' ? outcomes.keep(meaning.kept) : null;
  }

  /** Deletes for ever what stands apart from an entry whose text goes: the text, and the stream of its command. */
  async erase({ text: hash, commandId }: { readonly text: string; readonly commandId: string }): Promise<void> {
    const { driver, register, answer } = this.given;
    for (const stream of [textStream(register, hash), commandStream(register, commandId)])
      await this.patiently(() => driver.tombstone(stream, answer));
  }

  private async mustHaveNoOutcome(commandId: string): Promise<void> {
    if ((await this.readOutcome(commandId)) !== null) throw new CommandAlreadyRecorded(commandId);
  }

  /** Tries something that may be done twice until it works, for as long as a caller waits. */
  private async patiently<T>(work: () => Promise<T>): Promise<T> {
    const { deadline, ending } = this.given;
    const end = Date.now() + deadline;
    for (let failures = 0; ; failures++) {
      try {
        return await work();
      } catch (error) {
        const isOver = Date.now() >= end || ending.aborted;
        if (!(error instanceof StoreUnavailable) || error instanceof WrongSetting || isOver) throw error;
        await backOff(failures, ending);
      }
    }
  }
}
