import { gather } from '../../../src/platform/event-store/reading.js';
import { uuidv7 } from 'uuidv7';
import { sealing, type Preparing } from '../../../src/preparing.js';
import { composition, projection } from '../../../src/contexts.js';
import type { Register } from '../../../src/platform/import/importer.js';
import type { Command, Recorded } from '../../../src/kernel/message.js';
import type { Clock } from '../../../src/kernel/ports.js';
import { Transactor } from '../../../src/platform/cqrs/transactor.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import type { AnyDecider } from '../../../src/platform/context.js';
import { Projector } from '../../../src/platform/read-model/projector.js';
import { deciders } from '../cqrs/deciders.js';

const deciderOf = ({ type }: Command): AnyDecider => deciders.find(({ decide }) => type in decide) as AnyDecider;

interface BareRegister {
  readonly store: MemoryEventStore;
  readonly projector: Projector;
  readonly register: Register;
  readonly rehearse: Preparing['rehearse'];
  readonly entries: () => Promise<Recorded[]>;
  readonly close: () => Promise<void>;
}

/** A register without Nest around it: log, rules and views, all in memory. */
export async function bareRegister(clock: Clock = Date.now): Promise<BareRegister> {
  const store = new MemoryEventStore(clock);
  const projector = new Projector(store, projection, null, clock);
  await projector.start();
  const transactor = new Transactor(
    store,
    clock,
    uuidv7,
    { reached: (entry) => projector.reached(entry) },
    projection.relations,
    undefined,
    sealing(composition)(projector, clock),
  );
  return {
    store,
    projector,
    register: {
      execute: (command) => transactor.transact(deciderOf(command), command),
      size: () => projector.size,
      rows: () => projector.current.rows,
      imports: composition.imports,
      history: () => store.readAll(),
    },
    rehearse: (decider, command) => transactor.rehearse(decider, command),
    entries: () => gather(store.readAll()),
    close: () => projector.stop(),
  };
}
