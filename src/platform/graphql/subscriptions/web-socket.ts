import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Config } from '../../../config.js';
import { addressOf, networkOf, proxies, siteOf, type IsProxy } from '../../http/addresses.js';
import { Allowances, generosity } from '../../http/allowances.js';
import { linesOf, ofData } from '../../http/answer-headers.js';
import { Origins } from '../../http/origins.js';
import { isGraphqlPath } from '../../http/paths.js';
import { addressConsumer, costOfBytes, hasPlainTarget } from '../../http/requests.js';
import { limits } from '../../limits.js';
import { CONFIG, LOG } from '../../tokens.js';
import { SubscriptionRules, type ConnectionParams, type SocketConnection } from './subscription-rules.js';

/** Web sockets that one address may have open, and all addresses of a site of IPv6 together. */
const mostSockets = 20;
const mostOfSite = mostSockets * generosity.site;

/** Bytes that may wait for a reader before it is cut off. A subscription hands on no entry before the last one is out. */
const mostWaiting = 1_000_000;

/**
 * Bytes that may wait for all readers together: beyond them, the reader with most waiting is disconnected.
 */
const mostWaitingOfAll = 64_000_000;

/** Milliseconds between two signs of life that are asked for; who has given none by the next is cut off. */
const heartbeat = 12_000;

/** Milliseconds that a connection may be open without listening to anything. */
const mostIdle = 60_000;

/** Milliseconds that the other end of a web socket has at least to answer that it is being closed. */
const shortestDrain = 300;

/** Why a connection was closed (RFC 6455, 7.4.1). */
const closing = { goingAway: 1001, policyViolated: 1008, fault: 1011 };

/** Web sockets for GraphQL (graphql-transport-ws): who may open one, how many, and how long one is kept. What is said over it is `Listening`'s. */
@Injectable()
export class WebSockets implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.bodyBytes,
    autoPong: false,
    handleProtocols,
  });
  private readonly open = new Map<string, number>();
  private readonly isProxy: IsProxy;
  private isDraining = false;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly listening: SubscriptionRules,
    private readonly allowances: Allowances,
    private readonly origins: Origins,
    @Inject(CONFIG) { trustedProxies }: Config,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.isProxy = proxies(trustedProxies);
  }

  onApplicationBootstrap(): void {
    const server = (
      this.host as { readonly httpAdapter?: HttpAdapterHost['httpAdapter'] }
    ).httpAdapter?.getHttpServer() as Server | undefined;
    server?.on(
      'upgrade',
      (request: IncomingMessage, socket: Duplex, head: Buffer) => void this.upgrade(request, socket, head),
    );
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.drain(0);
  }

  /** Opens no web socket any more, and closes those that are open: subscribers go on at another instance. Who does not answer in time is cut off. */
  async drain(milliseconds: number): Promise<void> {
    this.isDraining = true;
    const ended = [...this.sockets.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of this.sockets.clients) socket.close(closing.goingAway, 'Going away');
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      Promise.all(ended),
      new Promise((resolve) => (timer = setTimeout(resolve, Math.max(milliseconds, shortestDrain)))),
    ]);
    clearTimeout(timer);
    for (const socket of this.sockets.clients) socket.terminate();
  }

  /** Takes a connection over from HTTP, or says why not. */
  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { origin } = request.headers;
    const address = addressOf(request, this.isProxy);
    const network = networkOf(address);
    socket.on('error', () => socket.destroy());
    if (this.isDraining) return refuse(socket, '503 Service Unavailable');
    if (!hasPlainTarget(request)) return refuse(socket, '400 Bad Request');
    if (!isGraphqlPath(request.url ?? '')) return refuse(socket, '404 Not Found');
    if (origin !== undefined && !this.origins.isOwn(origin)) return refuse(socket, '403 Forbidden');
    const site = siteOf(address);
    const isFull = (key: string, most: number): boolean => (this.open.get(key) ?? 0) >= most;
    if (isFull(network, mostSockets) || (site !== null && isFull(site, mostOfSite)))
      return refuse(socket, '429 Too Many Requests');
    for (const key of site === null ? [network] : [network, site]) {
      this.open.set(key, (this.open.get(key) ?? 0) + 1);
      socket.once('close', () => this.left(key));
    }
    if (!(await this.allowances.takesRequest(addressConsumer(address)))) return refuse(socket, '429 Too Many Requests');
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.keep({ request, address, socket: opened }));
  }

  private left(network: string): void {
    const others = (this.open.get(network) ?? 1) - 1;
    if (others > 0) this.open.set(network, others);
    else this.open.delete(network);
  }

  /** Speaks the protocol over a connection, for as long as its other end keeps to it. */
  private keep(line: SocketConnection): void {
    const { socket } = line;
    const caller = this.listening.callerOf(line, {});
    const heard = (bytes: number, answer: () => void): void => {
      if (socket.bufferedAmount > mostWaiting) return socket.terminate();
      void caller
        .then((one) => this.allowances.takesRequest(one, costOfBytes(bytes)))
        .then((isAllowed) => (isAllowed ? answer() : socket.close(closing.policyViolated, 'Too many messages')));
    };
    const closed = makeServer<ConnectionParams, SocketConnection>({
      ...this.listening.rules,
      onConnect: (connection) => {
        const idle = setInterval(() => {
          if (Object.keys(connection.subscriptions).length === 0)
            socket.close(closing.policyViolated, 'No subscriptions');
        }, mostIdle);
        socket.once('close', () => clearInterval(idle));
        return this.listening.isWhoItSays(connection);
      },
    }).opened(
      {
        protocol: socket.protocol,
        send: (data) =>
          new Promise((resolve) => {
            if (socket.bufferedAmount > 0) cutOffSlowest(this.sockets.clients);
            if (socket.readyState === socket.OPEN) socket.send(data, () => resolve());
            else resolve();
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) => {
          const failed = (error: unknown): void => {
            this.log.error({ err: error }, 'a message over a WebSocket failed');
            socket.close(closing.fault, 'An internal error occurred');
          };
          socket.on('message', (message: Buffer) =>
            heard(message.length, () => void take(message.toString()).catch(failed)),
          );
        },
      },
      line,
    );
    const stopBeating = beat(socket);
    socket.on('ping', (data: Buffer) => heard(data.length, () => socket.pong(data)));
    socket.on('error', () => socket.terminate());
    socket.once('close', (code, reason) => {
      stopBeating();
      void closed(code, reason.toString());
    });
  }
}

/** Cuts off those that have left most unread, until what waits for all together is within its bound. */
export function cutOffSlowest(
  sockets: Iterable<Pick<WebSocket, 'bufferedAmount' | 'terminate'>>,
  most = mostWaitingOfAll,
): void {
  const slow = [...sockets]
    .map((socket) => ({ socket, waiting: socket.bufferedAmount }))
    .sort((one, other) => one.waiting - other.waiting);
  let all = slow.reduce((sum, { waiting }) => sum + waiting, 0);
  while (all > most) {
    const slowest = slow.pop();
    if (slowest === undefined) return;
    slowest.socket.terminate();
    all -= slowest.waiting;
  }
}

/** Asks for signs of life, and cuts off who gives none. */
function beat(socket: WebSocket): () => void {
  let isAlive = true;
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, heartbeat);
  socket.on('pong', () => (isAlive = true));
  return () => clearInterval(timer);
}

function refuse(socket: Duplex, status: string): void {
  socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n${linesOf(ofData)}Content-Length: 0\r\n\r\n`);
  (socket as Socket).destroySoon();
}
