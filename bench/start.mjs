import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { alternately, atMost, growth } from './measure.mjs';
import { dataFolder, list } from './queries.mjs';
import { startLoad, startRegister } from './servers.mjs';

/** Resolves when the check of the log that goes on in the background after every start is over: it is not to be counted as the list's. */
async function checked({ url }, dataDir) {
  const authorization = `Bearer ${readFileSync(join(dataDir, 'operator-token'), 'utf8')}`;
  const { state } = await (
    await fetch(`${url}/health/integrity`, { method: 'POST', headers: { authorization } })
  ).json();
  if (state !== 'sound') throw new Error(`The log of the bench is ${state}.`);
}

/** Starts the register over a data folder, asks it for a while, and stops it. */
async function startAndAsk(dataDir, load, seconds) {
  const server = await startRegister(dataDir, { IDC_ANSWER_CACHE_MB: '0' });
  try {
    await checked(server, dataDir);
    const { cpuMillis } = await load.measure(server, list, seconds, 1);
    const { megabytes } = await server.usage();
    return { seconds: server.secondsToReady, cpuMillis, megabytes };
  } finally {
    await server.stop();
  }
}

/** From process start to ready, memory, and what ten times the log costs. */
export async function start({ folder, quick }) {
  const large = quick ? 10_000 : 100_000;
  const small = large / 10;
  const [manyDir, fewDir] = [await dataFolder(folder, large), await dataFolder(folder, small)];
  const load = startLoad();
  const asking = quick ? 1 : 3;
  try {
    const absent = await alternately(quick ? 1 : 3, {
      many: () => {
        rmSync(join(manyDir, 'views'), { recursive: true, force: true });
        return startAndAsk(manyDir, load, asking);
      },
    });
    await startAndAsk(fewDir, load, asking);
    const present = await alternately(quick ? 3 : 5, {
      many: () => startAndAsk(manyDir, load, asking),
      few: () => startAndAsk(fewDir, load, asking),
    });
    const entries = `${large.toLocaleString('en')} entries`;
    return [
      atMost(`start to ready, ${entries}, views present`, present.many.seconds, 2, 's'),
      atMost(`start to ready, ${entries}, views absent`, absent.many.seconds, 10, 's'),
      atMost(`memory after serving, ${entries}, views present`, present.many.megabytes, 300, 'MB'),
      atMost(`memory after serving, ${entries}, views absent at start`, absent.many.megabytes, 300, 'MB'),
      growth('start with views, 10 × the log', present.many.seconds, present.few.seconds, 1.5, 's'),
      growth('CPU of the uncached list, 10 × the log', present.many.cpuMillis, present.few.cpuMillis, 1.3, 'ms'),
    ];
  } finally {
    load.stop();
  }
}
