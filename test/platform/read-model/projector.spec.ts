import { describe, expect, test } from '@jest/globals';
import { StoreUnavailable } from '../../../src/platform/event-store/event-store.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { Projector } from '../../../src/platform/read-model/projector.js';
import { ReadModel } from '../../../src/platform/read-model/read-model.js';
import type { View } from '../../../src/platform/read-model/view.js';
import { draft, drafts, upTo } from '../../support/event-store/drafts.js';
import { logOf, replayed, started, startedOn } from '../../support/cqrs/projecting.js';
import { contents, tallies, tally, tallying } from '../../support/event-store/tally.js';
import { temporaryFolder } from '../../support/temporary.js';

/** A view that fails at an entry. */
const failingAt = (entry: number): View => ({
  ...tally,
  on: {
    ProgressReported: (event, rows) => {
      if (event.entry === entry) throw new Error(`entry ${entry} is beyond this view`);
      tally.on.ProgressReported?.(event, rows);
    },
  },
});

describe('Views', () => {
  test('that read the log twice, in one go or in steps, hold the same', async () => {
    const store = await logOf(2350);
    const [one, other] = [await startedOn(store), await startedOn(store, temporaryFolder())];
    await other.reached((await store.append('commitment-1', 'any', drafts(3))).lastEntry);
    await one.reached(2352);
    expect(contents(one.current)).toEqual(await replayed(store));
    expect(contents(other.current)).toEqual(await replayed(store));
    expect(contents(one.current).passed).toHaveLength(2353);
  });

  test('keep their rows together with the checkpoint, or neither', async () => {
    const model = new ReadModel(':memory:', tallying(failingAt(4)));
    const event = (entry: number) => ({
      ...draft(),
      entry,
      stream: 'commitment-1',
      revision: entry,
      recordedAt: '2026-01-01T00:00:00.000Z',
    });
    const none = async () => [];
    await model.apply(upTo(3).map(event), none);
    await expect(model.apply([event(3), event(4), event(5)], none)).rejects.toThrow('entry 4 is beyond this view');
    expect(model.size).toBe(3);
    expect(contents(model)).toMatchObject({
      checkpoint: [{ size: 3 }],
      passed: [{ entry: 0 }, { entry: 1 }, { entry: 2 }],
    });
    await expect(model.apply([event(4)], none)).rejects.toThrow('The views are at 3; entry 4 is out of sequence.');
    await expect(model.apply([event(2)], none)).rejects.toThrow('entry 2 is out of sequence');
    await model.apply([event(3)], none);
    expect(tallies.get(model.rows, 'commitment-1')).toMatchObject({ reports: 4, firstEntry: 0, lastEntry: 3 });
    model.close();
  });

  test('go on where they stood when they are opened again, and read nothing twice', async () => {
    const [store, folder] = [await logOf(1500), temporaryFolder()];
    await (await startedOn(store, folder)).stop();
    await store.append('commitment-1', 'any', drafts(5));
    const steps: number[] = [];
    const projector = new Projector(store, tallying(tally), folder, Date.now);
    started.push(projector);
    await projector.start((done) => steps.push(done));
    expect(steps).toEqual([1505]);
    expect(contents(projector.current)).toEqual(await replayed(store));
  });

  test('of an empty log are ready and empty', async () => {
    const projector = await startedOn(new MemoryEventStore(Date.now), temporaryFolder());
    expect([projector.isReady, projector.size, projector.current.knownAt]).toEqual([true, 0, null]);
  });

  test('tell how far they are while they catch up', async () => {
    const store = await logOf(2500);
    const projector = new Projector(store, tallying(tally), null, Date.now);
    started.push(projector);
    const steps: [number, number, boolean][] = [];
    await projector.start((done, of) => steps.push([done, of, projector.isReady]));
    expect(steps).toEqual([
      [2000, 2500, false],
      [2500, 2500, false],
    ]);
    expect(projector.isReady).toBe(true);
  });

  test('are not to be had before they are open, and after they are closed', async () => {
    const projector = new Projector(new MemoryEventStore(Date.now), tallying(tally), null, Date.now);
    expect(() => projector.current).toThrow(StoreUnavailable);
    expect([projector.size, projector.isReady]).toEqual([0, false]);
    await projector.start();
    expect(projector.isReady).toBe(true);
    await projector.stop();
    expect(() => projector.current).toThrow(StoreUnavailable);
    expect([projector.size, projector.isReady]).toEqual([0, false]);
  });
});

describe('Whoever waits for an entry', () => {
  test('is told at once when the views have passed it, and when they pass it otherwise', async () => {
    const store = await logOf(10);
    const projector = await startedOn(store);
    await projector.reached(9);
    await projector.reached(-1);
    const told: number[] = [];
    const waiting = [12, 10, 11].map((entry) => projector.reached(entry).then(() => told.push(projector.size)));
    await store.append('commitment-1', 'any', drafts(2));
    await projector.reached(11);
    expect(told).toEqual([12, 12]);
    await store.append('commitment-1', 'any', drafts(1));
    await Promise.all(waiting);
    expect(told).toEqual([12, 12, 13]);
    expect(projector.current.rows.one('SELECT max(entry) AS last FROM passed')).toMatchObject({ last: 12 });
  });

  test('is told what is wrong when a view fails, then and later; what was passed stays readable', async () => {
    const store = await logOf(3);
    const projector = await startedOn(store, null, [failingAt(4)]);
    const waiting = projector.reached(5);
    await store.append('commitment-1', 'any', drafts(3));
    await expect(waiting).rejects.toThrow('entry 4 is beyond this view');
    await expect(projector.reached(6)).rejects.toThrow('entry 4 is beyond this view');
    expect(projector.isReady).toBe(false);
    expect(projector.current.size).toBe(3);
  });

  test('is told of a failure while the views catch up', async () => {
    const projector = new Projector(await logOf(20), tallying(failingAt(4)), null, Date.now);
    started.push(projector);
    await expect(projector.start()).rejects.toThrow('entry 4 is beyond this view');
  });

  test.each(['the views stop', 'the log is closed'])('is told when %s, then and later', async (what) => {
    const store = await logOf(3);
    const projector = await startedOn(store);
    const waiting = projector.reached(3);
    const rejected = expect(waiting).rejects.toThrow('stopped following');
    await (what === 'the views stop' ? projector.stop() : store.close());
    await rejected;
    await expect(Promise.resolve().then(() => projector.reached(3))).rejects.toThrow('stopped following');
    const sync = projector.reached(4);
    await expect(sync).rejects.toThrow('stopped following');
    expect(projector.isReady).toBe(false);
  });
});
