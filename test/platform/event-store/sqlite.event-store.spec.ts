import { spawnSync } from 'node:child_process';
import { gather } from '../../../src/platform/event-store/reading.js';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { StoreHeld, StoreUnavailable } from '../../../src/platform/event-store/event-store.js';
import { SqliteEventStore } from '../../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { Sqlite } from '../../../src/platform/sqlite.js';
import { Child } from '../../support/processes/child.js';
import { draft, drafts, entriesOf, freshStream, upTo } from '../../support/event-store/drafts.js';
import { inSqlite } from '../../support/event-store/engines.js';
import { testWhere } from '../../support/event-store/store-fixture.js';
import { temporaryFolder } from '../../support/temporary.js';
import { describeEventStore } from './contract/event-store.contract.js';

describeEventStore('The log in SQLite', inSqlite);

describe('The file of the log', () => {
  const opened: SqliteEventStore[] = [];
  const open = (path: string, options?: { readOnly: boolean }): SqliteEventStore => {
    const store = new SqliteEventStore(path, Date.now, options);
    opened.push(store);
    return store;
  };
  const freshPath = (): string => join(temporaryFolder(), 'log.sqlite');

  /** Changes a log that nobody holds behind its back. */
  const tamper = (path: string, sql: string): void => {
    const file = new Sqlite(path);
    file.exec(sql);
    file.close();
  };

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  });

  test('is made with its folder, and is all there is once it is closed', async () => {
    const path = join(temporaryFolder(), 'some', 'where', 'log.sqlite');
    const store = open(path);
    await store.append(freshStream(), 'none', drafts(3));
    await store.close();
    const copy = freshPath();
    copyFileSync(path, copy);
    expect((await open(copy).head()).size).toBe(3);
  });

  test('has one process that writes; a second one is told who is in the way, and how to go on', async () => {
    const path = freshPath();
    const holder = new Child('hold-log', [path]);
    expect(await holder.printed(1)).toBe('holds 0');
    expect(() => open(path)).toThrow(StoreHeld);
    expect(() => open(path)).toThrow(
      `Another process has locked the log ${path}; stop it first, or choose another data folder.`,
    );
    expect(await holder.ended()).toMatchObject({ code: 0, errors: '' });
    const store = open(path);
    expect((await new Child('hold-log', [path]).ended()).lines).toEqual([
      expect.stringMatching(/^StoreHeld: Another process has locked/),
    ]);
    expect(await store.append(freshStream(), 'none', [draft()])).toMatchObject({ firstEntry: 0 });
  });

  test('has one instance that writes within one process too', () => {
    const path = freshPath();
    open(path);
    expect(() => open(path)).toThrow(StoreHeld);
  });

  test('is free again when the process that held it was killed', async () => {
    const path = freshPath();
    const holder = new Child('hold-log', [path]);
    await holder.printed(1);
    await holder.kill();
    expect(existsSync(`${path}.lock`)).toBe(true);
    expect(await open(path).append(freshStream(), 'none', [draft()])).toMatchObject({ firstEntry: 0 });
  });

  test('can be read by others while it is written, and not written by readers', async () => {
    const path = freshPath();
    const writer = open(path);
    await writer.append('commitment-1', 'none', drafts(3));
    const reader = open(path, { readOnly: true });
    expect(await gather(reader.readAll())).toEqual(await gather(writer.readAll()));
    await expect(reader.append('commitment-1', 'any', [draft()])).rejects.toThrow(StoreUnavailable);
    await expect(reader.append('commitment-1', 'any', [draft()])).rejects.toThrow(
      /^The log cannot be written or read: .*readonly/,
    );
    await writer.append('commitment-1', 2, [draft()]);
    expect(entriesOf(await gather(reader.readStream('commitment-1')))).toEqual([0, 1, 2, 3]);
  });

  test('is refused when entries at its end are missing', async () => {
    const path = freshPath();
    const store = open(path);
    await store.append(freshStream(), 'none', drafts(5));
    await store.close();
    tamper(path, 'DELETE FROM entries WHERE position > 3');
    expect(() => open(path)).toThrow(`${path} has lost entries: 5 were written, the last one found is 3.`);
    tamper(path, 'DELETE FROM entries');
    expect(() => open(path)).toThrow('the last one found is 0');
  });

  test('is refused when a newer program made it, and left free', async () => {
    const path = freshPath();
    await open(path).close();
    tamper(path, 'PRAGMA user_version = 3');
    expect(() => open(path)).toThrow(`${path} was written by a newer program (layout 3; this program supports 2).`);
    tamper(path, 'PRAGMA user_version = 2');
    expect((await open(path).head()).size).toBe(0);
  });

  test('is refused when it is no database, without a change to it', () => {
    const path = freshPath();
    copyFileSync(new URL(import.meta.url), path);
    const before = readFileSync(path);
    expect(() => open(path)).toThrow(StoreUnavailable);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test.each([
    [
      'the disk is full',
      (pages: number) => `PRAGMA max_page_count = ${pages + 40}`,
      'PRAGMA max_page_count = 1000000',
      /full/,
    ],
    ['it may only be read', () => 'PRAGMA query_only = ON', 'PRAGMA query_only = OFF', /readonly/],
  ] as const)(
    'takes nothing while %s, says so, and is whole and writable afterwards',
    async (_, fault, mend, message) => {
      const store = open(freshPath());
      const { log } = store as unknown as { log: Sqlite };
      const stream = freshStream();
      await store.append(stream, 'none', drafts(5));
      log.exec(fault(log.one<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0));
      const following = store.follow({ after: 4 })[Symbol.asyncIterator]();
      await following.next();
      const large = draft({ text: { narrative: 'n'.repeat(1_000_000) } });
      const results = await Promise.allSettled([
        store.append(stream, 4, [draft(), large, draft()]),
        store.append(freshStream(), 'none', [large]),
        store.append(stream, 17, [draft()]),
      ]);
      for (const result of results) {
        expect(result).toMatchObject({
          status: 'rejected',
          reason: { name: 'StoreUnavailable', message: expect.stringMatching(message) as unknown },
        });
      }
      expect(await store.head()).toMatchObject({ size: 5 });
      expect(entriesOf(await gather(store.readAll()))).toEqual(upTo(5));
      log.exec(mend);
      expect(await store.append(stream, 4, [draft(), large, draft()])).toMatchObject({
        firstEntry: 5,
        lastEntry: 7,
        revision: 7,
      });
      expect(await following.next()).toMatchObject({ value: { event: { entry: 5 } } });
    },
  );

  test('keeps no byte of a text that was erased, long or short, wherever it stood', async () => {
    const path = freshPath();
    const store = open(path);
    const marker = 'Quixotrine';
    for (let count = 0; count < 60; count++) {
      const words = count % 7 === 0 ? `${marker} `.repeat(1 + count * 40) : 'w'.repeat((count * 97) % 5000);
      await store.append(freshStream(), 'none', [draft({ text: { narrative: words } })], `${words} asked for`);
    }
    const files = (): Buffer =>
      Buffer.concat(
        [path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file)).map((file) => readFileSync(file)),
      );
    expect(files().includes(marker)).toBe(true);
    const salts = (await gather(store.readEntries(0)))
      .filter(({ entry }) => entry % 7 === 0)
      .map(({ textSalt }) => Buffer.from(textSalt ?? []));
    for (let entry = 0; entry < 60; entry += 7) await store.eraseText(entry);
    const left = files();
    expect([marker, ...salts].filter((secret) => left.includes(secret))).toEqual([]);
    expect(await gather(store.audit({ thorough: true }))).toEqual([]);
  });

  test('is used in all ways that go wrong without a stray word, a handle left over or a promise left alone', async () => {
    expect(await new Child('use-log', [freshPath()]).ended()).toEqual({ code: 0, signal: null, lines: [], errors: '' });
  });

  const noTracer = spawnSync('strace', ['-V']).status === 0 ? null : 'there is no strace to count fsync with';
  testWhere(noTracer, 'is synced to the disk before each acknowledgement', async () => {
    const path = freshPath();
    const trace = join(temporaryFolder(), 'trace');
    const tracer = ['strace', '-f', '-y', '-s', '80', '-o', trace, '-e', 'trace=fsync,fdatasync,write'];
    expect(await new Child('write-log', [path, '0', '10'], tracer).ended()).toMatchObject({ code: 0 });
    const calls = readFileSync(trace, 'utf8').split('\n');
    const synced = calls.map((call) => /f(data)?sync\(\d+<.*log\.sqlite-wal>/.test(call));
    const acknowledged = calls.map((call) => /write\(1<.*\\"appended\\"/.test(call));
    let pending = 0;
    for (const [index] of calls.entries()) {
      if (synced[index]) pending = 4;
      if (acknowledged[index]) expect(--pending).toBeGreaterThanOrEqual(0);
    }
    expect(acknowledged.filter(Boolean)).toHaveLength(40);
  });
});
