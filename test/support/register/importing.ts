import { afterEach } from '@jest/globals';
import { readDataSet } from '../../../src/platform/import/data-set.js';
import { importDataSet, type ImportReport, type Register } from '../../../src/platform/import/importer.js';
import { Known } from '../../../src/platform/import/known.js';
import type { Issuer } from '../../../src/kernel/message.js';
import { bareRegister } from './bare-register.js';
import { issuer } from '../cqrs/issuer.js';

type BareRegister = Awaited<ReturnType<typeof bareRegister>>;

/** The day on which the tests import. */
export const importDay = Date.parse('2026-11-22T12:00:00Z');

const importer = (record: string): Issuer => issuer('secretariat', { kind: 'import', record });

const opened: BareRegister[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

/** A register that holds nothing; it is closed when the test is over. */
export async function emptyRegister(): Promise<BareRegister> {
  const bare = await bareRegister();
  opened.push(bare);
  return bare;
}

/** Imports a file into a register, on `importDay`; a file may name what the register knows already. */
export async function importText(text: string, register: Register, amend = false): Promise<ImportReport> {
  const { imports } = register;
  const known = await Known.of(register.history(), imports);
  return importDataSet(readDataSet(text, importDay, imports, known), register, importer, { amend });
}
