import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { Clock } from '../kernel/ports.js';
import { AppendKey, type Authentication } from './event-store/sqlite/append-key.js';
import type { EventStore } from './event-store/event-store.js';
import { KurrentEventStore } from './event-store/kurrent/kurrent.event-store.js';
import { MemoryEventStore } from './event-store/memory.event-store.js';
import { SqliteEventStore } from './event-store/sqlite/sqlite.event-store.js';
import { SecurityLog } from './security-log.js';

/**
 * Where a data folder has the log, whether the log itself or an instance's copy; its views; and the progress
 * of policies of a single process.
 */
export const logPath = (dataDir: string): string => join(dataDir, 'log.sqlite');
export const checkpointsFolder = (dataDir: string): string => join(dataDir, 'ledger', 'checkpoints');

/** The key under which the rows of the log are authenticated; all instances that share a log share it. */
export const appendKeyPath = (secretsDir: string): string => join(secretsDir, 'append-key');
export const viewsFolder = (dataDir: string): string => join(dataDir, 'views');
export const policiesPath = (dataDir: string): string => join(dataDir, 'policies.sqlite');

/**
 * By what the rows of the log in a data folder are known to be the register's own. The key is created if it is missing and `mayMake` allows; null
 * without a key, and for a log in memory.
 */
export function authenticationOf({ eventStore, dataDir, secretsDir }: Config, mayMake: boolean): Authentication | null {
  if (eventStore === 'memory') return null;
  const path = appendKeyPath(secretsDir);
  const key = mayMake ? AppendKey.open(path) : AppendKey.read(path);
  return key && { key, signed: signedIn(checkpointsFolder(dataDir)) };
}

/** How many entries the newest checkpoint of a folder covers, by the name of its file. Its content is compared with the log elsewhere. */
function signedIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  return Math.max(0, ...readdirSync(folder).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : [])));
}

/**
 * The log that the settings name. Throws `StoreHeld` when another process has the data folder, and `OtherLog` when that is of another log than the event
 * store has.
 */
export async function openStore(config: Config, log?: Logger): Promise<EventStore> {
  const { eventStore, eventStoreUrl, eventStoreDeadlineMs: deadline, register, dataDir, durability } = config;
  if (eventStore === 'memory') return new MemoryEventStore(Date.now);
  const path = logPath(dataDir);
  const authentication = authenticationOf(config, true);
  if (eventStoreUrl === null)
    return new SqliteEventStore(path, Date.now, { durability, authentication, isClockGuarded: true });
  const report = (error: unknown): void =>
    log?.warn({ reason: (error as Error).message }, 'the event store does not respond as it should');
  return KurrentEventStore.open({
    url: eventStoreUrl,
    register,
    path,
    clock: Date.now,
    authentication,
    isClockGuarded: true,
    report,
    deadline,
  });
}

/** The security log that the settings name. */
export function openSecurityLog({ eventStore, dataDir, securityLog }: Config, clock: Clock = Date.now): SecurityLog {
  const folder = securityLog === 'stdout' || eventStore === 'memory' ? null : join(dataDir, 'security');
  return new SecurityLog(folder, clock, securityLog === 'file' ? undefined : (line) => process.stdout.write(line));
}
