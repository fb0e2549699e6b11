// Gives accounts of a KurrentDB what a register needs, and to all others nothing: to read and write what is no system stream, and to follow $all.
// From a checkout of the register, with the administrator's connection string:
//
//   node deploy/rights.mjs 'kurrentdb://admin:…@kurrentdb-1:2113?tlsCAFile=…' ACCOUNT…
//
// What an account may do is kept in the event store: it holds on all nodes, at once, and for streams that are still to come.
import client from '@kurrent/kurrentdb-client';

const [url, ...accounts] = process.argv.slice(2);
if (url === undefined || accounts.length === 0) {
  console.error('Name the connection string of an administrator, and the accounts.');
  process.exit(2);
}
const store = client.KurrentDBClient.connectionString(url);
const entitled = ['$admins', ...accounts];
const all = (who) => ({ $r: who, $w: who, $d: who, $mr: who, $mw: who });
const rules = { $userStreamAcl: all(entitled), $systemStreamAcl: all(['$admins']) };
await store.appendToStream('$settings', [client.jsonEvent({ type: '$settings', data: rules })]);
await store.setStreamMetadata('$all', { acl: { readRoles: entitled } });
await store.dispose();
console.log(`Only administrators and ${accounts.join(', ')} read and write streams now; the same follow $all.`);
