// Starts the register as a newcomer does, into an empty folder, and again: the first start imports the bundled data, the second must not.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'idc-start-'));

async function start() {
  const begun = performance.now();
  const server = spawn('npm', ['start'], {
    env: { ...process.env, PORT: '0', IDC_DATA_DIR: folder, IDC_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let printed = '';
  const url = await new Promise((resolve, reject) => {
    server.stdout.on('data', (chunk) => {
      printed += chunk;
      const found = /(http:\S+)\/graphql/.exec(printed);
      if (found) resolve(found[1]);
    });
    server.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${printed}`)));
  });
  const ready = await fetch(`${url}/health/ready`);
  if (ready.status !== 200) throw new Error(`/health/ready answered ${ready.status}`);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  return {
    printed,
    url,
    seconds,
    stop: () => new Promise((resolve) => server.once('exit', resolve) && process.kill(-server.pid, 'SIGTERM')),
  };
}

async function ask(url, query, token) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await (
    await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  ).json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

const first = await start();
if (!/filled from the bundled data set/.test(first.printed))
  throw new Error(`The first start imported nothing:\n${first.printed}`);
if (!/\/sign-in\/first#[\w-]{43}/.test(first.printed))
  throw new Error(`The first start printed no link for the secretariat:\n${first.printed}`);
const token = readFileSync(join(folder, 'operator-token'), 'utf8');
const rename =
  'mutation { renameChampion(input: { commandId: "try-1", champion: "kenya", name: "Kenya" }) { champion { name } receipt { entry } userErrors { message } } }';
const { renameChampion } = await ask(first.url, rename, token);
if (renameChampion.champion?.name !== 'Kenya') throw new Error(JSON.stringify(renameChampion));
await first.stop();

const second = await start();
if (/bundled/.test(second.printed)) throw new Error('The second start imported again.');
const { champion } = await ask(second.url, '{ champion(slug: "kenya") { name } }');
if (champion.name !== 'Kenya') throw new Error('The second start has forgotten a command.');
await second.stop();
rmSync(folder, { recursive: true, force: true });
console.log(`First start: ready in ${first.seconds} s with the bundled data; second start: ${second.seconds} s.`);
