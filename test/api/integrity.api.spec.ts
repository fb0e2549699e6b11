import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { parseCheckpoint } from '../../src/ledger/checkpoint/checkpoint.js';
import { dayOf } from '../../src/kernel/time/partial-date.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { signNote } from '../../src/ledger/checkpoint/note.js';
import { logPath } from '../../src/platform/data-folder.js';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { Sqlite } from '../../src/platform/sqlite.js';
import { draft } from '../support/event-store/drafts.js';
import { testKey } from '../support/event-store/log-keys.js';
import { mutationDocument, TestRegister } from '../support/register/register.js';
import { temporaryFolder } from '../support/temporary.js';

/** The folder of a register that was stopped: it holds five entries, and checkpoints that cover them. */
const whole = temporaryFolder();
beforeAll(async () => {
  const made = await TestRegister.open();
  await made.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
  for (const name of ['one', 'two', 'three', 'four'])
    await made.mutate('renameChampion', { champion: 'kenya', name, note: `Note ${name}`, language: 'EN' });
  expect(await made.size()).toBe(5);
  await made.reopen({ meanwhile: (dataDir) => cpSync(dataDir, whole, { recursive: true }) });
  await made.stop();
});

let register: TestRegister;
afterEach(() => register.stop());

/** Starts a register over a copy of that folder, to which something was done. */
async function start(meanwhile: (dataDir: string) => void = () => undefined): Promise<void> {
  const over = (dataDir: string): void => {
    cpSync(whole, dataDir, { recursive: true });
    meanwhile(dataDir);
  };
  register = await TestRegister.open({}, { over });
}

/** Does something to the log file behind the register's back. */
function alter(dataDir: string, sql: string): void {
  const file = new Sqlite(logPath(dataDir));
  file.exec('PRAGMA ignore_check_constraints = ON');
  file.exec(sql);
  file.close();
}
const checkpoints = (dataDir: string): string => join(dataDir, 'ledger', 'checkpoints');

/** What the register has found, once the check that runs beside it has ended. */
async function findings(): Promise<{ place: string; message: string }[]> {
  await register.server.app.get(Ledger).examine();
  return (
    await register.query<{ integrity: { findings: { place: string; message: string }[] } }>(
      '{ integrity { findings { place message } } }',
    )
  ).data.integrity.findings;
}

const rename = () =>
  register.query(
    mutationDocument('renameChampion'),
    { input: { commandId: 'after', champion: 'kenya', name: 'Another' } },
    register.token,
  );
const query = '{ champion(slug: "kenya") { name } }';

/** SQL that adds an entry as the register would have written it, but for its authentication code. */
const put = (code: string): string => `INSERT INTO entries SELECT 6, stream, 5, type, 'event-6', 'command-6', 0,
  replace(replace(replace(replace(leaf, '"entry":4', '"entry":5'), '"revision":4', '"revision":5'), event_id, 'event-6'), command_id, 'command-6'),
  facts, facts_salt, NULL, NULL, NULL, ${code} FROM entries WHERE position = 5`;

test.each([
  [
    'a leaf',
    `UPDATE entries SET leaf = replace(leaf, '"operator"', '"approver"') WHERE position = 3`,
    /^checkpoint 5: The entries that it covers differ from those that were signed/,
  ],
  [
    'facts',
    `UPDATE entries SET facts = replace(facts, 'one', 'uno') WHERE position = 2`,
    /^entry 1: Its facts do not match the hash/,
  ],
  [
    'a text',
    `UPDATE entries SET text = replace(text, 'two', 'due') WHERE position = 3`,
    /^entry 2: Its text does not match the hash/,
  ],
  [
    'a text that is gone',
    'UPDATE entries SET text = NULL, text_salt = NULL WHERE position = 3',
    /^entry 2: Its text is missing, and no redaction in the log explains that/,
  ],
  [
    'a salt',
    `UPDATE entries SET facts_salt = randomblob(32) WHERE position = 2`,
    /^entry 1: Its facts do not match the hash/,
  ],
  [
    'a salt kept as text',
    `UPDATE entries SET text = 'null', text_salt = zeroblob(0) WHERE position = 2`,
    /^entry 1: Its text does not match the hash/,
  ],
  [
    'a type',
    `UPDATE entries SET type = 'ChampionCeased' WHERE position = 2`,
    /^entry 1: Its type is stored as ChampionCeased; the leaf says ChampionRenamed/,
  ],
  [
    'a stream',
    `UPDATE entries SET stream = 'champion-ghana' WHERE position = 5`,
    /^entry 4: Its stream is stored as champion-ghana/,
  ],
  [
    'a revision',
    'UPDATE entries SET revision = 9 WHERE position = 5',
    /^entry 4: Its revision is stored as 9; the leaf says 4/,
  ],
  [
    'an event id',
    `UPDATE entries SET event_id = 'other' WHERE position = 2`,
    /^entry 1: Its event id is stored as other/,
  ],
  [
    'a command id',
    `UPDATE entries SET command_id = 'other' WHERE position = 2`,
    /^entry 1: Its command id is stored as other/,
  ],
  [
    'the place in a command',
    'UPDATE entries SET part = 1 WHERE position = 2',
    /^entry 1: It is stored as part 1 of its command, but is part 0/,
  ],
  ['an entry that is gone', 'DELETE FROM entries WHERE position = 3', /^entry 2: It is missing/],
  [
    'an entry moved to the end',
    'UPDATE entries SET position = 6 WHERE position = 3; UPDATE sqlite_sequence SET seq = 6',
    /^entry 2: It is missing/,
  ],
  [
    'two entries at the end that are gone',
    'DELETE FROM entries WHERE position > 3; UPDATE sqlite_sequence SET seq = 3',
    /^checkpoint 5: It covers 5 entries, and the log has 3/,
  ],
  ['an entry that was put at its end', put('NULL'), /^entry 5: The register has not written it/],
  [
    'an entry that was put at its end with the code of another',
    put('code'),
    /^entry 5: The register has not written it/,
  ],
  [
    'no entry left',
    'DELETE FROM entries; UPDATE sqlite_sequence SET seq = 0',
    /^checkpoint 5: It covers 5 entries, and the log has 0/,
  ],
])('%s changed while the register was stopped is found, and nothing is recorded any more', async (_, sql, expected) => {
  await start((dataDir) => alter(dataDir, sql));
  const found = await findings();
  expect(found.map(({ place, message }) => `${place}: ${message}`)).toContainEqual(expect.stringMatching(expected));
  const before = (await register.request('/log/checkpoint')).text;
  const { data, errors } = await rename();
  expect(data).toEqual({});
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['READ_ONLY']);
  expect((await register.request('/log/checkpoint')).text).toBe(before);
});

test('a copy that is put back is a roll-back, and is told as one', async () => {
  await start((dataDir) => copyFileSync(logPath(dataDir), join(dataDir, 'backup.sqlite')));
  await register.mutate('renameChampion', { champion: 'kenya', name: 'Five' });
  await register.reopen({ meanwhile: (dataDir) => renameSync(join(dataDir, 'backup.sqlite'), logPath(dataDir)) });
  expect((await register.query('{ integrity { state findings { place message } } }')).data).toEqual({
    integrity: {
      state: 'BROKEN',
      findings: [
        {
          place: 'checkpoint 6',
          message:
            'It covers 6 entries, and the log has 5: entries are missing at the end, as after restoring an older copy.',
        },
      ],
    },
  });
  expect((await register.query(query)).data).toEqual({ champion: { name: 'four' } });
});

describe('what was signed', () => {
  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'the newest checkpoint altered',
      (folder) => edit(join(folder, '5'), (note) => note.replace('\n5\n', '\n4\n')),
      /^checkpoint 5: The signature of .+ is invalid/,
    ],
    [
      'an older one altered',
      (folder) => edit(join(folder, '0'), (note) => note.replace('\n0\n', '\n1\n')),
      /^checkpoint 0: The signature of .+ is invalid/,
    ],
    [
      'one under another name',
      (folder) => copyFileSync(join(folder, '0'), join(folder, '3')),
      /^checkpoint 3: It is of size 0/,
    ],
    [
      'one of a foreign key',
      (folder) =>
        edit(join(folder, '5'), (note) =>
          signNote(textOf(note), [testKey('inclusive-data-charter/register', 'foreign')]),
        ),
      /^checkpoint 5: The note is not signed by any/,
    ],
    [
      'the newest one gone but for its name',
      (folder) => (rmSync(join(folder, '5')), mkdirSync(join(folder, '5'))),
      /^checkpoint 5: Its file cannot be read/,
    ],
    ['one that is empty', (folder) => writeFileSync(join(folder, '5'), ''), /^checkpoint 5: A note is text/],
    [
      'one of the future',
      (folder) => writeFileSync(join(folder, '9'), readFileSync(join(folder, '5'))),
      /^checkpoint 9: It is of size 5/,
    ],
  ])('is checked: %s', async (_, change, expected) => {
    await start((dataDir) => change(checkpoints(dataDir)));
    expect((await findings()).map(({ place, message }) => `${place}: ${message}`)).toEqual([
      expect.stringMatching(expected),
    ]);
    expect((await rename()).errors.map(({ extensions }) => extensions.code)).toEqual(['READ_ONLY']);
  });

  test('by keys that are gone is not signed anew', async () => {
    await start((dataDir) => rmSync(join(dataDir, 'keys'), { recursive: true }));
    const found = await findings();
    const places = found.map(({ place }) => place);
    expect([places[0], ...places.slice(-2)]).toEqual(['checkpoint 0', 'checkpoint 5', 'keys']);
    expect(readdirSync(register.dataDir)).not.toContain('keys');
  });

  test('by keys that came back is good again', async () => {
    const away = (dataDir: string) => join(dataDir, 'away');
    await start((dataDir) => renameSync(join(dataDir, 'keys'), away(dataDir)));
    expect(await findings()).not.toEqual([]);
    await register.reopen({ meanwhile: (dataDir) => renameSync(away(dataDir), join(dataDir, 'keys')) });
    expect(await findings()).toEqual([]);
    expect((await rename()).data).toMatchObject({ told: { receipt: { entry: 5 } } });
  });

  test('can be an interrupted write: what has another name was never published', async () => {
    await start((dataDir) => writeFileSync(join(checkpoints(dataDir), '7.new'), 'half of a no'));
    expect(await findings()).toEqual([]);
  });
});

test('a register without any checkpoint, as older programs left it, is taken as it is and signed', async () => {
  await start((dataDir) => ['keys', 'ledger'].forEach((folder) => rmSync(join(dataDir, folder), { recursive: true })));
  expect(await findings()).toEqual([]);
  expect(parseCheckpoint(textOf((await register.request('/log/checkpoint')).text)).size).toBe(5);
});

test('what is found while the register runs is said from then on, also where an answer was given before; and reads go on', async () => {
  await start();
  expect(await findings()).toEqual([]);
  expect((await register.query(query)).text).toBe('{"data":{"champion":{"name":"four"}}}\n');
  expect((await register.query(query)).text).toBe('{"data":{"champion":{"name":"four"}}}\n');
  alter(register.dataDir, `UPDATE entries SET facts = replace(facts, 'one', 'uno') WHERE position = 2`);
  const examined = await register.request('/health/integrity', {
    method: 'POST',
    headers: { authorization: `Bearer ${register.token}` },
  });
  const trouble =
    'The register is read-only, because its log does not match what was written and signed: entry 1: Its facts do not match the hash in its leaf.';
  expect(JSON.parse(examined.text)).toMatchObject({
    state: 'broken',
    findings: [{ place: 'entry 1', message: 'Its facts do not match the hash in its leaf.' }],
  });
  for (let times = 0; times < 3; times++) {
    expect(JSON.parse((await register.query(query)).text)).toEqual({
      data: { champion: { name: 'four' } },
      extensions: { integrity: { state: 'BROKEN', message: trouble, checkedAt: expect.any(String) } },
    });
    expect(JSON.parse((await register.query('{ nothing }')).text)).toMatchObject({
      extensions: { integrity: { state: 'BROKEN' } },
    });
  }
  expect(JSON.parse((await register.request('/health/live')).text)).toEqual({ status: 'live', integrity: trouble });
  const ready = await register.request('/health/ready');
  expect([ready.status, JSON.parse(ready.text)]).toEqual([
    200,
    { status: 'read only', reason: trouble, entries: 5, views: 5 },
  ]);
  expect((await register.request('/')).text).toContain(
    '<p class="trouble" role="alert"><strong>The register is read-only',
  );
  expect((await register.request('/log/receipts/2')).status).toBe(200);
  const client = createClient({ url: `${register.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  const heard = await client.iterate({ query: 'subscription { logAppended(afterEntry: 3) { entry } }' }).next();
  expect(heard.value).toMatchObject({
    data: { logAppended: { entry: 4 } },
    extensions: { integrity: { state: 'BROKEN' } },
  });
  await client.dispose();
  const again = await register.request('/health/integrity', {
    method: 'POST',
    headers: { authorization: `Bearer ${register.token}` },
  });
  expect(JSON.parse(again.text)).toMatchObject({ state: 'broken' });
});

test('a register that was mended while it ran stays shut until it is started anew', async () => {
  await start();
  const examine = () => register.server.app.get(Ledger).examine();
  expect((await examine()).findings).toEqual([]);
  alter(register.dataDir, `UPDATE entries SET facts = replace(facts, 'one', 'uno') WHERE position = 2`);
  expect((await examine()).findings).toHaveLength(1);
  alter(register.dataDir, `UPDATE entries SET facts = replace(facts, 'uno', 'one') WHERE position = 2`);
  expect((await examine()).findings).toEqual([]);
  expect((await rename()).errors.map(({ extensions }) => extensions.code)).toEqual(['READ_ONLY']);
  await register.reopen();
  expect((await rename()).errors).toEqual([]);
});

test('a log rewritten from one entry on, columns, hashes and all, is found by the checkpoint that was signed before', async () => {
  const other = await TestRegister.open();
  for (const name of ['A', 'B', 'C', 'D'])
    await other.mutate('joinCharter', { champion: `c-${name.toLowerCase()}`, name, kind: 'GOVERNMENT' });
  await other.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
  const forged = logPath(other.dataDir);
  await other.reopen();
  await start((dataDir) => copyFileSync(forged, logPath(dataDir)));
  await other.stop();
  expect((await findings()).map(({ place }) => place)).toEqual(expect.arrayContaining(['checkpoint 5']));
});

const textOf = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1);
const edit = (path: string, change: (content: string) => string): void =>
  writeFileSync(path, change(readFileSync(path, 'utf8')));

test('a command whose proof cannot be signed any more is recorded, and the error says so', async () => {
  await start();
  const ledger = register.server.app.get(Ledger);
  await ledger.receipt(4);
  mkdirSync(join(checkpoints(register.dataDir), '6.new'));
  const document = mutationDocument('renameChampion').replace('receipt { entry', 'receipt { proof entry');
  const { errors } = await register.query(
    document,
    { input: { commandId: 'unsigned', champion: 'kenya', name: 'Five' } },
    register.token,
  );
  expect(errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([
    [
      'UNAVAILABLE',
      'Entry 5 is recorded, but no signed checkpoint covers it yet; request its proof again in a moment.',
    ],
  ]);
  expect(await register.size()).toBe(6);
  expect((await register.request('/log/receipts/5')).status).toBe(503);
});

describe('an entry that was put into the log by other means', () => {
  const state = async (): Promise<unknown> =>
    (await register.query('{ basis { size } integrity { state } champion(slug: "kenya") { name } }')).data;
  const idc = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, IDC_DATA_DIR: register.dataDir };
      execFile(process.execPath, ['dist/idc.js', ...args], { env }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
  const broken = { basis: { size: 5 }, integrity: { state: 'BROKEN' }, champion: { name: 'four' } };

  test('is neither served nor signed after a start, until it is removed', async () => {
    await start((dataDir) => alter(dataDir, put('NULL')));
    expect(await state()).toEqual(broken);
    expect((await register.request('/log/checkpoint')).text).toMatch(/^[^\n]+\n5\n/);
    let ran: Awaited<ReturnType<typeof idc>>[] = [];
    await register.reopen({
      meanwhile: async () => {
        ran = [
          await idc('check'),
          await idc('unknown-entries'),
          await idc('unknown-entries', '--remove'),
          await idc('unknown-entries'),
        ];
      },
    });
    expect(ran.map(({ code }) => code)).toEqual([1, 1, 0, 0]);
    expect(ran[0]?.err).toMatch(/^entry 5: The register has not written it/m);
    expect(ran[1]?.out).toMatch(/^entry 5: {"stream":"champion-kenya","type":"ChampionRenamed"/);
    const [file = ''] = readdirSync(register.dataDir).filter((name) => name.startsWith('removed-entries-'));
    expect(JSON.parse(readFileSync(join(register.dataDir, file), 'utf8'))).toMatchObject([
      { position: 6, event_id: 'event-6' },
    ]);
    expect(await state()).toMatchObject({ integrity: { state: 'SOUND' } });
    expect((await rename()).data).toMatchObject({ told: { receipt: { entry: 5 } } });
  });

  test('is signed and served once an operator has accepted it, if it matches its own hashes', async () => {
    await start((dataDir) => alter(dataDir, put('NULL')));
    await register.reopen({
      meanwhile: async (dataDir) => {
        const refused = await idc('unknown-entries', '--accept');
        expect(refused).toMatchObject({
          code: 2,
          err: expect.stringContaining('entry 5: Its facts do not match the hash in its leaf.'),
        });
        expect((await idc('unknown-entries', '--remove')).code).toBe(0);
        const other = new SqliteEventStore(logPath(dataDir), Date.now);
        await other.append('champion-kenya', 4, [
          draft({
            type: 'ChampionRenamed',
            effective: dayOf(Date.now()),
            facts: { champion: 'kenya', name: 'five', shortName: null },
            text: null,
          }),
        ]);
        await other.close();
        expect(await idc('unknown-entries', '--accept')).toMatchObject({
          code: 0,
          out: expect.stringContaining('1 entries were accepted'),
        });
      },
    });
    expect(await state()).toEqual({ basis: { size: 6 }, integrity: { state: 'SOUND' }, champion: { name: 'five' } });
    expect(await findings()).toEqual([]);
    expect(await rename()).toMatchObject({ errors: [], data: { told: { receipt: { entry: 6 } } } });
  });

  test('is found while the register runs, before anything is recorded behind it', async () => {
    await start();
    expect(await state()).toMatchObject({ integrity: { state: 'SOUND' } });
    alter(register.dataDir, put('NULL'));
    expect(await state()).toEqual(broken);
    expect((await rename()).errors.map(({ extensions }) => extensions.code)).toEqual(['READ_ONLY']);
    expect((await register.request('/health/ready')).text).toContain('entry 5: The register has not written it');
    await register.reopen();
    expect(await state()).toEqual(broken);
  });

  test('is refused too where the append key is another one', async () => {
    await start((dataDir) => {
      alter(dataDir, put('NULL'));
      rmSync(join(dataDir, 'append-key'));
    });
    expect(await state()).toEqual(broken);
  });
});
