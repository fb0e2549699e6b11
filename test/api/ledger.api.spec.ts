import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkpointText, parseCheckpoint } from '../../src/ledger/checkpoint/checkpoint.js';
import { openNote, parseVkey } from '../../src/ledger/checkpoint/note.js';
import { checkProof } from '../../src/ledger/tree/proof.js';
import { emptyRoot, leafHash, Tree, verifyConsistency, verifyInclusion } from '../../src/ledger/tree/tree.js';
import type { EventStore } from '../../src/platform/event-store/event-store.js';
import { EVENT_STORE } from '../../src/platform/tokens.js';
import { mutationDocument, TestRegister } from '../support/register/register.js';

const origin = 'inclusive-data-charter/register';
const base64 = (text: string): Buffer => Buffer.from(text, 'base64');

let register: TestRegister;
let leaves: string[];
let proof: string;
beforeAll(async () => {
  register = await TestRegister.open();
  const champions = Array.from({ length: 299 }, (_, index) => `champion-${index}`);
  for (const champion of champions)
    await register.mutate('joinCharter', { champion, name: champion, kind: 'FOUNDATION' });
  const input = { commandId: 'the-last', champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' };
  const told = await register.query<{ told: { receipt: { entry: number; proof: string } } }>(
    mutationDocument('joinCharter').replace('receipt { entry', 'receipt { proof entry'),
    { input },
    register.token,
  );
  expect(told.data.told.receipt.entry).toBe(299);
  proof = told.data.told.receipt.proof;
  leaves = [];
  for await (const { leaf } of register.server.app.get<EventStore>(EVENT_STORE).readEntries(0)) leaves.push(leaf);
});
afterAll(() => register.stop());

const keys = async () => (await register.request('/log/keys')).text.trim().split('\n').map(parseVkey);
const treeOf = (some: readonly string[]): Tree => {
  const tree = new Tree();
  for (const leaf of some) tree.append(leaf);
  return tree;
};

describe('a receipt', () => {
  test('is a file that proves the entry to whoever has the key and the leaf alone', async () => {
    const checkpoint = checkProof(proof, leaves[299] as string, origin, await keys());
    expect(checkpoint.size).toBe(300);
    expect(checkpoint.root).toEqual(treeOf(leaves).rootAt(300));
    expect(() => checkProof(proof, leaves[298] as string, origin, [])).toThrow();
  });

  test('is the same for ever, over HTTP too', async () => {
    const { headers, text } = await register.request('/log/receipts/299');
    expect(text).toBe(proof);
    expect([headers.get('content-type'), headers.get('cache-control')]).toEqual([
      'text/plain; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
    expect(headers.get('content-disposition')).toContain('entry-299.tlog-proof');
    for (const entry of ['300', '-1', '01', '1.5', '99999999999999999999', 'x'])
      expect((await register.request(`/log/receipts/${entry}`)).status).toBe(404);
  });
});

describe('the log as files, in the layout of C2SP tlog-tiles', () => {
  const tile = (path: string) => fetch(new URL(`/log/tile/${path}`, register.url));
  const bytesOf = async (path: string): Promise<Buffer> => Buffer.from(await (await tile(path)).arrayBuffer());

  test('has a signed checkpoint, which is not to be cached, and all those before it', async () => {
    const { headers, text } = await register.request('/log/checkpoint');
    expect([headers.get('content-type'), headers.get('cache-control')]).toEqual([
      'text/plain; charset=utf-8',
      'no-cache',
    ]);
    const checkpoint = parseCheckpoint(openNote(text, await keys()).text);
    expect(checkpoint).toEqual({ origin, size: 300, root: treeOf(leaves).rootAt(300) });
    const sizes = readdirSync(join(register.dataDir, 'ledger/checkpoints'))
      .map(Number)
      .sort((one, other) => one - other);
    expect(sizes[0]).toBe(0);
    expect(sizes.at(-1)).toBe(300);
    for (const size of sizes) {
      const { text, headers } = await register.request(`/log/checkpoints/${size}`);
      expect(openNote(text, await keys()).text).toBe(
        checkpointText({ origin, size, root: treeOf(leaves).rootAt(size) }),
      );
      expect(headers.get('cache-control')).toContain('immutable');
    }
    for (const size of ['301', '-0', '00', 'latest', '%2e%2e'])
      expect((await register.request(`/log/checkpoints/${size}`)).status).toBe(404);
  });

  test('has tiles of hashes and bundles of leaves from which the checkpoint can be computed', async () => {
    const bundles = Buffer.concat([await bytesOf('entries/000'), await bytesOf('entries/001.p/44')]);
    const read: string[] = [];
    for (let at = 0; at < bundles.length; at += 2 + bundles.readUInt16BE(at))
      read.push(bundles.toString('utf8', at + 2, at + 2 + bundles.readUInt16BE(at)));
    expect(read).toEqual(leaves);
    const hashes = Buffer.concat([await bytesOf('0/000'), await bytesOf('0/001.p/44')]);
    expect(hashes).toEqual(Buffer.concat(leaves.map(leafHash)));
    expect(await bytesOf('1/000.p/1')).toEqual(treeOf(leaves).rootAt(256));
    const { headers } = await tile('0/000');
    expect([headers.get('content-type'), headers.get('cache-control')]).toEqual([
      'application/octet-stream',
      'public, max-age=31536000, immutable',
    ]);
  });

  test.each([
    '0/001',
    '0/001.p/45',
    '0/001.p/0',
    '0/001.p/044',
    '0/002',
    '0/000.p/256',
    '0/0',
    '0/00',
    '0/x000/000',
    '0/x001/234/067',
    '1/000',
    '1/000.p/2',
    '2/000.p/1',
    '64/000',
    '01/000',
    '-1/000',
    'entries/002',
    'entries/001',
    'entries/000.p/',
    'entries',
    '',
    '0/000/',
    '0/9999999999999999999999',
  ])('has no tile %s', async (path) => {
    expect((await tile(path)).status).toBe(404);
  });
});

describe('GraphQL', () => {
  const codes = async (query: string) =>
    (await register.query(query)).errors.map(({ extensions: { code, refusal, field } }) => [code, refusal, field]);

  test('gives the checkpoint, the keys, and the root of the basis', async () => {
    const { data } = await register.query(
      '{ basis { size rootHash } checkpoint { origin size rootHash note } logKeys { vkey introducedBy retiredBy } }',
    );
    const rootHash = treeOf(leaves).rootAt(300).toString('base64');
    expect(data).toEqual({
      basis: { size: 300, rootHash },
      checkpoint: { origin, size: 300, rootHash, note: (await register.request('/log/checkpoint')).text },
      logKeys: [{ vkey: (await keys())[0]?.vkey, introducedBy: null, retiredBy: null }],
    });
  });

  test('proves an entry, now and at any size', async () => {
    for (const [entry, size] of [
      [0, 1],
      [0, 300],
      [17, 200],
      [299, null],
      [255, 256],
      [256, 257],
    ] as const) {
      const query = `{ inclusionProof(entry: ${entry}, size: ${size}) { entry size leafHash hashes rootHash } }`;
      type Told = { inclusionProof: { size: number; leafHash: string; hashes: string[]; rootHash: string } };
      const { size: told, leafHash: leaf, hashes, rootHash } = (await register.query<Told>(query)).data.inclusionProof;
      expect([told, leaf]).toEqual([size ?? 300, leafHash(leaves[entry] as string).toString('base64')]);
      expect(rootHash).toBe(treeOf(leaves.slice(0, told)).rootAt(told).toString('base64'));
      expect(verifyInclusion(base64(leaf), entry, told, hashes.map(base64), base64(rootHash))).toBe(true);
    }
  });

  test('proves one size to be the beginning of another', async () => {
    for (const [from, to] of [
      [1, 300],
      [128, 256],
      [100, 299],
      [300, 300],
    ] as const) {
      type Told = { consistencyProof: { fromRootHash: string; toRootHash: string; hashes: string[] } };
      const query = `{ consistencyProof(from: ${from}, to: ${to}) { fromRootHash toRootHash hashes } }`;
      const { fromRootHash, toRootHash, hashes } = (await register.query<Told>(query)).data.consistencyProof;
      expect(verifyConsistency(from, to, base64(fromRootHash), base64(toRootHash), hashes.map(base64))).toBe(true);
    }
  });

  test.each([
    ['inclusionProof(entry: -1) { size }', 'NOT_IN_LOG', 'entry'],
    ['inclusionProof(entry: 300) { size }', 'NOT_IN_LOG', 'entry'],
    ['inclusionProof(entry: 2147483647) { size }', 'NOT_IN_LOG', 'entry'],
    ['inclusionProof(entry: 5, size: 5) { size }', 'NOT_COVERED', 'size'],
    ['inclusionProof(entry: 5, size: -1) { size }', 'NOT_IN_LOG', 'size'],
    ['inclusionProof(entry: 5, size: 301) { size }', 'NOT_IN_LOG', 'size'],
    ['consistencyProof(from: 0, to: 5) { to }', 'NOTHING_TO_PROVE', 'from'],
    ['consistencyProof(from: -5, to: 5) { to }', 'NOTHING_TO_PROVE', 'from'],
    ['consistencyProof(from: 6, to: 5) { to }', 'NOT_A_PREFIX', 'from'],
    ['consistencyProof(from: 1, to: 301) { to }', 'NOT_IN_LOG', 'to'],
    ['consistencyProof(from: 1, to: 0) { to }', 'NOT_A_PREFIX', 'from'],
  ])('refuses %s', async (field, refusal, name) => {
    for (let times = 0; times < 3; times++)
      expect(await codes(`{ ${field} }`)).toEqual([['BAD_USER_INPUT', refusal, [name]]]);
  });

  test('does not give a checkpoint from memory that is no longer the newest', async () => {
    const own = await TestRegister.open();
    const asked = () =>
      own.query<{ basis: { rootHash: string }; checkpoint: { size: number } }>(
        '{ basis { rootHash } checkpoint { size } }',
      );
    expect((await asked()).data).toEqual({
      basis: { rootHash: emptyRoot.toString('base64') },
      checkpoint: { size: 0 },
    });
    await own.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
    await asked();
    await own.request('/log/receipts/0');
    expect((await asked()).data.checkpoint).toEqual({ size: 1 });
    await own.stop();
  });

  test('answers on a past basis as if nothing had come after', async () => {
    const asked = (field: string) =>
      register.query<{ at: Record<string, unknown> }>(`{ at(knownAt: { size: 100 }) { ${field} } }`);
    const rootHash = treeOf(leaves).rootAt(100).toString('base64');
    expect((await asked('basis { size rootHash } inclusionProof(entry: 5) { size rootHash }')).data.at).toEqual({
      basis: { size: 100, rootHash },
      inclusionProof: { size: 100, rootHash },
    });
    const { checkpoint } = (await asked('checkpoint { size }')).data.at as { checkpoint: { size: number } };
    expect(checkpoint.size).toBeLessThanOrEqual(100);
    expect((await asked('logKeys { vkey }')).data.at.logKeys).toHaveLength(1);
    for (const later of [
      'inclusionProof(entry: 100) { size }',
      'inclusionProof(entry: 5, size: 101) { size }',
      'consistencyProof(from: 1, to: 101) { to }',
    ])
      expect((await asked(later)).errors.map(({ extensions }) => extensions.refusal)).toEqual(['NOT_IN_LOG']);
  });

  test('gives each receipt its proof, however often the same command is asked with', async () => {
    const own = await TestRegister.open();
    const document = mutationDocument('joinCharter').replace('receipt { entry', 'receipt { proof entry');
    for (const champion of ['one', 'two', 'three', 'four']) {
      const input = { commandId: champion, champion, name: champion, kind: 'FOUNDATION' };
      const { told } = (
        await own.query<{ told: { receipt: { entry: number; proof: string } } }>(document, { input }, own.token)
      ).data;
      expect(told.receipt.proof).toContain(`index ${told.receipt.entry}\n`);
    }
    await own.stop();
  });

  test('says that the log is sound, and nothing of it beside answers', async () => {
    const { data, text } = await register.query<{ integrity: { state: string; findings: object[] } }>(
      '{ integrity { state checkedAt findings { place message } } }',
    );
    expect(data.integrity).toMatchObject({ state: 'SOUND', findings: [] });
    expect(text).not.toContain('extensions');
  });
});

describe('the keys', () => {
  test('are readable to their owner alone, and outside the database', () => {
    const folder = join(register.dataDir, 'keys');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual([
      expect.stringMatching(/^001-[0-9a-f]{8}\.pem$/),
      expect.stringMatching(/^001-[0-9a-f]{8}\.vkey$/),
    ]);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    const secret =
      readFileSync(join(folder, readdirSync(folder).find((file) => file.endsWith('.pem')) ?? ''), 'utf8').split(
        '\n',
      )[1] ?? '';
    expect(secret.length).toBeGreaterThan(40);
    for (const file of readdirSync(register.dataDir).filter((name) => name.startsWith('log.sqlite')))
      expect(readFileSync(join(register.dataDir, file), 'latin1')).not.toContain(secret);
  });
});

describe('checking on demand', () => {
  const examine = (headers: Record<string, string>) =>
    register.request('/health/integrity', { method: 'POST', headers });

  test('is for the operator alone', async () => {
    expect((await examine({})).status).toBe(401);
    expect((await examine({ authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await register.request('/health/integrity')).status).toBe(405);
    const { status, text } = await examine({ authorization: `Bearer ${register.token}` });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      state: 'sound',
      size: 300,
      rootHash: treeOf(leaves).rootAt(300).toString('base64'),
      checkpoints: expect.any(Number),
      findings: [],
    });
  });
});

test('a register in memory signs with a key of its own, and leaves nothing behind', async () => {
  const own = await TestRegister.open({ IDC_EVENT_STORE: 'memory', IDC_LOG_ORIGIN: 'example.org/rehearsal' });
  await own.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
  const leavesOf = own.server.app.get<EventStore>(EVENT_STORE).readLeaves(0);
  const key = parseVkey((await own.request('/log/keys')).text.trim());
  for await (const { leaf } of leavesOf)
    checkProof((await own.request('/log/receipts/0')).text, leaf, 'example.org/rehearsal', [key]);
  expect(
    (await own.request('/health/integrity', { method: 'POST', headers: { authorization: `Bearer ${own.token}` } }))
      .text,
  ).toContain('"findings":[]');
  expect(readdirSync(own.dataDir)).toEqual(['operator-token']);
  await own.stop();
});
