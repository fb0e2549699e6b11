import 'reflect-metadata';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Operator } from './access/operator.js';
import { progressBar } from './cli/progress-bar.js';
import { BadConfig, readConfig } from './config.js';
import { bundledDataSet, importFile, registerOf } from './import.js';
import { StoreHeld } from './platform/event-store/event-store.js';
import { graphqlPath } from './platform/http/paths.js';
import { makeLog } from './platform/http/log.js';
import { startServer } from './server.js';

/** Boot: read the settings, listen, let the views catch up, fill an empty register, and say where everything is. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  mkdirSync(config.dataDir, { recursive: true });
  const log = makeLog(config.logLevel);
  const operator = Operator.of(config.dataDir);
  const server = await startServer({ config, log, operator });
  const stop = (signal: string): void => {
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
  if (config.seed && (register.size() === 0 || existsSync(underWay))) {
    server.holdReady('the bundled data set is being imported');
    writeFileSync(underWay, 'The bundled data set is being imported; the next start goes on with it if this one breaks off.\n');
    const { records, after } = await importFile(bundledDataSet, register, operator, progressBar('Importing'));
    rmSync(underWay);
    console.log(`An empty register was filled from the bundled data set: ${records.length} records, ${after} entries.`);
    server.holdReady(null);
  }
  log.info({ url: server.url, entries: register.size() }, 'ready');
  console.log(`
The register of the Inclusive Data Charter is ready: ${register.size()} entries.
  Pages             ${server.url}/
  GraphQL           ${server.url}${graphqlPath}
  Health, metrics   ${server.url}/health/ready  ${server.url}/metrics
  Operator's token  ${relative('', Operator.tokenPath(config.dataDir))} (send it as Authorization: Bearer …)`);
}

main().catch((error: unknown) => {
  console.error(
    error instanceof BadConfig || error instanceof StoreHeld || (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? (error as Error).message : error,
  );
  process.exit(1);
});
