import { readFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { INestApplicationContext } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Operator } from './access/operator.js';
import { AppModule, type Given } from './app.module.js';
import { readDataSet } from './charter/import/data-set.js';
import { importDataSet, type ImportReport, type Register } from './charter/import/importer.js';
import type { Issuer, Recorded } from './kernel/message.js';
import { Ledger } from './ledger/ledger.js';
import type { EventStore } from './platform/event-store/event-store.js';
import { MemoryEventStore } from './platform/event-store/memory.event-store.js';
import { nestLog } from './platform/http/log.js';
import type { Progress } from './platform/read-model/fill.js';
import { Projector } from './platform/read-model/projector.js';
import { EVENT_STORE } from './platform/tokens.js';
import { version } from './version.js';

/** The data set that comes with the program. */
export const bundledDataSet = new URL('../data/idc.json', import.meta.url);

/** A register without a web server; close it when done. */
export async function openRegister(given: Given): Promise<{ app: INestApplicationContext; register: Register; close: () => Promise<void> }> {
  const app = await NestFactory.createApplicationContext(AppModule.with(given), { logger: nestLog(given.log), abortOnError: false });
  const projector = app.get(Projector);
  const ledger = app.get(Ledger);
  await ledger.start();
  await projector.start();
  const close = async (): Promise<void> => {
    await app.close();
    await projector.stop();
    await ledger.stop();
    await app.get<EventStore>(EVENT_STORE).close();
  };
  return { app, register: registerOf(app), close };
}

/** The running register that an application holds, as the importer needs it. */
export function registerOf(app: INestApplicationContext): Register {
  const commands = app.get(CommandBus);
  const projector = app.get(Projector);
  return { execute: (command) => commands.execute(command), size: () => projector.size, rows: () => projector.current.rows };
}

/** Imports a file into a register as the operator. Throws `FaultyFile` for a file with faults; then nothing was written. */
export async function importFile(path: string | URL, register: Register, operator: Operator, progress?: Progress): Promise<ImportReport> {
  return importDataSet(readDataSet(readFileSync(path, 'utf8'), Date.now()), register, importer(operator), progress);
}

/**
 * Imports a file into a copy of a register that is thrown away: the same steps by the same code, so that what is refused is known
 * before anything is written.
 */
export async function rehearseImport(path: string | URL, given: Given, source: EventStore, progress?: Progress): Promise<ImportReport> {
  const store = new MemoryEventStore(Date.now);
  await copyEntries(source, store);
  const rehearsal = await openRegister({ ...given, config: { ...given.config, eventStore: 'memory' }, store });
  try {
    return await importFile(path, rehearsal.register, given.operator, progress);
  } finally {
    await rehearsal.close();
  }
}

/** Writes all entries of a log into another, those of one command together. */
async function copyEntries(source: EventStore, target: EventStore): Promise<void> {
  let together: Recorded[] = [];
  const write = async (): Promise<void> => {
    if (together[0] !== undefined) await target.append(together[0].stream, 'any', together);
  };
  for await (const event of source.readAll()) {
    if (together[0] !== undefined && together[0].commandId !== event.commandId) {
      await write();
      together = [];
    }
    together.push(event);
  }
  await write();
}

/** The operator as importer: one correlation id joins all that one import did. */
function importer(operator: Operator): (record: string) => Issuer {
  const correlationId = uuidv7();
  return (record) => ({
    actor: operator.actor,
    role: 'secretariat',
    onBehalfOf: null,
    client: `idc-import/${version}`,
    correlationId,
    causationId: null,
    origin: { kind: 'import', record: record.slice(0, 200) },
  });
}
