import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.js';
import type { Readiness } from './operations.controller.js';

const givenId = /^[\w.-]{1,64}$/;

/** Takes a caller's request id when it is a plain one, else makes one. */
export function requestId(given: string | string[] | undefined, fresh: () => string): string {
  return typeof given === 'string' && givenId.test(given) ? given : fresh();
}

/** Security headers for what is data and not a page. */
const headers = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
} as const;

/** What may be asked of a register that is only starting. */
const howItIs = /^\/(health\/|metrics)/;
const starting = {
  errors: [{ message: 'The register is starting: its views are catching up with the log. Ask again in a moment.', extensions: { code: 'UNAVAILABLE' } }],
};

/**
 * Gives every request its id, times it, logs it, and asks clients to go elsewhere: those of a stopping process from then on, and those of a starting one,
 * which would be told of the register as it once was, by a 503 on which a proxy tries another instance.
 */
export function observeRequests(fastify: FastifyInstance, { log, metrics, readiness }: { log: Logger; metrics: Metrics; readiness: Readiness }): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('X-Request-Id', request.id);
    if (readiness.isDraining) void reply.header('Connection', 'close');
    if (readiness.hasStarted || howItIs.test(request.url)) done();
    else void reply.status(503).header('Retry-After', '1').send(starting);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.requestSeconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    log.debug({ requestId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 }, 'request');
    done();
  });
}
