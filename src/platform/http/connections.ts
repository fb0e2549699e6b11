import type { Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { IsProxy } from './addresses.js';

/** Milliseconds that a client has for its header and for its whole request, and that a connection may be silent. */
export const timeouts = {
  requestTimeout: 30_000,
  connectionTimeout: 60_000,
  http: { headersTimeout: 10_000, connectionsCheckingInterval: 2000 } satisfies ServerOptions,
} as const;

/** Connections at a time: of all together, and of one address. */
const most = 1000;
const mostOfOne = 250;

/** Closes at once what is too many. Trusted proxies bring many callers over one address, and bound them themselves. */
export function boundConnections(server: Server, isProxy: IsProxy): void {
  const open = new Map<string, number>();
  server.maxConnections = most;
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isProxy(address)) return;
    const others = open.get(address) ?? 0;
    if (others >= mostOfOne) return socket.destroy();
    open.set(address, others + 1);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}

/** Milliseconds that requests under way have to end when the register stops. */
const patience = 8000;

/** Closes connections without a request, and, once the server closes, those whose requests take too long. */
export function closeGently(server: Server): void {
  const late = setTimeout(() => server.closeAllConnections(), patience);
  server.closeIdleConnections();
  server.once('close', () => clearTimeout(late));
}
