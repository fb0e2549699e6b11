import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const running = new Set();
const report = join(here, 'servers', 'report.mjs');

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Starts a server as a process of its own; it is ready when it answers, and not with 503. */
export async function startServer(file, { args = [], env = {}, flags = [] } = {}) {
  const port = await freePort();
  const start = performance.now();
  const child = fork(file, args, {
    execArgv: ['--import', report, ...flags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port), ...env },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}.`);
    await setTimeout(5);
  }
  return {
    url,
    graphql: `${url}/graphql`,
    secondsToReady: (performance.now() - start) / 1000,
    usage: async () => {
      child.send('usage');
      return (await once(child, 'message'))[0];
    },
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

const isReady = (url) =>
  fetch(`${url}/health/ready`).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status !== 503;
    },
    () => false,
  );

/** Ends what an error has left running. */
export function endAll() {
  for (const child of running) child.kill('SIGKILL');
}

/** More than any measurement asks: what is asked is counted all the same. */
const unlimited = { IDC_REQUESTS_PER_MINUTE: '1000000000', IDC_COST_PER_MINUTE: '1000000000000' };

/** The register itself over a data folder, started as `npm start` does it. */
export const startRegister = (dataDir, env = {}) =>
  startServer(join(here, '..', 'dist', 'register.js'), {
    flags: ['--max-semi-space-size=32'],
    env: { IDC_DATA_DIR: dataDir, IDC_SEED: 'no', IDC_LOG_LEVEL: 'warn', IDC_DRAIN_MS: '0', ...unlimited, ...env },
  });

export const startBare = (bodyFile) => startServer(join(here, 'servers', 'bare.mjs'), { args: [bodyFile] });

/** The process that loads them. */
export function startLoad() {
  const child = fork(join(here, 'servers', 'load.mjs'));
  running.add(child);
  const run = async (task) => {
    child.send(task);
    return (await once(child, 'message'))[0];
  };
  return {
    /** Loads a server for so long; gives answers a second, and per second of the server's processor time. */
    async measure(server, body, seconds, connections = 16) {
      const before = await server.usage();
      const { answers, perSecond, medianMs } = await run({ url: server.graphql, body, connections, seconds });
      if (answers === 0)
        throw new Error(`${server.url} gave no answer in ${seconds} s: measure on a machine that is less busy.`);
      const cpu = (await server.usage()).cpuSeconds - before.cpuSeconds;
      return { perSecond, perCpuSecond: answers / cpu, cpuMillis: (cpu * 1000) / answers, medianMs };
    },
    stop: () => child.kill(),
  };
}

/** One answer, whole. */
export async function ask(server, body) {
  const response = await fetch(server.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return response.text();
}
