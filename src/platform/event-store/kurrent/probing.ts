import { pause } from '../../pause.js';
import type { ServerStatus } from './server-status.js';

/** Milliseconds between one probe and the next: while something is wrong, at first and at most, and while nothing is but nobody asks either. */
const [first, most, idle] = [200, 2000, 10_000];

interface Probed {
  readonly standing: ServerStatus;
  /** Asks the leader something small; both tell the standing how it went and throw nothing. */
  readonly read: () => Promise<void>;
  /** Writes something small that nobody needs. */
  readonly write: () => Promise<void>;
  readonly ending: AbortSignal;
}

/** Tries again what has failed, until it works, and asks now and then where nobody else does: so that how an instance stands is what was last tried. */
export class Probing {
  private waking = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly given: Probed) {}

  start(): void {
    this.running = this.run();
  }

  /** Something has failed: it is tried again soon. */
  wake(): void {
    this.waking.abort();
  }

  async stop(): Promise<void> {
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    const { standing, ending, read, write } = this.given;
    for (let failures = 0; !ending.aborted;) {
      if (standing.of('writing') === null && standing.of('reading') === null) {
        failures = 0;
        this.waking = new AbortController();
        await pause(idle, AbortSignal.any([this.waking.signal, ending]));
      } else await pause(Math.min(most, first * 2 ** failures++), ending);
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may be aborted meanwhile
      if (ending.aborted) return;
      const asked = Math.max(standing.tried('reading'), standing.tried('writing'));
      if (standing.of('writing') !== null) await write();
      else if (standing.of('reading') !== null || performance.now() - asked >= idle) await read();
    }
  }
}
