import 'reflect-metadata';
import { Command } from 'commander';
import { BadConfig } from '../config.js';
import { StoreHeld, StoreUnavailable } from '../platform/event-store/event-store.js';
import { version } from '../version.js';
import { importVerb } from './import.js';
import { Refused } from '../kernel/refusal.js';
import { rebuildVerb } from './rebuild.js';
import { replayVerb } from './replay.js';
import { setting } from './setting.js';

const program = new Command('idc')
  .description('The register of the Inclusive Data Charter: works on the data folder IDC_DATA_DIR (default ./var).')
  .version(version);

program
  .command('import <file>')
  .description('bring a data set into the register; what is there already stays as it is')
  .option('--dry-run', 'check and rehearse everything, write nothing')
  .option('--json', 'print what became of every record as JSON')
  .action(async (file: string, options: { dryRun?: boolean; json?: boolean }) => {
    process.exitCode = await importVerb(file, options, setting());
  });

program
  .command('rebuild')
  .description('build the views from the log anew, beside those in use')
  .option('--check', 'only compare them with those in use, row by row')
  .action(async (options: { check?: boolean }) => {
    process.exitCode = await rebuildVerb(options, setting());
  });

program
  .command('replay')
  .description('walk through history, entry by entry, with the state after each')
  .option('--until <day>', 'only what was recorded by this day (UTC)')
  .option('--stream <stream>', 'only one stream, such as commitment-IDC-KENYA-1-C01')
  .action(async (options: { until?: string; stream?: string }) => {
    process.exitCode = await replayVerb(options, setting());
  });

try {
  await program.parseAsync();
} catch (error) {
  const isExpected =
    error instanceof BadConfig ||
    error instanceof Refused ||
    error instanceof StoreHeld ||
    error instanceof StoreUnavailable ||
    (error as NodeJS.ErrnoException).code === 'ENOENT';
  console.error(isExpected ? (error as Error).message : error);
  process.exitCode = 2;
}
