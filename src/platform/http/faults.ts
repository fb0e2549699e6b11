import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { NotAllowed, Unauthenticated } from '../../kernel/refusal.js';
import { OverLimit } from '../limits.js';
import { isGraphqlPath } from './paths.js';
import { RateLimited } from './allowances.js';
import type { Refusals } from './refusals.js';
import { linesOf, ofData } from './answer-headers.js';

/** What went wrong with a request, in a form of ours. */
interface HttpFault {
  readonly code: string;
  readonly message: string;
  readonly [more: string]: unknown;
}

/** What is said where neither the register nor its caller has said anything better. Nothing of a parser or a framework is passed on. */
const usual: Readonly<Record<number, HttpFault>> = {
  400: { code: 'BAD_REQUEST', message: 'The request is malformed: its body must be JSON, and its URL well-formed.' },
  401: { code: 'UNAUTHENTICATED', message: 'This needs an Authorization header with a valid token.' },
  403: { code: 'FORBIDDEN', message: 'You do not have permission to do this.' },
  404: { code: 'NOT_FOUND', message: 'There is nothing at this address. GET / lists what there is.' },
  405: { code: 'BAD_REQUEST', message: 'This address does not support this method.' },
  408: { code: 'BAD_REQUEST', message: 'The request was not received in time.' },
  413: { code: 'LIMIT_EXCEEDED', message: 'The body is too large.' },
  415: { code: 'BAD_REQUEST', message: 'The body must be JSON, with the content type application/json.' },
  431: { code: 'LIMIT_EXCEEDED', message: 'The headers are too large.' },
  503: { code: 'UNAVAILABLE', message: 'The register cannot answer at the moment. Try again later.' },
};

/** Answers with a fault: as GraphQL does where GraphQL is asked, else as JSON with `error`. */
export function sendFault(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  fault: HttpFault,
): FastifyReply {
  void reply
    .status(status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store');
  return reply.send(JSON.stringify(bodyOf(request.url, request.id, fault)));
}

function bodyOf(url: string, requestId: string, { code, message, ...more }: HttpFault): object {
  return isGraphqlPath(url)
    ? { errors: [{ message, extensions: { code, ...more, requestId } }] }
    : { error: { code, message, ...more, requestId } };
}

/** Answers what no route can be looked up for, such as an address that is none. */
export function answerUnroutable(
  error: { readonly statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const status = error.statusCode !== undefined && error.statusCode in usual ? error.statusCode : 400;
  void sendFault(request, reply.headers({ ...ofData, 'x-request-id': request.id }), status, usual[status] as HttpFault);
}

/** Shows a fault to people; null where the request is that of a program, which gets JSON. */
export interface ShowFault {
  (request: FastifyRequest, status: number, fault: { readonly code: string; readonly message: string }): string | null;
}

/** Gives every fault over HTTP its form. Those of GraphQL fields are left to platform/graphql/answers/errors.ts. */
@Catch()
export class Faults implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly fastify: FastifyInstance,
    private readonly refusals: Refusals,
    private readonly show: ShowFault = () => null,
    private readonly pageHeaders: Readonly<Record<string, string>> = {},
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') return;
    const [request, reply] = host.getArgs<[FastifyRequest, FastifyReply]>();
    if (reply.sent) return;
    void this.refusals.record(error, request);
    const [status, fault] = this.faultOf(error, request, reply);
    const page = isGraphqlPath(request.url) ? null : this.show(request, status, fault);
    if (page === null) return void sendFault(request, reply, status, fault);
    void reply
      .status(status)
      .headers({ 'cache-control': 'no-store', ...this.pageHeaders })
      .send(page);
  }

  private faultOf(error: unknown, request: FastifyRequest, reply: FastifyReply): [status: number, fault: HttpFault] {
    if (error instanceof RateLimited) {
      void reply.header('retry-after', String(error.retryAfter));
      return [429, { code: 'RATE_LIMITED', message: error.message, limit: error.policy, retryAfter: error.retryAfter }];
    }
    const status = statusOf(error);
    if (status === 413) {
      const over = new OverLimit(
        'bodyBytes',
        Number(request.headers['content-length'] ?? NaN) || null,
        'The body of this request has too many bytes',
      );
      return [
        413,
        { code: 'LIMIT_EXCEEDED', message: over.message, limit: over.limit, has: over.has, allowed: over.allowed },
      ];
    }
    if (status === 404 && request.is404) {
      const path = request.url.replace(/[?#].*$/, '');
      const allowed = (['GET', 'HEAD', 'POST'] as const).filter((method) =>
        this.fastify.hasRoute({ method, url: path }),
      );
      if (allowed.length === 0) return [404, usual[404] as HttpFault];
      void reply.header('allow', allowed.join(', '));
      return [405, usual[405] as HttpFault];
    }
    const fault = usual[status];
    if (fault !== undefined)
      return [status, isOfOurs(error, status) ? { ...fault, message: (error as Error).message } : fault];
    const reference = randomUUID();
    this.log.error({ err: error, reference }, 'a request failed');
    return [
      500,
      { code: 'INTERNAL', message: `An internal error occurred. Quote ${reference} when you report it.`, reference },
    ];
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Unauthenticated) return 401;
  if (error instanceof NotAllowed) return error.isSignedIn ? 403 : 401;
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : 500;
}

/** Whether one of ours has said something: Nest says the name of the status where nothing was said, and its own words of bodies. */
function isOfOurs(error: unknown, status: number): boolean {
  if (error instanceof Unauthenticated || error instanceof NotAllowed) return true;
  if (!(error instanceof HttpException) || ![401, 403, 404, 503].includes(status)) return false;
  return `${error.message.replaceAll(' ', '')}Exception` !== error.name;
}

/** Answers what cannot even be read as HTTP, and ends the connection. */
export function answerUnreadable(error: { readonly code?: string }, socket: Socket): void {
  if (socket.destroyed || !socket.writable) return;
  const [status, name] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request'];
  const body = JSON.stringify({ error: usual[status] });
  socket.write(
    `HTTP/1.1 ${status} ${name}\r\nConnection: close\r\n${linesOf(ofData)}Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  // A client that was given up for sending slowly may never finish: the connection is closed from here.
  socket.destroySoon();
}
