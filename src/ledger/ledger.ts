import type { Logger } from 'pino';
import type { Clock } from '../kernel/ports.js';
import { Refused } from '../kernel/refusal.js';
import { StoreClosed } from '../platform/event-store/event-store.js';
import { AppendSignal } from '../platform/event-store/follow.js';
import { NotSignedYet, type Finding, type Integrity } from '../platform/integrity.js';
import { checkpointText } from './checkpoint/checkpoint.js';
import { flawOfCheckpoint, inspect, keyIsMissing, type Inspection, type LogParts } from './inspection.js';
import { signNote } from './checkpoint/note.js';
import { proofText } from './tree/proof.js';
import { Rotations, speaksOfKeys, type KeyTerm } from './keys/key-terms.js';
import { Tree } from './tree/tree.js';

/** Milliseconds from one checkpoint to the next, at least. */
const pace = 1000;

/** Milliseconds that a caller waits for a checkpoint, at most. */
const patience = 3000;

/** Entries that are taken in before others get their turn. */
const slice = 500;

/**
 * The tree over the log, and its checkpoints: signed after each append, at most one a second, and never one that the last does not begin. All
 * but checkpoints and keys is computed from the log.
 */
export class Ledger {
  readonly tree = new Tree();
  private readonly rotations: Rotations;
  private readonly bell = new AppendSignal();
  private readonly stopping = new AbortController();
  private reading: Promise<void> = Promise.resolve();
  private following: Promise<void> = Promise.resolve();
  private examining: Promise<Inspection> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private signedAt = -Infinity;

  constructor(
    private readonly log: LogParts,
    private readonly integrity: Integrity,
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'error' | 'fatal'>,
  ) {
    this.rotations = new Rotations(log.keys);
    integrity.watch(() => this.unknownEntry);
  }

  get origin(): string {
    return this.log.keys.origin;
  }

  /** The keys of the log in their order. */
  get keys(): readonly KeyTerm[] {
    return this.rotations.terms;
  }

  /** The size of the newest checkpoint; null before the first. */
  get signedSize(): number | null {
    return this.log.checkpoints.latest;
  }

  /**
   * Computes the tree from the stored leaves and compares it with the newest checkpoint; then signs, and follows the log in the background. What
   * does not fit is reported, and from then on nothing is signed.
   */
  async start(): Promise<void> {
    const findings: Finding[] = [];
    const { checkpoints, keys, store } = this.log;
    // Both asked first: where other instances write and sign, log and checkpoints grow while the log is read.
    const signed = checkpoints.signedByAll;
    const { size } = await store.head();
    await this.readOn().catch((error: unknown) => {
      this.logger.error({ err: error }, 'the log could not be read to its end');
      findings.push({ place: `entry ${this.tree.size}`, message: 'It is missing, or cannot be read.' });
    });
    if (this.tree.size < size && findings.length === 0)
      findings.push({ place: `entry ${this.tree.size}`, message: 'It is missing, or cannot be read.' });
    const last = checkpoints.latest;
    const flaw =
      last === null ? null : flawOfCheckpoint(checkpoints.read(last), last, this.tree, keys.origin, this.rotations);
    if (flaw !== null) findings.push({ place: `checkpoint ${last}`, message: flaw });
    if (this.rotations.signersAt(this.tree.size) === null) findings.push(keyIsMissing);
    if (this.unknownEntry !== null) findings.push(this.unknownEntry);
    const strange = findings.length === 0 ? this.takeIn(signed) : null;
    if (strange !== null) findings.push(strange);
    this.report(findings);
    await this.sign();
    this.following = Promise.all([this.follow(), this.followOthers()]).then(() => undefined);
  }

  /**
   * Checks everything stored against everything signed, and reports it. Callers during a check share its
   * result.
   */
  examine(options: { readonly thorough?: boolean } = {}): Promise<Inspection> {
    this.examining ??= inspect(this.log, { ...options, signal: this.stopping.signal })
      .then((found) => {
        const size = Math.min(found.size, this.tree.size);
        const changed = found.tree.rootAt(size).equals(this.tree.rootAt(size))
          ? []
          : [{ place: 'log', message: 'It differs from what this process read before.' }];
        const findings = [...found.findings, ...changed];
        if (!this.stopping.signal.aborted) this.report(findings);
        return { ...found, findings };
      })
      .finally(() => (this.examining = null));
    return this.examining;
  }

  /** The root when the log had that many entries. Reads on where need be; throws `Refused` when the log does not hold them. */
  async rootAt(size: number): Promise<Buffer> {
    await this.mustHold(size, 'size');
    return this.tree.rootAt(size);
  }

  /** Resolves when so many entries are read. Throws `Refused` naming the field when the log does not hold them. */
  async mustHold(size: number, field: string): Promise<void> {
    if (!Number.isSafeInteger(size) || size < 0)
      throw new Refused('NOT_IN_LOG', 'Entries and sizes are whole numbers from 0.', field);
    if (size > this.tree.size) await this.readOn();
    if (size > this.tree.size) throw new Refused('NOT_IN_LOG', `The log has ${this.tree.size} entries.`, field);
  }

  /** A signed checkpoint; of the size given, or else the newest. Null when there is none. */
  checkpoint(size = this.signedSize): string | null {
    return size === null ? null : this.log.checkpoints.read(size);
  }

  /** The newest signed checkpoint that covers no more than so many entries; null when there is none. */
  checkpointUpTo(size: number): string | null {
    return this.checkpoint(this.log.checkpoints.upTo(size));
  }

  /**
   * The proof file of an entry, under the first checkpoint that covers it, or that of a size. Waits for it; throws `NotSignedYet` when none
   * comes within three seconds, and `Refused` when the log has no such entry or no checkpoint of that size.
   */
  async receipt(entry: number, size: number | null = null): Promise<string> {
    if (entry < 0) throw new Refused('NOT_IN_LOG', 'Entries and sizes are whole numbers from 0.', 'entry');
    await this.mustHold(entry + 1, 'entry');
    const covering = size ?? (await this.covering(entry));
    const note = this.checkpoint(covering);
    if (note === null) throw new Refused('NO_SUCH_CHECKPOINT', `No checkpoint of size ${covering} was signed.`, 'size');
    if (covering <= entry)
      throw new Refused('NOT_COVERED', `The checkpoint of size ${covering} does not cover entry ${entry}.`, 'size');
    return proofText({ index: entry, hashes: this.tree.inclusionProof(entry, covering), note });
  }

  /** Signs what is not signed yet, and settles. The log must still be open. */
  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.timer !== null) clearTimeout(this.timer);
    await this.following;
    await this.examining?.catch(() => undefined);
    await this.readOn().catch((error: unknown) => this.notClosed(error, 'the last entries could not be signed'));
    await this.sign();
  }

  private async covering(entry: number): Promise<number> {
    const until = AbortSignal.timeout(patience);
    for (;;) {
      const covering = this.log.checkpoints.covering(entry);
      if (covering !== null) return covering;
      if (until.aborted || this.stopping.signal.aborted || this.integrity.state === 'broken')
        throw new NotSignedYet(
          `Entry ${entry} is recorded, but no signed checkpoint covers it yet; request its proof again in a moment.`,
        );
      await this.bell.next(until);
    }
  }

  private async follow(): Promise<void> {
    const { store } = this.log;
    try {
      // Starts after every entry there will ever be: it needs no events, only the size of the log, so that
      // leaves are read in large batches.
      for await (const heard of store.follow({ after: Number.MAX_SAFE_INTEGER, signal: this.stopping.signal })) {
        if (heard.kind === 'caughtUp' && heard.size > (this.signedSize ?? 0)) this.signSoon();
      }
    } catch (error) {
      this.notClosed(error, 'the ledger has stopped');
    }
  }

  /** Takes in the checkpoints of other instances as they come. */
  private async followOthers(): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      await this.log.checkpoints.next(signal);
      if (signal.aborted) return;
      if (this.integrity.state !== 'sound') continue;
      try {
        // Asked first: the entries that these cover are there before them, and more of both may come while they are read.
        const signed = this.log.checkpoints.signedByAll;
        await this.readOn();
        const strange = this.takeIn(signed);
        if (strange !== null) this.report([strange]);
        this.bell.ring();
      } catch (error) {
        this.notClosed(error, 'the checkpoints of other instances could not be read');
      }
    }
  }

  private get unknownEntry(): Finding | null {
    const { unknown } = this.log.store;
    return unknown && { place: `entry ${unknown.entry}`, message: unknown.message };
  }

  private takeIn(count: number): Finding | null {
    return this.log.checkpoints.takeIn(count, (size, note) =>
      flawOfCheckpoint(note, size, this.tree, this.origin, this.rotations),
    );
  }

  private signSoon(): void {
    if (this.timer !== null || this.stopping.signal.aborted) return;
    const wait = Math.min(pace, Math.max(0, this.signedAt + pace - this.clock()));
    this.timer = setTimeout(() => {
      this.timer = null;
      this.readOn().then(
        () => this.sign(),
        (error: unknown) => this.notClosed(error, 'the log could not be read for signing'),
      );
    }, wait).unref();
  }

  /** Takes in what was appended, in turn. */
  private readOn(): Promise<void> {
    const next = this.reading.then(async () => {
      for await (const { entry, leaf } of this.log.store.readLeaves(this.tree.size)) {
        if (entry !== this.tree.size)
          throw new Error(`Entry ${this.tree.size} is missing: the next stored entry is ${entry}.`);
        if (speaksOfKeys(leaf)) await this.rotations.read(entry, this.log.store);
        this.tree.append(leaf);
        if (entry % slice === 0) await new Promise(setImmediate);
      }
    });
    this.reading = next.catch(() => undefined);
    return next;
  }

  /** Signs the tree as it is, unless that is signed or does not continue what was signed last. */
  private async sign(): Promise<void> {
    const { checkpoints, keys } = this.log;
    const { size } = this.tree;
    const last = this.signedSize;
    if (this.integrity.state !== 'sound' || (last ?? -1) >= size) return this.bell.ring();
    try {
      const flaw =
        last === null ? null : flawOfCheckpoint(this.checkpoint(), last, this.tree, this.origin, this.rotations);
      if (flaw !== null) return this.report([{ place: `checkpoint ${last}`, message: flaw }]);
      const signers = this.rotations.signersAt(size);
      if (signers === null) return this.report([keyIsMissing]);
      for (const signer of signers) keys.publish(signer);
      this.signedAt = this.clock();
      const note = signNote(checkpointText({ origin: this.origin, size, root: this.tree.rootAt(size) }), signers);
      // Another instance may have signed more, or less: what is still not covered is signed behind that.
      if (!(await checkpoints.publish(size, note)) && !this.stopping.signal.aborted) this.signSoon();
    } catch (error) {
      this.logger.error({ err: error }, 'a checkpoint could not be signed');
      this.signSoon();
    }
    this.bell.ring();
  }

  private report(findings: readonly Finding[]): void {
    this.integrity.report(findings, new Date(this.clock()).toISOString());
    if (findings.length > 0)
      this.logger.fatal({ findings }, 'the check of the log has findings: the register is read-only');
    this.bell.ring();
  }

  private notClosed(error: unknown, message: string): void {
    if (error instanceof StoreClosed) return;
    this.logger.error({ err: error }, message);
    this.report([{ place: 'log', message: 'It can no longer be read.' }]);
  }
}
