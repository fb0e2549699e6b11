import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { PartRedacted, type Redaction } from '../kernel/correction/redaction.js';
import { StoreClosed, type EventStore } from '../platform/event-store/event-store.js';
import type { Ledger } from './ledger.js';

/** Milliseconds before what could not be erased is tried again. */
const pause = 1000;

/** Who else keeps words beside the log, and must have let go of them before the log does. */
export interface TextHolders {
  /** Resolves when the views have passed an entry. */
  reached(entry: number): Promise<void>;
  /** Resolves when no byte of what they have let go is left in the views' file; throws `StoreUnavailable` while that cannot be. */
  purge(): Promise<void>;
}

/**
 * Lets the log forget what it says is redacted: once the views have, and once a signed checkpoint covers the entry that says so, for without it the missing words would be a
 * finding. It begins with the first redaction of all at every start, so that what broke off half-way is done then.
 */
export class Erasure {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  /** How many redactions this process has completed: responses cached before may still contain the text. */
  done = 0;

  constructor(
    private readonly store: EventStore,
    private readonly ledger: Pick<Ledger, 'receipt'>,
    private readonly holders: TextHolders,
    private readonly logger: Pick<Logger, 'error'>,
  ) {}

  start(): void {
    this.running = this.follow();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    for (let after = -1; ;) {
      try {
        for await (const heard of this.store.follow({ after, filter: { types: [PartRedacted.type] }, signal })) {
          if (heard.kind !== 'event') continue;
          await this.makeGood(heard.event as Redaction);
          after = heard.event.entry;
        }
        return;
      } catch (error) {
        if (signal.aborted || error instanceof StoreClosed) return;
        this.logger.error({ err: error }, 'redacted text could not be erased yet');
        await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  private async makeGood({ entry, facts }: Redaction): Promise<void> {
    await this.holders.reached(entry);
    await this.holders.purge();
    await this.ledger.receipt(entry);
    for (const one of facts.entries) await this.store.eraseText(one);
    this.done += 1;
  }
}
