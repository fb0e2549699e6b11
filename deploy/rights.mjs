// Gives accounts of a KurrentDB what a register needs, and to all others nothing: to read and write what is no system stream, and to follow $all.
// From a checkout of the register, with the administrator's connection string or a file that holds it:
//
//   node deploy/rights.mjs 'kurrentdb://admin:…@kurrentdb-1:2113?tlsCAFile=…' ACCOUNT…
//   node deploy/rights.mjs FILE --password-file FILE ACCOUNT…
//
// The second also creates the first account, or sets its password. Run again, it comes to the same. What an account may do is kept in the event
// store: it holds on all nodes, at once, and for streams that are still to come; and it is what was said last: name all accounts that are to have it.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import client from '@kurrent/kurrentdb-client';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'password-file': { type: 'string' } } });
const [given, ...accounts] = positionals;
const passwordFile = values['password-file'];
if (given === undefined || accounts.length === 0) {
  console.error(
    'Give the connection string of an administrator, or a file that contains it, and the accounts; --password-file FILE sets the password of the first.',
  );
  process.exit(2);
}

const fail = (error) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
};
const contentOf = (path) => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    return fail(error);
  }
};
const url = given.includes('://') ? given : contentOf(given);

/** How often a node is asked, and seconds in between: after a start they elect a leader first. */
const [attempts, pause] = [30, 2];

/** What a node answers to a request of the administrator: its status. The nodes are asked one after the other until one takes it. */
async function manage(path, body) {
  const [, user, password, hosts, query = ''] =
    /^\w+(?:\+discover)?:\/\/([^:@]*):([^@]*)@([^/?]+)\/?(?:\?(.*))?$/.exec(url) ?? [];
  if (hosts === undefined) throw new Error('The connection string must contain an account, its password and a node.');
  const options = new URLSearchParams(query);
  const isPlain = options.get('tls') === 'false';
  const ca = options.get('tlsCAFile');
  const request = (host) =>
    new Promise((resolve, reject) => {
      const sent = (isPlain ? http : https).request(`${isPlain ? 'http' : 'https'}://${host}${path}`, {
        method: 'POST',
        auth: `${decodeURIComponent(user)}:${decodeURIComponent(password)}`,
        headers: { 'content-type': 'application/json' },
        timeout: 10_000,
        ...(ca === null ? {} : { ca: readFileSync(ca) }),
      });
      sent.on('timeout', () => sent.destroy(new Error('no answer within 10 s')));
      sent.on('error', reject);
      sent.on('response', (response) => response.resume().on('end', () => resolve(response.statusCode)));
      sent.end(JSON.stringify(body));
    });
  const all = hosts.split(',');
  for (let attempt = 1; ; attempt += 1) {
    const host = all[attempt % all.length];
    const answer = await request(host).catch((error) => error);
    if (answer === 401 || answer === 403)
      throw new Error(`${host} does not let this administrator manage accounts (${answer}).`);
    if (typeof answer === 'number' && answer < 500 && answer !== 404) return answer;
    if (attempt >= attempts)
      throw new Error(`POST ${path} of ${host}: ${answer instanceof Error ? answer.message : answer}.`);
    await setTimeout(pause * 1000);
  }
}

async function makeAccount(name, password) {
  const made = await manage('/users/', { loginName: name, fullName: 'The register', groups: [], password });
  if (made === 201) return console.log(`The account ${name} is created.`);
  if (made !== 409) throw new Error(`The account ${name} was not created: ${made}.`);
  const changed = await manage(`/users/${encodeURIComponent(name)}/command/reset-password`, { newPassword: password });
  if (changed !== 200) throw new Error(`The password of the account ${name} was not set: ${changed}.`);
  console.log(`The account ${name} exists and has this password.`);
}

/** Lets administrators and these accounts, and nobody else, read and write streams and follow $all. */
async function giveRights(entitled) {
  const store = client.KurrentDBClient.connectionString(url);
  const all = (who) => ({ $r: who, $w: who, $d: who, $mr: who, $mw: who });
  const rules = { $userStreamAcl: all(entitled), $systemStreamAcl: all(['$admins']) };
  await store.appendToStream('$settings', [client.jsonEvent({ type: '$settings', data: rules })]);
  await store.setStreamMetadata('$all', { acl: { readRoles: entitled } });
  await store.dispose();
  console.log(`Only administrators and ${accounts.join(', ')} can now read and write streams, and follow $all.`);
}

try {
  if (passwordFile !== undefined) await makeAccount(accounts[0], contentOf(passwordFile));
  await giveRights(['$admins', ...accounts]);
} catch (error) {
  fail(error);
}
