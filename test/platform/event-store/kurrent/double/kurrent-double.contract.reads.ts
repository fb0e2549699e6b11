import { expect, test } from '@jest/globals';
import type * as client from '@eventstore/db-client';
import { credentials, expecting, numbersOf, type DoubleSuite } from '../../../../support/kurrent/double-suite.js';
import { upTo } from '../../../../support/event-store/drafts.js';

/** Reads that have an end, and what is no longer there to be read. */
export function reads({ opened, event, events }: DoubleSuite): void {
  test('A stream is read from either end and in part; one that is not there is missed', async () => {
    const { double, db } = await opened();
    await db.appendToStream('commitment-1', events(10), expecting('no_stream'));
    const read = async (options: client.ReadStreamOptions): Promise<unknown[]> =>
      numbersOf(db.readStream('commitment-1', options));
    expect(await read({})).toEqual(upTo(10));
    expect(await read({ fromRevision: 7n })).toEqual([7, 8, 9]);
    expect(await read({ fromRevision: 2n, maxCount: 2 })).toEqual([2, 3]);
    expect(await read({ fromRevision: 10n })).toEqual([]);
    expect(await read({ fromRevision: 'end', direction: 'backwards', maxCount: 2 })).toEqual([9, 8]);
    expect(await read({ fromRevision: 1n, direction: 'backwards' })).toEqual([1, 0]);
    await expect(numbersOf(db.readStream('commitment-2'))).rejects.toMatchObject({
      type: 'stream-not-found',
      streamName: 'commitment-2',
    });
    const before = await double.reads();
    await double.silenceReads(1);
    const silent = read({ maxCount: 1 });
    await double.until('reads', before + 1);
    expect(await Promise.race([silent, read({ maxCount: 2 })])).toEqual([0, 1]);
    await double.away();
    await expect(silent).rejects.toMatchObject({ type: 'unavailable' });
  });

  test('All events are read from either end, and no position follows from another', async () => {
    const { db } = await opened();
    const { position } = await db.appendToStream('commitment-1', events(3), expecting('any'));
    await db.appendToStream('report-1', events(2, 3), expecting('any'));
    const positions: bigint[] = [];
    for await (const { event: read } of db.readAll()) {
      expect(read).toMatchObject({
        isJson: true,
        position: { prepare: read?.position.commit },
        created: expect.any(Date),
      });
      positions.push(read?.position.commit ?? -1n);
    }
    expect(positions[2]).toBe(position?.commit);
    expect(positions.slice(1).every((one, index) => one - (positions[index] as bigint) > 100n)).toBe(true);
    expect(await numbersOf(db.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 2 }))).toEqual([4, 3]);
    if (position !== undefined) expect(await numbersOf(db.readAll({ fromPosition: position }))).toEqual([2, 3, 4]);
    if (position !== undefined)
      expect(await numbersOf(db.readAll({ direction: 'backwards', fromPosition: position }))).toEqual([1, 0]);
  });

  test('Of a stream only as much is kept as its metadata says; a deleted one can come back, unless it was for ever', async () => {
    const { db } = await opened();
    await db.setStreamMetadata('views', { maxCount: 2 }, { credentials });
    await db.appendToStream('views', events(5), expecting('no_stream'));
    expect(await numbersOf(db.readStream('views'))).toEqual([3, 4]);
    await expect(db.deleteStream('views', { expectedRevision: 1n, credentials })).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
    await db.deleteStream('views', { expectedRevision: 4n, credentials });
    await expect(numbersOf(db.readStream('views'))).rejects.toMatchObject({ type: 'stream-not-found' });
    await expect(db.appendToStream('views', event(5), expecting('no_stream'))).resolves.toMatchObject({
      nextExpectedRevision: 5n,
    });
    expect(await numbersOf(db.readStream('views'))).toEqual([5]);
    await db.tombstoneStream('views', { credentials });
    await expect(numbersOf(db.readStream('views'))).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(db.appendToStream('views', event(6), expecting('any'))).rejects.toMatchObject({
      type: 'stream-deleted',
      streamName: 'views',
    });
    await expect(db.appendToStream('views', event(6), expecting('any', {}))).rejects.toMatchObject({
      type: 'stream-deleted',
    });
  });

  test('What was deleted can be read in $all until a scavenge, which leaves the last event of a stream that was not deleted for ever', async () => {
    const { double, db } = await opened();
    const kept = async (): Promise<unknown[]> => {
      const all: unknown[] = [];
      for await (const { event: read } of db.readAll())
        if (read !== undefined && !read.streamId.startsWith('$')) all.push([read.streamId, read.type]);
      return all;
    };
    const missing = db.deleteStream('text-0', { credentials });
    await expect(missing).rejects.toMatchObject({ type: 'wrong-expected-version' });
    await db.tombstoneStream('text-0', { credentials });
    await expect(db.tombstoneStream('text-0', { credentials })).rejects.toMatchObject({ type: 'stream-deleted' });
    for (const stream of ['text-1', 'text-2']) await db.appendToStream(stream, events(2), expecting('no_stream'));
    await db.deleteStream('text-1', { credentials });
    await db.deleteStream('text-1', { credentials });
    await db.tombstoneStream('text-2', { credentials });
    const [both, end] = [
      ['text-1', 'text-2'].flatMap((stream) => upTo(2).map(() => [stream, 'Counted'])),
      ['text-2', '$streamDeleted'],
    ];
    expect(await kept()).toEqual([['text-0', '$streamDeleted'], ...both, end]);
    await double.scavenge();
    expect(await kept()).toEqual([['text-0', '$streamDeleted'], ['text-1', 'Counted'], end]);
    await db.tombstoneStream('text-1', { credentials });
    await double.scavenge();
    expect(await kept()).toEqual([['text-0', '$streamDeleted'], end, ['text-1', '$streamDeleted']]);
  });
}
