import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { WrongRevision, type EventStore, type SharedList } from '../../src/platform/event-store/event-store.js';
import { Leases, type Lease } from '../../src/platform/lease.js';
import { LocalLists } from '../../src/platform/local-lists.js';
import { inKurrent } from '../support/event-store/engines.js';
import { KurrentDouble } from '../support/kurrent/kurrent-double.js';
import { ManualTime } from '../support/time/manual-time.js';
import { temporaryFolder } from '../support/temporary.js';

const timeToLive = 9000;

/** An instance that would hold a lease; `state` is what it keeps with it. */
class Candidate {
  readonly time = new ManualTime();
  readonly stopping = new AbortController();
  readonly unwritten: unknown[] = [];
  lease: Lease<string> | null = null;
  private readonly list: SharedList;
  private readonly leases: Leases;
  private taking: Promise<void> = Promise.resolve();

  constructor(list: (name: string) => SharedList, holder: string, isAlone = false) {
    this.list = list('last-lease');
    const report = (error: unknown): number => this.unwritten.push(error);
    this.leases = new Leases({ ...{ list, holder, isAlone, timeToLive, report }, time: this.time, clock: () => 0 });
  }

  /** Begins to wait for the lease. */
  want(): this {
    this.taking = this.leases
      .take<string>('last-lease', this.stopping.signal, (kept) => kept ?? 'at the beginning')
      .then((lease) => void (this.lease = lease));
    return this;
  }

  async has(): Promise<Lease<string>> {
    await this.taking;
    return this.lease as Lease<string>;
  }

  get kept(): string | null {
    return this.leases.kept('last-lease');
  }

  /** Resolves when it has heard so many words, and waits for silence to follow. */
  async waits(words: number): Promise<void> {
    await this.heard(words);
    await this.time.waitedFor(1);
    await new Promise(setImmediate);
  }

  /** Resolves when it has heard so many words of holders. */
  async heard(words: number): Promise<void> {
    while (
      this.list.from(0).length === 0 ||
      (JSON.parse(this.list.from(0)[0] as string) as { place: number }).place < words - 1
    )
      await this.list.next();
  }
}

describe('Of the instances that share a log', () => {
  let double: KurrentDouble;
  let stores: EventStore[] = [];
  let second: () => Promise<EventStore>;
  beforeAll(async () => {
    double = await KurrentDouble.start();
  });
  const opened = async (deadline?: number): Promise<void> => {
    const { store, second: further } = await inKurrent(() => double.url(), deadline).open();
    [stores, second] = [[store], further];
  };
  const candidates: Candidate[] = [];
  afterEach(async () => {
    await double.calm();
    for (const { stopping } of candidates) stopping.abort();
    await Promise.all(candidates.splice(0).map(async ({ lease }) => lease?.giveBack()));
    await Promise.all(stores.splice(0).map((store) => store.close()));
  });
  afterAll(() => double.stop());

  const candidate = async (deadline?: number): Promise<Candidate> => {
    if (stores.length === 0) await opened(deadline);
    else if (candidates.length === stores.length) stores.push(await second());
    const store = stores[candidates.length] as EventStore;
    const own = new Candidate((name) => store.shared(name) as SharedList, `instance-${candidates.length}`);
    candidates.push(own);
    return own;
  };

  test('one holds a lease; another has it at once when it is given back, with what was kept', async () => {
    const [one, other] = [await candidate(), await candidate()];
    const lease = await one.want().has();
    expect([lease.state, lease.lost.aborted, one.kept]).toEqual(['at the beginning', false, 'at the beginning']);
    await other.want().waits(1);
    lease.state = 'far';
    await lease.keep();
    await other.heard(2);
    expect([other.lease, other.kept]).toEqual([null, 'far']);
    lease.state = 'farther';
    await lease.giveBack();
    expect((await other.has()).state).toBe('farther');
    expect(lease.lost.aborted).toBe(true);
  });

  test('one has it when all want it at once', async () => {
    const all = [await candidate(), await candidate(), await candidate()];
    for (const one of all) one.want();
    for (const one of all) await one.heard(1);
    await Promise.race(all.map((one) => one.has()));
    const holders = all.filter(({ lease }) => lease !== null);
    expect(holders).toHaveLength(1);
    await holders[0]?.lease?.keep();
    expect(holders[0]?.lease?.lost.aborted).toBe(false);
  });

  test('the holder keeps it as long as it is heard of, and what it has come to goes along', async () => {
    const [one, other] = [await candidate(), await candidate()];
    const lease = await one.want().has();
    await other.want().waits(1);
    for (let third = 1; third <= 9; third++) {
      await one.time.waitedFor(2);
      lease.state = `third ${third}`;
      await Promise.all([one.time.advance(timeToLive / 3), other.time.advance(timeToLive / 3)]);
      await other.heard(1 + third);
    }
    expect([lease.lost.aborted, other.lease, other.kept]).toEqual([false, null, 'third 9']);
  });

  test('another takes it from one that is silent for all the time to live, by its own clock, and not sooner; the silent one finds its place taken', async () => {
    const [one, other] = [await candidate(), await candidate()];
    const lease = await one.want().has();
    lease.state = 'far';
    await lease.keep();
    await other.want().waits(2);
    await other.time.advance(timeToLive - 1);
    await stores[1]?.sync();
    expect(other.lease).toBeNull();
    await other.time.advance(1);
    expect((await other.has()).state).toBe('far');
    expect(lease.lost.aborted).toBe(false);
    lease.state = 'too far';
    await lease.keep();
    expect([lease.lost.aborted, other.kept]).toEqual([true, 'far']);
  });

  test('one that was paused for long stops before it writes a word', async () => {
    const [one, other] = [await candidate(), await candidate()];
    const lease = await one.want().has();
    await other.want().waits(1);
    await other.time.advance(timeToLive);
    await other.has();
    const appends = await double.appends();
    await one.time.advance(timeToLive * 10);
    expect([lease.lost.aborted, other.lease?.lost.aborted, await double.appends()]).toEqual([true, false, appends]);
  });

  test('one that cannot write stops before any other begins', async () => {
    const [one, other] = [await candidate(), await candidate()];
    const lease = await one.want().has();
    await other.want().waits(1);
    await double.away();
    await Promise.all([one.time.advance(timeToLive * 0.9), other.time.advance(timeToLive * 0.9)]);
    expect([lease.lost.aborted, other.lease]).toEqual([true, null]);
    await double.back();
    await other.time.advance(timeToLive * 0.1);
    expect((await other.has()).lost.aborted).toBe(false);
  });

  test('one whose word was taken, but not acknowledged, goes on from there', async () => {
    const one = await candidate(800);
    const lease = await one.want().has();
    await double.muteSubscriptions();
    await double.swallowAcknowledgements(1);
    lease.state = 'far';
    await lease.keep();
    expect(one.unwritten).toEqual([]);
    await double.calm();
    lease.state = 'farther';
    await lease.keep();
    expect([lease.lost.aborted, one.kept]).toEqual([false, 'farther']);
  });

  test('one that lost it by the clock alone takes it again when nobody else has', async () => {
    const one = await candidate();
    const lease = await one.want().has();
    await double.staySilent(20);
    await one.time.advance(timeToLive);
    expect(lease.lost.aborted).toBe(true);
    await double.calm();
    expect((await one.want().has()).lost.aborted).toBe(false);
  });
});

describe('A process that has the log to itself', () => {
  test('has the lease at once, whoever held it before, with what was kept; there is one word at each place', async () => {
    const path = join(temporaryFolder(), 'policies.sqlite');
    const before = new LocalLists(path);
    const lease = await new Candidate((name) => before.list(name), 'before', true).want().has();
    lease.state = 'far';
    await lease.keep();
    before.close();
    const after = new LocalLists(path);
    const candidate = new Candidate((name) => after.list(name), 'after', true).want();
    expect(await candidate.has()).toMatchObject({ state: 'far', lost: { aborted: false } });
    await expect(after.list('last-lease').add('another', 2)).rejects.toThrow(WrongRevision);
    await candidate.lease?.giveBack();
    after.close();
  });

  test('writes with time only what has changed, and never loses it', async () => {
    const lists = new LocalLists(':memory:');
    const candidate = new Candidate((name) => lists.list(name), 'only', true);
    const lease = await candidate.want().has();
    await candidate.time.advance(timeToLive * 5);
    await candidate.heard(1);
    expect(lists.list('last-lease').from(1)).toEqual([]);
    lease.state = 'far';
    await candidate.time.advance(timeToLive / 3);
    expect([candidate.kept, lease.lost.aborted]).toEqual(['far', false]);
    await lease.giveBack();
    lists.close();
  });
});
