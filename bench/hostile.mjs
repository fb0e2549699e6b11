import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { hostileDocuments } from '../test/api/limits/hostile-documents.mjs';
import { alternately, atMost, growth, seconds } from './measure.mjs';
import { dataFolder, list } from './queries.mjs';
import { startRegister } from './servers.mjs';

/** Posts a body , , , on behalf of an address, as a proxy does, and gives the status. */
function post(server, agent, body, address) {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-forwarded-for': address,
    };
    const asked = request(server.graphql, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    asked.on('error', reject).end(body);
  });
}

/** Several connections that go on doing the same until they are told to stop. */
function keepUp(connections, work) {
  let isOver = false;
  const running = Array.from({ length: connections }, async (_, number) => {
    while (!isOver) await work(number);
  });
  return async () => {
    isOver = true;
    await Promise.all(running);
  };
}

const bodyOf = ({ query, variables }) => JSON.stringify({ query, variables });

/** Milliseconds of the server's processor that one refusal takes, for each document: each time a new one, for a known one is not looked at again. */
async function work(server, agent, times) {
  const found = [];
  for (const [number, document] of hostileDocuments.entries()) {
    const before = (await server.usage()).cpuSeconds;
    for (let time = 0; time < times; time++) {
      const status = await post(
        server,
        agent,
        bodyOf({ ...document, query: `${document.query} # ${time}` }),
        `2001:db8:${(16 * number + time).toString(16)}::1`,
      );
      assert.equal(status, 400, `${document.name} must be refused.`);
    }
    found.push({ name: document.name, ms: (((await server.usage()).cpuSeconds - before) * 1000) / times });
  }
  return found.toSorted((one, other) => other.ms - one.ms);
}

/** The 99th percentile of what readers of many addresses wait for a list, beside what else goes on. */
async function waiting(server, agent, length, beside) {
  const millis = [];
  const stop = keepUp(4, async () => {
    const address = `198.51.${millis.length % 100}.${(millis.length * 7) % 250}`;
    millis.push((await seconds(async () => assert.equal(await post(server, agent, list, address), 200))) * 1000);
  });
  const stopBeside = beside();
  await setTimeout(length * 1000);
  await Promise.all([stop(), stopBeside()]);
  const sorted = millis.toSorted((a, b) => a - b);
  return { p99: sorted[Math.floor(sorted.length * 0.99)] };
}

/** What documents cost that ask too much, and what readers notice of a flood of them from one address, under the limits that hold by default. */
export async function hostile({ folder, quick }) {
  const dataDir = await dataFolder(folder, quick ? 4000 : 10_000);
  const server = await startRegister(dataDir, {
    IDC_ANSWER_CACHE_MB: '0',
    IDC_TRUSTED_PROXIES: '127.0.0.1',
    IDC_REQUESTS_PER_MINUTE: '600',
    IDC_COST_PER_MINUTE: '1000000',
  });
  const agent = new Agent({ keepAlive: true });
  try {
    await work(server, agent, 1);
    const works = await work(server, agent, quick ? 3 : 9);
    console.log(
      `Dearest refusals: ${works
        .slice(0, 5)
        .map(({ name, ms }) => `${name} ${ms.toFixed(1)} ms`)
        .join('; ')}`,
    );
    const bodies = hostileDocuments.map(bodyOf);
    let sent = 0;
    const flood = () => keepUp(16, () => post(server, agent, bodies[sent++ % bodies.length], '203.0.113.1'));
    const none = () => async () => undefined;
    const length = quick ? 3 : 10;
    const figures = await alternately(quick ? 3 : 5, {
      alone: () => waiting(server, agent, length, none),
      beside: () => waiting(server, agent, length, flood),
    });
    return [
      atMost('the most expensive of the hostile documents, server CPU', works[0].ms, 50, 'ms'),
      growth('p99 of a list beside a flood of them', figures.beside.p99, figures.alone.p99, 2, 'ms'),
    ];
  } finally {
    agent.destroy();
    await server.stop();
  }
}
