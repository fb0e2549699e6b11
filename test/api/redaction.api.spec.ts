import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { programFolder } from '../../src/program-folder.js';
import { verify } from '../../src/ledger/bundle/verifier.mjs';
import { carriedBy, writeBundle } from '../../src/ledger/bundle/bundle.js';
import { readCheckpointsOf, readKeysOf } from '../../src/ledger/opening.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { readConfig } from '../../src/config.js';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { logPath } from '../../src/platform/data-folder.js';
import { appoint } from '../support/identity/known-people.js';
import { personId } from '../support/cqrs/issuer.js';
import { TestRegister } from '../support/register/register.js';
import { forms, rules } from '../support/event-store/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';
import { until } from '../support/time/until.js';
import { Sqlite } from '../../src/platform/sqlite.js';

const [ana, ben] = [personId(1), personId(2)];
const marker = 'Quixotrine';
const because = { reasonCode: 'PERSONAL_DATA', legalBasis: 'Regulation (EU) 2016/679, article 17' };
const commitment = 'IDC-KENYA-1-C01';

let register: TestRegister;
let reported: number;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const slug of ['kenya', 'togo'])
    await register.mutate('joinCharter', { champion: slug, name: slug, kind: 'GOVERNMENT' });
  await register.mutate('announceActionPlan', {
    champion: 'kenya',
    label: '1',
    kind: 'IDC_ACTION_PLAN',
    title: 'Plan',
  });
  await register.mutate('makeCommitment', { actionPlan: 'IDC-KENYA-1', title: 'Ask' });
  const told = await register.mutate('submitProgressReport', {
    commandId: 'told',
    commitment,
    language: 'EN',
    claimed: 'SUBSTANTIAL',
    narrative: `It was ${marker} who counted. ${'More words. '.repeat(700)}`,
  });
  reported = told.receipt?.entry as number;
  await register.mutate('correctEntry', {
    entry: reported,
    text: { sourceStatus: 'on track' },
    note: 'It was left out.',
  });
  for (let count = 0; count < 40; count++)
    await register.mutate('renameChampion', {
      champion: 'togo',
      name: `Togo ${count}`,
      note: `Note ${count}. ${'x'.repeat(count * 40)}`,
    });
  for (const holder of [ana, ben]) await appoint(register, holder, 'SECRETARIAT');
});
afterAll(() => register.stop());

/** The files of the register in which the marker stands, in whatever form it is folded for search. */
function filesWithMarker(folder = register.dataDir): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => statSync(file).isFile());
  return files.filter((file) => readFileSync(file).toString('latin1').toLowerCase().includes(marker.toLowerCase()));
}

interface Asked {
  readonly commitment: object;
  readonly past: { readonly progressReports: { readonly nodes: readonly object[] } };
  readonly search: object;
  readonly statusCounts: readonly object[];
  readonly history: {
    readonly nodes: readonly {
      readonly record: { readonly entry: number; readonly text: unknown; readonly redaction: unknown };
    }[];
  };
}

const asked = `{
  commitment(code: "${commitment}") { claimed claimedOn progressReports { nodes { claimed narrative { text } sourceStatus redactions { reasonCode legalBasis } } } redactions { entry } }
  past: at(knownAt: { size: 6 }) { progressReports { nodes { narrative { text } } } }
  search(text: "${marker}") { totalCount } statusCounts(groupBy: ALL) { base claimed { claimed count } }
  history(first: 100) { nodes { record { entry text redaction { reasonCode } } } }
}`;

describe('Words that are taken out of the log', () => {
  let before: Asked;
  let proposal: number;

  test('are proposed by one, and taken out by another of the secretariat', async () => {
    before = await register.answer<Asked>(asked);
    expect(before.search).toEqual({ totalCount: 1 });
    expect(filesWithMarker().length).toBeGreaterThan(1);
    const proposed = await register.mutate('proposeRedaction', { entry: reported, ...because }, 'id', ana);
    proposal = proposed.receipt?.entry as number;
    expect(proposed.userErrors).toEqual([]);
    expect((await register.mutate('confirmRedaction', { proposal }, 'id', ana)).userErrors).toMatchObject([
      { code: 'SECOND_PERSON', field: ['proposal'] },
    ]);
    await expect(register.mutate('confirmRedaction', { proposal })).rejects.toThrow(
      'needs a role that you do not hold there',
    );
    expect((await register.mutate('confirmRedaction', { proposal }, 'id', ben)).userErrors).toEqual([]);
  });

  test('are found nowhere any more: in no file, no answer, no search and no past day', async () => {
    await until('no file holds the marker', () => filesWithMarker().length === 0);
    const { status, text } = await register.query(asked);
    expect(status).toBe(200);
    expect(text).not.toContain(marker);
    expect(await register.answer(`{ search(text: "${marker}") { totalCount } }`)).toEqual({
      search: { totalCount: 0 },
    });
  });

  test('leave what they stood in, marked, and every figure as it was', async () => {
    const after = await register.answer<Asked>(asked);
    expect(after.statusCounts).toEqual(before.statusCounts);
    expect(after.commitment).toMatchObject({
      claimed: 'SUBSTANTIAL',
      progressReports: {
        nodes: [{ claimed: 'SUBSTANTIAL', narrative: null, sourceStatus: null, redactions: [because] }],
      },
      redactions: [{ entry: proposal + 1 }],
    });
    expect(after.past.progressReports.nodes).toEqual([{ narrative: null }]);
    const records = after.history.nodes.map(({ record }) => record);
    for (const entry of [reported, reported + 1])
      expect(records[entry]).toEqual({ entry, text: null, redaction: { reasonCode: 'PERSONAL_DATA' } });
    expect(records.filter(({ redaction }) => redaction !== null)).toHaveLength(2);
  });

  test('are missing without harm: the check finds nothing, and a bundle verifies', async () => {
    const checked = await register.request('/health/integrity', {
      method: 'POST',
      headers: { authorization: `Bearer ${register.token}` },
    });
    expect(JSON.parse(checked.text)).toMatchObject({ state: 'sound', findings: [] });
    await register.server.app.get(Ledger).receipt(proposal + 1);
    expect(verify(await exported(), { forms, rules })).toMatchObject({ holds: true, findings: [] });
  });

  test('do not come back: the command that wrote them gives its first receipt, and the views are the same when they are built anew', async () => {
    expect(
      (
        await register.mutate('submitProgressReport', {
          commandId: 'told',
          commitment,
          language: 'EN',
          narrative: 'Whatever.',
        })
      ).receipt?.entry,
    ).toBe(reported);
    const after = await register.answer(asked);
    await register.reopen({ rebuildViews: true });
    expect(await register.answer(asked)).toEqual(after);
    expect(filesWithMarker()).toEqual([]);
  });

  test('that the log had not let go when the register broke off are gone after the next start', async () => {
    const secret = 'Zanzibarella';
    const { receipt } = await register.mutate('renameChampion', {
      champion: 'togo',
      name: 'Togo',
      note: `${secret} said so.`,
    });
    const path = logPath(register.dataDir);
    const kept: Words[] = [];
    const entry = receipt?.entry as number;
    await register.reopen({ meanwhile: () => void kept.push(wordsOf(path, entry)) });
    const { receipt: proposed } = await register.mutate('proposeRedaction', { entry, ...because }, 'id', ana);
    await register.mutate('confirmRedaction', { proposal: proposed?.entry }, 'id', ben);
    await until('the secret is gone from the log', () => !readFileSync(path).includes(secret));
    await register.reopen({ meanwhile: () => putBack(path, entry, kept[0] as Words) });
    await until(
      'the secret is gone from the log',
      () =>
        !readFileSync(path).includes(secret) &&
        (!existsSync(`${path}-wal`) || !readFileSync(`${path}-wal`).includes(secret)),
    );
  });

  test('that are missing without a redaction are a finding', async () => {
    await register.reopen({ meanwhile: () => takeOut(logPath(register.dataDir), 7) });
    const checked = await register.request('/health/integrity', {
      method: 'POST',
      headers: { authorization: `Bearer ${register.token}` },
    });
    expect(JSON.parse(checked.text)).toMatchObject({
      state: 'broken',
      findings: [{ place: 'entry 7', message: 'Its text is missing, and no redaction in the log explains that.' }],
    });
    expect(verify(await exported(), { forms, rules }).counts).toEqual({ 'V12 PART_MISSING': 1 });
  });
});

/** Does something to the log behind the back of a register that is stopped. */
function inLog<T>(path: string, work: (file: Sqlite) => T): T {
  const file = new Sqlite(path);
  try {
    return work(file);
  } finally {
    file.close();
  }
}

interface Words {
  readonly text: string;
  readonly text_salt: Uint8Array;
}
const wordsOf = (path: string, entry: number): Words =>
  inLog(path, (file) =>
    file.one<Words & Record<string, unknown>>('SELECT text, text_salt FROM entries WHERE position = ?', entry + 1),
  ) as Words;
const putBack = (path: string, entry: number, { text, text_salt }: Words): void =>
  inLog(
    path,
    (file) =>
      void file.run('UPDATE entries SET text = ?, text_salt = ? WHERE position = ?', text, text_salt, entry + 1),
  );
const takeOut = (path: string, entry: number): void =>
  inLog(
    path,
    (file) => void file.run('UPDATE entries SET text = NULL, text_salt = NULL WHERE position = ?', entry + 1),
  );

async function exported(): Promise<string> {
  const config = readConfig({ IDC_DATA_DIR: register.dataDir });
  const folder = join(temporaryFolder(), 'bundle');
  const store = new SqliteEventStore(logPath(register.dataDir), Date.now, { readOnly: true });
  const log = { store, firstKey: readKeysOf(config).first?.vkey ?? '', checkpoints: readCheckpointsOf(config) };
  await writeBundle(folder, { log, forms, rules, carried: await carriedBy(programFolder) });
  await store.close();
  return folder;
}
