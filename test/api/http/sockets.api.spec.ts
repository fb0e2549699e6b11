import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { EventStore } from '../../../src/platform/event-store/event-store.js';
import { EVENT_STORE } from '../../../src/platform/tokens.js';
import { TestRegister } from '../../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open({ IDC_TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(() => register.stop());

describe('web sockets of one network', () => {
  const open = new Set<WebSocket>();
  /** Whether a socket from an address is opened, or with which status it is refused. */
  const opened = (address: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${register.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        headers: { 'x-forwarded-for': address },
      });
      socket.once('open', () => {
        open.add(socket);
        // One that says nothing is closed after three seconds, and leaves room.
        socket.send('{"type":"connection_init"}');
        resolve('open');
      });
      socket.once('unexpected-response', (_, { statusCode }) => (resolve(String(statusCode)), socket.terminate()));
      socket.once('error', reject);
    });
  const openMany = (many: number, address: (number: number) => string): Promise<string[]> =>
    Promise.all(Array.from({ length: many }, (_, number) => opened(address(number))));

  test('are twenty of a /64, and sixteen times as many of a /48, as requests are counted', async () => {
    const ofNetwork = await openMany(20, (number) => `2001:db8:1:0::${number.toString(16)}`);
    expect(new Set(ofNetwork)).toEqual(new Set(['open']));
    expect([await opened('2001:db8:1:0:ffff::1'), await opened('2001:db8:2::1')]).toEqual(['429', 'open']);
    const ofSite = await openMany(300, (number) => `2001:db8:1:${(1 + Math.floor(number / 20)).toString(16)}::1`);
    expect(new Set(ofSite)).toEqual(new Set(['open']));
    expect([await opened('2001:db8:1:ff::1'), await opened('2001:db8:3::1'), await opened('192.0.2.1')]).toEqual([
      '429',
      'open',
      'open',
    ]);
    // Whoever is gone leaves room.
    const [first] = open;
    await new Promise((resolve) => (first?.once('close', resolve), first?.close()));
    await left();
    expect(await opened('2001:db8:1:ff::1')).toBe('open');
    for (const socket of open) socket.terminate();
  });

  /** Waits for the server to have seen that a socket was closed: a request that comes after is answered after. */
  const left = () => register.request('/health/live');
});

test('Five who replay the whole log let an ordinary query through between their pages', async () => {
  const entries = 260;
  await register.mutate('joinCharter', { champion: 'ghana', name: 'Ghana', kind: 'GOVERNMENT' });
  for (let size = await register.size(); size < entries; size += 1)
    await register.mutate('renameChampion', { champion: 'ghana', name: `Ghana ${size}` });
  const size = await register.size();

  /** What happened, in its order: a page that was read of the log, an answer to an ordinary query. */
  const happened: ('page' | 'answer')[] = [];
  const store = register.server.app.get<EventStore>(EVENT_STORE);
  const readAll = store.readAll.bind(store);
  store.readAll = (range) => {
    if (range?.after !== undefined) happened.push('page');
    return readAll(range);
  };
  const replay = async (): Promise<number> => {
    const client = createClient({
      url: `${register.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
    });
    let heard = 0;
    for await (const { errors } of client.iterate({
      query: 'subscription { logAppended(afterEntry: -1) { entry type facts text } }',
    })) {
      expect(errors).toBeUndefined();
      heard += 1;
      if (heard === size) break;
    }
    await client.dispose();
    return heard;
  };
  let isOver = false;
  const replays = Promise.all(Array.from({ length: 5 }, replay)).finally(() => (isOver = true));
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it is set by another
  for (let number = 0; !isOver; number += 1) {
    await register.answer(`{ basis { size } } # ${number}`);
    happened.push('answer');
  }
  expect(await replays).toEqual(Array(5).fill(size));
  Reflect.deleteProperty(store, 'readAll');

  const pages = happened.filter((one) => one === 'page').length;
  expect(pages).toBeGreaterThanOrEqual(5 * Math.ceil(size / 50));
  // One round of the five may come while an answer is on its way to whoever asked, never a second one.
  const runs = happened
    .join(' ')
    .split('answer')
    .map((run) => run.trim().split(' ').filter(Boolean).length);
  expect(Math.max(...runs)).toBeLessThanOrEqual(10);
});
