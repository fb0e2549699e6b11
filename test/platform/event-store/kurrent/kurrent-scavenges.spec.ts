import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Scavenges, upkeepIn, type Upkeep } from '../../../../src/platform/event-store/kurrent/scavenges.js';
import { KurrentEventStore } from '../../../../src/platform/event-store/kurrent/kurrent.event-store.js';
import { Sqlite } from '../../../../src/platform/sqlite.js';
import { draft, freshStream } from '../../../support/event-store/drafts.js';
import { KurrentDouble } from '../../../support/kurrent/kurrent-double.js';
import { TestRegister } from '../../../support/register/register.js';
import { temporaryFolder } from '../../../support/temporary.js';

const started = (node: string): Upkeep => ({ what: 'started', node, hasSucceeded: false });
const completed = (node: string, hasSucceeded = true): Upkeep => ({ what: 'completed', node, hasSucceeded });
const point: Upkeep = { what: 'point' };
const erased: Upkeep = { what: 'erased' };

/** What is owed after some things were heard, one after the other. */
function owedAfter(heard: readonly Upkeep[], nodes: readonly string[]): unknown {
  const scavenges = new Scavenges(new Sqlite(':memory:'));
  heard.forEach((one, index) => scavenges.hear(one, { commit: BigInt(index), prepare: BigInt(index) }));
  const { status, owed } = scavenges.of(nodes);
  return [status, ...owed];
}

describe('Which scavenges are owed', () => {
  test.each<[string, readonly Upkeep[], readonly unknown[]]>([
    ['none where nothing was erased', [started('a'), point, completed('a')], ['nothing erased']],
    ['one of each node after a deletion', [erased], ['owed', 'a', 'b']],
    ['that of the node that had none', [erased, started('a'), point, completed('a')], ['owed', 'b']],
    [
      'none when all had one',
      [erased, started('a'), point, completed('a'), started('b'), completed('b')],
      ['complete'],
    ],
    [
      'all again after another deletion',
      [erased, started('a'), point, completed('a'), started('b'), completed('b'), erased],
      ['owed', 'a', 'b'],
    ],
    ['one that has not ended', [erased, started('a'), point, completed('a'), started('b')], ['owed', 'b']],
    [
      'one that has failed',
      [erased, started('a'), point, completed('a'), started('b'), completed('b', false)],
      ['owed', 'b'],
    ],
    ['one that began before the deletion', [started('a'), point, erased, completed('a')], ['owed', 'a', 'b']],
    // A node first goes through the points that others have made, and these may be older than what was deleted.
    [
      'one that went to an old point only',
      [started('a'), point, completed('a'), erased, started('b'), completed('b')],
      ['owed', 'a', 'b'],
    ],
    [
      'none once it has gone further',
      [
        started('a'),
        point,
        completed('a'),
        erased,
        ...[1, 2].flatMap(() => [started('b'), point, completed('b')]),
        started('a'),
        completed('a'),
      ],
      ['complete'],
    ],
    ['that of a node that began again', [erased, started('a'), point, started('a'), completed('a')], ['owed', 'b']],
  ])('%s', (_, heard, told) => {
    expect(owedAfter(heard, ['a', 'b'])).toEqual(told);
  });

  test('is not known where nodes are not told apart, or none is known', () => {
    expect(owedAfter([erased, started('0.0.0.0:2113'), point, completed('0.0.0.0:2113')], ['a', 'b'])).toEqual([
      'unknown',
      'a',
      'b',
    ]);
    expect(owedAfter([erased], [])).toEqual(['unknown']);
  });

  test('is read from what EventStoreDB 23.10.8 writes', () => {
    const of = (type: string, data: object): unknown => upkeepIn({ type, data });
    expect(of('$scavengeStarted', { scavengeId: '1', nodeEndpoint: 'Unspecified/127.0.23.3:2113' })).toEqual(
      started('127.0.23.3:2113'),
    );
    expect(of('$scavengeCompleted', { nodeEndpoint: '127.0.0.1:2113', result: 'Success', error: null })).toEqual(
      completed('127.0.0.1:2113'),
    );
    expect(of('$scavengeCompleted', { nodeEndpoint: '127.0.0.1:2113', result: 'Stopped' })).toEqual(
      completed('127.0.0.1:2113', false),
    );
    expect(of('$scavengePoint', {})).toEqual(point);
    expect([of('$>', { 0: 48 }), of('$scavengeChunksCompleted', { nodeEndpoint: 'a' })]).toEqual([null, null]);
  });
});

describe('An instance', () => {
  let double: KurrentDouble;
  beforeAll(async () => {
    double = await KurrentDouble.start();
  });
  afterAll(() => double.stop());

  test('says which node must be scavenged after a text was erased, and that it was', async () => {
    const store = await KurrentEventStore.open({
      url: double.url(),
      register: 'erasing',
      path: join(temporaryFolder(), 'log.sqlite'),
      clock: Date.now,
    });
    const node = `127.0.0.1:${double.port}`;
    const until = async (status: string): Promise<void> => {
      while (store.scavenging.status !== status) await store.shared('last-word').next();
    };
    await store.append(freshStream(), 'none', [draft()], 'Amina said so.');
    expect(store.scavenging).toEqual({ status: 'nothing erased', owed: [], running: [] });
    await store.eraseText(0);
    await until('owed');
    expect(store.scavenging).toEqual({ status: 'owed', owed: [node], running: [] });
    await double.scavenge();
    await until('complete');
    expect(store.scavenging.owed).toEqual([]);
    await store.close();
  });

  test('tells it to whoever runs it: at /health/scavenges, with what to do, and in its metrics', async () => {
    const register = await TestRegister.open({ IDC_EVENT_STORE: double.url(), IDC_REGISTER: 'told' });
    const told = async (): Promise<unknown> =>
      JSON.parse((await register.request('/health/scavenges')).text) as unknown;
    expect(await told()).toEqual({ status: 'nothing erased', owed: [], running: [], how: [] });
    expect((await register.request('/metrics')).text).toMatch(/^idc_scavenges_owed 0$/m);
    await register.stop();
    const alone = await TestRegister.open();
    expect(JSON.parse((await alone.request('/health/scavenges')).text)).toEqual({
      status: 'not needed',
      owed: [],
      running: [],
      how: [],
    });
    await alone.stop();
  });
});
