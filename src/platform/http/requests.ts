import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BadRequestException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { Caller, Identify, Request } from '../../kernel/caller.js';
import { networkOf, siteOf } from './addresses.js';
import { restField, type Allowances, type Consumer, type Rest } from './allowances.js';
import { lastingTls, ofData, ofPages } from './answer-headers.js';
import { sendFault } from './faults.js';
import type { Metrics } from './metrics.js';
import type { Readiness } from './operations.controller.js';
import { hasCredentials } from './origins.js';
import { isGraphqlPath } from './paths.js';

const givenId = /^[\w.-]{1,64}$/;

/** Takes a caller's request id when it is a plain one, else makes one. */
export function requestId(given: string | string[] | undefined, fresh: () => string): string {
  return typeof given === 'string' && givenId.test(given) ? given : fresh();
}

/** What may be asked of a register that is only starting. */
const howItIs = /^\/(health\/|metrics)/;
const starting = {
  code: 'UNAVAILABLE',
  message: 'The register is starting: its views are catching up with the log. Try again in a moment.',
};

/**
 * Gives every request its id and every response its security headers, measures and logs it. Sends clients
 * elsewhere: those of a stopping process, and those of a starting one, whose data would be old, with a 503 on
 * which a proxy tries another instance.
 */
export function observeRequests(
  fastify: FastifyInstance,
  { log, metrics, readiness }: { log: Logger; metrics: Metrics; readiness: Readiness },
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers({
      ...(isGraphqlPath(request.url) ? ofData : ofPages),
      ...lastingTls(request),
      'x-request-id': request.id,
    });
    if (hasCredentials(request.headers)) void reply.header('cache-control', 'no-store');
    if (readiness.hasStarted || howItIs.test(request.url)) done();
    else void sendFault(request, reply.header('retry-after', '1'), 503, starting);
  });
  fastify.addHook('onSend', (_, reply, payload, done) => {
    if (readiness.isDraining) void reply.header('connection', 'close');
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.requestSeconds.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
    log.debug(
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
    done();
  });
}

const counted = Symbol('caller and allowance');

/** Who a request is counted for, with what is left of its requests. */
export interface CountedRequest {
  readonly caller: Consumer;
  /** What is left of its requests. */
  readonly rest: Rest;
}

/** How a request was counted; null if it does not count, such as a health check. */
export const countedAs = (request: object): CountedRequest | null =>
  (request as { [counted]?: CountedRequest })[counted] ?? null;

/** Counts every request but those for health, which watchers ask for often and which cost nothing. */
export function countRequests(fastify: FastifyInstance, allowances: Allowances, identify: Identify): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'GET' && request.url.startsWith('/health/')) return done();
    const count = async (): Promise<void> => {
      const caller = await callerOf(request, request.ip, identify);
      void reply.header('ratelimit-policy', allowances.policyField(caller));
      const rest = await allowances.charge(caller, 'requests');
      void reply.header('ratelimit', restField(rest));
      (request as { [counted]?: CountedRequest })[counted] = { caller, rest };
    };
    count().then(() => done(), done);
  });
}

/** Bytes of a body that cost nothing, and how many of those beyond them cost 1: they are parsed whatever comes of the request. */
const freeBytes = 4096;
const bytesPerUnit = 10;

/** What it costs to read a body, or a message over a web socket, of so many bytes. */
export const costOfBytes = (bytes: number): number => Math.max(0, Math.ceil((bytes - freeBytes) / bytesPerUnit));

/** Charges for long bodies before anything of them is looked at. */
export function chargeBodies(fastify: FastifyInstance, allowances: Allowances): void {
  fastify.addHook('preHandler', (request, _reply, done) => {
    const cost = costOfBytes((request as { rawBody?: Buffer }).rawBody?.length ?? 0);
    const count = countedAs(request);
    if (cost === 0 || count === null) return done();
    allowances.charge(count.caller, 'cost', cost).then(() => done(), done);
  });
}

/** Takes back that a request was counted: it was answered from memory, or with nothing but that the client has the answer. */
export async function uncount(request: object, reply: FastifyReply, allowances: Allowances): Promise<void> {
  const count = countedAs(request);
  if (count === null) return;
  const { caller, rest } = count;
  await allowances.refund(caller);
  void reply.header('ratelimit', restField({ ...rest, remaining: rest.remaining + 1 }));
}

/** Whose requests are counted together: an account's wherever they come from; else, and where a token is not right, those of an address. */
export async function callerOf(
  request: Request & { readonly headers: IncomingHttpHeaders },
  address: string,
  identify: Identify,
): Promise<Consumer> {
  const byAddress = addressConsumer(address);
  if (!hasCredentials(request.headers)) return byAddress;
  try {
    return consumerFor(await identify(request), address);
  } catch {
    return byAddress;
  }
}

/** What a caller is counted as. */
export function consumerFor({ actor, kind, owner }: Caller, address: string): Consumer {
  if (kind === 'public') return addressConsumer(address);
  if (kind === 'reader') return { kind, key: owner ?? actor };
  return { kind: kind === 'operator' ? kind : 'account', key: actor };
}

/** What an address is counted as. */
export const addressConsumer = (address: string): Consumer => ({
  kind: 'address',
  key: networkOf(address),
  site: siteOf(address),
});

const plainHost = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** Refuses a host that is none, two of them, and a target that names a host of its own: a proxy may take another for what is meant than we do. */
export function takeOnlyHosts(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    done(hasPlainTarget(raw) ? undefined : new BadRequestException());
  });
}

/** Whether a request says once at most, and in one place, to which host it goes. */
export function hasPlainTarget({ url = '', headers: { host }, rawHeaders }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  return hosts.length <= 1 && (host === undefined || plainHost.test(host)) && url.startsWith('/');
}

/** Refuses what is not JSON where it is posted: a page of another origin can post anything else without being asked first. */
export function takeOnlyJson(fastify: FastifyInstance, isPlace: (url: string) => boolean): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const type = request.headers['content-type'] ?? '';
    const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(type) ?? [];
    const isJson = /^application\/(?:graphql\+)?json\s*(?:;|$)/i.test(type) && /^utf-?8$/i.test(charset);
    if (request.method !== 'POST' || !isPlace(request.url) || isJson) return done();
    done(new UnsupportedMediaTypeException());
  });
}
