import { ApolloServer, HeaderMap, type BaseContext, type HTTPGraphQLRequest } from '@apollo/server';
import { Injectable } from '@nestjs/common';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { neverKeep } from '../answers/cached-answers.js';

/** What the driver needs beyond Apollo's own options. */
export interface DriverConfig extends Omit<ApolloDriverConfig, 'context'> {
  readonly context: (request: FastifyRequest, reply: FastifyReply) => Promise<object>;
  /** An answer that may go out: the one that was made, or what is said instead of one that is too long. */
  readonly bounded: (text: string) => { readonly text: string; readonly isWhole: boolean };
}

/** Nest's driver for Apollo, with a route of our own: HEAD is answered as GET is, and an answer is measured before it goes out. */
@Injectable()
export class RegisterDriver extends ApolloDriver {
  protected override async registerFastify(options: ApolloDriverConfig): Promise<void> {
    const { path, context, bounded, schema, ...others } = options as DriverConfig;
    if (schema === undefined) throw new Error('Nest has made no schema.');
    // The schema is made of both already.
    delete others.typeDefs;
    delete others.resolvers;
    const server = new ApolloServer<BaseContext>({
      ...(others as Omit<typeof others, 'typeDefs' | 'resolvers'>),
      schema,
    });
    await server.start();
    this.apolloServer = server;
    const fastify = this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>();
    fastify.route({
      url: path ?? '/graphql',
      method: ['GET', 'POST'],
      handler: async (request, reply) => {
        const { status, headers, body } = await server.executeHTTPGraphQLRequest({
          httpGraphQLRequest: asApolloHas(request),
          context: () => context(request, reply),
        });
        if (body.kind !== 'complete') throw new Error('A response came in parts.');
        const { text, isWhole } = bounded(body.string);
        if (!isWhole) neverKeep(request);
        return reply
          .status(status ?? 200)
          .headers(Object.fromEntries(headers))
          .send(text);
      },
    });
  }
}

function asApolloHas({ method, url, headers, body }: FastifyRequest): HTTPGraphQLRequest {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  const query = url.indexOf('?');
  return {
    method: method === 'HEAD' ? 'GET' : method,
    headers: map,
    body,
    search: query === -1 ? '' : url.slice(query).replace(/#.*$/s, ''),
  };
}
