import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../kernel/ports.js';
import { version } from '../version.js';
import { networkOf } from './http/addresses.js';

/** Security events, in the OWASP logging vocabulary. */
export type SecurityEvent =
  | 'authn_login_success'
  | 'authn_login_fail'
  | 'authn_token_created'
  | 'authn_token_revoked'
  | 'authz_admin'
  | 'authz_fail'
  | 'authz_change'
  | 'excess_rate_limit_exceeded'
  | 'malicious_csrf'
  | 'privilege_permissions_changed'
  | 'sensitive_read'
  | 'session_created'
  | 'session_ended'
  | 'session_use_after_expire'
  | 'user_created'
  | 'user_updated'
  | 'user_deactivated'
  | 'user_deleted'
  | 'sys_startup'
  | 'sys_shutdown';

/** Who and what it was about. Never a secret, a link or a whole address: `maskedEmail` is for those. */
export interface SecurityDetails {
  /** A random id, or nothing where nobody is known. */
  readonly actor?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly requestId?: string | undefined;
  readonly [more: string]: string | number | boolean | null | undefined;
}

const levels: Partial<Record<SecurityEvent, string>> = {
  authn_login_fail: 'WARN',
  authz_admin: 'WARN',
  authz_fail: 'CRITICAL',
  sensitive_read: 'WARN',
  excess_rate_limit_exceeded: 'WARN',
  malicious_csrf: 'CRITICAL',
  sys_startup: 'WARN',
  sys_shutdown: 'WARN',
};

/** A caller who is not even signed in has only met a closed door. */
const levelOf = (event: SecurityEvent, actor: string | undefined): string =>
  event === 'authz_fail' && actor === undefined ? 'WARN' : (levels[event] ?? 'INFO');

const day = 24 * 60 * 60_000;
/** Days that the log is kept. */
const securityLogDays = 90;

// What JSON leaves as it is, and a terminal or a reader of lines may take for something else.
const disguising = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** One line of JSON, whatever stands in the values. */
const lineOf = (entry: object): string =>
  `${JSON.stringify(entry).replace(disguising, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;

const initial = (text: string): string => (Array.from(text).length > 1 ? `${Array.from(text)[0] ?? ''}…` : text);

/** A masked e-mail address: `n…@e….org`. */
export function maskedEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${initial(local)}@${domain.replace(/[^.]+(?=\.)/g, initial)}`;
}

/**
 * Similar lines that strangers of one network, and refusals that one caller, may cause in a minute. Further
 * ones are counted, and the count is recorded: nobody fills a disk with refusals.
 */
const mostAlike = 100;

/** Callers that are counted apart in a minute, and uses of keys in an hour: of all further ones it is counted together how many there were. */
const mostKinds = 10_000;
const others = 'others';

/** Refusals: a signed-in caller can cause them as often as they like. Changes are always recorded. */
const refusals = new Set<SecurityEvent>([
  'authn_login_fail',
  'authz_fail',
  'excess_rate_limit_exceeded',
  'malicious_csrf',
  'session_use_after_expire',
]);

/** Where a security log goes beside its files. */
export type Echo = (line: string) => unknown;

/**
 * Sign-ins, refusals and changes of rights, apart from the register and from the log of the process: JSON lines, a file for each day (UTC) in
 * a folder of its own, kept for 90 days.
 */
export class SecurityLog {
  private today = '';
  private minute = 0;
  private readonly alike = new Map<string, number>();
  private hour = 0;
  private readonly thisHour = new Set<string>();

  /** `folder` null keeps no files. */
  constructor(
    private readonly folder: string | null,
    private readonly clock: Clock,
    private readonly echo: Echo = () => undefined,
  ) {}

  record(event: SecurityEvent, description: string, { actor, ...details }: SecurityDetails = {}): void {
    const now = this.clock();
    const caller =
      actor === undefined ? details.sourceIp && networkOf(details.sourceIp) : refusals.has(event) ? actor : undefined;
    if (this.isTooMuch(now, event, caller)) return;
    const datetime = new Date(now).toISOString();
    const name = actor === undefined ? event : `${event}:${actor}`;
    const line = lineOf({
      datetime,
      appid: `idc/${version}`,
      event: name,
      level: levelOf(event, actor),
      description,
      ...details,
    });
    this.echo(line);
    if (this.folder === null) return;
    if (this.today !== datetime.slice(0, 10)) this.turnTo(datetime.slice(0, 10));
    appendFileSync(join(this.folder, `${this.today}.log`), line, { mode: 0o600 });
  }

  /**
   * Records what may happen with each request, such as the use of a key, once an hour for the same actor from
   * the same network.
   */
  recordHourly(event: SecurityEvent, description: string, details: SecurityDetails): void {
    const hour = Math.floor(this.clock() / (60 * 60_000));
    if (hour !== this.hour) this.thisHour.clear();
    this.hour = hour;
    const kind = `${event} ${details.actor} ${networkOf(details.sourceIp ?? '')}`;
    if (this.thisHour.has(kind)) return;
    for (const oldest of this.thisHour) {
      if (this.thisHour.size < mostKinds) break;
      this.thisHour.delete(oldest);
    }
    this.thisHour.add(kind);
    this.record(event, description, details);
  }

  /** How many kinds of lines are counted at this moment. */
  get counted(): number {
    return this.alike.size + this.thisHour.size;
  }

  /**
   * Records how many lines were counted but not written: with the first line of a later minute, and at the
   * end.
   */
  settle(): void {
    const before = [...this.alike];
    this.alike.clear();
    for (const [kind, lines] of before) {
      const [event, caller] = kind.split(' ') as [SecurityEvent, string];
      if (lines <= mostAlike) continue;
      const who = /^(?:person|key|operator)-/.test(caller) ? { actor: caller } : { network: caller };
      this.record(event, `${lines - mostAlike} more of these within a minute were not recorded one by one`, who);
    }
  }

  /** Counts what a caller causes: a network of strangers, or an account by its random id. */
  private isTooMuch(now: number, event: SecurityEvent, caller: string | undefined): boolean {
    const isLater = Math.floor(now / 60_000) !== this.minute;
    this.minute = Math.floor(now / 60_000);
    if (isLater) this.settle();
    if (caller === undefined) return false;
    const own = `${event} ${caller}`;
    const kind = this.alike.has(own) || this.alike.size < mostKinds ? own : `${event} ${others}`;
    const lines = (this.alike.get(kind) ?? 0) + 1;
    this.alike.set(kind, lines);
    return lines > mostAlike;
  }

  /** Begins a new day, and lets go of those that are too old. */
  private turnTo(today: string): void {
    if (this.folder === null) return;
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const oldest = new Date(Date.parse(today) - securityLogDays * day).toISOString().slice(0, 10);
    for (const file of readdirSync(this.folder)) {
      if (/^\d{4}-\d\d-\d\d\.log$/.test(file) && file.slice(0, 10) < oldest)
        rmSync(join(this.folder, file), { force: true });
    }
    this.today = today;
  }
}
