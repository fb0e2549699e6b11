import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeLog } from './log.mjs';
import { alternately, rate } from './measure.mjs';
import { startPeer } from './peer.mjs';
import { ask, startBare, startLoad, startRegister } from './servers.mjs';

/** Fifty commitments, three levels deep. */
export const list = JSON.stringify({
  query: `{ commitments(first: 50) { nodes {
    code title { text } due claimed champion { slug name }
    milestones(first: 3) { nodes { code title { text } due } }
    progressReports(first: 2) { nodes { code claimed narrative { text } evidence { url title } } }
  } } }`,
});

/** A data folder with a log of so many entries, named `log.sqlite` as the register has it. */
export async function dataFolder(folder, size) {
  const dataDir = join(folder, `register-${size}`);
  if (existsSync(dataDir)) return dataDir;
  mkdirSync(dataDir, { recursive: true });
  await writeLog(join(dataDir, 'log.sqlite'), size);
  return dataDir;
}

/** Lets servers answer the same question in turns. */
async function compare(servers, body, { rounds, seconds }) {
  const load = startLoad();
  try {
    for (const server of Object.values(servers)) await load.measure(server, body, seconds);
    const contestants = Object.fromEntries(
      Object.entries(servers).map(([name, server]) => [name, () => load.measure(server, body, seconds)]),
    );
    return await alternately(rounds, contestants);
  } finally {
    load.stop();
  }
}

const rows = (measure, ours, reference, goal) => [
  rate(`${measure}, answers a second`, ours.perSecond, reference.perSecond, goal),
  rate(`${measure}, answers a second of server CPU`, ours.perCpuSecond, reference.perCpuSecond, goal),
];

const effort = (quick) => (quick ? { rounds: 3, seconds: 1 } : { rounds: 5, seconds: 3 });

/** The list, computed anew each time, against a plain NestJS + Apollo service with an ORM on the same rows. */
export async function uncached({ folder, quick }) {
  const dataDir = await dataFolder(folder, quick ? 4000 : 10_000);
  const ours = await startRegister(dataDir, { IDC_ANSWER_CACHE_MB: '0' });
  const peer = await startPeer(dataDir);
  try {
    assert.deepEqual(
      JSON.parse(await ask(peer, list)),
      JSON.parse(await ask(ours, list)),
      'Both must give the same answer.',
    );
    const figures = await compare({ ours, peer }, list, effort(quick));
    return rows('list of 50, uncached', figures.ours, figures.peer, 4);
  } finally {
    await Promise.all([ours.stop(), peer.stop()]);
  }
}

/** The list again on an unchanged register, against bare node:http that sends the same bytes. */
export async function again({ folder, quick }) {
  const dataDir = await dataFolder(folder, quick ? 2000 : 5000);
  const ours = await startRegister(dataDir);
  const bytes = join(folder, 'answer.json');
  writeFileSync(bytes, await ask(ours, list));
  const bare = await startBare(bytes);
  try {
    const figures = await compare({ ours, bare }, list, effort(quick));
    return rows('the same query again', figures.ours, figures.bare, 0.3);
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}
