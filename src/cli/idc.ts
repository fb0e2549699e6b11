import 'reflect-metadata';
import { inspect } from 'node:util';
import { Command } from 'commander';
import { BadConfig } from '../config.js';
import { Refused } from '../kernel/refusal.js';
import { FolderInUse, NothingToExport } from '../ledger/bundle/bundle.js';
import { WrongUsage } from '../ledger/bundle/verifier.mjs';
import { StoreHeld, StoreUnavailable } from '../platform/event-store/event-store.js';
import { ReadOnly } from '../platform/integrity.js';
import { version } from '../version.js';
import { checkCommand } from './check.js';
import { copyCommand } from './copy.js';
import { proofCommand } from './proof.js';
import { cliContext } from './cli-context.js';
import { complain } from './terminal.js';

/** What people can mend: it is told in a line. */
const expected = [BadConfig, StoreHeld, StoreUnavailable, Refused, ReadOnly, FolderInUse, NothingToExport, WrongUsage];

const loaded = async () => (await import('./lazy-commands.js')).lazyCommands;

const program = new Command('idc')
  .description('The register of the Inclusive Data Charter: works on the data folder IDC_DATA_DIR (default ./var).')
  .version(version);

program
  .command('import <file>')
  .description('bring a data set into the register; what differs from an earlier import is reported, or amended')
  .option('--amend', 'amend or correct the fields that the file now gives otherwise')
  .option('--dry-run', 'check and rehearse everything, write nothing')
  .option('--json', 'print what became of every record as JSON')
  .action(async (file: string, options: { amend?: boolean; dryRun?: boolean; json?: boolean }) => {
    const { importCommand } = await loaded();
    process.exitCode = await importCommand(file, options, cliContext());
  });

program
  .command('rebuild')
  .description('build the views from the log anew, beside those in use')
  .option('--check', 'only compare them with those in use, row by row')
  .action(async (options: { check?: boolean }) => {
    const { rebuildCommand } = await loaded();
    process.exitCode = await rebuildCommand(options, cliContext());
  });

program
  .command('replay')
  .description('walk through history, entry by entry, with the state after each')
  .option('--until <day>', 'only what was recorded by this day (UTC)')
  .option('--stream <stream>', 'only one stream, such as commitment-IDC-KENYA-1-C01')
  .action(async (options: { until?: string; stream?: string }) => {
    const { replayCommand } = await loaded();
    process.exitCode = await replayCommand(options, cliContext());
  });

program
  .command('proof')
  .description('print what proves an entry (--entry) or that the log was only ever added to (--from, --to)')
  .option('--entry <number>', 'the entry: prints its proof file (C2SP tlog-proof)')
  .option('--size <number>', 'under the checkpoint of this size; left out, the first that covers the entry')
  .option('--from <size>', 'the smaller size: prints a proof as witnesses take it (C2SP tlog-witness)')
  .option('--to <size>', 'the larger size, of which there is a checkpoint; left out, the newest')
  .action(async (options: { entry?: string; size?: string; from?: string; to?: string }) => {
    process.exitCode = await proofCommand(options, cliContext());
  });

program
  .command('check')
  .description('check the whole log against everything that was signed')
  .action(async () => {
    process.exitCode = await checkCommand(cliContext());
  });

program
  .command('rotate-key')
  .description('go over to a new key for signing the log')
  .action(async () => {
    const { rotateKeyCommand } = await loaded();
    process.exitCode = await rotateKeyCommand(cliContext());
  });

program
  .command('copy')
  .description('carry a log over to another place, entry for entry, with all that was signed of it; goes on where it broke off')
  .requiredOption('--from <place>', 'sqlite:<data folder>, or a connection string such as esdb://…')
  .requiredOption('--to <place>', 'the same')
  .action(async (options: { from: string; to: string }) => {
    process.exitCode = await copyCommand(options, cliContext());
  });

program
  .command('backup <folder>')
  .description('copy log, checkpoints and views as they stand, also while the register runs; a further instance can start from them')
  .action(async (folder: string) => {
    const { backupCommand } = await loaded();
    process.exitCode = await backupCommand(folder, cliContext());
  });

program
  .command('export')
  .description('write the whole log with its proofs, for auditors')
  .requiredOption('--bundle <folder>', 'a new or empty folder, or an older bundle to replace')
  .action(async (options: { bundle: string }) => {
    const { exportCommand } = await loaded();
    process.exitCode = await exportCommand(options, cliContext());
  });

program
  .command('verify <folder>')
  .description('verify a bundle of the log')
  .option('--checkpoint <file>', 'a checkpoint kept from earlier; may be given several times', (file: string, others: string[]) => [...others, file], [])
  .option('--key <vkey>', 'the first key of the log, as it was published')
  .action(async (folder: string, options: { checkpoint?: string[]; key?: string }) => {
    const { verifyCommand } = await loaded();
    process.exitCode = verifyCommand(folder, options);
  });

try {
  await program.parseAsync();
} catch (error) {
  const isExpected = expected.some((kind) => error instanceof kind) || (error as NodeJS.ErrnoException).code === 'ENOENT';
  complain(...(isExpected ? (error as Error).message : inspect(error)).split('\n'));
  process.exitCode = 2;
}
