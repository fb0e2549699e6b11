import { sqliteCode } from '../../../sqlite.js';
import { UnknownEntry, type StoredEntry } from '../../event-store.js';
import { Apart } from './apart.js';
import type { FollowedRecord, Position } from '../client/driver.js';
import { StrayRecord } from '../errors.js';
import type { LocalCopy } from './local-copy.js';
import type { Mirror } from './mirror.js';
import { logStream, meaningOf, type KeptRecord, type Meaning } from '../records.js';
import type { Scavenges } from '../scavenges.js';
import type { ServerStatus } from '../server-status.js';
import { WholeCommands, type ReceivedRecord } from './whole-commands.js';

/**
 * Records that may arrive with nothing to store before the position after them is saved; and how many a
 * checkpoint of the server counts for.
 */
const [most, each] = [500, 32];

/** SQLite's code for a row that may not be. */
const constraint = 19;

interface ReceivingOptions {
  readonly register: string;
  readonly copy: LocalCopy;
  readonly scavenges: Scavenges;
  readonly status: ServerStatus;
  /** Whether an event is one that this instance has sent; it is asked once for each. */
  readonly wasSent: (eventId: string) => boolean;
  readonly report: (error: unknown) => void;
}

/** Takes what the event store delivers into an instance's copy of the log, whole commands only, together with how far that goes. */
export class Receiving {
  private readonly commands = new WholeCommands();
  /** Up to where everything was taken, where that is not noted in the copy yet. */
  private passedTo: Position | null = null;
  private unnoted = 0;
  private heardAt = -Infinity;
  private othersEnd = 0;

  constructor(private readonly given: ReceivingOptions) {}

  /** Behind the last entry that another instance has written, as far as the copy goes. */
  get foreignEnd(): number {
    return this.othersEnd;
  }

  /** When something was last received, in milliseconds since 1970. */
  get lastHeard(): number {
    return this.heardAt;
  }

  /** Where a subscription resumes. */
  get position(): Position | null {
    return this.passedTo ?? this.given.copy.mirror.position;
  }

  /** To be called before another subscription begins: what is held back of a command will be delivered again. */
  beginAnew(): void {
    this.takeIn(this.commands.forget());
  }

  /** Takes in what was followed, up to a record that stands in the way, which is thrown. */
  hear(followed: readonly FollowedRecord[]): void {
    this.heardAt = Date.now();
    const { copy, register } = this.given;
    const heard: ReceivedRecord[] = [];
    let stray: unknown = null;
    for (const { record, position } of followed) {
      try {
        heard.push({ meaning: this.isKnown(record) ? null : meaningOf(register, record), position });
      } catch (error) {
        stray = error;
        break;
      }
    }
    this.takeIn(this.commands.with(heard, copy.size()));
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- it is an error, kept since it was found
    if (stray !== null) throw stray;
  }

  /** Up to this position there is nothing more. */
  passed(position: Position): void {
    if (!this.commands.isHolding) this.note(position);
  }

  /** Takes in what the server has just taken of this instance. Where that fails, it is left to what the subscription brings. */
  takeOver(entries: readonly StoredEntry[]): void {
    const { copy, wasSent, report } = this.given;
    try {
      copy.inTransaction(() => {
        for (const one of entries) if (one.entry >= copy.size()) copy.take([one]);
        for (const { leaf } of entries) forgetApart(leaf, copy.mirror);
      });
      for (const { leaf } of entries) wasSent((JSON.parse(leaf) as { eventId: string }).eventId);
      copy.appended.ring();
    } catch (error) {
      copy.mirror.restore();
      report(error);
    }
  }

  /** Notes in the copy how far everything was taken. */
  finish(): void {
    if (this.passedTo !== null) this.given.copy.mirror.position = this.passedTo;
  }

  private takeIn(whole: readonly ReceivedRecord[]): void {
    const { copy, status } = this.given;
    const last = whole.at(-1);
    if (last === undefined) return;
    const news = whole.filter(({ meaning }) => meaning !== null && !this.isOver(meaning));
    if (news.length === 0) this.note(last.position, whole.length);
    else {
      const apart = new Apart(copy.mirror);
      try {
        copy.inTransaction(() => {
          for (const { meaning, position } of news) this.absorb(meaning, apart, position);
          for (const { meaning } of news) if (meaning?.kind === 'entry') forgetApart(meaning.entry.leaf, apart);
          apart.keep();
          copy.mirror.position = last.position;
        });
      } catch (error) {
        copy.mirror.restore();
        throw error;
      }
      this.passedTo = null;
    }
    if (status.lasting instanceof StrayRecord) copy.mirror.forgetStrays();
    status.well('following');
    copy.appended.ring();
  }

  /** Whether a record is an entry that this instance has already, as is each that it has written itself. */
  private isKnown({ stream, revision }: KeptRecord): boolean {
    return stream === logStream(this.given.register) && revision < this.given.copy.size();
  }

  /**
   * Whether something stored separately comes from a command in the log: written by this instance, or written
   * again in vain.
   */
  private isOver(meaning: Meaning): boolean {
    if (meaning.kind !== 'apart') return false;
    const commandId = meaning.text?.commandId ?? meaning.request?.commandId;
    return commandId != null && this.given.copy.rows.knows('', commandId);
  }

  /** Notes how far everything was taken where nothing was to be taken in: now and then in the copy, as it costs a transaction. */
  private note(position: Position, heard = each): void {
    this.passedTo = position;
    if ((this.unnoted += heard) < most) return;
    this.given.copy.mirror.position = position;
    [this.passedTo, this.unnoted] = [null, 0];
  }

  private absorb(meaning: Meaning | null, apart: Apart, position: Position): void {
    const { copy, scavenges } = this.given;
    switch (meaning?.kind) {
      case 'outcome':
        return void copy.outcomes.keep(meaning.kept);
      case 'value':
        return copy.mirror.keepValue(meaning.list, meaning.place, meaning.value);
      case 'apart':
        return apart.add(meaning);
      case 'upkeep':
        return scavenges.hear(meaning.upkeep, position);
      case 'entry':
        return this.absorbEntry(meaning, apart);
    }
  }

  private absorbEntry({ entry, textHash }: Extract<Meaning, { readonly kind: 'entry' }>, apart: Apart): void {
    const { copy, register, wasSent } = this.given;
    if (entry.entry < copy.size()) return;
    const { eventId } = JSON.parse(entry.leaf) as { eventId: string };
    if (!wasSent(eventId)) this.othersEnd = entry.entry + 1;
    const text = textHash === null ? null : apart.textOf(textHash);
    try {
      copy.take([
        { ...entry, text: text?.json ?? null, textSalt: text?.salt ?? null, request: apart.requestOf(eventId) },
      ]);
    } catch (error) {
      if (error instanceof UnknownEntry)
        throw new StrayRecord(
          logStream(register),
          entry.entry,
          'its authentication code is missing, or not made with the append key of this register',
        );
      if (((sqliteCode(error) ?? 0) & 0xff) !== constraint) throw error;
      const wrong = `it claims an id or a revision that is already in the log (${(error as Error).message})`;
      throw new StrayRecord(logStream(register), entry.entry, wrong);
    }
  }
}

function forgetApart(leaf: string, from: Mirror | Apart): void {
  const { text, commandId } = JSON.parse(leaf) as { text: string | null; commandId: string };
  from.forgetApart(text, commandId);
}
