import type { Clock } from '../../kernel/ports.js';
import type { Sqlite } from '../sqlite.js';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Milliseconds by which the clock may jump while the register runs, or be behind the last entry. */
export const mostJump = 5 * minute;
/** Milliseconds by which the clock may be ahead of what was last seen of it when the register starts. */
export const mostAbsence = 31 * day;
/** Milliseconds after which it is noted again that the clock was seen. */
const pace = 60 * minute;

const table = 'CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), seen INTEGER NOT NULL) STRICT';

/** What was last seen of the clock, in a log file: it is what the next start is compared with. */
export class SeenClock {
  constructor(private readonly file: Sqlite) {
    file.exec(table);
  }

  /** Milliseconds since 1970; 0 before the first time. */
  get seen(): number {
    return this.file.one<{ seen: number }>('SELECT seen FROM clock')?.seen ?? 0;
  }

  set seen(now: number) {
    this.file.run('INSERT OR REPLACE INTO clock VALUES (1, ?)', Math.round(now));
  }
}

interface ClockGuardOptions {
  readonly clock: Clock;
  /** Milliseconds of a clock that nobody can set. */
  readonly monotonic?: () => number;
  /** When the last entry was recorded, in milliseconds since 1970; 0 in an empty log. */
  readonly lastRecorded: () => number;
  readonly seenClock: SeenClock;
}

const at = (time: number): string => new Date(time).toISOString();

/**
 * Says whether the clock can be trusted with the time of an entry. It cannot while it is behind the last entry, or has jumped since the start against a clock that
 * nobody can set, or was far ahead at the start of what was last seen of it. An entry of the future could never be taken back: all later ones would have its time.
 */
export class ClockGuard {
  private readonly monotonic: () => number;
  private readonly aheadAtStart: string | null;
  private base: { readonly wall: number; readonly monotonic: number };
  private notedAt = -Infinity;

  constructor(private readonly given: ClockGuardOptions) {
    this.monotonic = given.monotonic ?? (() => performance.now());
    const now = given.clock();
    this.base = { wall: now, monotonic: this.monotonic() };
    const known = Math.max(given.lastRecorded(), given.seenClock.seen);
    this.aheadAtStart =
      known > 0 && now - known > mostAbsence
        ? `The clock of this machine says ${at(now)}, and was last seen at ${at(known)}, more than 31 days before. If it is right, run \`idc clock --confirm\` while the register is stopped; else set it and restart the register.`
        : null;
  }

  /** Why no entry may be recorded now, in a sentence; null if the clock can be trusted. */
  get trouble(): string | null {
    const { clock, lastRecorded, seenClock } = this.given;
    if (this.aheadAtStart !== null) return this.aheadAtStart;
    const [now, monotonic] = [clock(), this.monotonic()];
    const jump = now - this.base.wall - (monotonic - this.base.monotonic);
    if (Math.abs(jump) > mostJump)
      return `The clock of this machine has jumped ${jump > 0 ? 'forwards' : 'backwards'} by ${Math.round(Math.abs(jump) / 1000)} s since the register started, to ${at(now)}. Set it, or restart the register if it is right now.`;
    if (lastRecorded() - now > mostJump)
      return `The clock of this machine says ${at(now)}, and the last entry was recorded at ${at(lastRecorded())}, which is later. Set the clock.`;
    if (monotonic - this.notedAt >= pace) {
      [this.notedAt, this.base] = [monotonic, { wall: now, monotonic }];
      try {
        seenClock.seen = now;
      } catch {
        // The disk is full: it is noted again in an hour, and entries say when they were recorded.
      }
    }
    return null;
  }
}
