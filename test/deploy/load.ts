import { mutationDocument, type Told } from '../support/register/register.js';

interface Answered {
  readonly data: { readonly told: Told; readonly champion: { readonly name: string } };
}

/**
 * Clients that rename a champion and ask for it, each one of its own and one command after the other, until they are stopped or too much has failed. Whoever asks carries the entry
 * of his command, so that he must be shown it wherever the question ends up.
 */
export class Load {
  /** The commands that were acknowledged, each with its entry. */
  readonly mutations = new Map<string, number>();
  /** What was not answered as it should have been. */
  readonly failures: string[] = [];
  questions = 0;
  /** Milliseconds that the slowest answer took. */
  slowest = 0;
  private isOver = false;
  private readonly running: Promise<unknown>;

  constructor(
    private readonly url: string,
    private readonly token: string,
    champions: readonly string[],
  ) {
    this.running = Promise.all(champions.map((champion) => this.go(champion)));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  private async go(champion: string): Promise<void> {
    await this.tell('joinCharter', { commandId: `${champion}/joins`, champion, name: champion, kind: 'FOUNDATION' });
    for (let number = 0; !this.isOver && this.failures.length < 20; number++) {
      const name = `${champion} for the ${number}th time`;
      const entry = await this.tell('renameChampion', { commandId: `${champion}/${number}`, champion, name });
      if (entry !== null) await this.ask(champion, name, entry);
    }
  }

  /** Gives the entry, or null where the command was not acknowledged. */
  private async tell(
    mutation: string,
    input: { readonly commandId: string; readonly [field: string]: string },
  ): Promise<number | null> {
    const answer = await this.send(
      { query: mutationDocument(mutation), variables: { input } },
      { authorization: `Bearer ${this.token}` },
    );
    const entry = answer?.data.told.receipt?.entry ?? null;
    if (entry !== null) this.mutations.set(input.commandId, entry);
    else if (answer !== null) this.failures.push(JSON.stringify(answer));
    return entry;
  }

  private async ask(champion: string, name: string, entry: number): Promise<void> {
    const answer = await this.send(
      { query: `{ champion(slug: "${champion}") { name } champions { totalCount } }` },
      { 'x-idc-entry': String(entry) },
    );
    this.questions += 1;
    if (answer !== null && answer.data.champion.name !== name)
      this.failures.push(`After entry ${entry}, ${name} was ${JSON.stringify(answer)}.`);
  }

  private async send(query: object, headers: Record<string, string>): Promise<Answered | null> {
    const since = performance.now();
    try {
      const body = JSON.stringify(query);
      const response = await fetch(`${this.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      const text = await response.text();
      if (response.status === 200 && !text.includes('"errors"')) return JSON.parse(text) as Answered;
      this.failures.push(`${response.status} ${text.slice(0, 300)} to ${body.slice(0, 80)}`);
    } catch (error) {
      this.failures.push(String((error as Error).cause ?? error));
    } finally {
      this.slowest = Math.max(this.slowest, Math.round(performance.now() - since));
    }
    return null;
  }
}
