import { canonical } from '../../canonical.js';
import type { Driver } from '../client/driver.js';
import { OtherLog } from '../errors.js';
import type { LocalCopy } from './local-copy.js';
import { logStream } from '../records.js';

interface SameLogOptions {
  readonly driver: Driver;
  readonly register: string;
  readonly copy: LocalCopy;
  /** Milliseconds for one answer. */
  readonly answer: number;
}

/** Whether an instance's copy is a beginning of the log that the server holds. */
export class SameLog {
  private isProven = false;

  constructor(private readonly given: SameLogOptions) {}

  /** Asks the server until it has answered once. Throws `OtherLog`, or `StoreUnavailable` while there is no answer. */
  async prove(): Promise<void> {
    if (this.isProven) return;
    const { driver, register, copy, answer } = this.given;
    if (copy.mirror.register !== register)
      throw new OtherLog(`This data folder follows the register ${copy.mirror.register}, not ${register}.`);
    const [last] = copy.rows.sealed(copy.size() - 1, 1);
    if (last !== undefined) {
      const there = await driver.read(logStream(register), last.entry, answer);
      if (there === null || canonical(there.metadata) !== last.leaf) {
        throw new OtherLog(
          `This data folder has ${copy.size()} entries of a log, and the last is ${there === null ? 'missing from' : 'not the one in'} the event store's ${logStream(register)}: it is another log, or one restored from an older copy.`,
        );
      }
    }
    this.isProven = true;
  }
}
