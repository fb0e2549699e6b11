import { readFileSync } from 'node:fs';
import { z } from 'zod';

const port = 'must be a port from 0 to 65535; 0 picks a free one';

const Settings = z.object({
  IDC_DATA_DIR: z.string().min(1, 'must name a folder').default('./var'),
  PORT: z.coerce.number(port).int(port).min(0, port).max(65535, port).default(3000),
  HOST: z.string().min(1, 'must be an address to listen on, such as 127.0.0.1 or 0.0.0.0').default('127.0.0.1'),
  IDC_EVENT_STORE: z
    .string()
    .regex(
      /^(sqlite|memory|(esdb|kurrentdb|kurrent|kdb)(\+discover)?:\/\/.+)$/,
      'must be sqlite, a connection string such as esdb://user:password@host:2113 or kurrentdb+discover://…, or memory for a register that is forgotten when it stops',
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
  IDC_DURABILITY: z.enum(['full', 'normal'], 'must be full, or normal where a power cut may take the last moments').default('full'),
  IDC_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be fatal, error, warn, info, debug, trace or silent')
    .default('info'),
  IDC_LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+/:\p{C}]+(:\d+)?(\/[^\s+/\p{C}]+)*$/u, 'must be a URL without its scheme, spaces and plus, such as register.example.org/log')
    .max(200, 'must have at most 200 characters')
    .optional(),
  IDC_OPERATOR: z.enum(['on', 'off'], 'must be on, or off to let the operator’s token open nothing').default('on'),
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
  /** How long the event store may leave a deed without an answer before its caller is told. */
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
  /** Whether an empty register takes the bundled data set at start. */
  readonly seed: boolean;
  readonly answerCacheMb: number;
  /** How much memory past days of the register may take while nobody asks for them. */
  readonly pastBasesMb: number;
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

/** A value as it may be shown. */
const withoutPassword = (value: string | undefined): string | undefined => value?.replace(/\/\/[^@/]*@/, '//…@');

type Given = Readonly<Record<string, string | undefined>>;

/** The settings with the connection string out of the file that was named in its stead, for it holds a password. */
function withEventStore({ IDC_EVENT_STORE_FILE: path, ...others }: Given): Given {
  if (path === undefined) return others;
  if (others.IDC_EVENT_STORE !== undefined) throw new BadConfig('IDC_EVENT_STORE must be left out where IDC_EVENT_STORE_FILE names the file that holds it.');
  try {
    return { ...others, IDC_EVENT_STORE: readFileSync(path, 'utf8').trim() };
  } catch {
    throw new BadConfig(`IDC_EVENT_STORE_FILE must name a file that holds what IDC_EVENT_STORE would; ${path} cannot be read.`);
  }
}

/** Reads the settings from the environment. Throws `BadConfig` naming every variable that is wrong or unknown. */
export function readConfig(environment: Given): Config {
  const given = withEventStore(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')));
  const unknown = Object.keys(given).filter((name) => ours.test(name) && !(name in Settings.shape));
  const result = Settings.safeParse(given);
  const faults = [
    ...(result.error?.issues ?? []).map(
      (issue) => `${issue.path.join('.')} ${issue.message}; it is ${JSON.stringify(withoutPassword(given[String(issue.path[0])]))}.`,
    ),
    ...unknown.map((name) => `${name} is not a setting; there are ${Object.keys(Settings.shape).join(', ')}.`),
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
    seed: settings.IDC_SEED === 'yes',
    answerCacheMb: settings.IDC_ANSWER_CACHE_MB,
    pastBasesMb: settings.IDC_PAST_BASES_MB,
    drainMs: settings.IDC_DRAIN_MS,
  };
}
