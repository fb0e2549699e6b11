import { mkdirSync } from 'node:fs';
import type { Logger } from 'pino';
import { Operator } from '../../access/operator.js';
import { readConfig, type Config } from '../../config.js';
import { makeLog } from '../../platform/http/log.js';
import { openSecurityLog } from '../../platform/data-folder.js';
import type { SecurityLog } from '../../platform/security-log.js';

/** What every verb works with. */
export interface CliContext {
  readonly config: Config;
  readonly log: Logger;
  readonly operator: Operator;
  readonly security: SecurityLog;
}

/** Reads the settings and opens the data folder, as the server does. */
export function cliContext(): CliContext {
  const config = readConfig(process.env);
  for (const folder of [config.dataDir, config.secretsDir]) mkdirSync(folder, { recursive: true });
  return {
    config,
    log: makeLog('error'),
    operator: Operator.of(config.secretsDir, config.operator),
    security: openSecurityLog(config),
  };
}
