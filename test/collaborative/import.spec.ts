import { expect, test } from '@jest/globals';
import { moments } from '../../src/collaborative/advocacy/moments.view.js';
import { composition } from '../../src/contexts.js';
import { readDataSet } from '../../src/platform/import/data-set.js';
import { FaultyFile } from '../../src/platform/import/file-faults.js';
import type { ImportReport } from '../../src/platform/import/importer.js';
import { emptyRegister, importDay, importText } from '../support/register/importing.js';

const source = 'https://example.org/source';
const review = (state: string, more: object = {}): object => ({
  year: 2027,
  auspices: 'ECOSOC',
  startsOn: '2026-07-06',
  sourceUrls: [source],
  vnrs: [{ country: 'KEN', state, sourceUrl: source }],
  ...more,
});
const file = (...hlpfSessions: object[]): string => JSON.stringify({ schemaVersion: 2, hlpfSessions });
const session = (state: string, more: object = {}): string => file(review(state, { year: 2026, ...more }));

const differencesOf = ({ records }: ImportReport): unknown[] =>
  records.flatMap(({ differences }) =>
    differences.map(({ field, held, said, isApplied }) => [field, held, said, isApplied]),
  );

test('a review that was presented since is recorded as that, and a theme is amended on request', async () => {
  const { register } = await emptyRegister();
  await importText(session('listed', { theme: 'Before' }), register);
  const later = session('presented', { theme: 'After' });
  expect(differencesOf(await importText(later, register))).toEqual([
    ['theme', 'Before', 'After', false],
    ['review of KEN', 'listed', 'presented', true],
  ]);
  expect(moments.get(register.rows(), 'hlpf-2026')?.reviews).toMatchObject([{ country: 'KEN', state: 'presented' }]);
  await importText(later, register, true);
  expect(moments.get(register.rows(), 'hlpf-2026')?.theme?.text).toBe('After');
  const again = await importText(later, register);
  expect([again.after - again.before, differencesOf(again)]).toEqual([0, []]);
});

test('goals of which nobody knows whether they are all are not sent', async () => {
  const { register } = await emptyRegister();
  await importText(session('listed', { sdgsReviewed: [3], sdgsReviewedComplete: null }), register);
  expect(moments.get(register.rows(), 'hlpf-2026')?.goals).toBeNull();
});

test('a faulty section is refused with the line, the column and the field', async () => {
  const text = JSON.stringify(
    {
      schemaVersion: 2,
      hlpfSessions: [review('announced', { sdgsReviewed: [18] })],
      collaborative: { name: 'A', organisation: 'nobody', taskTeams: [{ id: 'one', name: 'One', partner: [] }] },
    },
    null,
    1,
  );
  const faults = (): unknown[] => {
    try {
      readDataSet(text, importDay, composition.imports);
    } catch (error) {
      if (error instanceof FaultyFile)
        return error.faults.map(({ place, line, column }) => [place, typeof line, typeof column]);
      throw error;
    }
    return [];
  };
  expect(faults()).toEqual(
    [
      'collaborative.taskTeams[0].partner',
      'hlpfSessions[0].sdgsReviewed[0]',
      'hlpfSessions[0].vnrs[0].state',
      'collaborative.organisation',
    ].map((place) => [place, 'number', 'number']),
  );
  const { register } = await emptyRegister();
  await expect(importText(file(review('listed')), register)).rejects.toThrow(FaultyFile);
});
