import { StoreUnavailable } from './event-store/event-store.js';

/** Something that shows that the log is not as it was written, and where. */
export interface Finding {
  /** `entry 17`, `checkpoint 120`, `keys` or `log`. */
  readonly place: string;
  readonly message: string;
}

/** Nothing is recorded any more, because the log is not what was signed. */
export class ReadOnly extends Error {
  override readonly name = 'ReadOnly';
}

/** What was asked for needs a signature that is still to come. What was recorded is recorded; ask again in a moment. */
export class NotSignedYet extends Error {
  override readonly name = 'NotSignedYet';
}

export type IntegrityState = 'unchecked' | 'sound' | 'broken';

/**
 * The integrity of the log. Until it was checked, and from the first finding on, no command is recorded; a
 * register with a finding stays read-only until it is restarted.
 */
export class Integrity {
  private known: { readonly findings: readonly Finding[]; readonly checkedAt: string } | null = null;
  private readonly watched: (() => Finding | null)[] = [];

  /** Counts what `found` returns among the findings from the moment at which it returns it, without a check. */
  watch(found: () => Finding | null): void {
    this.watched.push(found);
  }

  /** Keeps what a check has found: nothing, if the log is sound. */
  report(findings: readonly Finding[], checkedAt: string): void {
    if (this.state === 'broken' && findings.length === 0) return;
    this.known = { findings, checkedAt };
  }

  get state(): IntegrityState {
    if (this.findings.length > 0) return 'broken';
    return this.known === null ? 'unchecked' : 'sound';
  }

  get findings(): readonly Finding[] {
    const known = this.known?.findings ?? [];
    const seen = this.watched
      .flatMap((found) => found() ?? [])
      .filter(({ message }) => known.every((one) => one.message !== message));
    return seen.length === 0 ? known : [...seen, ...known];
  }

  /** When the last check that counts ended; null before the first. */
  get checkedAt(): string | null {
    return this.known?.checkedAt ?? null;
  }

  /** Why the register serves reads only, in a sentence; null while nothing stands against commands. */
  get trouble(): string | null {
    const [first] = this.findings;
    if (first === undefined) return null;
    const others = this.findings.length - 1;
    return `The register is read-only, because its log does not match what was written and signed: ${first.place}: ${first.message}${others === 0 ? '' : ` Other findings: ${others}.`}`;
  }

  /** Throws `ReadOnly` when the log was found broken, and `StoreUnavailable` while nobody has looked. */
  mustAcceptCommands(): void {
    if (this.trouble !== null) throw new ReadOnly(this.trouble);
    if (this.known === null) throw new StoreUnavailable('The log is still being checked.');
  }
}
