import { readFileSync } from 'node:fs';
import { uuidv7 } from 'uuidv7';
import type { Operator } from './access/operator.js';
import type { RegisterOptions } from './app.module.js';
import { readDataSet } from './platform/import/data-set.js';
import { FaultyFile } from './platform/import/file-faults.js';
import { asDataSet, type Converted } from './platform/import/foreign-format.js';
import { importDataSet, type ImportOptions, type ImportReport, type Register } from './platform/import/importer.js';
import { Known } from './platform/import/known.js';
import type { Issuer } from './kernel/message.js';
import { copyLog } from './platform/event-store/copying.js';
import { WrongRevision, type EventStore } from './platform/event-store/event-store.js';
import { MemoryEventStore } from './platform/event-store/memory.event-store.js';
import { openRegister } from './open-register.js';
import { version } from './version.js';

/** The data set that comes with the program. */
export const bundledDataSet = new URL('../data/idc.json', import.meta.url);

/** Whether this instance is the one that fills an empty register: of several that share its log, the first to ask. */
export async function mayFill(store: EventStore): Promise<boolean> {
  try {
    await store.shared('seeding')?.add(uuidv7(), 0);
    return true;
  } catch (error) {
    if (error instanceof WrongRevision) return false;
    throw error;
  }
}

/** A file to import: a data set by its path, or a file in another format, converted. */
export type ImportSource = string | URL | Converted;

const textOf = (source: ImportSource): Uint8Array | string =>
  typeof source === 'string' || source instanceof URL ? readFileSync(source) : asDataSet(source);

/** Imports a file into a register as the operator. Throws `FaultyFile` for a file with faults; then nothing was written. */
export async function importFile(
  source: ImportSource,
  register: Register,
  operator: Operator,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const known = await Known.of(register.history(), register.imports);
  try {
    const data = readDataSet(textOf(source), Date.now(), register.imports, known);
    return await importDataSet(data, register, importer(operator), options);
  } catch (error) {
    if (!(error instanceof FaultyFile) || typeof source === 'string' || source instanceof URL) throw error;
    // Lines and columns are those of the converted text, which nobody has seen.
    throw new FaultyFile(error.faults.map(({ place, found, message }) => ({ place, found, message })));
  }
}

/**
 * Imports a file into a copy of a register that is thrown away: the same steps by the same code, so that what is refused is known
 * before anything is written.
 */
export async function rehearseImport(
  source: ImportSource,
  given: RegisterOptions,
  log: EventStore,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const store = new MemoryEventStore(Date.now);
  await copyLog(log, store);
  const rehearsal = await openRegister({ ...given, config: { ...given.config, eventStore: 'memory' }, store });
  try {
    return await importFile(source, rehearsal.register, given.operator, options);
  } finally {
    await rehearsal.close();
  }
}

/** The operator as importer: one correlation id joins all that one import did. */
function importer(operator: Operator): (record: string) => Issuer {
  const correlationId = uuidv7();
  return (record) =>
    operator.issuer({
      client: `idc-import/${version}`,
      correlationId,
      origin: { kind: 'import', record: record.slice(0, 200) },
    });
}
