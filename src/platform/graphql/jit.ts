import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  execute,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { OverLimit } from '../limits.js';
import type { RequestContext } from './context.js';

type Gateway = ApolloServerOptionsWithGateway<never>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/**
 * Runs operations as compiled functions from their second execution on; Apollo has no setting for the executor, but takes one
 * from what it calls a gateway. What cannot be compiled is executed as ever. Apollo keeps parsed documents, so the same text
 * gives the same document here.
 */
export function compiling(schema: () => GraphQLSchema): Gateway {
  const seen = new WeakSet<DocumentNode>();
  const compiled = new WeakMap<DocumentNode, Map<string, CompiledQuery | null>>();

  const compiledFor = (document: DocumentNode, name: string): CompiledQuery | null => {
    if (!seen.has(document)) {
      seen.add(document);
      return null;
    }
    const byName = compiled.get(document) ?? new Map<string, CompiledQuery | null>();
    compiled.set(document, byName);
    if (!byName.has(name)) {
      const result = compileQuery(schema(), document, name === '' ? undefined : name);
      byName.set(name, isCompiledQuery(result) ? result : null);
    }
    return byName.get(name) ?? null;
  };

  const run: Executor = async ({ document, operationName, context, request }) => {
    const operation = getOperationAST(document, operationName);
    if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw badRequest('A subscription needs a web socket with the protocol graphql-transport-ws.');
    const query = operation === null || operation === undefined ? null : compiledFor(document, operationName ?? '');
    const variables = request.variables ?? {};
    const asEver = () =>
      execute({ schema: schema(), document, contextValue: context, variableValues: variables, operationName: operationName ?? null }) as Promise<never>;
    if (query === null) return asEver();
    // Compiled code takes variables that GraphQL does not, such as a list for an input object, so GraphQL looks at them first; and it
    // refuses some that GraphQL takes, such as an input object without a field that has a default, which ends without data.
    const checked = getVariableValues(schema(), operation?.variableDefinitions ?? [], variables, { maxErrors: 50 });
    if (checked.errors !== undefined) return { errors: checked.errors } as never;
    const { errors, ...result } = (await query.query({}, context, variables)) as ExecutionResult;
    if (!('data' in result)) return asEver();
    return (errors === undefined ? result : { ...result, errors: errors.map(completed) }) as never;
  };

  const executor: Executor = (given) => {
    const operation = getOperationAST(given.document, given.operationName);
    const answer = run(given);
    // A deed is never given up: whoever sent it must learn what came of it.
    return operation?.operation === OperationTypeNode.QUERY ? (given.context as unknown as RequestContext).deadline.within(answer).catch(withStatus) : answer;
  };

  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema(), coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({ executor }),
    stop: async () => undefined,
  };
}

/** A question that took too long is no fault of its form. */
function withStatus(error: unknown): never {
  if (!(error instanceof OverLimit)) throw error;
  throw new GraphQLError(error.message, { originalError: error, extensions: { http: { status: 503 } } });
}

const badRequest = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });

/** An error of compiled code with what all other GraphQL errors have: extensions, and the error behind it. */
const completed = (error: GraphQLError): GraphQLError =>
  Object.create(error, {
    extensions: { value: error.originalError instanceof GraphQLError ? error.originalError.extensions : {} },
    originalError: { value: error.originalError ?? new Error(error.message) },
  }) as GraphQLError;
