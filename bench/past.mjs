import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteEventStore } from '../dist/platform/event-store/sqlite.event-store.js';
import { Bases } from '../dist/platform/read-model/bases.js';
import { Projector } from '../dist/platform/read-model/projector.js';
import { projection } from '../dist/projection.js';
import { writeLog } from './log.mjs';
import { atMost } from './measure.mjs';

const entries = 10_000;

/** Milliseconds until a basis is open. */
async function opening(bases, key) {
  const start = performance.now();
  const lease = await bases.open(key);
  const time = performance.now() - start;
  lease.release();
  return time;
}

/** Opening the register of 10,000 entries as of past days: the years that a HLPF review looks back on, and as it was known before. */
export async function past({ folder }) {
  const [logPath, views] = [join(folder, 'past', 'log.sqlite'), join(folder, 'past', 'views')];
  mkdirSync(join(folder, 'past'), { recursive: true });
  await writeLog(logPath, entries);
  const store = new SqliteEventStore(logPath, Date.now, { readOnly: true });
  const projector = new Projector(store, projection, views, Date.now);
  await projector.start();
  let lastYear = 0;
  for await (const { effective } of store.readAll({ after: entries - 2 })) lastYear = Number(effective.slice(0, 4));
  const day = (years) => `${lastYear - years}-12-31`;
  const keys = [
    ['a year ago, as known now', { size: entries, effectiveOn: day(1) }],
    ['five years ago, as known now', { size: entries, effectiveOn: day(5) }],
    ['as known half the log ago', { size: entries / 2, effectiveOn: projector.current.effectiveOn }],
  ];
  const cold = new Map();
  for (let round = 0; round < 5; round++) {
    const bases = new Bases(store, projection, () => projector.current, 256 * 2 ** 20, Date.now, join(views, 'past'));
    for (const [name, key] of keys) cold.set(name, Math.min(cold.get(name) ?? Infinity, await opening(bases, key)));
    const again = await opening(bases, keys[0][1]);
    cold.set('again', Math.min(cold.get('again') ?? Infinity, again));
    bases.close();
  }
  await projector.stop();
  await store.close();
  rmSync(join(folder, 'past'), { recursive: true });
  return [
    ...keys.map(([name]) => atMost(`a past basis of ${entries.toLocaleString('en')} entries, ${name}`, cold.get(name), 250, 'ms')),
    atMost('the same again', cold.get('again'), 5, 'ms'),
  ];
}
