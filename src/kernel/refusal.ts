/** An error that a person can fix: a stable code, what is expected, and the input field. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[];
}

/**
 * A refusal: an expected result, not a failure of the register. Nothing was recorded, and the same command
 * may succeed once its errors are fixed.
 */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly faults: readonly Fault[];

  constructor(code: string, message: string, field?: string | readonly string[]);
  constructor(faults: readonly Fault[]);
  constructor(what: string | readonly Fault[], message = '', field: string | readonly string[] = []) {
    const faults =
      typeof what === 'string' ? [{ code: what, message, field: typeof field === 'string' ? [field] : field }] : what;
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
 * The caller has no role that permits this, or is not signed in. It lists the roles that may, or `persons` if
 * no machine may, and reveals nothing else, not even whether the record exists.
 */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
  constructor(
    readonly isSignedIn: boolean,
    attempt: string,
    readonly who: readonly string[] | 'persons' = [],
  ) {
    const needed =
      who === 'persons'
        ? 'a person who is signed in, with a role that permits it'
        : 'a role that you do not hold there';
    super(
      isSignedIn
        ? `${attempt} needs ${needed}${who === 'persons' || who.length === 0 ? '' : `: ${listed(who)}`}.`
        : `${attempt} needs a signed-in person or an API key: Authorization: Bearer and the key.`,
    );
  }
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
