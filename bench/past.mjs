import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteEventStore } from '../dist/platform/event-store/sqlite/sqlite.event-store.js';
import { Projector } from '../dist/platform/read-model/projector.js';
import { projection } from '../dist/contexts.js';
import { writeLog } from './log.mjs';
import { alternately, growth } from './measure.mjs';

const list = `SELECT key, document FROM commitments WHERE lifecycle = 'active' ORDER BY key LIMIT 50`;

/** Milliseconds that one reading of the list takes, once to warm up and then the mean of some. */
function reading({ rows }) {
  rows.all(list);
  const start = performance.now();
  for (let round = 0; round < 20; round++) rows.all(list);
  return { milliseconds: (performance.now() - start) / 20 };
}

/** The same list on the present basis and on past ones, over a register of so many entries. */
async function atSize(folder, entries, rounds) {
  const [logPath, views] = [join(folder, 'past', 'log.sqlite'), join(folder, 'past', 'views')];
  mkdirSync(join(folder, 'past'), { recursive: true });
  await writeLog(logPath, entries);
  const store = new SqliteEventStore(logPath, Date.now, { readOnly: true });
  const projector = new Projector(store, projection, views, Date.now);
  try {
    await projector.start();
    const { current } = projector;
    let lastYear = 0;
    for await (const { effective } of store.readAll({ after: entries - 2 })) lastYear = Number(effective.slice(0, 4));
    const { effectiveOn } = current;
    const at = (size, day) => () => reading(current.at({ size, effectiveOn: day }));
    const figures = await alternately(rounds, {
      present: at(entries, effectiveOn),
      'five years ago, as known now': at(entries, `${lastYear - 5}-12-31`),
      'as known half the log ago': at(entries / 2, effectiveOn),
    });
    const { present, ...past } = figures;
    const name = (one) => `a list of 50, ${entries.toLocaleString('en')} entries, ${one} : on the present basis`;
    return Object.entries(past).map(([one, { milliseconds }]) =>
      growth(name(one), milliseconds, present.milliseconds, 4, 'ms'),
    );
  } finally {
    await projector.stop();
    await store.close();
    rmSync(join(folder, 'past'), { recursive: true });
  }
}

/** Reading past bases against the present one, at several sizes: no basis is built or kept, so the first reading costs what later ones do. */
export async function past({ folder, quick }) {
  const rows = [];
  for (const entries of quick ? [1_000, 4_000] : [1_000, 10_000, 40_000])
    rows.push(...(await atSize(folder, entries, quick ? 3 : 5)));
  return rows;
}
