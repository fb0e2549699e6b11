import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type * as client from '@eventstore/db-client';
import { selfSigned } from '../support/certificate.js';
import { upTo } from '../support/drafts.js';
import type { Double, DoubleOptions } from '../support/kurrent-double.js';
import { temporaryFolder } from '../support/temporary.js';

/** One of the two clients, under the names of the first, and how the double that it speaks to is started. */
export interface DoubleFixture {
  readonly library: Pick<typeof client, 'EventStoreDBClient' | 'jsonEvent' | 'streamNameFilter'>;
  readonly scheme: string;
  start(options?: DoubleOptions): Promise<Double>;
}

type Subscription = client.AllStreamSubscription | client.StreamSubscription;
type Heard = { event?: { streamId: string; revision: bigint; data: unknown } };

const credentials = { username: 'admin', password: 'changeit' };

/** What both clients must find the same, so that the double can stand for the server with either. */
export function doubleContract({ library, scheme, start }: DoubleFixture): void {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function started(options?: DoubleOptions): Promise<Double> {
    const double = await start(options);
    ends.push(() => double.stop());
    return double;
  }

  function connected(url: string): client.EventStoreDBClient {
    const connection = library.EventStoreDBClient.connectionString(`${url}&discoveryInterval=10`);
    ends.push(() => connection.dispose());
    return connection;
  }

  async function opened(options?: DoubleOptions): Promise<{ double: Double; db: client.EventStoreDBClient }> {
    const double = await started(options);
    return { double, db: connected(double.url(scheme)) };
  }

  /** Whether the call goes to `Append` or to `BatchAppend` is told by whether it brings credentials. */
  const expecting = (expected: client.AppendExpectedRevision, more: client.AppendToStreamOptions = { credentials }): client.AppendToStreamOptions =>
    ({ expectedRevision: expected, streamState: expected, ...more }) as client.AppendToStreamOptions;

  const event = (number: number): client.JSONEventData => library.jsonEvent({ id: randomUUID(), type: 'Counted', data: { number } });
  const events = (count: number, first = 0): client.JSONEventData[] => upTo(first + count, first).map(event);

  async function numbersOf(reading: AsyncIterable<Heard>, most = Infinity): Promise<unknown[]> {
    const numbers: unknown[] = [];
    for await (const { event: heard } of reading) {
      numbers.push((heard?.data as { number: number }).number);
      if (numbers.length === most) break;
    }
    return numbers;
  }

  /** The next events of a subscription, which is then left: to leave the iteration alone does not tell the server. */
  async function heardBy(subscription: Subscription, most: number): Promise<unknown[]> {
    const numbers = await numbersOf(subscription as AsyncIterable<Heard>, most);
    await subscription.unsubscribe();
    return numbers;
  }

  test('An append meets what it expects, or is told the revision that is there', async () => {
    const { db } = await opened();
    for (const more of [{ credentials }, {}]) {
      const stream = `commitment-${randomUUID()}`;
      const append = async (expected: client.AppendExpectedRevision): Promise<unknown> => db.appendToStream(stream, [event(0)], expecting(expected, more));
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
      for (const [expected, batch] of [['no_stream', events(3)] as const, [2n, events(2)] as const, ['any', events(2)] as const]) {
        const first = await db.appendToStream(stream, batch, expecting(expected, more));
        await expect(db.appendToStream(stream, batch, expecting(expected, more))).resolves.toEqual(first);
        const changed = db.appendToStream(stream, [...batch.slice(0, -1), event(9)], expecting(expected, more));
        await expect(changed).rejects.toMatchObject({ type: 'wrong-expected-version' });
      }
    }
  });

  test('An append whose answer never came can be repeated, and one that never happened too', async () => {
    const { double, db } = await opened();
    const inTime = { credentials, deadline: 200 };
    const fates: readonly (readonly [() => Promise<void>, object])[] = [
      [() => double.loseAcknowledgements(1), { type: 'unavailable' }],
      [() => double.swallowAcknowledgements(1), { type: 'deadline-exceeded' }],
      [() => double.staySilent(1), { type: 'deadline-exceeded' }],
      [() => double.refuseAsNotLeader(1, double.port), { type: 'not-leader', leader: { address: '127.0.0.1', port: double.port } }],
    ];
    for (const [number, [order, failure]] of fates.entries()) {
      const [expected, again] = [number === 0 ? ('no_stream' as const) : BigInt(number - 1), event(number)];
      await order();
      await expect(db.appendToStream('commitment-1', again, expecting(expected, inTime))).rejects.toMatchObject(failure);
      await expect(db.appendToStream('commitment-1', again, expecting(expected))).resolves.toMatchObject({ nextExpectedRevision: BigInt(number) });
    }
    await double.lateAppends(1, 20);
    await expect(db.appendToStream('commitment-1', event(4), expecting(3n))).resolves.toMatchObject({ nextExpectedRevision: 4n });
    expect(await numbersOf(db.readStream('commitment-1'))).toEqual(upTo(5));
    expect(await double.appends()).toBe(9);
  });

  test('A stream is read from either end and in part; one that is not there is missed', async () => {
    const { double, db } = await opened();
    await db.appendToStream('commitment-1', events(10), expecting('no_stream'));
    const read = async (options: client.ReadStreamOptions): Promise<unknown[]> => numbersOf(db.readStream('commitment-1', options));
    expect(await read({})).toEqual(upTo(10));
    expect(await read({ fromRevision: 7n })).toEqual([7, 8, 9]);
    expect(await read({ fromRevision: 2n, maxCount: 2 })).toEqual([2, 3]);
    expect(await read({ fromRevision: 10n })).toEqual([]);
    expect(await read({ fromRevision: 'end', direction: 'backwards', maxCount: 2 })).toEqual([9, 8]);
    expect(await read({ fromRevision: 1n, direction: 'backwards' })).toEqual([1, 0]);
    await expect(numbersOf(db.readStream('commitment-2'))).rejects.toMatchObject({ type: 'stream-not-found', streamName: 'commitment-2' });
    await double.silenceReads(1);
    const silent = read({ maxCount: 1 });
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
      expect(read).toMatchObject({ isJson: true, position: { prepare: read?.position.commit }, created: expect.any(Date) });
      positions.push(read?.position.commit ?? -1n);
    }
    expect(positions[2]).toBe(position?.commit);
    expect(positions.slice(1).every((one, index) => one - (positions[index] as bigint) > 100n)).toBe(true);
    expect(await numbersOf(db.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 2 }))).toEqual([4, 3]);
    if (position !== undefined) expect(await numbersOf(db.readAll({ fromPosition: position }))).toEqual([2, 3, 4]);
    if (position !== undefined) expect(await numbersOf(db.readAll({ direction: 'backwards', fromPosition: position }))).toEqual([1, 0]);
  });

  test('A subscription to a stream gives what is there and what comes', async () => {
    const { double, db } = await opened();
    const all = db.subscribeToStream('commitment-1');
    await double.until('subscriptions', 1);
    await db.appendToStream('commitment-1', events(3), expecting('any'));
    expect(await heardBy(all, 3)).toEqual([0, 1, 2]);
    const rest = db.subscribeToStream('commitment-1', { fromRevision: 1n });
    const news = db.subscribeToStream('commitment-1', { fromRevision: 'end' });
    await once(news, 'caughtUp');
    await db.appendToStream('commitment-1', events(1, 3), expecting('any'));
    expect(await heardBy(rest, 2)).toEqual([2, 3]);
    expect(await heardBy(news, 1)).toEqual([3]);
    await double.until('subscriptions', 0);
  });

  test('A subscription to all hears of some streams, and in between how far it has come', async () => {
    const { db } = await opened();
    const reached: bigint[] = [];
    const filter = library.streamNameFilter({
      prefixes: ['commitment-', 'report-'],
      checkpointReached: async (_, { commit }) => void reached.push(commit),
    });
    await db.appendToStream('commitment-1', events(2), expecting('any'));
    const { position } = await db.appendToStream('noise-1', events(100), expecting('any'));
    await db.appendToStream('report-1', events(2, 2), expecting('any'));
    expect(await heardBy(db.subscribeToAll({ filter }), 4)).toEqual(upTo(4));
    expect(reached).toHaveLength(3);
    const rest = db.subscribeToAll({ filter, ...(position === undefined ? {} : { fromPosition: position }) });
    expect(await heardBy(rest, 2)).toEqual([2, 3]);
  });

  test('Subscriptions are dropped, fall silent, and are not sent more than they take', async () => {
    const { double, db } = await opened();
    await db.appendToStream(
      'commitment-1',
      events(4000).map((one) => ({ ...one, metadata: { padding: 'x'.repeat(2000) } })),
      expecting('any'),
    );
    const slow = db.subscribeToAll();
    expect(await numbersOf(slow as AsyncIterable<Heard>, 20)).toEqual(upTo(20));
    expect(await double.sent()).toBeLessThan(400);
    await slow.unsubscribe();

    await double.dropSubscriptionAfter(3);
    await expect(numbersOf(db.subscribeToAll() as AsyncIterable<Heard>)).rejects.toMatchObject({ type: 'unavailable' });
    await double.calm();
    const dropped = db.subscribeToAll({ fromPosition: 'end' });
    await once(dropped, 'caughtUp');
    await double.dropSubscriptions();
    await expect(numbersOf(dropped as AsyncIterable<Heard>)).rejects.toMatchObject({ type: 'unavailable' });

    const muted = db.subscribeToAll({ fromPosition: 'end' });
    await once(muted, 'caughtUp');
    await double.muteSubscriptions();
    const sent = await double.sent();
    const other = db.subscribeToAll({ fromPosition: 'end' });
    await once(other, 'caughtUp');
    await db.appendToStream('commitment-1', events(1, 4000), expecting('any'));
    expect(await heardBy(other, 1)).toEqual([4000]);
    expect(await double.sent()).toBe(sent + 1);
    await double.unmuteSubscriptions();
    expect(await heardBy(muted, 1)).toEqual([4000]);
    await double.until('subscriptions', 0);
  });

  test('Of a stream only as much is kept as its metadata says; a deleted one can come back, unless it was for ever', async () => {
    const { db } = await opened();
    await db.setStreamMetadata('views', { maxCount: 2 }, { credentials });
    await db.appendToStream('views', events(5), expecting('no_stream'));
    expect(await numbersOf(db.readStream('views'))).toEqual([3, 4]);
    await expect(db.deleteStream('views', { expectedRevision: 1n, credentials })).rejects.toMatchObject({ type: 'wrong-expected-version' });
    await db.deleteStream('views', { expectedRevision: 4n, credentials });
    await expect(numbersOf(db.readStream('views'))).rejects.toMatchObject({ type: 'stream-not-found' });
    await expect(db.appendToStream('views', event(5), expecting('no_stream'))).resolves.toMatchObject({ nextExpectedRevision: 5n });
    expect(await numbersOf(db.readStream('views'))).toEqual([5]);
    const streams: unknown[] = [];
    for await (const { event: read } of db.readAll()) if (read?.type === 'Counted') streams.push([read.streamId, Number(read.revision)]);
    expect(streams).toEqual([['views', 5]]);
    await db.tombstoneStream('views', { credentials });
    await expect(numbersOf(db.readStream('views'))).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(db.appendToStream('views', event(6), expecting('any'))).rejects.toMatchObject({ type: 'stream-deleted', streamName: 'views' });
    await expect(db.appendToStream('views', event(6), expecting('any', {}))).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  test('An append beyond the maximum is refused', async () => {
    const { db } = await opened({ maxAppendBytes: 1000 });
    for (const more of [{ credentials }, {}]) {
      const append = db.appendToStream('commitment-1', events(100), expecting('any', more));
      await expect(append).rejects.toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1000 });
    }
    await db.appendToStream('commitment-1', events(10), expecting('no_stream'));
  });

  test('Over TLS whoever has no credentials is denied', async () => {
    const tls = selfSigned();
    const file = join(temporaryFolder(), 'ca.pem');
    writeFileSync(file, tls.cert);
    const double = await started({ tls, credentials });
    const url = `${double.url(scheme)}&tlsCAFile=${encodeURIComponent(file)}`;
    const db = connected(url.replace('://', '://admin:changeit@'));
    await db.appendToStream('commitment-1', events(2), expecting('no_stream'));
    await db.appendToStream('commitment-1', events(2, 2), expecting(1n, {}));
    expect(await numbersOf(db.readStream('commitment-1'))).toEqual(upTo(4));
    expect(await heardBy(db.subscribeToAll(), 4)).toEqual(upTo(4));
    const denied = { type: 'access-denied' };
    for (const stranger of [connected(url), connected(url.replace('://', '://admin:wrong@'))]) {
      await expect(stranger.appendToStream('commitment-1', event(4), expecting('any', {}))).rejects.toMatchObject(denied);
      await expect(numbersOf(stranger.readStream('commitment-1'))).rejects.toMatchObject(denied);
      await expect(numbersOf(stranger.subscribeToAll() as AsyncIterable<Heard>)).rejects.toMatchObject(denied);
    }
    const other = join(temporaryFolder(), 'ca.pem');
    writeFileSync(other, selfSigned().cert);
    const astray = connected(`${double.url(scheme)}&tlsCAFile=${encodeURIComponent(other)}`);
    await expect(astray.appendToStream('commitment-1', event(4), expecting('any'))).rejects.toMatchObject({ type: 'unavailable' });
  });

  test('The leader of several nodes is found, and the next when it goes', async () => {
    const first = await started();
    const second = await first.beside();
    const hosts = `127.0.0.1:${second.port},127.0.0.1:${first.port}`;
    for (const url of [`${scheme}://${hosts}?tls=false`, `${scheme}+discover://127.0.0.1:${second.port}?tls=false`]) {
      const db = connected(url);
      await db.appendToStream('commitment-1', event(0), expecting('any'));
      await first.away();
      await expect(db.appendToStream('commitment-1', event(1), expecting('any'))).rejects.toMatchObject({ type: 'unavailable' });
      await db.appendToStream('commitment-1', event(1), expecting('any', { credentials, requiresLeader: true }));
      await first.back();
      const refused = db.appendToStream('commitment-1', event(2), expecting('any', { credentials, requiresLeader: true }));
      await expect(refused).rejects.toMatchObject({ type: 'not-leader', leader: { port: first.port } });
      await db.appendToStream('commitment-1', event(2), expecting('any', { credentials, requiresLeader: true }));
    }
    expect([await first.appends(), await second.appends()]).toEqual([4, 4]);
    expect(await numbersOf(connected(second.url(scheme)).readStream('commitment-1'))).toEqual([0, 1, 2, 0, 1, 2]);
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
          ({ type }: { type?: string }) => type === 'wrong-expected-version',
        );
      }
    }
    expect(await double.appends()).toBeGreaterThan(50);
    await double.calm();
    expect(await numbersOf(db.readStream('commitment-1'))).toEqual(upTo(40));
  });
}
