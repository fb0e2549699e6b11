import { uuidv7 } from 'uuidv7';
import { pause } from '../../../pause.js';
import type { Driver } from '../client/driver.js';
import type { Mirror } from './mirror.js';
import { listStream, logStream } from '../records.js';
import type { SameLog } from './same-log.js';
import type { ServerStatus } from '../server-status.js';

/** Milliseconds between one probe and the next: while something is wrong, at first and at most, and while nothing is but nobody asks either. */
const [first, most, idle] = [200, 2000, 10_000];

/** The list to which a value is added to see whether the server writes again. */
const probes = 'last-probe';

interface ProbingOptions {
  readonly driver: Driver;
  readonly register: string;
  readonly mirror: Mirror;
  readonly sameLog: SameLog;
  readonly status: ServerStatus;
  /** Milliseconds for one answer. */
  readonly answer: number;
  readonly ending: AbortSignal;
}

/** Tries again what has failed, until it works, and asks now and then where nobody else does: so that the status of an instance is what was last tried. */
export class Probing {
  private waking = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly given: ProbingOptions) {}

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
    const { status, ending } = this.given;
    for (let failures = 0; !ending.aborted;) {
      if (status.of('writing') === null && status.of('reading') === null) {
        failures = 0;
        this.waking = new AbortController();
        await pause(idle, AbortSignal.any([this.waking.signal, ending]));
      } else await pause(Math.min(most, first * 2 ** failures++), ending);
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may be aborted meanwhile
      if (ending.aborted) return;
      const asked = Math.max(status.tried('reading'), status.tried('writing'));
      if (status.of('writing') !== null) await this.probe('writing');
      else if (status.of('reading') !== null || performance.now() - asked >= idle) await this.probe('reading');
    }
  }

  private async probe(part: 'reading' | 'writing'): Promise<void> {
    const { driver, register, sameLog, status, answer, ending } = this.given;
    try {
      await sameLog.prove();
      if (part === 'reading') await driver.read(logStream(register), 'last', answer);
      else {
        await this.write();
        status.well('reading');
      }
      status.well(part);
    } catch (error) {
      if (!ending.aborted) status.failed(part, error);
    }
  }

  /** Adds a value to a list that keeps its last: it shows that the leader writes. */
  private async write(): Promise<void> {
    const { driver, register, mirror, answer } = this.given;
    const stream = listStream(register, probes);
    if (mirror.lengthOf(probes) === 0) await driver.keepLast(stream, answer);
    await driver.append(stream, 'any', [{ id: uuidv7(), type: 'Value', data: { value: '' } }], answer);
  }
}
