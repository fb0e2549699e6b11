import { describe, expect, test } from '@jest/globals';
import { composition } from '../../src/contexts.js';
import { organisations } from '../../src/organisations/organisation/organisations.view.js';
import { readDataSet } from '../../src/platform/import/data-set.js';
import { FaultyFile } from '../../src/platform/import/file-faults.js';
import type { ImportReport, Register } from '../../src/platform/import/importer.js';
import { bundled } from '../support/register/bundled.js';
import { emptyRegister as empty, importDay, importText } from '../support/register/importing.js';

type Json = Record<string, unknown>;

const source = 'https://example.org/source';
const organisation = (id: string, more: Json = {}): Json => ({ id, name: `Body ${id}`, sourceUrls: [source], ...more });
const champion = { id: 'kenya', name: 'Kenya', kind: 'government', country: 'KEN', sourceUrls: [source] };
const plan = { id: 'kenya-1', champion: 'kenya', title: 'A plan', planType: 'idc_action_plan', sourceUrl: source };
const file = (sections: Json): string => JSON.stringify({ schemaVersion: 2, ...sections });
const bring = (sections: Json, register: Register, amend = false): Promise<ImportReport> =>
  importText(file(sections), register, amend);

const differencesOf = ({ records }: ImportReport): unknown[] =>
  records.flatMap(({ record, differences }) =>
    differences.map(({ field, held, said, isApplied }) => [record, field, held, said, isApplied]),
  );

test('the bundled organisations have names in their languages, a place, an end, and roles with dates', async () => {
  const { register } = await empty();
  await importText(bundled, register);
  const rows = register.rows();
  expect(rows.one<{ n: number }>('SELECT count(*) AS n FROM organisations')?.n).toBe(89);
  expect(organisations.get(rows, 'dane')).toMatchObject({
    kind: 'national_statistics_office',
    country: 'COL',
    translations: [
      { language: 'en', name: 'National Administrative Department of Statistics' },
      { language: 'es', name: 'Departamento Administrativo Nacional de Estadística' },
    ],
  });
  expect(organisations.get(rows, 'kenya-sdsp')).toMatchObject({ partOf: 'kenya-mlsp', status: 'active' });
  const institution = { role: 'champion_institution', subject: 'champion-fcdo' };
  expect(organisations.get(rows, 'dfid')).toMatchObject({
    status: 'merged',
    into: 'fcdo',
    ended: '2020-09-02',
    roles: [
      { role: 'participant', since: '2018-07-24', until: '2018-07-24', isHeld: false },
      { ...institution, since: '2018-07', until: '2020-09-02', isHeld: false },
    ],
  });
  expect(organisations.get(rows, 'fcdo')?.roles).toMatchObject([
    { ...institution, since: '2020-09-02', until: null, isHeld: true },
  ]);
  expect(organisations.get(rows, 'kenya-mpsg')?.roles).toMatchObject([
    { subject: 'champion-kenya', since: '2021', until: null, isHeld: false },
  ]);
  expect(organisations.get(rows, 'data2x')).toMatchObject({ status: 'merged', into: 'open-data-watch', ended: null });
  expect(organisations.get(rows, 'development-initiatives')).toMatchObject({ status: 'ceased', ended: '2024-10' });
  expect(organisations.get(rows, 'knbs')?.roles).toContainEqual(
    expect.objectContaining({ role: 'co_signer', subject: 'actionPlan-IDC-KENYA-1', since: '2021-11-30' }),
  );
  expect(organisations.get(rows, 'welsh-government')?.roles).toMatchObject([
    { role: 'responsible', subject: 'commitment-IDC-ONS-2-C12', since: '2022-01' },
  ]);
  expect(organisations.get(rows, 'global-partnership')?.roles).toContainEqual(
    expect.objectContaining({ role: 'host', subject: 'charter-idc' }),
  );
});

describe('a file', () => {
  test('may name a part before its whole, and writes nothing the second time', async () => {
    const { register } = await empty();
    const sections = {
      organisations: [
        organisation('small', { partOf: 'middle' }),
        organisation('middle', { partOf: 'large' }),
        organisation('large', { names: { 'sr-Latn': 'Veliko', fr: null } }),
      ],
    };
    await bring(sections, register);
    expect(organisations.get(register.rows(), 'small')?.partOf).toBe('middle');
    expect(organisations.get(register.rows(), 'large')?.translations).toEqual([
      { language: 'sr-Latn', name: 'Veliko' },
    ]);
    const again = await bring(sections, register);
    expect(again.after).toBe(again.before);
    expect(differencesOf(again)).toEqual([]);
  });

  test('that says otherwise is reported, and amends what it is asked to', async () => {
    const { register } = await empty();
    const before = { organisations: [organisation('one', { kind: 'network', country: 'KEN' }), organisation('two')] };
    await bring(before, register);
    const later = {
      organisations: [
        organisation('one', { name: 'The one', kind: 'programme', country: 'KEN', partOf: 'two' }),
        organisation('two'),
      ],
    };
    const reported = await bring(later, register);
    expect(differencesOf(reported)).toEqual([
      ['organisations/one', 'name', 'Body one', 'The one', false],
      ['organisations/one', 'kind', 'network', 'programme', false],
      ['organisations/one', 'partOf', null, 'two', false],
    ]);
    expect(reported.after).toBe(reported.before);
    await bring(later, register, true);
    expect(organisations.get(register.rows(), 'one')).toMatchObject({
      name: 'The one',
      kind: 'programme',
      country: 'KEN',
      partOf: 'two',
      names: [{ name: 'Body one' }, { name: 'The one' }],
    });
    expect(differencesOf(await bring(later, register))).toEqual([]);
  });

  test('by which an organisation has ended since ends it, and does not revive it', async () => {
    const { register } = await empty();
    const organisationsOf = (status: string | null, succeededBy: string | null = null): Json => ({
      organisations: [organisation('old', { status, succeededBy }), organisation('new')],
    });
    await bring(organisationsOf('active'), register);
    expect(differencesOf(await bring(organisationsOf('absorbed', 'new'), register))).toEqual([
      ['organisations/old', 'status', 'active', 'merged', true],
    ]);
    expect(organisations.get(register.rows(), 'old')).toMatchObject({ status: 'merged', into: 'new' });
    expect(differencesOf(await bring(organisationsOf('active'), register))).toEqual([
      ['organisations/old', 'status', 'merged', 'active', false],
    ]);
    expect(differencesOf(await bring(organisationsOf('ceased'), register))).toEqual([
      ['organisations/old', 'status', 'merged', 'ceased', false],
    ]);
    expect(differencesOf(await bring(organisationsOf(null), register))).toEqual([]);
  });

  test('that does not say into what an organisation went sets its end aside', async () => {
    const { register } = await empty();
    const { records } = await bring({ organisations: [organisation('gone', { status: 'merged' })] }, register);
    expect(records[0]?.setAside).toContain('no source says into which organisation');
    expect(organisations.get(register.rows(), 'gone')?.status).toBe('active');
  });

  test('that no longer names a co-signer is reported, and ends nothing', async () => {
    const { register } = await empty();
    const sections = (coSignerOrganisations: string[]): Json => ({
      organisations: [organisation('one'), organisation('two')],
      champions: [champion],
      actionPlans: [{ ...plan, coSignerOrganisations, otherOrganisations: [] }],
    });
    await bring(sections(['one', 'two']), register);
    expect(differencesOf(await bring(sections(['one']), register, true))).toEqual([
      ['actionPlans/kenya-1', 'co_signer', 'two', null, false],
    ]);
    expect(organisations.get(register.rows(), 'two')?.roles).toMatchObject([{ role: 'co_signer', isHeld: true }]);
  });

  test('may give roles to organisations that were imported before', async () => {
    const { register } = await empty();
    await bring({ organisations: [organisation('one')] }, register);
    await bring({ champions: [{ ...champion, joinedOn: '2018-07', organisations: ['one'] }] }, register);
    expect(organisations.get(register.rows(), 'one')?.roles).toMatchObject([
      { role: 'champion_institution', subject: 'champion-kenya', since: '2018-07' },
    ]);
  });

  test('with faults is refused with the line, the column and the field of each', () => {
    const text = JSON.stringify(
      {
        schemaVersion: 2,
        organisations: [
          organisation('one', { kind: 'club', partOf: 'two' }),
          organisation('two', { partOf: 'one', status: 'gone' }),
          organisation('two', { succeededBy: 'twoo', champion: 'nobody' }),
          organisation('Three', { names: { english: 'Three' } }),
        ],
        actionPlans: [{ ...plan, coSignerOrganisations: ['ones'] }],
        champions: [champion],
      },
      null,
      1,
    );
    const faults = (): string[] => {
      try {
        readDataSet(text, importDay, composition.imports);
      } catch (error) {
        if (!(error instanceof FaultyFile)) throw error;
        return error.faults.map(({ place, line, column, message }) => {
          const at = text.split('\n')[(line ?? 0) - 1]?.slice((column ?? 0) - 1);
          return `${place} ${at?.startsWith('"') ? 'stands there' : String(at)}: ${message}`;
        });
      }
      return [];
    };
    const found = faults();
    expect(found).toEqual([
      expect.stringMatching(/^organisations\[0\]\.kind stands there: must be one of/),
      expect.stringMatching(/^organisations\[1\]\.status stands there: must be one of/),
      expect.stringMatching(/^organisations\[3\]\.id stands there: must be lower-case/),
      expect.stringMatching(/^organisations\[3\]\.names\.english stands there/),
      expect.stringMatching(/^organisations\[2\]\.id stands there: occurs twice/),
      expect.stringMatching(/^organisations\[2\]\.succeededBy stands there: .*\(did you mean two\?\)$/),
      expect.stringMatching(/^actionPlans\[0\]\.coSignerOrganisations\[0\] stands there: .*\(did you mean one\?\)$/),
      expect.stringMatching(/^organisations\[2\]\.champion stands there: must be the id of a champion/),
      expect.stringMatching(/^organisations\[0\]\.partOf stands there: must not lead back/),
      expect.stringMatching(/^organisations\[1\]\.partOf stands there: must not lead back/),
    ]);
  });
});
