import { expect, test } from '@jest/globals';
import { killProjectors, killWriters } from '../../support/event-store/crashing.js';

/** What it came to, for whoever reads the output. */
const report = (what: string, start: number, figures: object): boolean =>
  process.stderr.write(`${what} in ${Math.round((performance.now() - start) / 1000)} s: ${JSON.stringify(figures)}\n`);

test('A thousand killed writers lose nothing that was acknowledged, leave nothing half done, and write nothing twice', async () => {
  const start = performance.now();
  const [one, other] = await Promise.all([killWriters(500), killWriters(500)]);
  const tolls = {
    acknowledged: one.acknowledged + other.acknowledged,
    unacknowledged: one.unacknowledged + other.unacknowledged,
  };
  report('1,000 killed writers', start, tolls);
  expect(tolls.acknowledged).toBeGreaterThan(1000);
  expect(tolls.unacknowledged).toBeGreaterThan(0);
});

test('Two hundred killed projectors leave rows and checkpoint that agree', async () => {
  const start = performance.now();
  const tolls = await killProjectors(200, 8000);
  report('200 killed projectors', start, tolls);
  expect(tolls.behind).toBeGreaterThan(0);
});
