import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { GraphQLError, parse, type ExecutionArgs } from 'graphql';
import { handleProtocols, makeServer, type Context, type ServerOptions } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Config } from '../../config.js';
import { addressOf, networkOf, proxies, type IsProxy } from '../http/addresses.js';
import { Allowances, RateLimited, type Caller } from '../http/allowances.js';
import { Origins } from '../http/origins.js';
import { isGraphqlPath } from '../http/paths.js';
import { callerOf } from '../http/requests.js';
import { Integrity } from '../integrity.js';
import { limits } from '../limits.js';
import { CONFIG, IDENTIFY, LOG } from '../tokens.js';
import { Admission, Invalid, isSubscription, withCode } from './admission.js';
import { Contexts, type Identify } from './context.js';
import { Deadline } from './deadline.js';
import { tell } from './errors.js';
import { integrityOf } from './saying-integrity.js';

/** Web sockets that one address may have open. */
const mostSockets = 20;

/** What one of them may listen to at a time. */
const mostSubscriptions = 10;

/** Bytes that may wait for a reader before it is cut off. A subscription hands on no entry before the last one is out. */
const mostWaiting = 1_000_000;

/** Milliseconds between two signs of life that are asked for; who has given none by the next is cut off. */
const heartbeat = 12_000;

/** Milliseconds that a connection may be open without listening to anything. */
const mostIdle = 60_000;

/** Why a connection was closed (RFC 6455, 7.4.1). */
const closing = { goingAway: 1001, policyViolated: 1008, fault: 1011 };

interface Extra {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
}

type Connection = Context<{ authorization?: unknown }, Extra>;

/**
 * GraphQL over web sockets (graphql-transport-ws): subscriptions alone, in documents that pass as over HTTP, with errors told as there.
 * Questions and deeds stay with HTTP, where they are cached.
 */
@Injectable()
export class WebSockets implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: limits.bodyBytes, autoPong: false, handleProtocols });
  private readonly open = new Map<string, number>();
  private readonly admission: Admission;
  private readonly isProxy: IsProxy;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly schema: GraphQLSchemaHost,
    private readonly contexts: Contexts,
    private readonly allowances: Allowances,
    private readonly origins: Origins,
    private readonly integrity: Integrity,
    @Inject(IDENTIFY) private readonly identify: Identify,
    @Inject(CONFIG) { trustedProxies }: Config,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.admission = new Admission(() => schema.schema);
    this.isProxy = proxies(trustedProxies);
  }

  onApplicationBootstrap(): void {
    const server = (this.host as { readonly httpAdapter?: HttpAdapterHost['httpAdapter'] }).httpAdapter?.getHttpServer() as Server | undefined;
    server?.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => void this.upgrade(request, socket, head));
  }

  beforeApplicationShutdown(): void {
    for (const socket of this.sockets.clients) socket.close(closing.goingAway, 'Going away');
    this.sockets.close();
  }

  /** Takes a connection over from HTTP, or says why not. */
  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { origin, host } = request.headers;
    const network = networkOf(addressOf(request, this.isProxy));
    socket.on('error', () => socket.destroy());
    if (!isGraphqlPath(request.url ?? '')) return refuse(socket, '404 Not Found');
    if (origin !== undefined && !this.origins.isOwn(origin, host)) return refuse(socket, '403 Forbidden');
    if ((this.open.get(network) ?? 0) >= mostSockets) return refuse(socket, '429 Too Many Requests');
    this.open.set(network, (this.open.get(network) ?? 0) + 1);
    socket.once('close', () => this.left(network));
    if (!(await this.takes({ kind: 'address', key: network }))) return refuse(socket, '429 Too Many Requests');
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.listen(opened, request));
  }

  private left(network: string): void {
    const others = (this.open.get(network) ?? 1) - 1;
    if (others > 0) this.open.set(network, others);
    else this.open.delete(network);
  }

  /** Speaks the protocol over a connection, for as long as its other end keeps to it. */
  private listen(socket: WebSocket, request: IncomingMessage): void {
    const caller = this.callerOf(request, {});
    let isAlive = true;
    const beat = setInterval(() => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    }, heartbeat);
    const heard = (answer: () => void): void => {
      if (socket.bufferedAmount > mostWaiting) return socket.terminate();
      void this.takes(caller).then((isAllowed) => (isAllowed ? answer() : socket.close(closing.policyViolated, 'Too many messages')));
    };
    const closed = makeServer<{ authorization?: unknown }, Extra>(this.rules()).opened(
      {
        protocol: socket.protocol,
        send: (data) => {
          if (socket.bufferedAmount > mostWaiting) socket.terminate();
          return new Promise((resolve) => (socket.readyState === socket.OPEN ? socket.send(data, () => resolve()) : resolve()));
        },
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) =>
          socket.on('message', (message: Buffer) =>
            heard(() => {
              take(message.toString()).catch((error: unknown) => {
                this.log.error({ err: error }, 'a message over a web socket failed');
                socket.close(closing.fault, 'Something went wrong on our side');
              });
            }),
          ),
      },
      { request, socket },
    );
    socket.on('pong', () => (isAlive = true));
    socket.on('ping', (data: Buffer) => heard(() => socket.pong(data)));
    socket.on('error', () => socket.terminate());
    socket.once('close', (code, reason) => {
      clearInterval(beat);
      void closed(code, reason.toString());
    });
  }

  private rules(): ServerOptions<{ authorization?: unknown }, Extra> {
    const told = (error: Error) => tell(error, this.log);
    return {
      onConnect: (connection) => {
        connection.extra.socket.once('close', () => clearTimeout(idle));
        const idle = setInterval(() => {
          if (Object.keys(connection.subscriptions).length === 0) connection.extra.socket.close(closing.policyViolated, 'Listens to nothing');
        }, mostIdle);
        return this.isWhoItSays(connection);
      },
      onSubscribe: async (connection, _id, { query, operationName, variables }) => {
        try {
          return await this.admit(connection, { query, operationName: operationName ?? null, variables: variables ?? null });
        } catch (error) {
          if (error instanceof Invalid) return error.errors;
          return [error instanceof GraphQLError ? error : new GraphQLError((error as Error).message, { originalError: error as Error })];
        }
      },
      onNext: (_connection, _id, _payload, _args, { errors, ...result }) => {
        if (errors === undefined && this.integrity.trouble === null) return undefined;
        const more = { ...(errors && { errors: errors.map(told) }), ...(this.integrity.trouble !== null && { extensions: integrityOf(this.integrity) }) };
        return { ...result, ...more } as never;
      },
      onError: (_connection, _id, _payload, errors) => errors.map(told),
    };
  }

  private async admit(
    connection: Connection,
    asked: { query: string; operationName: string | null; variables: Record<string, unknown> | null },
  ): Promise<ExecutionArgs> {
    const { query, operationName, variables } = asked;
    if (Object.keys(connection.subscriptions).length > mostSubscriptions) {
      throw new GraphQLError(`A web socket may listen to ${mostSubscriptions} things at a time.`, { extensions: { code: 'RATE_LIMITED' } });
    }
    const document = parsed(query);
    const cost = this.admission.costOf(document, operationName, variables);
    if (!isSubscription(document, operationName)) {
      throw new GraphQLError('Only a subscription may be sent over a web socket; all else goes over HTTP.', { extensions: { code: 'BAD_REQUEST' } });
    }
    const caller = this.callerOf(connection.extra.request, connection.connectionParams ?? {});
    await this.allowances.take(`${caller.kind}-cost`, caller.key, cost);
    return { schema: this.schema.schema, document, operationName, variableValues: variables, contextValue: this.contextOf(connection) };
  }

  private contextOf({ extra: { request }, connectionParams }: Connection) {
    return this.contexts.of(asRequest(request, connectionParams ?? {}), new Deadline(undefined, Infinity));
  }

  private isWhoItSays(connection: Connection): boolean {
    try {
      this.contextOf(connection).identify();
      return true;
    } catch {
      return false;
    }
  }

  private callerOf(request: IncomingMessage, params: { authorization?: unknown }): Caller {
    return callerOf(asRequest(request, params), addressOf(request, this.isProxy), this.identify);
  }

  private takes({ kind, key }: Caller): Promise<boolean> {
    return this.allowances.take(`${kind}-requests`, key).then(
      () => true,
      (error: unknown) => {
        if (error instanceof RateLimited) return false;
        throw error;
      },
    );
  }
}

/** A connection as what a request of HTTP is to those who look at who asks: a browser cannot set a header, and says it in the first message. */
const asRequest = ({ headers }: IncomingMessage, { authorization }: { authorization?: unknown }) => ({
  headers: { ...headers, ...(typeof authorization === 'string' && { authorization }) },
  id: 'subscription',
});

function parsed(query: string) {
  try {
    return parse(query, { maxTokens: limits.tokens });
  } catch (error) {
    throw error instanceof GraphQLError ? withCode(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
