/**
 * A request that is repeated often: callers while it is in progress share the next one, because its result
 * may be older than their call.
 */
export class Coalesced {
  private current: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(private readonly put: () => Promise<void>) {}

  ask(): Promise<void> {
    if (this.current === null) {
      this.current = this.put().finally(() => (this.current = null));
      return this.current;
    }
    const again = (): Promise<void> => {
      this.next = null;
      return this.ask();
    };
    this.next ??= this.current.then(again, again);
    return this.next;
  }

  /** Resolves when nothing is asked any more. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.current, this.next]);
  }
}
