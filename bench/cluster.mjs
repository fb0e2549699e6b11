import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { parseConnectionString } from '../dist/platform/event-store/kurrent/client/connection-string.js';
import { loadClient } from '../dist/platform/event-store/kurrent/client/client.js';
import { KurrentEventStore } from '../dist/platform/event-store/kurrent/kurrent.event-store.js';
import { SqliteEventStore } from '../dist/platform/event-store/sqlite/sqlite.event-store.js';
import { copyLog } from '../dist/platform/event-store/copying.js';
import { canonical } from '../dist/platform/event-store/canonical.js';
import { measured } from './appends.mjs';
import { alternately, atMost, growth, rate, seconds } from './measure.mjs';
import { dataFolder } from './queries.mjs';
import { startRegister } from './servers.mjs';

const { IDC_BENCH_ESDB: url = '' } = process.env;
// It is no setting of the register that is started here.
delete process.env.IDC_BENCH_ESDB;
let registers = 0;
const freshName = () => `bench-${process.pid}-${Date.now()}-${(registers += 1)}`;

/** Lets so many writers do so many things in all, each one after the other; gives how many a second. */
async function byWriters(writers, count, write) {
  const each = Math.ceil(count / writers);
  const work = async (_, writer) => {
    for (let place = 0; place < each; place++) await write(writer, place);
  };
  const time = await seconds(() => Promise.all(Array.from({ length: writers }, work)));
  return { perSecond: (each * writers) / time };
}

/** Commands of one event each through the engine, each with its text and what was asked, acknowledged when the copy holds it. */
async function throughEngine(folder, writers, count) {
  const path = join(folder, `${freshName()}.sqlite`);
  const store = await KurrentEventStore.open({ url, register: freshName(), path, clock: Date.now });
  const figures = await byWriters(writers, count, async (writer, place) => {
    const one = measured(place);
    const { size } = await store.head();
    await store.append(
      `commitment-${writer}`,
      place === 0 ? 'none' : place - 1,
      [one],
      canonical({ commandId: one.commandId, facts: one.facts }),
      size,
    );
  });
  await store.close();
  for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(path + suffix, { force: true });
  return figures;
}

/** Appends of one event of the same size each by the client alone, each writer to a stream of its own. */
async function byClient(writers, count) {
  const { account, nodes, scheme, to } = parseConnectionString(url);
  const { connect, made, expectation } = await loadClient(scheme);
  const client = connect(nodes.length === 1 ? to(nodes[0], 10_000) : url);
  const options = { requiresLeader: true, credentials: account ?? { username: 'none', password: 'none' } };
  const name = freshName();
  const figures = await byWriters(writers, count, async (writer, place) => {
    const { facts, text, ...metadata } = measured(place);
    const event = made.jsonEvent({ id: uuidv7(), type: metadata.type, data: { facts, text }, metadata });
    await client.appendToStream(`${name}-${writer}`, [event], {
      ...options,
      [expectation]: place === 0 ? 'no_stream' : BigInt(place - 1),
    });
  });
  await client.dispose();
  return figures;
}

/** From process start to ready over an empty data folder: what is followed, into log and views; and the memory it has taken. */
async function following(folder, env) {
  const dataDir = join(folder, freshName());
  mkdirSync(dataDir);
  const server = await startRegister(dataDir, env);
  try {
    return { seconds: server.secondsToReady, megabytes: (await server.usage()).megabytes };
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** From process start to ready where the log is there and no views are. */
async function replaying(dataDir) {
  rmSync(join(dataDir, 'views'), { recursive: true, force: true });
  const server = await startRegister(dataDir);
  try {
    return { seconds: server.secondsToReady };
  } finally {
    await server.stop();
  }
}

/** Brings a log into the event store under a name of its own. */
async function carriedOver(folder, dataDir) {
  const register = freshName();
  const path = join(folder, `${register}.sqlite`);
  const source = new SqliteEventStore(join(dataDir, 'log.sqlite'), Date.now, { readOnly: true });
  const target = await KurrentEventStore.open({ url, register, path, clock: Date.now, deadline: 60_000 });
  await copyLog(source, target, () => undefined);
  await Promise.all([source.close(), target.close()]);
  return register;
}

/** Several instances over an event store: what commands cost against the client's bare appends, and how fast an empty instance follows. */
export async function cluster({ folder, quick }) {
  if (url === '') {
    console.log(
      'NOT MEASURED: cluster. Name an EventStoreDB or KurrentDB that may be written to: IDC_BENCH_ESDB=esdb://… npm run bench -- cluster',
    );
    return [];
  }
  const [one, many] = quick ? [200, 1000] : [1000, 6000];
  const figures = await alternately(quick ? 3 : 5, {
    one: () => throughEngine(folder, 1, one),
    bareOne: () => byClient(1, one),
    many: () => throughEngine(folder, 32, many),
    bareMany: () => byClient(32, many),
  });
  const size = quick ? 10_000 : 100_000;
  const dataDir = await dataFolder(folder, size);
  const register = await carriedOver(folder, dataDir);
  const env = { IDC_EVENT_STORE: url, IDC_REGISTER: register, IDC_SECRETS_DIR: dataDir };
  const starts = await alternately(quick ? 1 : 3, {
    followed: () => following(folder, env),
    replayed: () => replaying(dataDir),
  });
  const entries = `${size.toLocaleString('en')} entries`;
  return [
    rate('commands through the event store, 1 writer', figures.one.perSecond, figures.bareOne.perSecond, 0.3),
    rate('commands through the event store, 32 writers', figures.many.perSecond, figures.bareMany.perSecond, 0.5),
    growth(`empty instance to ready, ${entries}`, starts.followed.seconds, starts.replayed.seconds, 2, 's'),
    atMost(`memory of that instance, ${entries}`, starts.followed.megabytes, 300, 'MB'),
  ];
}
