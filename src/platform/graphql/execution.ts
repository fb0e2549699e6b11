import { HeaderMap, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import {
  execute,
  OperationTypeNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import Negotiator from 'negotiator';
import { NotAllowed } from '../../kernel/refusal.js';
import { RateLimited, restField, type Allowances } from '../http/allowances.js';
import { countedAs } from '../http/requests.js';
import type { Refusals } from '../http/refusals.js';
import { OverLimit } from '../limits.js';
import { Invalid, isSubscription, type Admission, type Admitted } from './admission/admission.js';
import { mayBeKept } from './answers/cached-answers.js';
import type { RequestContext } from './context.js';
import { badRequest, causeOf } from './answers/errors.js';
import { restsOnFixedBases } from './answers/fixed-bases.js';
import { unitsPerMillisecond, WorkShares } from './admission/work-shares.js';

/** Formats an error for callers. */
export type LogError = (error: Error) => GraphQLFormattedError;

interface Execution {
  readonly schema: () => GraphQLSchema;
  readonly admission: Admission;
  readonly allowances: Allowances;
  readonly refusals: Refusals;
  readonly format: LogError;
}

/**
 * Executes what passes, and that alone: Apollo's own execution is never reached. The cost of an operation is taken from what its caller may
 * ask in a minute before it is executed; what a query takes beyond that, afterwards.
 */
export const executing = ({
  schema,
  admission,
  allowances,
  refusals,
  format,
}: Execution): ApolloServerPlugin<RequestContext> => {
  const shares = new WorkShares();

  const charge = async (context: RequestContext, headers: HeaderMap, cost: number): Promise<void> => {
    const counted = countedAs(context.req);
    if (counted === null) return;
    const rest = await allowances.charge(counted.caller, 'cost', cost);
    headers.set('ratelimit', `${restField(counted.rest)}, ${restField(rest)}`);
  };

  /** Admits a document; the sender of a rejected one is charged for the time it took to reject it. */
  const admit = async (context: RequestContext, ...asked: Parameters<Admission['admit']>): Promise<Admitted> => {
    const start = performance.now();
    try {
      return admission.admit(...asked);
    } catch (error) {
      const counted = countedAs(context.req);
      const cost = Math.floor((performance.now() - start) * unitsPerMillisecond);
      if (counted !== null && cost > 0) await allowances.charge(counted.caller, 'cost', cost);
      throw error;
    }
  };

  const run = async (
    { document, operation, variables, cost }: Admitted,
    context: RequestContext,
    headers: HeaderMap,
  ): Promise<ExecutionResult> => {
    const share = shares.start(cost);
    const ended = (async () =>
      execute({
        schema: schema(),
        document,
        operationName: operation.name?.value ?? null,
        variableValues: variables,
        contextValue: context,
      }))().finally(() => settle(context, headers, operation, share.end()));
    // A command is never abandoned: its sender must learn the result.
    return operation.operation === OperationTypeNode.QUERY ? context.deadline.within(ended) : ended;
  };

  /** Takes what a query took beyond its cost, also where nobody waits for its answer any more. It is answered all the same; the next is refused. */
  const settle = async (
    context: RequestContext,
    headers: HeaderMap,
    { operation }: OperationDefinitionNode,
    units: number,
  ): Promise<void> => {
    if (operation !== OperationTypeNode.QUERY || units === 0) return;
    await charge(context, headers, units).catch((error: unknown) => {
      if (!(error instanceof RateLimited)) throw error;
    });
  };

  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, request, contextValue, response }): Promise<GraphQLResponse> => {
        const headers = new HeaderMap();
        try {
          const admitted = await admit(contextValue, document, request.operationName, request.variables);
          if (isSubscription(admitted.operation))
            throw badRequest('A subscription needs a WebSocket with the protocol graphql-transport-ws.');
          if (admitted.operation.operation === OperationTypeNode.MUTATION) await mustNotBeReader(contextValue);
          await charge(contextValue, response.http.headers, admitted.cost);
          const { errors, ...result } = await run(admitted, contextValue, response.http.headers);
          for (const error of errors ?? []) await refusals.record(causeOf(error), contextValue.req);
          if (errors === undefined) mayBeKept(contextValue.req, restsOnFixedBases(admitted));
          const formatted = errors === undefined ? result : { ...result, errors: errors.map(format) };
          return {
            http: { headers, ...(result.data === undefined && { status: 400 }) },
            body: { kind: 'single', singleResult: formatted },
          };
        } catch (error) {
          if (error instanceof NotAllowed) await refusals.record(error, contextValue.req);
          if (error instanceof RateLimited) headers.set('retry-after', String(error.retryAfter));
          return {
            http: { status: statusOf(error), headers },
            body: { kind: 'single', singleResult: { errors: errorsOf(error as Error, format) } },
          };
        }
      },
      willSendResponse: async ({ request, response: { http, body } }) => {
        const isRequestError = Boolean(request.query) && body.kind === 'single' && body.singleResult.data === undefined;
        if (http.status === 400 && isRequestError && asksForJson(request.http?.headers.get('accept')))
          http.status = 200;
      },
    }),
  };
};

/** Refuses a key that only reads before any mutation of the request. Who else may issue which command is asked with its input. */
async function mustNotBeReader(context: RequestContext): Promise<void> {
  const caller = await context.identify().catch(() => null);
  if (caller?.kind === 'reader') throw new NotAllowed(true, 'A mutation');
}

function statusOf(error: unknown): number {
  if (error instanceof RateLimited) return 429;
  return error instanceof OverLimit && error.limit === 'seconds' ? 503 : 400;
}

/** All that stands against a document, as callers see it. */
export const errorsOf = (error: Error, format: LogError): GraphQLFormattedError[] =>
  error instanceof Invalid ? error.errors.map(format) : [format(error)];

const [json, graphqlJson] = ['application/json', 'application/graphql-response+json'];

/**
 * Whether a client explicitly wants plain JSON. A document that cannot be executed is then answered with 200,
 * as GraphQL over HTTP specifies: such a client takes any other status for that of a proxy. Without a
 * preference, the actual status is sent.
 */
function asksForJson(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const negotiator = new Negotiator({ headers: { accept } });
  return negotiator.mediaTypes().includes(json) && negotiator.mediaType([json, graphqlJson]) === json;
}
