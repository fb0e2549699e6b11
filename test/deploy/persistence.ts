import { mutationDocument, type Told } from '../support/register/register.js';

/** A client that sends each command until it is acknowledged, and meanwhile reads without pause: as people do, who press the button again. */
export class Persistence {
  /** Commands that were acknowledged, each with its entry. */
  readonly acknowledged = new Map<string, number>();
  failedReads: string[] = [];
  reads = 0;
  private readonly recorded: number[] = [];
  private isOver = false;
  private readonly running: Promise<unknown>;

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly name: string,
  ) {
    this.running = Promise.all([this.write(), this.read()]);
  }

  /** Milliseconds from a time, by `performance.now()`, until a command was acknowledged that was not yet then. */
  async recordedAfter(since: number): Promise<number> {
    for (;;) {
      const found = this.recorded.find((time) => time >= since);
      if (found !== undefined) return Math.round(found - since);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Begins to count anew. */
  forget(): void {
    [this.failedReads, this.reads] = [[], 0];
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  private async write(): Promise<void> {
    const champion = `cluster-${this.name}`;
    await this.untilRecorded('joinCharter', {
      commandId: `${champion}/joins`,
      champion,
      name: `Champion ${this.name}`,
      kind: 'FOUNDATION',
    });
    for (let number = 0; !this.isOver; number++)
      await this.untilRecorded('renameChampion', {
        commandId: `${champion}/${number}/`,
        champion,
        name: `Champion ${this.name} for the ${number}th time`,
      });
  }

  private async untilRecorded(
    mutation: string,
    input: { readonly commandId: string; readonly [field: string]: string },
  ): Promise<void> {
    const body = JSON.stringify({ query: mutationDocument(mutation), variables: { input } });
    while (!this.isOver) {
      const text = await this.send(body, { authorization: `Bearer ${this.token}` }).catch(() => '{}');
      const answer = JSON.parse(text) as { data?: { told?: Told } };
      const entry = answer.data?.told?.receipt?.entry;
      if (entry === undefined) continue;
      this.acknowledged.set(input.commandId, entry);
      this.recorded.push(performance.now());
      return;
    }
  }

  private async read(): Promise<void> {
    while (!this.isOver) {
      const text = await this.send(JSON.stringify({ query: '{ champions { totalCount } }' }), {}).catch(String);
      this.reads += 1;
      if (!text.includes('totalCount')) this.failedReads.push(text.slice(0, 200));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private async send(body: string, headers: Record<string, string>): Promise<string> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return response.text();
  }
}
