import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Operator } from '../../src/access/operator.js';
import { knownRulesIn } from '../../src/access/roles/known-rules.js';
import { compose, contexts } from '../../src/contexts.js';
import { carriedBy, writeBundle } from '../../src/ledger/bundle/bundle.js';
import { formsOf } from '../../src/ledger/bundle/event-forms.js';
import { readConfig } from '../../src/config.js';
import { readCheckpointsOf, readKeysOf } from '../../src/ledger/opening.js';
import { logPath } from '../../src/platform/data-folder.js';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { importFile } from '../../src/import-file.js';
import { registerOf } from '../../src/open-register.js';
import { verify } from '../../src/ledger/bundle/verifier.mjs';
import { programFolder } from '../../src/program-folder.js';
import { personId } from '../support/cqrs/issuer.js';
import { appoint } from '../support/identity/known-people.js';
import { readingContext } from '../support/reading-context.js';
import { TestRegister, type Told } from '../support/register/register.js';
import { temporaryFolder } from '../support/temporary.js';

const composition = compose([...contexts, readingContext]);
const reporter = personId(4);
const census = 'kenya.census-methods';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open({}, { composition });
  for (const slug of ['kenya', 'togo'])
    await register.mutate('joinCharter', { champion: slug, name: slug, kind: 'GOVERNMENT', effective: '2018' });
  await appoint(register, reporter, 'REPORTER', 'togo');
});
afterAll(() => register.stop());

/** A command on readings; `thing` is what the payload calls reading. */
async function send(mutation: string, input: object, token = register.token): Promise<Told> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { told: ${mutation}(input: $input) {
    thing: reading { id name title { text } revision } receipt { entry recordedAt } userErrors { code message field } } }`;
  const { data, errors } = await register.query<{ told: Told }>(
    document,
    { input: { commandId: `reading-${Math.random()}`, ...input } },
    token,
  );
  if (errors[0] !== undefined) throw Object.assign(new Error(errors[0].message), { code: errors[0].extensions.code });
  return data.told;
}

describe('A context that is one more name in the list of contexts', () => {
  let entry = -1;

  test('has its commands recorded, and read back by its queries', async () => {
    const told = await send('recommendReading', {
      reading: census,
      title: 'How to count nomads',
      effective: '2024-05-01',
    });
    expect(told).toMatchObject({
      userErrors: [],
      thing: { name: census, title: { text: 'How to count nomads' }, revision: 0 },
    });
    entry = told.receipt?.entry ?? -1;
    expect(
      (await send('retitleReading', { reading: census, title: 'Counting nomads', effective: '2025-05-01' })).userErrors,
    ).toEqual([]);
    expect(await send('recommendReading', { reading: census, title: 'Again' })).toMatchObject({
      userErrors: [{ code: 'READING_KNOWN' }],
    });
    expect(
      await register.answer('{ readings { totalCount nodes { name title { text language } firstEntry } } }'),
    ).toEqual({
      readings: {
        totalCount: 1,
        nodes: [{ name: census, title: { text: 'Counting nomads', language: 'EN' }, firstEntry: entry }],
      },
    });
  });

  test('is checked for roles by the names of its things', async () => {
    await expect(send('retitleReading', { reading: census, title: 'Ours' }, reporter)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await send('recommendReading', { reading: 'togo.maps', title: 'Maps' }, reporter)).userErrors).toEqual([]);
  });

  test('can be read on any basis, by its node, its history and since when each field holds', async () => {
    const { at, reading } = await register.answer<{ at: object; reading: { id: string } }>(`{
      at(effectiveOn: "2024-12-31") { reading(name: "${census}") { title { text } } readings { totalCount } }
      reading(name: "${census}") { id history { nodes { record { entry } words } } blame { field since { entry } } }
    }`);
    expect(at).toEqual({ reading: { title: { text: 'How to count nomads' } }, readings: { totalCount: 1 } });
    expect(reading).toMatchObject({
      history: {
        nodes: [{ record: { entry }, words: `${census} was recommended.` }, { record: { entry: entry + 1 } }],
      },
    });
    expect(reading).toMatchObject({
      blame: expect.arrayContaining([{ field: 'title', since: { entry: entry + 1 } }]) as unknown,
    });
    expect(
      await register.answer('query ($id: ID!) { node(id: $id) { __typename ... on Reading { name } } }', {
        id: reading.id,
      }),
    ).toEqual({
      node: { __typename: 'Reading', name: census },
    });
  });

  test('is found by its words, and compared', async () => {
    const found = await register.answer('{ search(text: "nomads") { nodes { __typename ... on Reading { name } } } }');
    expect(found).toEqual({ search: { nodes: [{ __typename: 'Reading', name: census }] } });
    const changes =
      await register.answer(`{ changes(from: { effectiveOn: "2024-12-31" }, to: { effectiveOn: "2025-12-31" }) {
      changes { nodes { kind code subject { ... on Reading { name } } entries } } } }`);
    expect(changes).toEqual({
      changes: {
        changes: { nodes: [{ kind: 'REWORDED', code: census, subject: { name: census }, entries: [entry + 1] }] },
      },
    });
  });

  test('has its page in every language, on any basis, as data, and linked from pages of all contexts', async () => {
    const get = async (path: string) => {
      const { status, text } = await register.request(path, { headers: { accept: 'text/html' } });
      return { status, text };
    };
    const now = await get(`/fr/readings/${census}`);
    expect(now).toMatchObject({ status: 200, text: expect.stringContaining('Lecture recommandée') as unknown });
    expect(now.text).toContain('Counting nomads');
    expect((await get(`/at/${entry + 1}/en/readings/${census}`)).text).toContain('How to count nomads');
    expect(await get('/en/readings/kenya.none')).toMatchObject({ status: 404 });
    expect((await get(`/en/readings/${census}.csv`)).text).toContain('Counting nomads');
    expect((await get(`/en/readings/${census}/history`)).text).toContain(`${census} was recommended.`);
    expect((await get('/en/search?text=nomads')).text).toContain(`href="/en/readings/${census}"`);
  });

  test('has its entries corrected, but not renamed', async () => {
    const corrected = await register.mutate(
      'correctEntry',
      { entry, text: { title: 'How to count pastoralists' }, note: 'The right word.' },
      '__typename',
    );
    expect(corrected).toMatchObject({ userErrors: [], thing: { __typename: 'Reading' } });
    expect(
      await register.answer(`{ at(effectiveOn: "2024-12-31") { reading(name: "${census}") { title { text } } } }`),
    ).toEqual({
      at: { reading: { title: { text: 'How to count pastoralists' } } },
    });
    const renamed = await register.mutate(
      'correctEntry',
      { entry: entry + 1, facts: { reading: 'kenya.other' }, note: 'Another name.' },
      '__typename',
    );
    expect(renamed.userErrors).toMatchObject([{ code: 'CORRECTION_OF_NAME' }]);
  });

  test('has its section of a data set imported, again, changed and checked', async () => {
    const { app } = register.server;
    const file = join(temporaryFolder(), 'readings.json');
    const bring = (title: string, amend = false) => {
      const readings = [{ id: 'togo.registers', title, source: 'https://example.org/registers' }];
      writeFileSync(file, JSON.stringify({ schemaVersion: 2, readings }));
      return importFile(file, registerOf(app), app.get(Operator), { amend });
    };
    const title = () =>
      register.answer('{ reading(name: "togo.registers") { title { text } sources } }').then(({ reading }) => reading);
    const first = await bring('Registers');
    expect(first.records).toMatchObject([{ record: 'readings/togo.registers', entries: [first.before] }]);
    expect(await title()).toEqual({ title: { text: 'Registers' }, sources: ['https://example.org/registers'] });
    expect(await bring('Registers')).toMatchObject({ records: [{ differences: [] }], after: first.after });
    const change = { field: 'title', held: 'Registers', said: 'Civil registers' };
    expect(await bring('Civil registers')).toMatchObject({
      records: [{ differences: [{ ...change, isApplied: false }] }],
      after: first.after,
    });
    expect(await bring('Civil registers', true)).toMatchObject({
      records: [{ differences: [{ ...change, isApplied: true }] }],
      after: first.after + 1,
    });
    expect(await title()).toMatchObject({ title: { text: 'Civil registers' } });
    writeFileSync(file, '{ "schemaVersion": 2, "readings": [\n{ "id": "Togo", "title": "Registers" }] }');
    await expect(importFile(file, registerOf(app), app.get(Operator))).rejects.toMatchObject({
      faults: [{ place: 'readings[0].id', message: 'must be a name such as kenya.census-methods', line: 2, column: 3 }],
    });
  });

  test('is in the bundle, and verified offline by the rules it brings', async () => {
    // A receipt waits until its entry is signed.
    await register.request(`/log/receipts/${(await register.size()) - 1}`);
    const config = readConfig({ IDC_DATA_DIR: register.dataDir });
    const store = new SqliteEventStore(logPath(register.dataDir), Date.now, { readOnly: true });
    const log = { store, firstKey: readKeysOf(config).first?.vkey ?? '', checkpoints: readCheckpointsOf(config) };
    const bundle = join(mkdtempSync(join(temporaryFolder(), 'reading-')), 'bundle');
    const rules = knownRulesIn(programFolder, composition.rules);
    const forms = formsOf(composition.eventTypes);
    await writeBundle(bundle, { log, forms, rules, carried: await carriedBy(programFolder) });
    await store.close();
    expect(verify(bundle, { forms, rules })).toMatchObject({ findings: [] });
    expect(verify(bundle, { forms: formsOf(compose(contexts).eventTypes), rules }).findings).not.toEqual([]);
  });
});
