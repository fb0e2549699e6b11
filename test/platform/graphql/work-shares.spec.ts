import { describe, expect, test } from '@jest/globals';
import { WorkShares } from '../../../src/platform/graphql/admission/work-shares.js';
import { inTurn } from '../../../src/platform/read-model/past/between.js';
import { until } from '../../support/time/until.js';

/** Shares by a clock of the test: `work` lets milliseconds pass, of which the processor worked for this process in all or some. */
function started() {
  let [passed, worked] = [0, 0];
  return {
    shares: new WorkShares(() => ({ passed, worked })),
    work: (millis: number, own = millis) => {
      passed += millis;
      worked += own;
    },
  };
}

describe('what an operation takes beyond its cost', () => {
  test('is nothing up to 50 ms, and then a thousand units for each millisecond', () => {
    const { shares, work } = started();
    const took = (millis: number, cost: number): number => {
      const share = shares.start(cost);
      work(millis);
      return share.end();
    };
    expect([took(1, 10), took(50, 10), took(51, 10), took(400, 0), took(60, 50_000), took(60, 60_000)]).toEqual([
      0, 0, 50_990, 400_000, 10_000, 0,
    ]);
  });

  test('is not the time in which the machine works for others, nor that in which the process did before', () => {
    const { shares, work } = started();
    work(10_000);
    const share = shares.start(10);
    work(5000, 40);
    expect(share.end()).toBe(0);
  });

  test('is shared among all that are under way by their costs: a cheap one pays nothing for an expensive one', () => {
    const { shares, work } = started();
    const [expensive, cheap] = [shares.start(39_900), shares.start(100)];
    work(2000);
    expect(cheap.end()).toBe(0);
    work(100);
    expect(expensive.end()).toBe(1_995_000 + 100_000 - 39_900);
  });

  test('adds up to all work, however operations begin and end', () => {
    const { shares, work } = started();
    const first = shares.start(1);
    work(300);
    const second = shares.start(1);
    work(400);
    const units = first.end();
    work(500);
    expect([units, second.end()]).toEqual([499_999, 699_999]);
  });
});

describe('pieces of work in turn', () => {
  test('are done in order, also after one that fails, and others go on in between', async () => {
    const turn = inTurn();
    const done: string[] = [];
    const piece = (name: string) => () => {
      const end = performance.now() + 11;
      while (performance.now() < end);
      done.push(name);
      if (name === 'b') throw new Error('b fails');
      return name;
    };
    const pieces = ['a', 'b', 'c', 'd'].map((name) => turn(piece(name)));
    const all = Promise.allSettled(pieces);
    await until('the second piece is done', () => done.length >= 2);
    expect(done).toEqual(['a', 'b']);
    expect((await all).map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      'a',
      'Error: b fails',
      'c',
      'd',
    ]);
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });
});
