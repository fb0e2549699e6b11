import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';

/** Whether an address is that of a proxy whose word counts. */
export type IsProxy = (address: string) => boolean;

/** Reads which proxies are trusted: addresses and ranges in CIDR notation. */
export function proxies(trusted: readonly string[]): IsProxy {
  const isTrusted = proxyAddress.compile([...trusted]);
  return (address) => isTrusted(address, 0);
}

/** The address of a request: the peer or, behind trusted proxies, the client they forward. */
export const addressOf = (request: IncomingMessage, isProxy: IsProxy): string => proxyAddress(request, isProxy);

/** An address without the port that some proxies put behind it, and without the brackets around IPv6. */
export function withoutPort(address: string): string {
  const [, inBrackets, plain] = /^\s*(?:\[([\da-f:.%]+)\](?::\d+)?|([\d.]+):\d+)\s*$/i.exec(address) ?? [];
  return inBrackets ?? plain ?? address.trim();
}

/** Parses what proxies say about the client address before anything else uses it. */
export function withoutPorts({ headers }: IncomingMessage): void {
  const said = headers['x-forwarded-for'];
  if (typeof said === 'string') headers['x-forwarded-for'] = said.split(',').map(withoutPort).join(', ');
}

/** What is counted as one caller: an IPv4 address, or the /64 network that a subscriber of IPv6 has to himself. */
export function networkOf(address: string): string {
  const groups = groupsOf(address);
  return groups === null ? (mappedIn(address) ?? address) : `${groups.slice(0, 4).join(':')}::/64`;
}

/** The /48 that a site of IPv6 is given, which has 65,536 networks in it; null for IPv4. */
export function siteOf(address: string): string | null {
  const groups = groupsOf(address);
  return groups === null ? null : `${groups.slice(0, 3).join(':')}::/48`;
}

const mappedIn = (address: string): string | undefined => /^::ffff:([\d.]+)$/i.exec(address)?.[1];

/** The first four groups of an IPv6 address; null where it is one of IPv4. */
function groupsOf(address: string): string[] | null {
  if (!address.includes(':') || mappedIn(address) !== undefined) return null;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter((group) => group !== '').length;
  const four = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail ?? '').split(':')].slice(0, 4);
  return four.map((group) => parseInt(group, 16).toString(16));
}

/** Whether a text is an address or a range such as 10.0.0.0/8. */
export function isRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  return (
    version !== 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  );
}
