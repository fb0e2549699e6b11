/** The address under which people reach the register. */
export class PublicUrl {
  private port: number | null = null;

  /** `given` is the setting; null for a register that is only reached from its own machine. */
  constructor(private readonly given: string | null) {}

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
    return this.given === null ? [origin, origin.replace('//localhost', '//127.0.0.1')] : [origin];
  }

  private get base(): string {
    return this.given ?? `http://localhost:${this.port ?? 0}`;
  }
}
