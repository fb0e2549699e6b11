import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { BadConfig } from '../../src/config.js';
import { CheckpointFiles } from '../../src/ledger/checkpoint/checkpoint-files.js';
import { checkpointText, parseCheckpoint } from '../../src/ledger/checkpoint/checkpoint.js';
import { LogKeys } from '../../src/ledger/keys/keys.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { LogKeyRotated } from '../../src/ledger/keys/log-key.js';
import { openNote, parseVkey, signNote, type Signer } from '../../src/ledger/checkpoint/note.js';
import { checkProof } from '../../src/ledger/tree/proof.js';
import { parseTilePath } from '../../src/ledger/tree/tiles.js';
import { verifyConsistency } from '../../src/ledger/tree/tree.js';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { Integrity, NotSignedYet } from '../../src/platform/integrity.js';
import { draft, freshStream } from '../support/event-store/drafts.js';
import { temporaryFolder } from '../support/temporary.js';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

interface Opened {
  readonly folder: string;
  readonly store: SqliteEventStore;
  readonly keys: LogKeys;
  readonly checkpoints: CheckpointFiles;
  readonly integrity: Integrity;
  readonly ledger: Ledger;
  close(): Promise<void>;
}

/** A ledger over a log of its own. A clock that runs fast lets it sign as often as it wants to. */
async function opened(folder = temporaryFolder(), clock: () => number = fast()): Promise<Opened> {
  const store = new SqliteEventStore(join(folder, 'log.sqlite'), Date.now, { durability: 'normal' });
  const checkpoints = new CheckpointFiles(join(folder, 'checkpoints'));
  const keys = LogKeys.open(join(folder, 'keys'), 'example.org/log', checkpoints.latest === null);
  const integrity = new Integrity();
  const ledger = new Ledger({ store, keys, checkpoints }, integrity, clock, pino({ level: 'silent' }));
  await ledger.start();
  let closing: Promise<void> | null = null;
  const close = () => (closing ??= ledger.stop().then(() => store.close()));
  open.push(close);
  return { folder, store, keys, checkpoints, integrity, ledger, close };
}

function fast(): () => number {
  let now = 0;
  return () => (now += 10_000);
}

const append = async ({ store }: Opened, count = 1): Promise<number> => {
  let last = -1;
  for (let time = 0; time < count; time++) last = (await store.append(freshStream(), 'none', [draft()])).lastEntry;
  return last;
};
const rotate = async ({ store, keys, ledger }: Opened): Promise<string> => {
  const introduced = keys.make().key.vkey;
  const retired = ledger.keys.at(-1)?.vkey ?? '';
  const event = LogKeyRotated({ retired, introduced });
  const { lastEntry } = await store.append('ledger-log', 'any', [draft({ ...event })]);
  await ledger.receipt(lastEntry);
  return introduced;
};
const signers = ({ ledger, checkpoints }: Opened, size: number): string[] =>
  openNote(
    checkpoints.read(size) ?? '',
    ledger.keys.map(({ vkey }) => parseVkey(vkey)),
  ).signedBy.map(({ vkey }) => vkey);

describe('checkpoints', () => {
  test('are signed of an empty log too, and then after each append, each the continuation of all before', async () => {
    const own = await opened();
    expect(own.checkpoints.sizes).toEqual([0]);
    for (let time = 0; time < 20; time++) await own.ledger.receipt(await append(own, 1 + (time % 3)));
    expect(own.checkpoints.latest).toBe(own.ledger.tree.size);
    const all = own.checkpoints.sizes.map((size) =>
      parseCheckpoint((own.checkpoints.read(size) ?? '').split('\n').slice(0, 3).join('\n') + '\n'),
    );
    expect(all.length).toBeGreaterThan(20);
    for (const [index, { size, root }] of all.slice(1).entries()) {
      const before = all[index] as (typeof all)[number];
      if (before.size > 0)
        expect(
          verifyConsistency(before.size, size, before.root, root, own.ledger.tree.consistencyProof(before.size, size)),
        ).toBe(true);
    }
  });

  test('are at most one a second, however many appends there are', async () => {
    const start = Date.now();
    const own = await opened(temporaryFolder(), Date.now);
    let receipts = 0;
    while (receipts < 2) {
      const entry = await append(own, 5);
      if (own.checkpoints.covering(entry) === null && own.checkpoints.sizes.length < 3) continue;
      await own.ledger.receipt(entry);
      receipts += 1;
    }
    expect(own.checkpoints.sizes.length).toBeLessThanOrEqual(2 + (Date.now() - start) / 1000);
    expect(own.checkpoints.sizes.length).toBeGreaterThanOrEqual(3);
  });

  test('cover the last entry when the ledger has stopped', async () => {
    const own = await opened(temporaryFolder(), Date.now);
    const last = await append(own, 50);
    await own.close();
    expect(new CheckpointFiles(join(own.folder, 'checkpoints')).latest).toBe(last + 1);
  });

  test('are not signed where the last one is no beginning of the tree, though it bears our own signature', async () => {
    const own = await opened();
    await own.ledger.receipt(await append(own, 3));
    const split = checkpointText({ origin: 'example.org/log', size: 3, root: own.ledger.tree.rootAt(2) });
    writeFileSync(
      join(own.folder, 'checkpoints', '3'),
      signNote(split, [own.keys.signer(own.keys.first?.vkey ?? '') as Signer]),
    );
    await expect(own.ledger.receipt(await append(own))).rejects.toThrow(NotSignedYet);
    expect(own.integrity.findings).toEqual([
      { place: 'checkpoint 3', message: 'The entries that it covers differ from those that were signed.' },
    ]);
    expect(own.checkpoints.latest).toBe(3);
    await own.close();
    expect((await opened(own.folder)).checkpoints.latest).toBe(3);
  });

  test('that cannot be written are tried again, and who waits for a proof is told to come again', async () => {
    const own = await opened(temporaryFolder(), Date.now);
    await own.ledger.receipt(await append(own));
    const publish = own.checkpoints.publish.bind(own.checkpoints);
    let isFull = true;
    own.checkpoints.publish = async (size, note) => {
      if (isFull) throw new Error('no space left on device');
      return publish(size, note);
    };
    const entry = await append(own);
    await expect(own.ledger.receipt(entry)).rejects.toThrow(NotSignedYet);
    expect(own.integrity.state).toBe('sound');
    isFull = false;
    expect(await own.ledger.receipt(entry)).toContain(`index ${entry}`);
  });
});

describe('a rotation', () => {
  test('lets both keys sign what covers it and all that follows, until the next', async () => {
    const own = await opened();
    const first = own.keys.first?.vkey ?? '';
    const early = await own.ledger.receipt(await append(own));
    const second = await rotate(own);
    expect(signers(own, 1)).toEqual([first]);
    expect(signers(own, 2)).toEqual([first, second]);
    await own.ledger.receipt(await append(own));
    expect(signers(own, 3)).toEqual([first, second]);
    const third = await rotate(own);
    expect(signers(own, 4)).toEqual([second, third]);
    expect(own.ledger.keys).toEqual([
      { vkey: first, introducedBy: null, retiredBy: 1 },
      { vkey: second, introducedBy: 1, retiredBy: 3 },
      { vkey: third, introducedBy: 3, retiredBy: null },
    ]);
    expect(await own.ledger.receipt(0)).toBe(early);
    await own.close();
    const again = await opened(own.folder);
    expect(again.integrity.state).toBe('sound');
    await again.ledger.receipt(await append(again));
    expect(signers(again, 5)).toEqual([second, third]);
    expect((await again.ledger.examine()).findings).toEqual([]);
  });

  test('that broke off before the log named the key changes nothing', async () => {
    const own = await opened();
    const first = own.keys.first?.vkey ?? '';
    own.keys.make();
    await own.close();
    expect(readdirSync(join(own.folder, 'keys')).map((file) => file.replace(/-.*\./, '.'))).toEqual([
      '001.pem',
      '001.vkey',
      '002.pem',
    ]);
    const again = await opened(own.folder);
    await again.ledger.receipt(await append(again));
    expect(signers(again, 1)).toEqual([first]);
    const third = await rotate(again);
    expect(signers(again, 2)).toEqual([first, third]);
    expect(readdirSync(join(own.folder, 'keys')).map((file) => file.replace(/-.*\./, '.'))).toEqual([
      '001.pem',
      '001.vkey',
      '002.pem',
      '003.pem',
      '003.vkey',
    ]);
  });
});

describe('keys', () => {
  test('are made once, and bear the name of the log for ever', () => {
    const folder = join(temporaryFolder(), 'keys');
    const made = LogKeys.open(folder, 'example.org/log', true);
    expect(made.first?.vkey).toMatch(/^example\.org\/log\+[0-9a-f]{8}\+A[\w+/]{43}$/);
    expect(LogKeys.open(folder, null, true).first?.vkey).toBe(made.first?.vkey);
    expect(() => LogKeys.open(folder, 'example.org/other', true)).toThrow(BadConfig);
    expect(() => LogKeys.open(folder, 'example.org/other', true)).toThrow(
      /IDC_LOG_ORIGIN is example\.org\/other, but this log was begun as example\.org\/log/,
    );
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('are not made where there must have been some', () => {
    const folder = join(temporaryFolder(), 'keys');
    expect(LogKeys.open(folder, null, false).first).toBeNull();
    expect(existsSync(folder)).toBe(false);
  });

  test('that are no keys are told by their file', () => {
    const folder = join(temporaryFolder(), 'keys');
    LogKeys.open(folder, null, true);
    const path = (ending: string): string =>
      join(folder, readdirSync(folder).find((file) => file.endsWith(ending)) ?? '');
    const vkey = readFileSync(path('vkey'), 'utf8');
    writeFileSync(path('vkey'), vkey.replace('register+', 'registry+'));
    expect(() => LogKeys.open(folder, null, true)).toThrow(path('vkey'));
    writeFileSync(path('vkey'), vkey);
    writeFileSync(path('pem'), 'nothing');
    expect(() => LogKeys.open(folder, null, true)).toThrow(path('pem'));
  });

  test('of a register in memory end with it', () => {
    const keys = LogKeys.ephemeral(null);
    expect([keys.areKept, keys.origin]).toEqual([false, 'inclusive-data-charter/register']);
    expect(LogKeys.ephemeral(null).first?.vkey).not.toBe(keys.first?.vkey);
  });
});

test('a receipt is checked by the leaf and the key alone, under any checkpoint that covers it', async () => {
  const own = await opened();
  await own.ledger.receipt(await append(own, 5));
  await own.ledger.receipt(await append(own, 5));
  let leaf = '';
  for await (const stored of own.store.readLeaves(3)) {
    leaf = stored.leaf;
    break;
  }
  const keys = own.ledger.keys.map(({ vkey }) => parseVkey(vkey));
  for (const size of own.checkpoints.sizes.filter((size) => size > 3)) {
    expect(checkProof(await own.ledger.receipt(3, size), leaf, 'example.org/log', keys).size).toBe(size);
  }
  for (const [entry, size, code] of [
    [3, 3, 'NO_SUCH_CHECKPOINT'],
    [3, 0, 'NOT_COVERED'],
    [99, null, 'NOT_IN_LOG'],
    [-1, null, 'NOT_IN_LOG'],
    [0.5, null, 'NOT_IN_LOG'],
  ] as const)
    if (code !== 'NO_SUCH_CHECKPOINT' || !own.checkpoints.sizes.includes(3))
      await expect(own.ledger.receipt(entry, size)).rejects.toMatchObject({ code });
});

test('paths of tiles have one spelling each', () => {
  expect(parseTilePath('0/x001/x234/067')).toEqual({ level: 0, index: 1_234_067, width: 256 });
  expect(parseTilePath('3/000.p/255')).toEqual({ level: 3, index: 0, width: 255 });
  expect(parseTilePath('entries/x273/001.p/1')).toEqual({ level: 'entries', index: 273_001, width: 1 });
  for (const wrong of [
    '0/x000/001',
    '0/1',
    '0/1234',
    '0/x01/234',
    '0/001/234',
    '0/x001',
    '64/000',
    '00/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/01',
    '0/000.p',
    ' 0/000',
    '0/000\n',
    '0/x999/x999/x999/x999/x999/x999/999',
  ])
    expect(parseTilePath(wrong)).toBeNull();
});
