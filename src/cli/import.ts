import type { ImportReport, RecordResult } from '../platform/import/importer.js';
import { FaultyFile, shown } from '../platform/import/file-faults.js';
import { basename } from 'node:path';
import { readFileSync } from 'node:fs';
import { composition } from '../contexts.js';
import { importFile, rehearseImport, type ImportSource } from '../import-file.js';
import { closest, didYouMean } from '../kernel/values/suggestion.js';
import type { FormatOptions } from '../platform/import/foreign-format.js';
import { openStore } from '../platform/data-folder.js';
import { openRegister } from '../open-register.js';
import { progressBar } from './terminal/progress-bar.js';
import type { CliContext } from './terminal/cli-context.js';
import { complain, say, sayJson } from './terminal/terminal.js';

export interface ImportCommandOptions {
  readonly amend?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  /** The format of a file that is no data set. */
  readonly as?: string;
  readonly champion?: string;
  readonly indicator?: string;
  readonly measures?: string;
  readonly date?: string;
  readonly source?: readonly string[];
  readonly dimension?: readonly string[];
}

/** The file as the importer takes it: as it is, or converted from the format that it is said to be in. */
function sourceOf(
  file: string,
  as: string | undefined,
  given: Omit<ImportCommandOptions, 'as' | 'amend' | 'dryRun' | 'json'>,
): ImportSource {
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value.length > 0)) as FormatOptions;
  const format = composition.formats.find(({ name }) => name === as);
  const fault = (place: string, message: string, found: string) => new FaultyFile([{ place, message, found }]);
  const [first] = Object.keys(options);
  if (as === undefined && first !== undefined)
    throw fault(`--${first}`, 'is taken with --as only', JSON.stringify(options[first]));
  if (as === undefined) return file;
  if (format === undefined) {
    const names = composition.formats.map(({ name }) => name);
    throw fault('--as', `must be one of ${names.join(', ')}${didYouMean(closest(as, names))}`, as);
  }
  const other = Object.keys(options).find((name) => !(name in format.options));
  if (other !== undefined) throw fault(`--${other}`, `is not taken with --as ${as}`, JSON.stringify(options[other]));
  return format.convert(readFileSync(file), options, basename(file));
}

/** `idc import FILE [--as FORMAT] [--amend] [--dry-run] [--json]`: checks all of the file, rehearses the import, and only then writes. */
export async function importCommand(
  file: string,
  { amend = false, dryRun, json, as, ...given }: ImportCommandOptions,
  cliContext: CliContext,
): Promise<number> {
  const store = await openStore(cliContext.config);
  try {
    const source = sourceOf(file, as, given);
    const rehearsed = await rehearseImport(source, cliContext, store, { amend, progress: progressBar('Checking ') });
    if (dryRun) return report(rehearsed, 'would be', amend, json);
    const { register, close } = await openRegister({ ...cliContext, store });
    try {
      return report(
        await importFile(source, register, cliContext.operator, { amend, progress: progressBar('Importing') }),
        'were',
        amend,
        json,
      );
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof FaultyFile)) throw error;
    for (const { place, line, column, found, message } of error.faults)
      complain(
        `${place}: ${message}${line === undefined ? '' : `; line ${line}, column ${column}`}${found === '' ? '' : ` (found ${found})`}`,
      );
    complain(`${error.faults.length} ${error.faults.length === 1 ? 'error' : 'errors'}; nothing was imported.`);
    return 1;
  } finally {
    await store.close();
  }
}

function report({ records, before, after }: ImportReport, verb: string, amend: boolean, json = false): number {
  if (json) {
    sayJson({ before, after, records });
    return 0;
  }
  const recorded = records.filter(({ entries, isRepeated = false }) => entries.length > 0 || isRepeated);
  const repeated = records.filter(({ isRepeated = false }) => isRepeated);
  const written = after - before;
  say(
    `${records.length} ${records.length === 1 ? 'record' : 'records'}: ${recorded.length} in the register, ${records.length - recorded.length} not; ` +
      `${written} ${written === 1 ? 'entry' : 'entries'} ${verb} written.`,
  );
  const each = records.flatMap(({ record, differences }) =>
    differences.map((difference) => ({ record, ...difference })),
  );
  for (const { record, field, held, said, isApplied, reason } of each) {
    const values = `the register ${isApplied ? 'held' : 'holds'} ${shown(held)}; the file says ${said === null ? 'nothing of it' : shown(said)}`;
    say(
      `  ${isApplied ? 'amended ' : 'differs '} ${record}: ${field}: ${values}${reason === null ? '' : ` (${reason})`}`,
    );
  }
  const open = each.filter(({ isApplied }) => !isApplied).length;
  if (open > 0 && !amend)
    say(
      `  ${open} ${open === 1 ? 'field differs' : 'fields differ'} from the register and ${open === 1 ? 'was' : 'were'} not changed; --amend applies what the file says.`,
    );
  for (const { record, statements } of records)
    for (const statement of statements) say(`  beside   ${record}: ${statement}`);
  if (repeated.length > 0)
    say(
      `  same     ${repeated.length === 1 ? repeated[0]?.record : `${repeated.length} records (${repeated[0]?.record} …)`}: the register has the same from other records`,
    );
  for (const [reason, some] of byReason(records))
    say(`  not in   ${some.length === 1 ? some[0] : `${some.length} records (${some[0]} …)`}: ${reason}`);
  return 0;
}

function byReason(records: readonly RecordResult[]): Map<string, string[]> {
  const reasons = new Map<string, string[]>();
  for (const { record, setAside } of records)
    if (setAside !== null) reasons.set(setAside, [...(reasons.get(setAside) ?? []), record]);
  return reasons;
}
