import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { AppModule, type RegisterOptions } from './app.module.js';
import type { Register } from './platform/import/importer.js';
import { Lifecycle } from './lifecycle.js';
import type { EventStore } from './platform/event-store/event-store.js';
import { nestLog } from './platform/http/log.js';
import { Composition } from './platform/context.js';
import { Projector } from './platform/read-model/projector.js';
import { EVENT_STORE } from './platform/tokens.js';

/** A register without a web server; close it when done. */
export async function openRegister(
  given: RegisterOptions,
): Promise<{ app: INestApplicationContext; register: Register; close: () => Promise<void> }> {
  const app = await NestFactory.createApplicationContext(AppModule.with(given), {
    logger: nestLog(given.log),
    abortOnError: false,
  });
  await app.get(Lifecycle).start();
  return { app, register: registerOf(app), close: () => app.close() };
}

/** The running register that an application holds, as the importer needs it. */
export function registerOf(app: INestApplicationContext): Register {
  const commands = app.get(CommandBus);
  const projector = app.get(Projector);
  const store = app.get<EventStore>(EVENT_STORE);
  return {
    execute: (command) => commands.execute(command),
    size: () => projector.size,
    rows: () => projector.current.rows,
    imports: app.get(Composition).imports,
    history: () => store.readAll(),
  };
}
