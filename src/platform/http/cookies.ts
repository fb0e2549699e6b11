import type { PublicUrl } from './public-url.js';

export type Headers = Readonly<Record<string, unknown>>;

/** A request with a session cookie came from a page of another origin. */
export class ForeignOrigin extends Error {
  override readonly name = 'ForeignOrigin';
  constructor() {
    super('This request did not come from a page of this register.');
  }
}

/**
 * Whether a browser says that a request comes from a page of ours: by Sec-Fetch-Site, else by Origin. A request that says neither is not
 * from a browser that could be trusted with a cookie.
 */
export function isOwn(headers: Headers, url: PublicUrl): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = headers;
  return typeof origin === 'string' && origin !== 'null' ? url.origins.includes(origin) : site === 'same-origin';
}

/** The value of a cookie, or undefined. Of two with one name, which only a stranger can have set, none counts. */
export function cookieOf(headers: Headers, name: string): string | undefined {
  const { cookie } = headers;
  if (typeof cookie !== 'string') return undefined;
  const found = cookie.split(/; */).filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined;
}

/** A cookie that only we read, over TLS alone where there is any; `seconds` null lasts until the browser is closed. */
export function cookie(name: string, value: string, url: PublicUrl, seconds: number | null): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${url.isSecure ? '; Secure' : ''}${seconds === null ? '' : `; Max-Age=${seconds}`}`;
}

/** A cookie's name as browsers protect it: `__Host-` cannot be set by another host or without TLS. Without TLS, on one's own machine, it is plain. */
export const cookieName = (name: string, url: PublicUrl): string => (url.isSecure ? `__Host-${name}` : name);

/** The name of the cookie that holds the secret of a session. */
export const sessionCookie = (url: PublicUrl): string => cookieName('idc', url);
