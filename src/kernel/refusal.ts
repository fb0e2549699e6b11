/** One thing a person can mend: a stable code, what would be right, and the input field it concerns. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[];
}

/**
 * What a caller may not have, and why. A refusal is an expected answer, not a failure of the register: nothing was
 * written, and the same command may succeed once its faults are mended.
 */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly faults: readonly Fault[];

  constructor(code: string, message: string, field?: string | readonly string[]);
  constructor(faults: readonly Fault[]);
  constructor(what: string | readonly Fault[], message = '', field: string | readonly string[] = []) {
    const faults = typeof what === 'string' ? [{ code: what, message, field: typeof field === 'string' ? [field] : field }] : what;
    super(faults.map((fault) => fault.message).join(' '));
    this.faults = faults;
  }

  /** The code of the first fault: what tests and logs quote. */
  get code(): string {
    return this.faults[0]?.code ?? 'REFUSED';
  }
}

/** A token was given, and it is not right. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
}

/**
 * The caller holds no role in which this may be done, or nobody has signed in at all. It names the roles that may, or `persons` where no machine
 * may, and says no more: not even whether the thing is there.
 */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
  constructor(
    readonly isSignedIn: boolean,
    attempt: string,
    readonly who: readonly string[] | 'persons' = [],
  ) {
    const needed = who === 'persons' ? 'a person who is signed in, with a role that permits it' : 'a role that you do not hold there';
    super(
      isSignedIn
        ? `${attempt} needs ${needed}${who === 'persons' || who.length === 0 ? '' : `: ${listed(who)}`}.`
        : `${attempt} needs a signed-in person or an API key: Authorization: Bearer and the key.`,
    );
  }
}

const listed = (words: readonly string[]): string => (words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`);
