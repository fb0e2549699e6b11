import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type * as client from '@eventstore/db-client';
import { credentials, expecting, numbersOf, type DoubleSuite } from '../../../../support/kurrent/double-suite.js';
import { upTo } from '../../../../support/event-store/drafts.js';

/** What an append may expect, and what becomes of it. */
export function appends({ scheme, opened, event, events }: DoubleSuite): void {
  test('An append meets what it expects, or is told the revision that is there', async () => {
    const { db } = await opened();
    for (const more of [{ credentials }, {}]) {
      const stream = `commitment-${randomUUID()}`;
      const append = async (expected: client.AppendExpectedRevision): Promise<unknown> =>
        db.appendToStream(stream, [event(0)], expecting(expected, more));
      const conflict = (actual: unknown): object => ({
        type: 'wrong-expected-version',
        streamName: stream,
        [`actual${scheme === 'esdb' ? 'Version' : 'State'}`]: actual,
      });
      await expect(append(0n)).rejects.toMatchObject(conflict('no_stream'));
      await expect(append('stream_exists')).rejects.toMatchObject(conflict('no_stream'));
      await expect(append('no_stream')).resolves.toMatchObject({ nextExpectedRevision: 0n });
      await expect(append('no_stream')).rejects.toMatchObject(conflict(0n));
      await expect(append(0n)).resolves.toMatchObject({ nextExpectedRevision: 1n });
      await expect(append(0n)).rejects.toMatchObject(conflict(1n));
      await expect(append(2n)).rejects.toMatchObject(conflict(1n));
      await expect(append('any')).resolves.toMatchObject({ nextExpectedRevision: 2n });
      await expect(append('stream_exists')).resolves.toMatchObject({ nextExpectedRevision: 3n });
    }
  });

  test('The same events again are answered as the first time', async () => {
    const { db } = await opened();
    for (const more of [{ credentials }, {}]) {
      const stream = `commitment-${randomUUID()}`;
      for (const [expected, batch] of [
        ['no_stream', events(3)] as const,
        [2n, events(2)] as const,
        ['any', events(2)] as const,
      ]) {
        const first = await db.appendToStream(stream, batch, expecting(expected, more));
        await expect(db.appendToStream(stream, batch, expecting(expected, more))).resolves.toEqual(first);
        const changed = db.appendToStream(stream, [...batch.slice(0, -1), event(9)], expecting(expected, more));
        await expect(changed).rejects.toMatchObject({ type: 'wrong-expected-version' });
      }
    }
  });

  test('An append whose answer never came can be repeated, and one that never happened too', async () => {
    const { double, db } = await opened();
    const cases: readonly (readonly [order: () => Promise<void>, failure: object, deadline?: number])[] = [
      [() => double.loseAcknowledgements(1), { type: 'unavailable' }],
      [() => double.swallowAcknowledgements(1), { type: 'deadline-exceeded' }, 100],
      [() => double.staySilent(1), { type: 'deadline-exceeded' }, 100],
      [
        () => double.refuseAsNotLeader(1, double.port),
        { type: 'not-leader', leader: { address: '127.0.0.1', port: double.port } },
      ],
    ];
    for (const [number, [order, failure, deadline]] of cases.entries()) {
      const [expected, again] = [number === 0 ? ('no_stream' as const) : BigInt(number - 1), event(number)];
      await order();
      const met = db.appendToStream(
        'commitment-1',
        again,
        expecting(expected, { credentials, ...(deadline && { deadline }) }),
      );
      await expect(met).rejects.toMatchObject(failure);
      await expect(db.appendToStream('commitment-1', again, expecting(expected))).resolves.toMatchObject({
        nextExpectedRevision: BigInt(number),
      });
    }
    await double.lateAppends(1, 20);
    await expect(db.appendToStream('commitment-1', event(4), expecting(3n))).resolves.toMatchObject({
      nextExpectedRevision: 4n,
    });
    expect(await numbersOf(db.readStream('commitment-1'))).toEqual(upTo(5));
    expect(await double.appends()).toBe(9);
  });

  test('An append beyond the maximum is refused', async () => {
    const { db } = await opened({ maxAppendBytes: 1000 });
    for (const more of [{ credentials }, {}]) {
      const append = db.appendToStream('commitment-1', events(100), expecting('any', more));
      await expect(append).rejects.toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1000 });
    }
    await db.appendToStream('commitment-1', events(10), expecting('no_stream'));
  });

  test('Whatever befalls appends, whoever repeats them has each event once', async () => {
    const { double, db } = await opened();
    await double.random(0.5, 1);
    for (const number of upTo(40)) {
      const [expected, one] = [number === 0 ? ('no_stream' as const) : BigInt(number - 1), event(number)];
      for (let isDone = false; !isDone;) {
        const done = db.appendToStream('commitment-1', one, expecting(expected, { credentials, deadline: 100 }));
        isDone = await done.then(
          () => true,
          (error: unknown) => (error as { type?: string }).type === 'wrong-expected-version',
        );
      }
    }
    expect(await double.appends()).toBeGreaterThan(50);
    await double.calm();
    expect(await numbersOf(db.readStream('commitment-1'))).toEqual(upTo(40));
  });
}
