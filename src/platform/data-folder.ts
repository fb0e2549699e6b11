import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { Clock } from '../kernel/ports.js';
import type { EventStore } from './event-store/event-store.js';
import { KurrentEventStore } from './event-store/kurrent.event-store.js';
import { MemoryEventStore } from './event-store/memory.event-store.js';
import { SqliteEventStore } from './event-store/sqlite.event-store.js';
import { SecurityLog } from './security-log.js';

/**
 * Where a data folder has the log, whether the log itself or an instance's copy; its views; and the progress
 * of policies of a single process.
 */
export const logPath = (dataDir: string): string => join(dataDir, 'log.sqlite');
export const viewsFolder = (dataDir: string): string => join(dataDir, 'views');
export const policiesPath = (dataDir: string): string => join(dataDir, 'policies.sqlite');

/**
 * The log that the settings name. Throws `StoreHeld` when another process has the data folder, and `OtherLog` when that is of another log than the event
 * store has.
 */
export async function openStore(
  { eventStore, eventStoreUrl, eventStoreDeadlineMs: deadline, register, dataDir, durability }: Config,
  log?: Logger,
): Promise<EventStore> {
  if (eventStore === 'memory') return new MemoryEventStore(Date.now);
  const path = logPath(dataDir);
  if (eventStoreUrl === null) return new SqliteEventStore(path, Date.now, { durability });
  const report = (error: unknown): void => log?.warn({ reason: (error as Error).message }, 'the event store does not respond as it should');
  return KurrentEventStore.open({ url: eventStoreUrl, register, path, clock: Date.now, report, deadline });
}

/** The security log that the settings name. */
export function openSecurityLog({ eventStore, dataDir, securityLog }: Config, clock: Clock = Date.now): SecurityLog {
  const folder = securityLog === 'stdout' || eventStore === 'memory' ? null : join(dataDir, 'security');
  return new SecurityLog(folder, clock, securityLog === 'file' ? undefined : (line) => process.stdout.write(line));
}
