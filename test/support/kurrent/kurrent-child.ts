import { Child } from '../processes/child.js';
import type { Double, DoubleOptions } from './kurrent-double.js';

interface Reply {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}

/** What passes between a test and the program that runs doubles. */
class Line {
  private readonly waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  private asked = 0;

  constructor(private readonly child: Child) {}

  async ask(node: number, method: keyof Double, args: readonly unknown[]): Promise<unknown> {
    const id = ++this.asked;
    const reply = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.child.write(JSON.stringify({ id, node, do: method, args }));
    return reply;
  }

  async listen(): Promise<void> {
    try {
      for (let printed = 2; ; printed++) {
        const { id, answer, error } = JSON.parse(await this.child.printed(printed)) as Reply;
        if (error === undefined) this.waiting.get(id)?.resolve(answer);
        else this.waiting.get(id)?.reject(new Error(error));
        this.waiting.delete(id);
      }
    } catch (error) {
      for (const { reject } of this.waiting.values()) reject(error as Error);
    }
  }

  async end(): Promise<void> {
    await this.child.ended();
  }
}

/** A double in a process of its own, for tests with the client that cannot share one with the double's messages. */
export class KurrentChild implements Double {
  private constructor(
    private readonly line: Line,
    private readonly node: number,
    readonly port: number,
    private readonly options: DoubleOptions,
  ) {}

  static async start(options: DoubleOptions = {}): Promise<KurrentChild> {
    const child = new Child('kurrent-double', [JSON.stringify(options)]);
    const { port } = JSON.parse(await child.printed(1)) as { port: number };
    const line = new Line(child);
    void line.listen();
    return new KurrentChild(line, 0, port, options);
  }

  url(scheme = 'kurrentdb'): string {
    return `${scheme}://127.0.0.1:${this.port}?tls=${this.options.tls !== undefined}`;
  }

  async beside(options: DoubleOptions = {}): Promise<KurrentChild> {
    const { node, port } = (await this.line.ask(this.node, 'beside', [options])) as { node: number; port: number };
    return new KurrentChild(this.line, node, port, { ...this.options, ...options });
  }

  readonly loseAcknowledgements = this.passing('loseAcknowledgements');
  readonly swallowAcknowledgements = this.passing('swallowAcknowledgements');
  readonly staySilent = this.passing('staySilent');
  readonly lateAppends = this.passing('lateAppends');
  readonly holdAppends = this.passing('holdAppends');
  readonly releaseAppends = this.passing('releaseAppends');
  readonly refuseAsNotLeader = this.passing('refuseAsNotLeader');
  readonly dropSubscriptions = this.passing('dropSubscriptions');
  readonly muteSubscriptions = this.passing('muteSubscriptions');
  readonly unmuteSubscriptions = this.passing('unmuteSubscriptions');
  readonly dropSubscriptionAfter = this.passing('dropSubscriptionAfter');
  readonly silenceReads = this.passing('silenceReads');
  readonly away = this.passing('away');
  readonly back = this.passing('back');
  readonly freeze = this.passing('freeze');
  readonly thaw = this.passing('thaw');
  readonly random = this.passing('random');
  readonly calm = this.passing('calm');
  readonly forget = this.passing('forget');
  readonly write = this.passing('write');
  readonly scavenge = this.passing('scavenge');
  readonly sent = this.passing('sent');
  readonly subscriptions = this.passing('subscriptions');
  readonly appends = this.passing('appends');
  readonly reads = this.passing('reads');
  readonly until = this.passing('until');

  async stop(): Promise<void> {
    if (this.node === 0) await this.line.end();
    else await this.line.ask(this.node, 'stop', []);
  }

  private passing<Method extends keyof Double>(method: Method): Double[Method] {
    return (async (...args: unknown[]) => this.line.ask(this.node, method, args)) as unknown as Double[Method];
  }
}
