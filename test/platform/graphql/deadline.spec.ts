import { expect, test } from '@jest/globals';
import { RequestDeadline } from '../../../src/platform/graphql/admission/deadline.js';
import { Sqlite } from '../../../src/platform/sqlite.js';

const over = { name: 'OverLimit', limit: 'seconds', allowed: 5 };

test('rows can be read until the time is over, and not after', () => {
  let now = 1000;
  const rows = new RequestDeadline(() => now, 5).rows(new Sqlite(':memory:'));
  now = 6000;
  expect(rows.one('SELECT 1 AS n')).toMatchObject({ n: 1 });
  now = 6001;
  expect(() => rows.one('SELECT 1 AS n')).toThrow(expect.objectContaining(over));
  expect(() => rows.all('SELECT 1 AS n')).toThrow(expect.objectContaining(over));
});

test('work that waits for something is given up when the time is over, and its own end is its end before', async () => {
  await expect(new RequestDeadline(() => 0, 0).within(new Promise(() => undefined))).rejects.toMatchObject({
    ...over,
    allowed: 0,
  });
  await expect(new RequestDeadline().within(Promise.resolve('answer'))).resolves.toBe('answer');
  await expect(new RequestDeadline().within(Promise.reject(new Error('its own')))).rejects.toThrow('its own');
});
