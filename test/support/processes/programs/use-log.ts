import { SqliteEventStore } from '../../../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { MemoryEventStore } from '../../../../src/platform/event-store/memory.event-store.js';
import type { EventStore } from '../../../../src/platform/event-store/event-store.js';
import { draft, drafts, upTo } from '../../event-store/drafts.js';

// Uses a log in all the ways that go wrong, closes it, and ends by itself without a word.
async function use(store: EventStore): Promise<void> {
  const stop = new AbortController();
  const followers = upTo(1000).map(async (number) => {
    for await (const heard of store.follow({ after: -1, ...(number % 2 === 0 ? { signal: stop.signal } : {}) })) {
      if (heard.kind === 'event' && number % 3 === 0) break;
    }
  });
  await Promise.allSettled(upTo(50).map(() => store.append('commitment-1', 'none', drafts(2))));
  await Promise.allSettled(
    upTo(50).map(() =>
      store.append('commitment-2', 'any', [draft({ facts: { n: NaN } }), draft({ commandId: 'same' })]),
    ),
  );
  await store.append('commitment-3', 'any', []).catch(() => undefined);
  stop.abort();
  const late = store.append('commitment-4', 'none', [draft()]);
  const closing = store.close();
  await Promise.allSettled([
    late,
    closing,
    store.close(),
    store.head(),
    store.append('commitment-5', 'none', [draft()]),
    ...followers,
  ]);
}

await use(new MemoryEventStore(Date.now));
await use(new SqliteEventStore(process.argv[2] as string, Date.now));
