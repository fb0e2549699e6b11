import { describe, expect, test } from '@jest/globals';
import { Table, Trail } from '../../src/kernel/values/persistent.js';
import { pick, randomBy } from '../support/random/random.js';

const keys = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('A table', () => {
  test('says what a copied map says, in every value that it ever had', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = randomBy(seed);
      const made: [Table<number>, ReadonlyMap<string, number>][] = [[Table.empty(), new Map()]];
      for (let step = 0; step < 60; step++) {
        const [table, model] = random(4) === 0 ? pick(made, random) : (made.at(-1) as (typeof made)[number]);
        const key = pick(keys, random);
        const next = new Map(model);
        if (random(3) === 0) next.delete(key);
        else next.set(key, step);
        made.push([next.has(key) ? table.with(key, step) : table.without(key), next]);
      }
      for (const [table, model] of made) {
        expect(keys.map((key) => table.get(key))).toEqual(keys.map((key) => model.get(key)));
        expect([table.size, new Map(table.entries())]).toEqual([model.size, model]);
      }
    }
  });

  test('that is empty is nobody’s: what one fold adds to it no other sees', () => {
    Table.empty<number>().with('a', 1);
    expect(Table.empty().entries()).toEqual([]);
  });
});

describe('A trail', () => {
  test('says what a copied list says, in every value that it ever had', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = randomBy(seed);
      const made: [Trail<number>, readonly number[]][] = [[Trail.empty(), []]];
      for (let step = 0; step < 40; step++) {
        const [trail, model] = random(4) === 0 ? pick(made, random) : (made.at(-1) as (typeof made)[number]);
        made.push([trail.with(step), [...model, step]]);
      }
      for (const [trail, model] of made) {
        expect([trail.length, trail.toArray()]).toEqual([model.length, model]);
        expect(trail.some((item) => item === model.at(-1))).toBe(model.length > 0);
      }
    }
    expect(Trail.empty().toArray()).toEqual([]);
  });
});
