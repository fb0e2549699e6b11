import { z } from 'zod';
import { isRange } from './platform/http/addresses.js';

const port = 'must be a port from 0 to 65535; 0 picks a free one';

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
  IDC_EVENT_STORE: z.enum(['sqlite', 'memory'], 'must be sqlite, or memory for a register that is forgotten when it stops').default('sqlite'),
  IDC_DURABILITY: z.enum(['full', 'normal'], 'must be full, or normal where a power cut may take the last moments').default('full'),
  IDC_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be fatal, error, warn, info, debug, trace or silent')
    .default('info'),
  IDC_LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+/:\p{C}]+(:\d+)?(\/[^\s+/\p{C}]+)*$/u, 'must be a URL without its scheme, spaces and plus, such as register.example.org/log')
    .max(200, 'must have at most 200 characters')
    .optional(),
  IDC_SEED: z.enum(['yes', 'no'], 'must be yes, or no to start an empty register empty').default('yes'),
  IDC_ANSWER_CACHE_MB: z.coerce
    .number('must be a number of MB; 0 keeps no answers')
    .min(0, 'must be a number of MB; 0 keeps no answers')
    .max(4096, 'must be at most 4096 MB')
    .default(32),
  IDC_PAST_BASES_MB: z.coerce
    .number('must be a number of MB; 0 keeps no past day open')
    .min(0, 'must be a number of MB; 0 keeps no past day open')
    .max(4096, 'must be at most 4096 MB')
    .default(64),
  IDC_ORIGINS: listOf(
    z
      .string()
      .regex(
        /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$|^https?:\/\/\[[0-9a-f:]+\](:\d{1,5})?$/,
        'must be origins such as https://register.example.org, without a path',
      ),
  ),
  IDC_TRUSTED_PROXIES: listOf(z.string().refine(isRange, 'must be addresses or ranges such as 127.0.0.1 or 10.0.0.0/8')),
  IDC_REQUESTS_PER_MINUTE: perMinute('must be a number of requests from 1').default(600),
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
  readonly eventStore: 'sqlite' | 'memory';
  readonly durability: 'full' | 'normal';
  readonly logLevel: string;
  /** The name of this log in all that is signed; null leaves it to the keys there are, and at first to `defaultOrigin`. */
  readonly logOrigin: string | null;
  /** Whether an empty register takes the bundled data set at start. */
  readonly seed: boolean;
  readonly answerCacheMb: number;
  /** How much memory past days of the register may take while nobody asks for them. */
  readonly pastBasesMb: number;
  /** The origins of our own pages, which alone may send credentials; none: that of the host that is asked. */
  readonly origins: readonly string[];
  /** Addresses and ranges of the proxies whose X-Forwarded- fields are believed. */
  readonly trustedProxies: readonly string[];
  /** What an address may ask without signing in; accounts and the operator get a multiple. */
  readonly requestsPerMinute: number;
  readonly costPerMinute: number;
  /** How long a stopping server goes on answering after it has said that it is no longer ready. */
  readonly drainMs: number;
}

/** The name of a log whose keeper has chosen none. */
export const defaultOrigin = 'inclusive-data-charter/register';

/** Settings that are not right, one line each, saying what would be. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig';
}

const ours = /^IDC_(?!TEST_)/;

/** Reads the settings from the environment. Throws `BadConfig` naming every variable that is wrong or unknown. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const unknown = Object.keys(given).filter((name) => ours.test(name) && !(name in Settings.shape));
  const result = Settings.safeParse(given);
  const faults = [
    ...(result.error?.issues ?? []).map((issue) => `${String(issue.path[0])} ${issue.message}; it is ${JSON.stringify(given[String(issue.path[0])])}.`),
    ...unknown.map((name) => `${name} is not a setting; there are ${Object.keys(Settings.shape).join(', ')}.`),
  ];
  if (!result.success || faults.length > 0) throw new BadConfig(faults.join('\n'));
  const settings = result.data;
  return {
    dataDir: settings.IDC_DATA_DIR,
    port: settings.PORT,
    host: settings.HOST,
    eventStore: settings.IDC_EVENT_STORE,
    durability: settings.IDC_DURABILITY,
    logLevel: settings.IDC_LOG_LEVEL,
    logOrigin: settings.IDC_LOG_ORIGIN ?? null,
    seed: settings.IDC_SEED === 'yes',
    answerCacheMb: settings.IDC_ANSWER_CACHE_MB,
    pastBasesMb: settings.IDC_PAST_BASES_MB,
    origins: settings.IDC_ORIGINS ?? [],
    trustedProxies: settings.IDC_TRUSTED_PROXIES ?? [],
    requestsPerMinute: settings.IDC_REQUESTS_PER_MINUTE,
    costPerMinute: settings.IDC_COST_PER_MINUTE,
    drainMs: settings.IDC_DRAIN_MS,
  };
}
