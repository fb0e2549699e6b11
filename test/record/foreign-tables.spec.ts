import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { composition } from '../../src/contexts.js';

/** What still reads tables of another context by name. Nothing may join it; whoever mends one takes it out. */
const known = ['charter/champion/champions.view.ts reads advocacy_links of collaborative'];

test('no SQL of a context reads the tables of another one', () => {
  const owners = new Map(
    composition.contexts.flatMap(({ name, views }) =>
      views.flatMap(({ tables }) =>
        tables.flatMap(({ definition: { table, side = [] } }) =>
          [table, ...side.map((one) => one.table)].map((one) => [one, name] as const),
        ),
      ),
    ),
  );
  expect(owners.get('advocacy_links')).toBe('collaborative');
  const found = composition.contexts.flatMap(({ name }) => {
    const folder = new URL(`../../src/${name}/`, import.meta.url);
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        [...readFileSync(new URL(file, folder), 'utf8').matchAll(/\b(?:FROM|JOIN|INTO|UPDATE) ([a-z_]+)/g)]
          .map(([, table = '']) => table)
          .filter((table) => (owners.get(table) ?? name) !== name)
          .map((table) => `${name}/${file} reads ${table} of ${owners.get(table)}`),
      );
  });
  expect([...new Set(found)].sort()).toEqual(known);
});
