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
import { clockCommand } from './clock.js';
import { copyCommand } from './copy.js';
import { proofCommand } from './proof.js';
import { cliContext } from './terminal/cli-context.js';
import type { ImportCommandOptions } from './import.js';
import { complain } from './terminal/terminal.js';
import { unknownEntriesCommand, type UnknownEntriesOptions } from './unknown-entries.js';

/** Errors that people can fix: reported in one line. */
const expected = [BadConfig, StoreHeld, StoreUnavailable, Refused, ReadOnly, FolderInUse, NothingToExport, WrongUsage];

const loaded = async () => (await import('./terminal/lazy-commands.js')).lazyCommands;

const collected = (one: string, others: readonly string[]): readonly string[] => [...others, one];

const program = new Command('idc')
  .description('The register of the Inclusive Data Charter. Works on the data folder IDC_DATA_DIR (default ./var).')
  .version(version);

program
  .command('import <file>')
  .description('import a data set; reports what differs from an earlier import, or amends it')
  .option('--amend', 'amend or correct the fields that differ in the file')
  .option('--dry-run', 'check and rehearse the import without writing anything')
  .option('--json', 'print the result for every record as JSON')
  .option(
    '--as <format>',
    'the format of a file that is no data set: open-sdg-metadata, open-sdg-data, sdmx-constraints or sdmx-data',
  )
  .option('--champion <slug>', 'with --as: the champion whose data it is')
  .option('--indicator <code>', 'with --as: the SDG indicator, where the file does not name it')
  .option('--measures <code>', 'with --as sdmx-data: the indicator of a commitment that the values are of')
  .option('--date <date>', 'with --as: when it holds, such as 2023-05')
  .option('--source <url>', 'with --as: the web address of the file; may be repeated', collected, [])
  .option(
    '--dimension <name=code>',
    'with --as: what a name of the file means, such as Region=geography; may be repeated',
    collected,
    [],
  )
  .action(async (file: string, options: ImportCommandOptions) => {
    const { importCommand } = await loaded();
    process.exitCode = await importCommand(file, options, cliContext());
  });

program
  .command('rebuild')
  .description('rebuild the views from the log, beside those in use')
  .option('--check', 'only compare them with those in use, row by row')
  .action(async (options: { check?: boolean }) => {
    const { rebuildCommand } = await loaded();
    process.exitCode = await rebuildCommand(options, cliContext());
  });

program
  .command('replay')
  .description('step through history, entry by entry, with the state after each')
  .option('--until <day>', 'only entries recorded by this day (UTC)')
  .option('--stream <stream>', 'only one stream, such as commitment-IDC-KENYA-1-C01')
  .action(async (options: { until?: string; stream?: string }) => {
    const { replayCommand } = await loaded();
    process.exitCode = await replayCommand(options, cliContext());
  });

program
  .command('proof')
  .description('print the proof of an entry (--entry), or a consistency proof (--from, --to)')
  .option('--entry <number>', 'the entry; prints its proof file (C2SP tlog-proof)')
  .option('--size <number>', 'under the checkpoint of this size; default: the first that covers the entry')
  .option(
    '--from <size>',
    'the smaller size; prints a consistency proof in the format of witnesses (C2SP tlog-witness)',
  )
  .option('--to <size>', 'the larger size, for which there must be a checkpoint; default: the newest')
  .action(async (options: { entry?: string; size?: string; from?: string; to?: string }) => {
    process.exitCode = await proofCommand(options, cliContext());
  });

program
  .command('check')
  .description(
    'check the whole log against everything that was signed, and each command against the roles that the log grants',
  )
  .action(async () => {
    const { checkCommand } = await loaded();
    process.exitCode = await checkCommand(cliContext());
  });

program
  .command('unknown-entries')
  .description(
    'list the entries at the end of the log that the register has not written itself, and accept or remove them',
  )
  .option('--accept', 'make them entries of the register')
  .option('--remove', 'move them out of the log, into a file beside it')
  .action(async (options: UnknownEntriesOptions) => {
    process.exitCode = await unknownEntriesCommand(options, cliContext());
  });

program
  .command('clock')
  .description('compare the clock with the last entry and with what was last seen of it')
  .option('--confirm', 'confirm that the clock is right, after the register was stopped for more than 31 days')
  .action((options: { confirm?: boolean }) => {
    process.exitCode = clockCommand(options, cliContext());
  });

program
  .command('rotate-key')
  .description('change to a new signing key')
  .action(async () => {
    const { rotateKeyCommand } = await loaded();
    process.exitCode = await rotateKeyCommand(cliContext());
  });

program
  .command('copy')
  .description('copy a log to another place, entry by entry, with all signatures; resumes where it was interrupted')
  .requiredOption('--from <place>', 'sqlite:<data folder>, or a connection string such as esdb://…')
  .requiredOption('--to <place>', 'the same')
  .action(async (options: { from: string; to: string }) => {
    process.exitCode = await copyCommand(options, cliContext());
  });

program
  .command('backup <folder>')
  .description(
    'copy log, checkpoints and views, even while the register runs; another instance can start from the copy',
  )
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
  .option(
    '--checkpoint <file>',
    'a checkpoint kept from earlier; may be repeated',
    (file: string, others: string[]) => [...others, file],
    [],
  )
  .option('--key <vkey>', 'the first key of the log, as published')
  .action(async (folder: string, options: { checkpoint?: string[]; key?: string }) => {
    const { verifyCommand } = await loaded();
    process.exitCode = verifyCommand(folder, options);
  });

try {
  await program.parseAsync();
} catch (error) {
  const isExpected =
    expected.some((kind) => error instanceof kind) || (error as NodeJS.ErrnoException).code === 'ENOENT';
  complain(...(isExpected ? (error as Error).message : inspect(error)).split('\n'));
  process.exitCode = 2;
}
