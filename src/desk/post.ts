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
  readonly print: (line: string) => void;
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

/** Letters that wait at once; more are not taken, so that a mail server that hangs cannot fill the memory. */
const mostWaiting = 1000;

/** Sends letters beside the work, so that no answer tells by its time whether one was sent. */
export class Post {
  private readonly transport;
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

  /** Takes a letter; whether it arrives shows in the log of the process alone. */
  send(letter: Letter): void {
    if (this.under.size >= mostWaiting) {
      this.log.error('a letter was not sent: too many wait');
      return;
    }
    const sent = new Promise((resolve) => setImmediate(resolve))
      .then(() => this.deliver(letter))
      .catch((error: unknown) =>
        this.log.error({ reason: (error as { code?: string }).code ?? 'unknown', person: letter.person }, 'a letter could not be sent'),
      )
      .finally(() => this.under.delete(sent));
    this.under.add(sent);
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

  private async deliver({ person, to, subject, text, language }: Letter): Promise<void> {
    // An address object is never parsed as a list, so one letter has one reader.
    const mail = {
      from: this.outlet.from,
      to: { name: '', address: to },
      subject,
      text,
      headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
    };
    const { message } = (await this.transport.sendMail(mail)) as { message?: unknown };
    if (this.outlet.smtp !== null) return;
    if (this.outlet.outbox !== null) {
      mkdirSync(this.outlet.outbox, { recursive: true, mode: 0o700 });
      writeFileSync(join(this.outlet.outbox, `${this.ids()}.${person}.eml`), message as Buffer, { mode: 0o600 });
    }
    this.outlet.print(`No mail server is set (IDC_SMTP), so here is a letter:\n\n${text.replace(/^/gm, '  ')}\n`);
  }
}
