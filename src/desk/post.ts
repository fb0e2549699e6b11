import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { Ids } from '../kernel/ports.js';

export interface Letter {
  /** Whom it is for, so that it can be forgotten with them. */
  readonly person: string;
  readonly to: string;
  readonly subject: string;
  /** Plain text: nothing that a reader's program could load. */
  readonly text: string;
  readonly language: string;
}

/** How letters go out: by a mail server; else into a folder, or nowhere where there is none, and onto the console. */
export interface Outlet {
  readonly smtp: string | null;
  readonly outbox: string | null;
  readonly from: string;
  /** Writes to the console of whoever watches it; null where nobody does: what is printed there ends in a log that others read. */
  readonly print: ((line: string) => void) | null;
}

/** The way out that the settings name. */
export const outletOf = ({ smtp, mailFrom, eventStore, dataDir }: Config, print: Outlet['print']): Outlet => ({
  smtp,
  outbox: smtp !== null || eventStore === 'memory' ? null : join(dataDir, 'outbox'),
  from: mailFrom,
  print,
});

/** Whether letters leave this machine, so that they go over TLS or not at all. `?requireTLS=false` is for a network that nothing else reaches. */
function goesAbroad(smtp: string): boolean {
  const { hostname, searchParams } = new URL(smtp);
  return !['localhost', '127.0.0.1', '[::1]'].includes(hostname) && searchParams.get('requireTLS') !== 'false';
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Letters that wait at once; more are not taken, so that a mail server that hangs cannot fill the memory. */
const mostWaiting = 1000;

/** Sends letters beside the work, so that no answer tells by its time whether one was sent. */
export class Post {
  private readonly transport;
  private readonly nowhere = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  private readonly under = new Set<Promise<void>>();

  constructor(
    private readonly outlet: Outlet,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {
    this.transport = createTransport(
      outlet.smtp === null
        ? { streamTransport: true, buffer: true, newline: 'unix' }
        : { url: outlet.smtp, requireTLS: goesAbroad(outlet.smtp), pool: true, connectionTimeout: 10_000 },
    );
  }

  /** Takes an e-mail, to be sent once `after` resolves; whether it arrives shows in the log of the process alone. */
  send(letter: Letter, after: Promise<void> = turn()): void {
    this.take(
      after,
      () => this.deliver(letter),
      (error) => {
        const reason = (error as { code?: string }).code ?? 'unknown';
        this.log.error({ reason, person: letter.person }, 'an e-mail could not be sent');
      },
    );
  }

  /** Makes an e-mail as `send` does and lets it go: writing to nobody costs what writing to somebody costs. */
  discard(letter: Letter, after: Promise<void> = turn()): void {
    this.take(
      after,
      () => this.nowhere.sendMail(this.mailOf(letter)),
      () => undefined,
    );
  }

  /** Resolves when all that was taken has gone out, or could not. */
  async settled(): Promise<void> {
    await Promise.all(this.under);
  }

  /** Removes what lies in the outbox for somebody. */
  async forget(person: string): Promise<void> {
    await this.settled();
    if (this.outlet.outbox === null) return;
    mkdirSync(this.outlet.outbox, { recursive: true, mode: 0o700 });
    for (const file of readdirSync(this.outlet.outbox)) if (file.endsWith(`.${person}.eml`)) rmSync(join(this.outlet.outbox, file), { force: true });
  }

  async close(): Promise<void> {
    await this.settled();
    this.transport.close();
  }

  private take(after: Promise<void>, work: () => Promise<unknown>, failed: (error: unknown) => void): void {
    if (this.under.size >= mostWaiting) return this.log.error('an e-mail was not sent: too many wait');
    const done: Promise<void> = after
      .then(work)
      .then(() => undefined, failed)
      .finally(() => this.under.delete(done));
    this.under.add(done);
  }

  private mailOf({ to, subject, text, language }: Letter) {
    return {
      from: this.outlet.from,
      // An address object is never parsed as a list, so one e-mail has one reader.
      to: { name: '', address: to },
      subject,
      text,
      headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
    };
  }

  private async deliver(letter: Letter): Promise<void> {
    const { person, text } = letter;
    const { message } = (await this.transport.sendMail(this.mailOf(letter))) as { message?: unknown };
    if (this.outlet.smtp !== null) return;
    if (this.outlet.outbox !== null) {
      mkdirSync(this.outlet.outbox, { recursive: true, mode: 0o700 });
      writeFileSync(join(this.outlet.outbox, `${this.ids()}.${person}.eml`), message as Buffer, { mode: 0o600 });
    }
    if (this.outlet.print === null) return this.log.warn({ outbox: this.outlet.outbox }, 'no mail server is set (IDC_SMTP): an e-mail stands in the outbox');
    this.outlet.print(`No mail server is set (IDC_SMTP), so here is a letter:\n\n${text.replace(/^/gm, '  ')}\n`);
  }
}
