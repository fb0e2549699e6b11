import { gather } from '../../src/platform/event-store/reading.js';
import { uuidv7 } from 'uuidv7';
import { projection } from '../../src/app.module.js';
import type { Register } from '../../src/charter/import/importer.js';
import type { Decider } from '../../src/kernel/decider.js';
import type { Command, Happening, Recorded } from '../../src/kernel/message.js';
import { Transactor } from '../../src/platform/cqrs/transactor.js';
import { MemoryEventStore } from '../../src/platform/event-store/memory.event-store.js';
import { Projector } from '../../src/platform/read-model/projector.js';
import { deciders } from './deciders.js';

type AnyDecider = Decider<Command, unknown, Happening>;

const deciderOf = ({ type }: Command): AnyDecider =>
  Object.values(deciders as unknown as Record<string, AnyDecider>).find(({ decide }) => type in decide) as AnyDecider;

/** A register without Nest around it: log, rules and views, all in memory. */
export async function bareRegister(): Promise<{ register: Register; entries: () => Promise<Recorded[]>; close: () => Promise<void> }> {
  const store = new MemoryEventStore(Date.now);
  const projector = new Projector(store, projection, null, Date.now);
  await projector.start();
  const transactor = new Transactor(store, Date.now, uuidv7, { reached: (entry) => projector.reached(entry) }, projection.ties);
  return {
    register: {
      execute: (command) => transactor.transact(deciderOf(command), command),
      size: () => projector.size,
      rows: () => projector.current.rows,
    },
    entries: () => gather(store.readAll()),
    close: () => projector.stop(),
  };
}
