import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { execute, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';

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

  const executor: Executor = async ({ document, operationName, context, request }) => {
    const query = compiledFor(document, operationName ?? '');
    const variables = request.variables ?? {};
    if (query !== null) return (await query.query({}, context, variables)) as ExecutionResult as never;
    return (await execute({ schema: schema(), document, contextValue: context, variableValues: variables, operationName: operationName ?? null })) as never;
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
