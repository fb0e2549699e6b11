/** The address under which people reach the register. */
export class PublicUrl {
  private port: number | null = null;

  /** `given` is the setting, null for a register that is only reached from its own machine; `others` are further origins whose pages are ours as well. */
  constructor(
    private readonly given: string | null,
    private readonly others: readonly string[] = [],
  ) {}

  /** Says where the register listens, once it does. */
  listensOn(port: number): void {
    this.port = port;
  }

  /** An absolute address of ours. Never made from what a request says of itself. */
  to(path: string): string {
    return new URL(path, this.base).href;
  }

  get host(): string {
    return new URL(this.base).hostname;
  }

  /** Whether people come over TLS: only then can a cookie be kept to it. */
  get isSecure(): boolean {
    return this.base.startsWith('https:');
  }

  /** The origins that our own pages have. */
  get origins(): readonly string[] {
    const { origin } = new URL(this.base);
    return [origin, ...(this.given === null ? [origin.replace('//localhost', '//127.0.0.1')] : []), ...this.others];
  }

  private get base(): string {
    return this.given ?? `http://localhost:${this.port ?? 0}`;
  }
}
