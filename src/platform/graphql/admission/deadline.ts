import type { Rows } from '../../read-model/view.js';
import { limits, OverLimit } from '../../limits.js';

/**
 * The time that the queries of a request may take. An SQL statement that has started runs to its end and
 * cannot be interrupted; so the time is checked before each one, and a response that waits for something else
 * is abandoned when the time is over.
 */
export class RequestDeadline {
  private readonly end: number;

  /** `now` is in milliseconds and never goes back. */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly seconds: number = limits.seconds,
  ) {
    this.end = now() + seconds * 1000;
  }

  /** Throws `OverLimit` once the time is over. */
  check(): void {
    if (this.now() > this.end) throw this.over();
  }

  /** Rows that can be read until then. */
  rows(rows: Rows): Rows {
    return {
      all: (sql, ...values) => (this.check(), rows.all(sql, ...values)),
      one: (sql, ...values) => (this.check(), rows.one(sql, ...values)),
    };
  }

  /** What comes of some work, or `OverLimit` where it takes longer; the work is not broken off, but reads nothing any more. */
  async within<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.over()), Math.max(0, this.end - this.now()));
    });
    try {
      return await Promise.race([work, over]);
    } finally {
      clearTimeout(timer);
    }
  }

  private over(): OverLimit {
    return new OverLimit('seconds', null, `This took longer than ${this.seconds} s`, this.seconds);
  }
}
