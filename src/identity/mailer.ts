import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { Ids } from '../kernel/ports.js';

export interface Email {
  /** Whom it is for, so that it can be forgotten with them. */
  readonly person: string;
  readonly to: string;
  readonly subject: string;
  /** Plain text: nothing that a reader's program could load. */
  readonly text: string;
  readonly language: string;
}

/** How e-mails go out: by a mail server; else into a folder, or nowhere where there is none, and onto the console. */
export interface MailSettings {
  readonly smtp: string | null;
  readonly outbox: string | null;
  readonly from: string;
  /**
   * Writes to the console of someone watching; null if nobody is: what is printed then ends up in a log that
   * others read.
   */
  readonly print: ((line: string) => void) | null;
}

/** The way out that the settings name. */
export const outletOf = (
  { smtp, mailFrom, eventStore, dataDir }: Config,
  print: MailSettings['print'],
): MailSettings => ({
  smtp,
  outbox: smtp !== null || eventStore === 'memory' ? null : join(dataDir, 'outbox'),
  from: mailFrom,
  print,
});

/**
 * Whether e-mails leave this machine, and must therefore be sent over TLS. `?requireTLS=false` is for a
 * network that nothing else can reach.
 */
function goesAbroad(smtp: string): boolean {
  const { hostname, searchParams } = new URL(smtp);
  return !['localhost', '127.0.0.1', '[::1]'].includes(hostname) && searchParams.get('requireTLS') !== 'false';
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** E-mails that wait at once; more are rejected, so that a mail server that hangs cannot fill the memory. */
const mostWaiting = 1000;

/** Sends e-mails in the background, so that the time of a response does not reveal whether one was sent. */
export class Mailer {
  private readonly transport;
  private readonly nowhere = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  private readonly under = new Set<Promise<void>>();

  constructor(
    private readonly settings: MailSettings,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {
    this.transport = createTransport(
      settings.smtp === null
        ? { streamTransport: true, buffer: true, newline: 'unix' }
        : { url: settings.smtp, requireTLS: goesAbroad(settings.smtp), pool: true, connectionTimeout: 10_000 },
    );
  }

  /** Takes an e-mail, to be sent once `after` resolves; whether it arrives shows in the log of the process alone. */
  send(email: Email, after: Promise<void> = turn()): void {
    this.take(
      after,
      () => this.deliver(email),
      (error) => {
        const reason = (error as { code?: string }).code ?? 'unknown';
        this.log.error({ reason, person: email.person }, 'an e-mail could not be sent');
      },
    );
  }

  /**
   * Prepares an e-mail as `send` does and discards it: writing to nobody takes as long as writing to someone.
   */
  discard(email: Email, after: Promise<void> = turn()): void {
    this.take(
      after,
      () => this.nowhere.sendMail(this.mailOf(email)),
      () => undefined,
    );
  }

  /** Resolves when all that was taken has gone out, or could not. */
  async settled(): Promise<void> {
    await Promise.all(this.under);
  }

  /** Removes a person's e-mails from the outbox. */
  async forget(person: string): Promise<void> {
    await this.settled();
    if (this.settings.outbox === null) return;
    mkdirSync(this.settings.outbox, { recursive: true, mode: 0o700 });
    for (const file of readdirSync(this.settings.outbox))
      if (file.endsWith(`.${person}.eml`)) rmSync(join(this.settings.outbox, file), { force: true });
  }

  async close(): Promise<void> {
    await this.settled();
    this.transport.close();
  }

  private take(after: Promise<void>, work: () => Promise<unknown>, failed: (error: unknown) => void): void {
    if (this.under.size >= mostWaiting) return this.log.error('an e-mail was not sent: too many are waiting');
    const done: Promise<void> = after
      .then(work)
      .then(() => undefined, failed)
      .finally(() => this.under.delete(done));
    this.under.add(done);
  }

  private mailOf({ to, subject, text, language }: Email) {
    return {
      from: this.settings.from,
      // An address object is never parsed as a list, so one e-mail has one reader.
      to: { name: '', address: to },
      subject,
      text,
      headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
    };
  }

  private async deliver(email: Email): Promise<void> {
    const { person, text } = email;
    const { message } = (await this.transport.sendMail(this.mailOf(email))) as { message?: unknown };
    if (this.settings.smtp !== null) return;
    if (this.settings.outbox !== null) {
      mkdirSync(this.settings.outbox, { recursive: true, mode: 0o700 });
      writeFileSync(join(this.settings.outbox, `${this.ids()}.${person}.eml`), message as Buffer, { mode: 0o600 });
    }
    if (this.settings.print === null)
      return this.log.warn(
        { outbox: this.settings.outbox },
        'no mail server is set (IDC_SMTP): an e-mail was written to the outbox',
      );
    this.settings.print(`No mail server is set (IDC_SMTP), so here is an e-mail:\n\n${text.replace(/^/gm, '  ')}\n`);
  }
}
