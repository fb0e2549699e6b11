import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isRange } from './platform/http/addresses.js';

const port = 'must be a port from 0 to 65535; 0 picks a free one';

const isLocal = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname);

/** Where people come from outside, over TLS; from one's own machine, plain HTTP will do. */
function isPublicUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && (url.protocol === 'https:' || isLocal(url)) && url.origin === text.replace(/\/$/, '');
}

const isProvider = (text: string): boolean =>
  URL.canParse(text) && (new URL(text).protocol === 'https:' || isLocal(new URL(text)));
/** Several values in one variable, separated by commas or spaces. */
const listOf = (one: z.ZodString) =>
  z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
    .pipe(z.array(one))
    .optional();

const perMinute = (what: string) => z.coerce.number(what).int(what).min(1, what).max(1e12, what);

const Settings = z.object({
  IDC_DATA_DIR: z.string().min(1, 'must name a folder').default('./var'),
  PORT: z.coerce.number(port).int(port).min(0, port).max(65535, port).default(3000),
  HOST: z.string().min(1, 'must be an address to listen on, such as 127.0.0.1 or 0.0.0.0').default('127.0.0.1'),
  IDC_EVENT_STORE: z
    .string()
    .regex(
      /^(sqlite|memory|(esdb|kurrentdb|kurrent|kdb)(\+discover)?:\/\/.+)$/,
      'must be sqlite, a connection string such as esdb://user:password@host:2113 or kurrentdb+discover://…, or memory for a register that is lost when it stops',
    )
    .default('sqlite'),
  IDC_EVENT_STORE_DEADLINE_MS: z.coerce
    .number('must be milliseconds')
    .int('must be whole milliseconds')
    .min(100, 'must be at least 100 ms')
    .max(60_000, 'must be at most 60000 ms')
    .default(10_000),
  IDC_REGISTER: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,62}$/, 'must be 1 to 63 letters, digits or . _ -, the first a letter or digit')
    .default('idc'),
  IDC_SECRETS_DIR: z.string().optional(),
  IDC_DURABILITY: z
    .enum(['full', 'normal'], 'must be full, or normal if a power cut may lose the last moments')
    .default('full'),
  IDC_LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
  IDC_LOG_ORIGIN: z
    .string()
    .regex(
      /^[^\s+/:\p{C}]+(:\d+)?(\/[^\s+/\p{C}]+)*$/u,
      'must be a URL without its scheme, spaces and plus signs, such as register.example.org/log',
    )
    .max(200, 'must have at most 200 characters')
    .optional(),
  IDC_OPERATOR: z.enum(['on', 'off'], 'must be on, or off to disable the operator’s token').default('on'),
  IDC_PUBLIC_URL: z
    .string()
    .refine(
      isPublicUrl,
      'must be the public https:// address of the register, without a path, such as https://register.example.org',
    )
    .optional(),
  IDC_IDENTITY: z
    .string()
    .regex(
      /^(sqlite|postgres(ql)?:\/\/\S+)$/,
      'must be sqlite, or the address of a PostgreSQL database such as postgres://user@host/identity',
    )
    .default('sqlite'),
  IDC_ERASURE_LIST: z.string().min(1, 'must name a file').optional(),
  IDC_SMTP: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, 'must be the address of a mail server, such as smtps://user:password@mail.example.org')
    .optional(),
  IDC_MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]{3,200}$/, 'must be an address such as register@example.org')
    .includes('@', { error: 'must be an address such as register@example.org' })
    .default('register@localhost'),
  IDC_OIDC_ISSUER: z
    .string()
    .refine(isProvider, 'must be the address of an OpenID provider, such as https://id.example.org')
    .optional(),
  IDC_OIDC_CLIENT_ID: z.string().min(1, 'must be the client id that the provider assigned to the register').optional(),
  IDC_OIDC_CLIENT_SECRET: z.string().min(1, 'must be the client secret that the provider issued').optional(),
  IDC_OIDC_NAME: z
    .string()
    .min(1, 'must be the name of the provider shown to people')
    .max(60, 'must have at most 60 characters')
    .optional(),
  IDC_SECURITY_CONTACT: listOf(
    z
      .string()
      .regex(
        /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+[\d-]+)$/,
        'must be where to report vulnerabilities, such as mailto:security@example.org or https://…',
      ),
  ),
  IDC_SECURITY_LOG: z.enum(['file', 'stdout', 'both'], 'must be file, stdout or both').default('file'),
  IDC_SEED: z.enum(['yes', 'no'], 'must be yes, or no to leave an empty register empty').default('yes'),
  IDC_ANSWER_CACHE_MB: z.coerce
    .number('must be a number of MB; 0 turns the cache off')
    .min(0, 'must be a number of MB; 0 turns the cache off')
    .max(4096, 'must be at most 4096 MB')
    .default(32),
  IDC_ORIGINS: listOf(
    z
      .string()
      .regex(
        /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$|^https?:\/\/\[[0-9a-f:]+\](:\d{1,5})?$/,
        'must be origins such as https://register.example.org, without a path',
      ),
  ),
  IDC_TRUSTED_PROXIES: listOf(
    z.string().refine(isRange, 'must be addresses or ranges such as 127.0.0.1 or 10.0.0.0/8'),
  ),
  IDC_REQUESTS_PER_MINUTE: perMinute('must be a number of requests from 1').default(600),
  IDC_ENTRIES_PER_STREAM_AND_DAY: perMinute('must be a number of entries from 1').default(500),
  IDC_COST_PER_MINUTE: perMinute('must be a cost from 1, as the query limits explains it').default(1_000_000),
  IDC_DRAIN_MS: z.coerce
    .number('must be milliseconds')
    .int('must be whole milliseconds')
    .min(0, 'must be milliseconds')
    .max(60_000, 'must be at most 60000 ms')
    .default(500),
});

/** Every setting of the register, read once at start. */
export interface Config {
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  /** `kurrent` is EventStoreDB or KurrentDB, whichever `eventStoreUrl` speaks to. */
  readonly eventStore: 'sqlite' | 'memory' | 'kurrent';
  /** The connection string of the event store, which may hold a password; null where the log stands in the data folder or in memory. */
  readonly eventStoreUrl: string | null;
  /** How long the event store may take to answer a command before the caller gets an error. */
  readonly eventStoreDeadlineMs: number;
  /** What the names of all streams of this register begin with in an event store that several registers may share. */
  readonly register: string;
  /** The folder of the log's keys and the operator's token: what several instances of a register share. */
  readonly secretsDir: string;
  readonly durability: 'full' | 'normal';
  readonly logLevel: string;
  /** The name of this log in all that is signed; null leaves it to the keys there are, and at first to `defaultOrigin`. */
  readonly logOrigin: string | null;
  /** Whether the operator's token opens the register. */
  readonly operator: boolean;
  /** The address under which people reach the register; null when it is only reached from its own machine. */
  readonly publicUrl: string | null;
  /** The address of the identity database in PostgreSQL; null for a SQLite file in the data folder. */
  readonly identityPostgres: string | null;
  /** The file that remembers whom the identity database has forgotten. */
  readonly erasureList: string;
  /** The mail server; null writes e-mails to a folder. */
  readonly smtp: string | null;
  readonly mailFrom: string;
  /** The OpenID provider of those who sign in with one, or null. */
  readonly provider: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string | null;
    readonly name: string;
  } | null;
  /**
   * Where to report vulnerabilities, the best place first; with none, there is no /.well-known/security.txt.
   */
  readonly securityContacts: readonly string[];
  readonly securityLog: 'file' | 'stdout' | 'both';
  /** Whether an empty register takes the bundled data set at start. */
  readonly seed: boolean;
  readonly answerCacheMb: number;
  /** Origins of our own pages beside that of the public address: they alone may send credentials. */
  readonly origins: readonly string[];
  /** Addresses and ranges of the proxies whose X-Forwarded- fields are believed. */
  readonly trustedProxies: readonly string[];
  /** What an address may ask without signing in; accounts and the operator get a multiple. */
  readonly requestsPerMinute: number;
  readonly costPerMinute: number;
  /** How many entries one account may add to one stream in a day. */
  readonly entriesPerStreamAndDay: number;
  /** How long a stopping server keeps answering after it reports that it is not ready. */
  readonly drainMs: number;
}

/** The name of a log for which none was chosen. */
export const defaultOrigin = 'inclusive-data-charter/register';

/** Settings that are not right, one line each, saying what would be. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig';
}

/** A value as it may be shown. */
const withoutPassword = (value: string | undefined): string | undefined => value?.replace(/\/\/[^@/]*@/, '//…@');

/** What a setting is, unless it may hold a password. */
const shown = (name: string, given: Given): string =>
  secret.has(name)
    ? 'the value is not shown, because it may contain a secret'
    : `it is ${JSON.stringify(withoutPassword(given[name]))}`;
const secret = new Set(['IDC_IDENTITY', 'IDC_SMTP', 'IDC_OIDC_CLIENT_SECRET']);

const ours = /^IDC_(?!TEST_)/;

type Given = Readonly<Record<string, string | undefined>>;

/** Settings that may hold a secret, by the name of the one that names a file which holds it instead. */
const inFile = new Map(['IDC_EVENT_STORE', ...secret].map((name) => [`${name}_FILE`, name]));

function withSecretsOfFiles(given: Given): Given {
  const settings: Record<string, string | undefined> = { ...given };
  for (const [file, name] of inFile) {
    const path = given[file];
    if (path === undefined) continue;
    if (given[name] !== undefined)
      throw new BadConfig(`${name} must not be set together with ${file}, which names the file that contains it.`);
    try {
      settings[name] = readFileSync(path, 'utf8').trim();
    } catch {
      throw new BadConfig(`${file} must name a file that contains the value of ${name}; ${path} cannot be read.`);
    }
  }
  return settings;
}

/** Reads the settings from the environment. Throws `BadConfig` naming every variable that is wrong or unknown. */
export function readConfig(environment: Given): Config {
  const given = withSecretsOfFiles(
    Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')),
  );
  const unknown = Object.keys(given).filter(
    (name) => ours.test(name) && !(name in Settings.shape) && !inFile.has(name),
  );
  const result = Settings.safeParse(given);
  const faults = [
    ...(result.error?.issues ?? []).map(
      (issue) => `${issue.path.join('.')} ${issue.message}; ${shown(String(issue.path[0]), given)}.`,
    ),
    ...(result.data === undefined ||
    (result.data.IDC_OIDC_ISSUER === undefined) === (result.data.IDC_OIDC_CLIENT_ID === undefined)
      ? []
      : ['IDC_OIDC_ISSUER and IDC_OIDC_CLIENT_ID must be set together.']),
    ...unknown.map((name) => `${name} is not a setting. The settings are ${Object.keys(Settings.shape).join(', ')}.`),
  ];
  if (!result.success || faults.length > 0) throw new BadConfig(faults.join('\n'));
  const settings = result.data;
  const storage = settings.IDC_EVENT_STORE;
  return {
    dataDir: settings.IDC_DATA_DIR,
    port: settings.PORT,
    host: settings.HOST,
    eventStore: storage === 'sqlite' || storage === 'memory' ? storage : 'kurrent',
    eventStoreUrl: storage === 'sqlite' || storage === 'memory' ? null : storage,
    eventStoreDeadlineMs: settings.IDC_EVENT_STORE_DEADLINE_MS,
    register: settings.IDC_REGISTER,
    secretsDir: settings.IDC_SECRETS_DIR ?? settings.IDC_DATA_DIR,
    durability: settings.IDC_DURABILITY,
    logLevel: settings.IDC_LOG_LEVEL,
    logOrigin: settings.IDC_LOG_ORIGIN ?? null,
    operator: settings.IDC_OPERATOR === 'on',
    publicUrl: settings.IDC_PUBLIC_URL?.replace(/\/$/, '') ?? null,
    identityPostgres: settings.IDC_IDENTITY === 'sqlite' ? null : settings.IDC_IDENTITY,
    erasureList: settings.IDC_ERASURE_LIST ?? join(settings.IDC_DATA_DIR, 'erased'),
    smtp: settings.IDC_SMTP ?? null,
    mailFrom: settings.IDC_MAIL_FROM,
    provider:
      settings.IDC_OIDC_ISSUER === undefined || settings.IDC_OIDC_CLIENT_ID === undefined
        ? null
        : {
            issuer: settings.IDC_OIDC_ISSUER,
            clientId: settings.IDC_OIDC_CLIENT_ID,
            clientSecret: settings.IDC_OIDC_CLIENT_SECRET ?? null,
            name: settings.IDC_OIDC_NAME ?? new URL(settings.IDC_OIDC_ISSUER).hostname,
          },
    securityContacts: settings.IDC_SECURITY_CONTACT ?? [],
    securityLog: settings.IDC_SECURITY_LOG,
    seed: settings.IDC_SEED === 'yes',
    answerCacheMb: settings.IDC_ANSWER_CACHE_MB,
    origins: settings.IDC_ORIGINS ?? [],
    trustedProxies: settings.IDC_TRUSTED_PROXIES ?? [],
    requestsPerMinute: settings.IDC_REQUESTS_PER_MINUTE,
    costPerMinute: settings.IDC_COST_PER_MINUTE,
    entriesPerStreamAndDay: settings.IDC_ENTRIES_PER_STREAM_AND_DAY,
    drainMs: settings.IDC_DRAIN_MS,
  };
}
