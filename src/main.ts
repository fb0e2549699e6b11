import 'reflect-metadata';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Operator } from './access/operator.js';
import { progressBar } from './cli/terminal/progress-bar.js';
import { BadConfig, readConfig } from './config.js';
import { bundledDataSet, importFile, mayFill } from './import-file.js';
import { IdentityUnavailable } from './identity/database/database.js';
import { StoreClosed, StoreHeld } from './platform/event-store/event-store.js';
import { OtherLog, WrongSetting } from './platform/event-store/kurrent/errors.js';
import { graphqlPath } from './platform/http/paths.js';
import { makeLog } from './platform/http/log.js';
import { PublicUrl } from './platform/http/public-url.js';
import { isOfDisk } from './platform/sqlite.js';
import { EVENT_STORE } from './platform/tokens.js';
import { registerOf } from './open-register.js';
import { startServer } from './server.js';

/** Boot: read the settings, listen, let the views catch up, fill an empty register, and say where everything is. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  for (const folder of [config.dataDir, config.secretsDir]) mkdirSync(folder, { recursive: true });
  const log = makeLog(config.logLevel);
  const operator = Operator.of(config.secretsDir, config.operator);
  const server = await startServer({ config, log, operator, print: process.stdout.isTTY ? console.log : null });
  const stop = (signal: string): void => {
    isStopping = true;
    log.info({ signal }, 'stopping');
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);

  const register = registerOf(server.app);
  await server.catchUp(progressBar('Views    '));
  const underWay = join(config.dataDir, 'seeding');
  if (
    config.seed &&
    (existsSync(underWay) || (register.size() === 0 && (await mayFill(server.app.get(EVENT_STORE)))))
  ) {
    server.holdReady('the bundled data set is being imported');
    writeFileSync(
      underWay,
      'The bundled data set is being imported; the next start resumes the import if this one is interrupted.\n',
    );
    const { records, after } = await importFile(bundledDataSet, register, operator, {
      progress: progressBar('Importing'),
    });
    rmSync(underWay);
    console.log(
      `The empty register was filled from the bundled data set: ${records.length} records, ${after} entries.`,
    );
    server.holdReady(null);
  }
  log.info({ url: server.url, entries: register.size() }, 'ready');
  const first = await server.firstLink();
  const elsewhere = await server.firstLinkElsewhere();
  const pages = server.app.get(PublicUrl);
  console.log(`
The register of the Inclusive Data Charter is ready: ${register.size()} entries.
  Pages             ${pages.to('/')}  ${pages.to('/sign-in')}
  GraphQL           ${server.url}${graphqlPath}
  Health, metrics   ${server.url}/health/ready  ${server.url}/metrics
  Operator's token  ${config.operator ? `${relative('', Operator.tokenPath(config.secretsDir))} (send it as Authorization: Bearer …)` : 'is switched off'}${
    first === null
      ? elsewhere === null
        ? ''
        : `\n\nThis register has no secretariat yet. The link for its first member was printed by another instance at ${elsewhere} (UTC): look at its console.`
      : `\n\nThis register has no secretariat yet. This link makes whoever follows it the first member; it works once, within an hour:\n  ${first}`
  }`);
}

/**
 * Whether the process was asked to stop: what the start was doing then ends with `StoreClosed`, and stopping
 * handles the exit.
 */
let isStopping = false;

main().catch((error: unknown) => {
  if (isStopping && error instanceof StoreClosed) return;
  if (isOfDisk(error) || isOfDisk((error as Error).cause))
    console.error(
      `The register cannot write to its disk: ${(error as Error).message}. Make room (IDC_DATA_DIR, IDC_SECRETS_DIR), then start it again; nothing that was recorded is lost.`,
    );
  else
    console.error(
      [BadConfig, StoreHeld, OtherLog, WrongSetting, IdentityUnavailable].some(
        (expected) => error instanceof expected,
      ) || (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? (error as Error).message
        : error,
    );
  process.exit(1);
});
