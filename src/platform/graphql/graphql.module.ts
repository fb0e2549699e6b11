import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { DynamicModule } from '@nestjs/common';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLModule } from '@nestjs/graphql';
import {
  GraphQLError,
  getDirectiveValues,
  GraphQLScalarType,
  GraphQLSpecifiedByDirective,
  isEnumType,
  isObjectType,
  Kind,
  parse,
  print,
  type GraphQLSchema,
} from 'graphql';
import type { Logger } from 'pino';
import type { Request } from '../../kernel/caller.js';
import { Unauthenticated, type Fault } from '../../kernel/refusal.js';
import { ForeignOrigin } from '../http/cookies.js';
import { Integrity } from '../integrity.js';
import { Allowances } from '../http/allowances.js';
import { graphqlPath } from '../http/paths.js';
import { Refusals } from '../http/refusals.js';
import { limits } from '../limits.js';
import { LOG } from '../tokens.js';
import { Admission } from './admission/admission.js';
import { Contexts, type RequestContext } from './context.js';
import { bounded } from './admission/bounded.js';
import { ParsedDocuments } from './admission/parsed-documents.js';
import { RegisterDriver, type DriverConfig } from './schema/driver.js';
import { formatError, logError } from './answers/errors.js';
import { executing } from './execution.js';
import { InProcess } from './in-process.js';
import { HistoryResolver, LogEntryResolver } from './resolvers/history.resolver.js';
import { LimitsResolver } from './admission/limits.resolver.js';
import { resolvingNamedDays } from './resolvers/named-days.js';
import { refusingUnknown } from './resolvers/known-codes.js';
import { SubscriptionRules } from './subscriptions/subscription-rules.js';
import { Replays } from './subscriptions/replays.js';
import { RegisterResolver } from './resolvers/register.resolver.js';
import { scalars } from './schema/scalars.js';
import { complete } from './schema/sdl.js';
import type { Composition } from '../context.js';
import { sayingIntegrity } from './saying-integrity.js';
import { takingTurns } from './admission/taking-turns.js';
import { WebSockets } from './subscriptions/web-socket.js';

const schemas = new WeakMap<Composition, string>();

/**
 * The complete schema of a register: every `.graphql` file below a folder, and what contexts contribute beside them. Read once in a
 * process, however many registers it starts.
 */
export function readSchema(folder: string, composition: Composition): string {
  const known = schemas.get(composition) ?? completeSchema(folder, composition);
  schemas.set(composition, known);
  return known;
}

function completeSchema(folder: string, { schema, rules }: Composition): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  return print(complete([files, ...schema].join('\n'), rules.permissions));
}

/** The list of codes of refusals, which are in capitals inside as well. */
const errorCodes = 'UserErrorCode';

/** The code of a refusal; OTHER for one that the schema does not have, for no refusal must fail by its own code. */
function codeOf(schema: GraphQLSchema | undefined, { code }: Fault): string {
  const codes = schema?.getType(errorCodes);
  return isEnumType(codes) && codes.getValue(code) !== undefined ? code : 'OTHER';
}

/** In the API, enum values are upper case as usual in GraphQL; in code and in the log they are lower case. */
function enumValues(schema: string): Record<string, Record<string, string>> {
  const enums = parse(schema).definitions.filter((one) => one.kind === Kind.ENUM_TYPE_DEFINITION);
  return Object.fromEntries(
    enums
      .filter(({ name }) => name.value !== errorCodes)
      .map(({ name, values }) => [
        name.value,
        Object.fromEntries((values ?? []).map((one) => [one.name.value, one.name.value.toLowerCase()])),
      ]),
  );
}

/** Scalars with what the schema says of them, which would be lost where their own object takes the place of the one in the schema. */
function described(
  own: Readonly<Record<string, GraphQLScalarType>>,
  schema: string,
): Record<string, GraphQLScalarType> {
  const definitions = parse(schema).definitions.filter((one) => one.kind === Kind.SCALAR_TYPE_DEFINITION);
  return Object.fromEntries(
    Object.entries(own).map(([name, scalar]) => {
      const definition = definitions.find((one) => one.name.value === name);
      const { url = null } = (definition && getDirectiveValues(GraphQLSpecifiedByDirective, definition)) ?? {};
      const description = definition?.description?.value ?? null;
      return [name, new GraphQLScalarType({ ...scalar.toConfig(), description, specifiedByURL: url as string | null })];
    }),
  );
}

/** Has the fields of the register answered below `at` as at the root: by the same resolvers, which find the basis in what `at` gave. */
function answeringAlike(schema: GraphQLSchema): GraphQLSchema {
  const [root, below] = [schema.getQueryType(), schema.getType('RegisterAt')];
  if (!isObjectType(root) || !isObjectType(below)) return schema;
  for (const field of Object.values(below.getFields())) {
    const resolve = root.getFields()[field.name]?.resolve;
    if (resolve !== undefined) field.resolve = resolve;
  }
  return schema;
}

interface Contributed {
  readonly schemaFolder: string;
  readonly composition: Composition;
}

/** GraphQL over HTTP and web sockets. */
export function graphqlModule({ schemaFolder, composition }: Contributed): DynamicModule {
  const { fields, codes, namedDays } = composition;
  const typeDefs = readSchema(schemaFolder, composition);
  const dynamic = GraphQLModule.forRootAsync<DriverConfig>({
    driver: RegisterDriver,
    inject: [Contexts, Allowances, LOG, Integrity, Refusals, ParsedDocuments],
    useFactory: (
      contexts: Contexts,
      allowances: Allowances,
      log: Logger,
      integrity: Integrity,
      refusals: Refusals,
      documents: ParsedDocuments,
    ): DriverConfig => {
      let schema: GraphQLSchema | undefined;
      const admission = new Admission(
        () => schema as GraphQLSchema,
        (cursor) => contexts.opensBasis(cursor),
      );
      return {
        path: graphqlPath,
        typeDefs,
        resolvers: {
          ...described(scalars, typeDefs),
          ...enumValues(typeDefs),
          UserError: { code: (fault: Fault) => codeOf(schema, fault) },
          ...fields,
        },
        transformSchema: (built) =>
          (schema = refusingUnknown(resolvingNamedDays(takingTurns(answeringAlike(built)), namedDays), codes)),
        plugins: [
          ApolloServerPluginCacheControlDisabled(),
          sayingIntegrity(integrity),
          executing({
            schema: () => schema as GraphQLSchema,
            admission,
            allowances,
            refusals,
            format: (error) => logError(error, log),
          }),
        ],
        graphiql: false,
        introspection: true,
        includeStacktraceInErrorResponses: false,
        hideSchemaDetailsFromClientErrors: false,
        // What is posted must be JSON, which no page can send unasked; what is got changes nothing (platform/http/reads.ts).
        csrfPrevention: false,
        documentStore: documents,
        parseOptions: { maxLexicalTokens: limits.tokens },
        // Admission validates, after it has looked at the shape of a document and before anything of it is executed.
        dangerouslyDisableValidation: true,
        persistedQueries: false,
        bounded: (text) => bounded(text, (error) => logError(error, log)),
        allowBatchedHttpRequests: false,
        cache: 'bounded',
        formatError: (formatted, error) => formatError(formatted, error, log),
        context: (request: Request) => identified(contexts.of(request)),
      };
    },
  });
  return {
    ...dynamic,
    global: true,
    providers: [
      ...(dynamic.providers ?? []),
      Contexts,
      { provide: ParsedDocuments, useFactory: () => new ParsedDocuments() },
      RegisterResolver,
      Replays,
      HistoryResolver,
      LogEntryResolver,
      LimitsResolver,
      SubscriptionRules,
      WebSockets,
      InProcess,
    ],
    exports: [...(dynamic.exports ?? []), InProcess],
  };
}

/** Refuses a request with an invalid token before anything of it is looked at, whether query or command. */
async function identified(context: RequestContext): Promise<RequestContext> {
  try {
    await context.identify();
    return context;
  } catch (error) {
    if (error instanceof Unauthenticated)
      throw new GraphQLError(error.message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
    if (error instanceof ForeignOrigin)
      throw new GraphQLError(error.message, { extensions: { code: 'FORBIDDEN', http: { status: 403 } } });
    throw error;
  }
}
