import type { FastifyInstance } from 'fastify';
import { isPage } from '../parts/address.js';

/** Lets every page load what it needs, also one that is answered from memory and never reaches the page server. */
export function allowPageFiles(fastify: FastifyInstance, policy: string): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isPage(request.url)) void reply.header('content-security-policy', policy);
    done();
  });
}
