import type { ImportReport, RecordFate } from '../charter/import/importer.js';
import { FaultyFile } from '../charter/import/data-set.js';
import { importFile, rehearseImport } from '../import.js';
import { openStore } from '../platform/data-folder.js';
import { openRegister } from '../open-register.js';
import { progressBar } from './progress-bar.js';
import type { Setting } from './setting.js';

/** `idc import FILE [--dry-run] [--json]`: checks all of the file, rehearses the import, and only then writes. */
export async function importVerb(file: string, { dryRun, json }: { dryRun?: boolean; json?: boolean }, setting: Setting): Promise<number> {
  const store = await openStore(setting.config);
  try {
    const rehearsed = await rehearseImport(file, setting, store, progressBar('Checking '));
    if (dryRun) return tell(rehearsed, 'would be', json);
    const { register, close } = await openRegister({ ...setting, store });
    try {
      return tell(await importFile(file, register, setting.operator, progressBar('Importing')), 'were', json);
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof FaultyFile)) throw error;
    for (const { place, found, message } of error.faults) console.error(`${place}: ${message} (found ${found})`);
    console.error(`${error.faults.length} faults; nothing was imported.`);
    return 1;
  } finally {
    await store.close();
  }
}

function tell({ records, before, after }: ImportReport, verb: string, json = false): number {
  if (json) {
    console.log(JSON.stringify({ before, after, records }, null, 2));
    return 0;
  }
  const recorded = records.filter(({ entries }) => entries.length > 0);
  console.log(
    `${records.length} records: ${recorded.length} stand in the register, ${records.length - recorded.length} do not; ${after - before} entries ${verb} written.`,
  );
  for (const { record, statements } of records) for (const statement of statements) console.log(`  beside   ${record}: ${statement}`);
  for (const [reason, some] of byReason(records)) console.log(`  not in   ${some.length === 1 ? some[0] : `${some.length} records (${some[0]} …)`}: ${reason}`);
  return 0;
}

function byReason(records: readonly RecordFate[]): Map<string, string[]> {
  const reasons = new Map<string, string[]>();
  for (const { record, setAside } of records) if (setAside !== null) reasons.set(setAside, [...(reasons.get(setAside) ?? []), record]);
  return reasons;
}
