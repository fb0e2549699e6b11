/** A question that is put again and again: whoever asks while it is under way shares the next with all who do, for its answer may be older than their asking. */
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
