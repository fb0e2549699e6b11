import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { NulInText, Sqlite } from '../../src/platform/sqlite.js';

let file: Sqlite;

beforeEach(() => {
  file = new Sqlite(':memory:');
  file.exec('CREATE TABLE people (id TEXT PRIMARY KEY)');
  file.run('INSERT INTO people VALUES (?)', 'person-1');
});
afterEach(() => file.close());

test('a bound text with NUL neither finds, nor deletes, nor writes the row whose key it begins with', () => {
  expect(() => file.run('DELETE FROM people WHERE id = ?', 'person-1\0x')).toThrow(NulInText);
  expect(() => file.one('SELECT id FROM people WHERE id = ?', 'person-1\0')).toThrow(NulInText);
  expect(() => file.all('SELECT id FROM people WHERE id = ?', '\0person-1')).toThrow(NulInText);
  expect(() => file.run('INSERT INTO people VALUES (?)', 'person-2\0x')).toThrow(NulInText);
  expect(file.all('SELECT id FROM people')).toEqual([{ id: 'person-1' }]);
});
