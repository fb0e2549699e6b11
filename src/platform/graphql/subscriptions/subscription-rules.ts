import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { GraphQLError, type DocumentNode, type ExecutionArgs } from 'graphql';
import type { Context, ServerOptions, SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Identify } from '../../../kernel/caller.js';
import { Allowances, type Consumer } from '../../http/allowances.js';
import { callerOf } from '../../http/requests.js';
import { hasCredentials } from '../../http/origins.js';
import { Integrity } from '../../integrity.js';
import { IDENTIFY, LOG } from '../../tokens.js';
import { Admission, Invalid, isSubscription, withCode } from '../admission/admission.js';
import { Contexts } from '../context.js';
import { RequestDeadline } from '../admission/deadline.js';
import { ParsedDocuments } from '../admission/parsed-documents.js';
import { logError } from '../answers/errors.js';
import { integrityOf } from '../saying-integrity.js';

/** What one connection may listen to at a time. */
const mostSubscriptions = 10;

/** The close code of graphql-transport-ws for a connection that is not, or no longer, authorised. */
const forbidden = 4403;

/** A connection that is open: the request it was opened with, where that came from, and the web socket. */
export interface SocketConnection {
  readonly request: IncomingMessage;
  readonly address: string;
  readonly socket: WebSocket;
}

/** What the first message over a connection may say: a browser cannot set the header for it. */
export interface ConnectionParams extends Record<string, unknown> {
  readonly authorization?: unknown;
}

type SubscriptionContext = Context<ConnectionParams, SocketConnection>;

/**
 * The rules of a WebSocket: only subscriptions, in documents that pass the same checks as over HTTP, with
 * errors formatted as there. Queries and commands use HTTP, where they are cached.
 */
@Injectable()
export class SubscriptionRules {
  private readonly admission: Admission;
  private readonly format = (error: Error) => logError(error, this.log);

  readonly rules: ServerOptions<ConnectionParams, SocketConnection> = {
    onSubscribe: async (connection, _id, payload) => {
      try {
        return await this.admit(connection, payload);
      } catch (error) {
        if (error instanceof Invalid) return error.errors;
        return [
          error instanceof GraphQLError
            ? error
            : new GraphQLError((error as Error).message, { originalError: error as Error }),
        ];
      }
    },
    onNext: async (connection, _id, _payload, _args, { errors, ...result }) => {
      await this.mustStillBe(connection);
      if (errors === undefined && this.integrity.trouble === null) return undefined;
      const more = {
        ...(errors && { errors: errors.map(this.format) }),
        ...(this.integrity.trouble !== null && { extensions: integrityOf(this.integrity) }),
      };
      return { ...result, ...more } as never;
    },
    onError: (_connection, _id, _payload, errors) => errors.map(this.format),
  };

  constructor(
    private readonly schema: GraphQLSchemaHost,
    private readonly contexts: Contexts,
    private readonly allowances: Allowances,
    private readonly integrity: Integrity,
    private readonly documents: ParsedDocuments,
    @Inject(IDENTIFY) private readonly identify: Identify,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.admission = new Admission(
      () => schema.schema,
      (cursor) => contexts.opensBasis(cursor),
    );
  }

  /** Whether a connection with credentials has a valid token. */
  async isWhoItSays({ extra, connectionParams }: SubscriptionContext): Promise<boolean> {
    try {
      await this.identify(asRequest(extra.request, connectionParams ?? {}, extra.address));
      return true;
    } catch {
      return false;
    }
  }

  /** Ends a connection whose session has ended since, or whose key or token opens nothing any more: nothing further goes out over it. */
  private async mustStillBe(connection: SubscriptionContext): Promise<void> {
    const { request, socket } = connection.extra;
    if (!hasCredentials(asRequest(request, connection.connectionParams ?? {}, '').headers)) return;
    if (!(await this.isWhoItSays(connection))) socket.close(forbidden, 'Signed out');
  }

  callerOf({ request, address }: SocketConnection, greeting: ConnectionParams): Promise<Consumer> {
    return callerOf(asRequest(request, greeting, address), address, this.identify);
  }

  private async admit(
    connection: SubscriptionContext,
    { query, operationName, variables }: SubscribePayload,
  ): Promise<ExecutionArgs> {
    if (Object.keys(connection.subscriptions).length > mostSubscriptions) {
      throw new GraphQLError(`A WebSocket may have ${mostSubscriptions} subscriptions at a time.`, {
        extensions: { code: 'RATE_LIMITED' },
      });
    }
    await this.mustStillBe(connection);
    const { document, operation, cost } = this.admission.admit(this.parsed(query), operationName, variables);
    if (!isSubscription(operation)) {
      throw new GraphQLError('Only subscriptions may be sent over a WebSocket; send everything else over HTTP.', {
        extensions: { code: 'BAD_REQUEST' },
      });
    }
    await this.allowances.charge(
      await this.callerOf(connection.extra, connection.connectionParams ?? {}),
      'cost',
      cost,
    );
    return {
      schema: this.schema.schema,
      document,
      operationName: operation.name?.value ?? null,
      variableValues: variables ?? null,
      contextValue: this.contextOf(connection),
    };
  }

  private parsed(query: string): DocumentNode {
    try {
      return this.documents.of(query);
    } catch (error) {
      throw error instanceof GraphQLError ? withCode(error, 'GRAPHQL_PARSE_FAILED') : error;
    }
  }

  /** A subscription lasts as long as someone listens. */
  private contextOf({ extra: { request, address }, connectionParams }: SubscriptionContext) {
    return this.contexts.of(
      asRequest(request, connectionParams ?? {}, address),
      new RequestDeadline(undefined, Infinity),
    );
  }
}

/** A connection as what a request of HTTP is to those who look at who asks. */
const asRequest = ({ headers }: IncomingMessage, { authorization }: ConnectionParams, ip: string) => ({
  headers: { ...headers, ...(typeof authorization === 'string' && { authorization }) },
  id: 'subscription',
  ip,
  isByItself: true,
});
