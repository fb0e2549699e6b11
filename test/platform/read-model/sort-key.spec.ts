import { describe, expect, test } from '@jest/globals';
import { sortKey } from '../../../src/platform/read-model/sort-key.js';
import { Sqlite } from '../../../src/platform/sqlite.js';

/** Names in the order in which SQLite gives them by their keys. */
function sorted(names: readonly string[]): string[] {
  const rows = new Sqlite(':memory:');
  rows.exec('CREATE TABLE names (name, sort_name)');
  for (const name of names) rows.run('INSERT INTO names VALUES (?, ?)', name, sortKey(name));
  return rows.all<{ name: string }>('SELECT name FROM names ORDER BY sort_name').map(({ name }) => name);
}

describe('Names sorted by their keys', () => {
  test.each([
    [['Agypten', 'Ägypten', 'Bahamas', 'Ecuador', 'Éire', 'Estonia', 'eThekwini', 'Zambia']],
    [
      [
        'Côte d’Ivoire',
        'Cuba',
        'Łódź',
        'Lomé',
        'Malta',
        'Ñandú',
        'Nepal',
        'Øresund',
        'Ottawa',
        'Zürich',
        'Αθήνα',
        'Київ',
        'الأردن',
        'مصر',
        'ไทย',
        '日本',
      ],
    ],
    [['data', 'Data', 'Data for All', 'data-driven', 'Data4All', 'database']],
    [['resume', 'Resume', 'résumé', 'Résumé']],
  ])('stand as collation has them: %j', (names) => {
    expect(sorted(names.toReversed())).toEqual(names);
    expect(names.toSorted(new Intl.Collator('en').compare)).toEqual(names);
  });

  test('of all countries, in four languages, stand as collation has them', () => {
    const emails = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    for (const language of ['en', 'fr', 'es', 'ar']) {
      const regions = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
      const names = [
        ...new Set(
          emails
            .flatMap((first) => emails.map((second) => regions.of(first + second)))
            .filter((name) => name !== undefined),
        ),
      ];
      expect(names.length).toBeGreaterThan(200);
      const collator = new Intl.Collator(language === 'ar' ? 'ar' : 'en');
      expect(sorted(names)).toEqual(names.toSorted((one, other) => collator.compare(one, other)));
    }
  });
});
