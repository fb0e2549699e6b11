import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApolloServerPlugin } from '@apollo/server';
import type { DynamicModule } from '@nestjs/common';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import { GraphQLError, GraphQLScalarType, Kind, parse, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Identify } from '../../kernel/caller.js';
import { Unauthenticated } from '../../kernel/refusal.js';
import { ForeignOrigin } from '../http/cookies.js';
import { Integrity } from '../integrity.js';
import { Bases } from '../read-model/bases.js';
import { Chronicles } from '../read-model/chronicles.js';
import { Projector } from '../read-model/projector.js';
import { ENTITLE, IDENTIFY, LOG } from '../tokens.js';
import { RequestContext, type Entitle } from './context.js';
import { formatError } from './errors.js';
import { compiling } from './jit.js';
import { HistoryResolver, LogEntryResolver } from './history.resolver.js';
import { RegisterResolver } from './register.resolver.js';
import { scalars } from './scalars.js';
import { sayingIntegrity } from './saying-integrity.js';
import { onlySubscriptions } from './web-socket.js';

/** Words in one document: far more than any page or example asks with, far less than a flood. */
const longestDocument = 3000;

export const graphqlPath = '/graphql';

/** The schema, out of every `.graphql` file below a folder. */
export function readSchema(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

/** Outside, a closed list is in capitals as GraphQL has it; inside and in the log it is in small letters. */
function enumValues(schema: string): Record<string, Record<string, string>> {
  const enums = parse(schema).definitions.filter((one) => one.kind === Kind.ENUM_TYPE_DEFINITION);
  return Object.fromEntries(
    enums.map(({ name, values }) => [name.value, Object.fromEntries((values ?? []).map((one) => [one.name.value, one.name.value.toLowerCase()]))]),
  );
}

/** Scalars with what the schema says of them, which would be lost where their own object takes the place of the one in the schema. */
function described(own: Readonly<Record<string, GraphQLScalarType>>, schema: string): Record<string, GraphQLScalarType> {
  const definitions = parse(schema).definitions.filter((one) => one.kind === Kind.SCALAR_TYPE_DEFINITION);
  return Object.fromEntries(
    Object.entries(own).map(([name, scalar]) => {
      const description = definitions.find((one) => one.name.value === name)?.description?.value ?? null;
      return [name, new GraphQLScalarType({ ...scalar.toConfig(), description })];
    }),
  );
}

/** GraphQL over HTTP and web sockets. `fields` are the resolvers of the contexts that are plain functions. */
export function graphqlModule({ schemaFolder, fields }: { schemaFolder: string; fields: Readonly<Record<string, object>> }): DynamicModule {
  const typeDefs = readSchema(schemaFolder);
  const dynamic = GraphQLModule.forRootAsync<ApolloDriverConfig>({
    driver: ApolloDriver,
    inject: [Projector, Bases, Chronicles, LOG, IDENTIFY, ENTITLE, Integrity],
    useFactory: (
      projector: Projector,
      bases: Bases,
      chronicles: Chronicles,
      log: Logger,
      identify: Identify,
      entitle: Entitle,
      integrity: Integrity,
    ): ApolloDriverConfig => {
      let schema: GraphQLSchema | undefined;
      const contextOf = (request: Parameters<Identify>[0]) =>
        new RequestContext(
          request,
          async () => identify(request),
          entitle,
          () => projector.current,
          bases,
          chronicles,
        );
      return {
        path: graphqlPath,
        typeDefs,
        resolvers: { ...described(scalars, typeDefs), ...enumValues(typeDefs), ...fields },
        transformSchema: (built) => (schema = built),
        gateway: compiling(() => schema as GraphQLSchema),
        plugins: [ApolloServerPluginCacheControlDisabled(), releasing, sayingIntegrity(integrity)],
        graphiql: false,
        introspection: true,
        includeStacktraceInErrorResponses: false,
        hideSchemaDetailsFromClientErrors: true,
        csrfPrevention: true,
        parseOptions: { maxLexicalTokens: longestDocument },
        cache: 'bounded',
        formatError: (formatted, error) => formatError(formatted, error, log),
        context: (request: Parameters<Identify>[0]) => identified(contextOf(request)),
        subscriptions: {
          'graphql-ws': {
            path: graphqlPath,
            ...onlySubscriptions(() => schema as GraphQLSchema, { longestDocument, tell: (error) => formatError(error.toJSON(), error, log), integrity }),
            context: ({ extra, connectionParams }: { extra: { request: { headers: object } }; connectionParams?: { authorization?: string } }) =>
              contextOf({ headers: { ...extra.request.headers, ...connectionParams }, id: 'subscription' }),
          } as never,
        },
      } as ApolloDriverConfig;
    },
  });
  return { ...dynamic, providers: [...(dynamic.providers ?? []), RegisterResolver, HistoryResolver, LogEntryResolver] };
}

/** Lets go of the past that a request has opened, once it is answered. */
const releasing: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({ willSendResponse: async ({ contextValue }) => contextValue.release() }),
};

/** Refuses a request whose token is not right before anything of it is looked at, be it a question or a deed. */
async function identified(context: RequestContext): Promise<RequestContext> {
  try {
    await context.identify();
    return context;
  } catch (error) {
    if (error instanceof Unauthenticated) throw new GraphQLError(error.message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
    if (error instanceof ForeignOrigin) throw new GraphQLError(error.message, { extensions: { code: 'FORBIDDEN', http: { status: 403 } } });
    throw error;
  }
}
