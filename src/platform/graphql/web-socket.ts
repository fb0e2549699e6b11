import { getOperationAST, GraphQLError, OperationTypeNode, parse, validate, type ExecutionArgs, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import type { Integrity } from '../integrity.js';
import { integrityOf } from './saying-integrity.js';

type Hooks = Pick<ServerOptions, 'onSubscribe' | 'onNext' | 'onError'> & { readonly isProd: true };

/**
 * What may be said over a web socket: subscriptions alone, in documents as long as over HTTP, with errors told as there. Questions and deeds
 * stay with HTTP, where they are counted, limited and cached.
 */
export function onlySubscriptions(
  schema: () => GraphQLSchema,
  { longestDocument, tell, integrity }: { longestDocument: number; tell: (error: GraphQLError) => GraphQLFormattedError; integrity: Integrity },
): Hooks {
  return {
    isProd: true,
    onSubscribe: (_context, _id, { query, operationName, variables }): ExecutionArgs | readonly GraphQLError[] => {
      try {
        const document = parse(query, { maxTokens: longestDocument });
        const invalid = validate(schema(), document);
        if (invalid.length > 0) return invalid.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
        if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) {
          return [new GraphQLError('Only a subscription may be sent over a web socket; all else goes over HTTP.', { extensions: { code: 'BAD_REQUEST' } })];
        }
        return { schema: schema(), document, operationName: operationName ?? null, variableValues: variables ?? null };
      } catch (error) {
        if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
        throw error;
      }
    },
    onNext: (_context, _id, _payload, _args, { errors, ...result }) => {
      if (errors === undefined && integrity.trouble === null) return undefined;
      return { ...result, ...(errors && { errors: errors.map(tell) }), ...(integrity.trouble !== null && { extensions: integrityOf(integrity) }) } as never;
    },
    onError: (_context, _id, _payload, errors) => errors.map(tell),
  };
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code },
  });
}
