import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EventDraft } from '../../../../src/platform/event-store/envelope.js';
import { StoreUnavailable } from '../../../../src/platform/event-store/event-store.js';
import { KurrentEventStore } from '../../../../src/platform/event-store/kurrent/kurrent.event-store.js';
import { draft } from '../../event-store/drafts.js';

// Appends to a register without pause until its input ends, several writers at once, each to a stream of its own; prints each append that was acknowledged,
// and what it reads of the log all the while. Arguments: connection string, register, data folder, milliseconds that an append may take.
const [url, register, folder, deadline] = process.argv.slice(2) as [string, string, string, string];
const print = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);
const store = await KurrentEventStore.open({
  url,
  register,
  path: join(folder, 'log.sqlite'),
  clock: Date.now,
  deadline: Number(deadline),
});
let isOver = false;
print({ is: 'open' });

async function attempt(writer: number, given: EventDraft): Promise<number | null> {
  try {
    const { firstEntry } = await store.append(`writer-${writer}`, 'any', [given]);
    print({ is: 'appended', commandId: given.commandId, entry: firstEntry });
    return firstEntry;
  } catch (error) {
    const { message, name } = error as Error;
    print({ is: error instanceof StoreUnavailable ? 'refused' : 'failed', name, message, trouble: store.trouble });
    return null;
  }
}

async function write(writer: number): Promise<void> {
  for (let number = 0; !isOver; number++) {
    const given = draft({ commandId: `writer-${process.pid}-${writer}-${number}` });
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it is set by another
    for (let entry: number | null = null; entry === null && !isOver;) entry = await attempt(writer, given);
  }
}

const writing = Promise.all([0, 1, 2, 3].map(write));
for await (const _ of createInterface({ input: process.stdin }))
  print({ is: 'size', ...(await store.head()), trouble: store.trouble });
isOver = true;
await writing;
await store.close();
print({ is: 'closed' });
