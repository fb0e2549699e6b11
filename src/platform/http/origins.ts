import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SecurityLog } from '../security-log.js';
import { sendFault } from './faults.js';
import { isGraphqlPath } from './paths.js';
import { PublicUrl } from './public-url.js';
import { seenEntryHeader } from './seen-entry.js';

/** Whether a request has credentials: only such a request can act in a person's name. */
export const hasCredentials = ({ authorization, cookie }: IncomingHttpHeaders): boolean =>
  authorization !== undefined || cookie !== undefined;

/** Which pages may act in the name of their visitors. */
@Injectable()
export class Origins {
  constructor(private readonly url: PublicUrl) {}

  isOwn(origin: string): boolean {
    return this.url.origins.includes(origin);
  }

  /** Whether a request was made by a page of another origin, as far as its browser says. */
  isForeign({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
    if (origin !== undefined) return !this.isOwn(origin);
    return site === 'cross-site' || site === 'same-site';
  }
}

/** What Apollo's clients say of themselves and of an operation; nothing here depends on it. */
const ofApollo = [
  ...['Apollo-Require-Preflight', 'ApolloGraphQL-Client-Name', 'ApolloGraphQL-Client-Version'],
  ...['X-Apollo-Operation-Name', 'X-Apollo-Operation-Id', 'X-Apollo-Operation-Type'],
];
const publicHeaders = ['Accept', 'Content-Type', 'If-None-Match', seenEntryHeader, 'X-Request-Id', ...ofApollo];
const forEveryOrigin: FastifyCorsOptions = {
  origin: '*',
  methods: ['GET', 'HEAD', 'POST'],
  allowedHeaders: publicHeaders,
  exposedHeaders: ['ETag', 'RateLimit', 'RateLimit-Policy', 'Retry-After', seenEntryHeader, 'X-Request-Id'],
  maxAge: 600,
  strictPreflight: false,
};
const forOwnPages: FastifyCorsOptions = {
  ...forEveryOrigin,
  origin: true,
  credentials: true,
  allowedHeaders: [...publicHeaders, 'Authorization'],
};

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

/**
 * Lets pages of every origin read what is public, without credentials, and only the register's own pages send
 * credentials (CORS). A cross-origin request with credentials is refused and recorded in the security log,
 * unless it is a plain read other than GraphQL, whose response the browser then withholds from that page.
 */
export function guardOrigins(fastify: FastifyInstance, origins: Origins, security: SecurityLog): void {
  // Whether an answer may be read from a page depends on whose page it is: the plugin sends Vary with every answer.
  void fastify.register(cors, {
    delegator: ({ headers: { origin } }: FastifyRequest, done: (error: null, options: FastifyCorsOptions) => void) =>
      done(null, origin !== undefined && origins.isOwn(origin) ? forOwnPages : forEveryOrigin),
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    // A query by GET needs no header that only a script can set, so where it comes from is looked at here.
    const actsForSomebody = isSafe(request.method)
      ? isGraphqlPath(request.url) && request.headers.cookie !== undefined
      : hasCredentials(request.headers);
    if (actsForSomebody && origins.isForeign(request.headers)) {
      security.record('malicious_csrf', 'a request with credentials from a page of another origin was refused', {
        sourceIp: request.ip,
        requestId: request.id,
      });
      return void sendFault(request, reply, 403, {
        code: 'FORBIDDEN',
        message: 'A page of another origin cannot act in your name.',
      });
    }
    done();
  });
}
