import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { readConfig } from '../../src/config.js';
import { AnswerCache } from '../../src/platform/graphql/answers/answer-cache.js';
import { ParsedDocuments } from '../../src/platform/graphql/admission/parsed-documents.js';
import { cutOffSlowest } from '../../src/platform/graphql/subscriptions/web-socket.js';
import { Allowances, mostKeys } from '../../src/platform/http/allowances.js';
import { SecurityLog } from '../../src/platform/security-log.js';
import { TestClock } from '../support/time/clock.js';

describe('parsed documents', () => {
  test('are kept by what they hold: a source of 255 kB is parsed each time, whatever fills it', () => {
    const documents = new ParsedDocuments();
    for (const filler of ['x'.repeat(255_000), '\u00e9'.repeat(120_000)]) {
      for (const source of [
        `# ${filler}\n{ basis { size } }`,
        `{ basis { size } } # ${filler}`,
        `{ champion(slug: "${filler}") { slug } }`,
      ]) {
        expect(documents.of(source)).not.toBe(documents.of(source));
        expect(documents.bytes).toBe(0);
      }
    }
    const short = '{ basis { size } }';
    expect(documents.of(short)).toBe(documents.of(short));
    expect(documents.bytes).toBeGreaterThan(0);
  });

  test('stay below their bound, those used last, however many different ones come', () => {
    const room = 1_000_000;
    const documents = new ParsedDocuments(room);
    const often = documents.of('{ champions { totalCount } }');
    for (let number = 0; number < 1000; number += 1) {
      documents.of(
        `query Q${number} { basis { size knownAt effectiveOn } champions(first: ${number % 100}) { nodes { slug name kind } } } # ${'.'.repeat(number)}`,
      );
      expect(documents.bytes).toBeLessThanOrEqual(room);
      expect(documents.of('{ champions { totalCount } }')).toBe(often);
    }
    expect(documents.bytes).toBeGreaterThan(room / 2);
  });
});

describe('answers that are kept', () => {
  const cache = (room: number, now = () => 'here') => new AnswerCache(now, room, () => undefined);

  test('count with what was asked and with each of their compressed forms', async () => {
    const own = cache(10_000_000);
    const body = Buffer.from('text '.repeat(2000));
    const answer = own.put({ key: 'k'.repeat(5000), basis: own.basis }, body, 'application/json', 'no-cache');
    const alone = own.bytes;
    expect(alone).toBeGreaterThanOrEqual(body.length + 2 * 5000);
    const gzip = await answer.in('gzip');
    expect(own.bytes).toBe(alone + gzip.length);
    const brotli = await answer.in('br');
    await answer.in('br');
    expect(own.bytes).toBe(alone + gzip.length + brotli.length);
    // The same question again takes its own place.
    own.put({ key: 'k'.repeat(5000), basis: own.basis }, body, 'application/json', 'no-cache');
    expect(own.bytes).toBe(alone);
  });

  test('stay below their bound, and a compressed form that is too much goes with its answer', async () => {
    const room = 50_000;
    const own = cache(room);
    for (let number = 0; number < 500; number += 1) {
      const answer = own.put(
        { key: `question ${number}`, basis: own.basis },
        Buffer.alloc(number * 40, 'x'),
        'application/json',
        'no-cache',
      );
      await answer.in(number % 2 === 0 ? 'br' : 'gzip');
      expect(own.bytes).toBeLessThanOrEqual(room);
    }
    const large = own.put({ key: 'too large', basis: own.basis }, Buffer.alloc(room), 'application/json', 'no-cache');
    expect([own.get('too large'), own.bytes <= room]).toEqual([undefined, true]);
    await large.in('gzip');
    expect(own.bytes).toBeLessThanOrEqual(room);
  });

  test('hold nothing once the register has moved on, nor does a form that is made later', async () => {
    let standing = 'a';
    const own = cache(1_000_000, () => standing);
    const answer = own.put({ key: 'q', basis: own.basis }, Buffer.alloc(5000, 'x'), 'application/json', 'no-cache');
    standing = 'b';
    expect([own.get('q'), own.bytes]).toEqual([undefined, 0]);
    await answer.in('br');
    expect(own.bytes).toBe(0);
  });
});

test('Allowances count so many keys and no more: with others, those counted longest begin anew', async () => {
  const security = new SecurityLog(null, new TestClock().read);
  const allowances = new Allowances(readConfig({ IDC_DATA_DIR: 'nowhere' }), security);
  for (let times = 0; times < 5; times += 1) await allowances.take('emails', 'first');
  await expect(allowances.take('emails', 'first')).rejects.toThrow('The limit emails is exhausted');
  for (let number = 1; number < mostKeys; number += 1) await allowances.take('emails', `other ${number}`);
  expect(allowances.counted('emails')).toBe(mostKeys);
  await expect(allowances.take('emails', 'first')).rejects.toThrow('The limit emails is exhausted');
  for (let number = 0; number < 500; number += 1) await allowances.take('emails', `more ${number}`);
  expect(allowances.counted('emails')).toBe(mostKeys);
  expect((await allowances.take('emails', 'first')).remaining).toBe(4);
});

test('The security log counts ten thousand callers apart, and all further ones of a minute together', () => {
  const clock = new TestClock();
  const lines: string[] = [];
  const log = new SecurityLog(null, clock.read, (line) => lines.push(line));
  const address = (number: number): string =>
    `10.${Math.floor(number / 65_536)}.${Math.floor(number / 256) % 256}.${number % 256}`;
  for (let number = 0; number < 30_000; number += 1)
    log.record('authn_login_fail', 'wrong', { sourceIp: address(number) });
  expect(log.counted).toBeLessThanOrEqual(10_001);
  expect(lines).toHaveLength(10_000 + 100);
  // Whoever was counted apart still is.
  log.record('authn_login_fail', 'wrong', { sourceIp: address(0) });
  expect(lines).toHaveLength(10_000 + 101);
  clock.turn({ minutes: 1 });
  log.settle();
  expect(
    lines.slice(10_101).map((line) => (JSON.parse(line) as { description: string; network: string }).network),
  ).toEqual(['others']);
  expect(lines.at(-1)).toContain('19900 more of these');

  for (let number = 0; number < 30_000; number += 1)
    log.recordHourly('authn_login_success', 'a key was used', { actor: 'key-1', sourceIp: address(number) });
  expect(log.counted).toBeLessThanOrEqual(10_000);
});

test('What waits for all slow readers together is bounded: whoever has left most unread is cut off, others are not', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const clients = Array.from(
    { length: 3 },
    () => new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`),
  );
  await Promise.all(clients.map((client) => once(client, 'open')));
  const opened = [...server.clients];
  const [slow, slower] = opened as [WebSocket, WebSocket];
  for (const client of clients) client.pause();
  slow.send(Buffer.alloc(10_000_000));
  slower.send(Buffer.alloc(20_000_000));
  cutOffSlowest(server.clients, 50_000_000);
  expect(opened.map(({ readyState }) => readyState)).toEqual([WebSocket.OPEN, WebSocket.OPEN, WebSocket.OPEN]);
  const cutOff = once(slower, 'close');
  cutOffSlowest(server.clients, 15_000_000);
  await cutOff;
  expect(opened.map(({ readyState }) => readyState)).toEqual([WebSocket.OPEN, WebSocket.CLOSED, WebSocket.OPEN]);
  for (const socket of [...opened, ...clients]) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});
