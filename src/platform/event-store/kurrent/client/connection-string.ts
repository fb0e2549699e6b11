import { readFileSync } from 'node:fs';
import { WrongSetting } from '../errors.js';

/** A node of the event store. */
export interface Node {
  readonly host: string;
  readonly port: number;
  /** The name that its certificate must have, where that is not `host`. */
  readonly servername?: string;
}

export const nameOf = ({ host, port }: Node): string => `${host}:${port}`;

/** What TLS needs, in PEM: the authority of the nodes' certificates, and a client's own certificate where the server asks for one. */
export interface Tls {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

export interface EventStoreAccount {
  readonly username: string;
  readonly password: string;
}

/** A connection string of either client, taken apart and checked. */
export interface ConnectionString {
  readonly scheme: string;
  readonly nodes: readonly [Node, ...Node[]];
  /** Whether the one name covers all nodes of a cluster. */
  readonly isDiscovered: boolean;
  readonly account: EventStoreAccount | null;
  /** Null where connections go without TLS. */
  readonly tls: Tls | null;
  /** The connection string of one node alone. `keepAlive` are milliseconds between signs of life, where the settings do not say otherwise. */
  to(node: Node, keepAlive: number): string;
}

const knownOptions = [
  ...[
    'tls',
    'tlsVerifyCert',
    'tlsCAFile',
    'userCertFile',
    'userKeyFile',
    'connectionName',
    'nodePreference',
    'maxDiscoverAttempts',
    'discoveryInterval',
  ],
  ...['gossipTimeout', 'defaultDeadline', 'keepAliveInterval', 'keepAliveTimeout', 'throwOnAppendFailure'],
];
/** The clients do not mind case, hyphens and underscores. */
const flat = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');
const optionNames = new Map(knownOptions.map((name) => [flat(name), name]));

/** How to reach the nodes is settled here, so that a client is only ever given one. */
const ofDiscovery = new Set(['nodePreference', 'maxDiscoverAttempts', 'discoveryInterval', 'gossipTimeout']);

/**
 * Milliseconds after which a client tries again to connect to the one node. The newer client reads over a connection of its own, of which the first
 * attempt always fails; with its 500 ms each reconnection would cost as much, and a reading with less time would fail again and again.
 */
const betweenAttempts = 10;

const wrong = (what: string): WrongSetting => new WrongSetting(`IDC_EVENT_STORE: ${what}`);

/** Takes a connection string apart. Throws `WrongSetting`, which names the part that is wrong and never shows the password. */
export function parseConnectionString(url: string): ConnectionString {
  const [, scheme, discover, authority = '', , query = ''] =
    /^([a-z]+)(\+discover)?:\/\/([^/?]*)(\/?\?(.*)|\/*)$/i.exec(url.trim()) ?? [];
  if (scheme === undefined)
    throw wrong('the connection string must look like esdb://user:password@host:2113?tlsCAFile=/path/ca.crt.');
  const at = authority.lastIndexOf('@');
  const account = at === -1 ? null : accountIn(authority.slice(0, at));
  const nodes = authority
    .slice(at + 1)
    .split(',')
    .map(nodeIn);
  const isDiscovered = discover !== undefined;
  if (isDiscovered && nodes.length > 1) throw wrong('with +discover, one name covers all nodes, but it lists several.');
  const options = optionsIn(query);
  const ofOne = [...options]
    .filter(([name]) => !ofDiscovery.has(name))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const secret =
    account === null ? '' : `${encodeURIComponent(account.username)}:${encodeURIComponent(account.password)}@`;
  return {
    ...{ scheme: scheme.toLowerCase(), nodes: nodes as [Node, ...Node[]], isDiscovered, account },
    tls: options.get('tls') === 'false' ? null : tlsBy(options),
    to: (node, keepAlive) => {
      const all = [...ofOne, `discoveryInterval=${betweenAttempts}`];
      if (!options.has('keepAliveInterval')) all.push(`keepAliveInterval=${keepAlive}`);
      return `${scheme.toLowerCase()}://${secret}${nameOf(node)}?${all.join('&')}`;
    },
  };
}

function accountIn(text: string): EventStoreAccount {
  const [, username, password] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (username === undefined || password === undefined)
    throw wrong('before the @ there must be an account and its password, as in user:password@host:2113.');
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    throw wrong(
      'a special character in the account or its password is not percent-encoded; a percent sign itself is written %25.',
    );
  }
}

function nodeIn(text: string): Node {
  const [, host, port = '2113'] = /^([^\s:]+)(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (host === undefined || Number(port) > 65535)
    throw wrong(
      `${JSON.stringify(text)} is not a node; it must be a host name or IPv4 address, with a port unless it is 2113. Percent-encode special characters before the @.`,
    );
  return { host, port: Number(port) };
}

function optionsIn(query: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const pair of query.split('&').filter((one) => one !== '')) {
    const [given = '', value = ''] = pair.split('=', 2);
    const name = optionNames.get(flat(given));
    if (name === undefined)
      throw wrong(
        `${JSON.stringify(given)} is not an option of a connection string. The options are ${knownOptions.join(', ')}.`,
      );
    if (['tls', 'tlsVerifyCert'].includes(name) && !['true', 'false'].includes(value))
      throw wrong(`${name} must be true or false.`);
    try {
      options.set(name, decodeURIComponent(value));
    } catch {
      throw wrong(`the value of ${name} is not percent-encoded correctly.`);
    }
  }
  return options;
}

function tlsBy(options: ReadonlyMap<string, string>): Tls {
  const file = (name: string, begin: string): Buffer | undefined => {
    const path = options.get(name);
    if (path === undefined) return undefined;
    try {
      const content = readFileSync(path);
      if (content.includes(begin)) return content;
    } catch (error) {
      throw wrong(
        `${name} must name a file; ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
      );
    }
    throw wrong(`${name} must name a file in PEM format; ${path} has no line with ${begin}.`);
  };
  const ca = file('tlsCAFile', '-----BEGIN CERTIFICATE-----');
  const cert = file('userCertFile', '-----BEGIN CERTIFICATE-----');
  const key = file('userKeyFile', 'PRIVATE KEY-----');
  if ((cert === undefined) !== (key === undefined)) throw wrong('userCertFile and userKeyFile must be given together.');
  return { ...(ca && { ca }), ...(cert && key && { cert, key }) };
}
