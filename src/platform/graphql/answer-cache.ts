import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasCredentials } from '../http/origins.js';

interface Answer {
  readonly body: Buffer;
  readonly type: string;
  readonly tag: string;
}

/**
 * Answers to public questions, kept as bytes: an answer is a function of the question and of where the register stands (its basis, and what
 * was found of its log), so it holds until the next entry, midnight or the first finding. Only what was asked without a token or session and answered
 * without an error is kept, unless it says that it passes; the oldest go first when room is short.
 */
export class AnswerCache {
  private answers = new Map<string, Answer>();
  private bytes = 0;
  private standing = '';

  constructor(
    private readonly now: () => string,
    private readonly room: number,
    private readonly hit: () => void,
  ) {}

  /** Where the register stands on which an answer rests that is given now. */
  get basis(): string {
    return this.now();
  }

  get(key: string): Answer | undefined {
    this.forgetIfMovedOn();
    const answer = this.answers.get(key);
    if (answer !== undefined) this.hit();
    return answer;
  }

  /** Keeps the answer to a question that was asked on a basis, unless the register has moved on since. */
  put({ key, basis }: Asked, body: Buffer, type: string): Answer {
    this.forgetIfMovedOn();
    const answer = { body, type, tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
    if (basis !== this.standing) return answer;
    this.answers.set(key, answer);
    this.bytes += body.length + key.length;
    for (const [oldest, { body }] of this.answers) {
      if (this.bytes <= this.room) break;
      this.answers.delete(oldest);
      this.bytes -= body.length + oldest.length;
    }
    return answer;
  }

  private forgetIfMovedOn(): void {
    const standing = this.now();
    if (standing === this.standing) return;
    this.standing = standing;
    this.answers = new Map();
    this.bytes = 0;
  }
}

/** A question, by all that its answer depends on but the register, and where that stood when it was asked. */
interface Asked {
  readonly key: string;
  readonly basis: string;
}

/** Questions longer than this are not worth remembering. */
const longestKey = 16_384;
const asked = Symbol('what was asked');

/** Says of the answer to a request that it rests on more than the basis, and is not to be given again. `request` is that of the context. */
export function passes(request: object): void {
  (request as Keyed)[asked] = undefined;
}

type Keyed = FastifyRequest & { [asked]?: Asked | undefined; rawBody?: Buffer };

/** Puts the cache before GraphQL: a question that was answered on this basis gets the same bytes, or 304 where the client has them. */
export function answerFromCache(fastify: FastifyInstance, isPlace: (url: string) => boolean, cache: AnswerCache): void {
  fastify.addHook('preHandler', (request: Keyed, reply, done) => {
    const key = isPlace(request.url) ? keyOf(request) : null;
    if (key === null) return done();
    const answer = cache.get(key);
    if (answer === undefined) {
      request[asked] = { key, basis: cache.basis };
      return done();
    }
    send(request, reply, answer);
  });
  fastify.addHook('onSend', (request: Keyed, reply, payload, done) => {
    const question = request[asked];
    if (question === undefined || reply.statusCode !== 200 || typeof payload !== 'string' || !isWhole(payload)) return done(null, payload);
    const { body, tag } = cache.put(question, Buffer.from(payload), String(reply.getHeader('content-type')));
    void reply.header('etag', tag).header('cache-control', 'no-cache').header('vary', vary);
    if (has(request, tag)) {
      void reply.status(304).removeHeader('content-length');
      return done(null, '');
    }
    done(null, body);
  });
}

function keyOf(request: Keyed): string | null {
  if (hasCredentials(request.headers)) return null;
  const text = request.method === 'GET' ? request.url : request.method === 'POST' ? request.rawBody?.toString('latin1') : undefined;
  if (text === undefined || text.length > longestKey) return null;
  return `${request.method} ${request.headers.accept ?? ''} ${request.headers['content-type'] ?? ''}\n${text}`;
}

/** What an answer depends on beside the question: callers with credentials get their own, and only our own pages may send any. */
const vary = 'Accept, Authorization, Cookie, Origin';

function send(request: FastifyRequest, reply: FastifyReply, { body, type, tag }: Answer): void {
  void reply.headers({ 'content-type': type, etag: tag, 'cache-control': 'no-cache', vary });
  if (has(request, tag)) void reply.status(304).send();
  else void reply.send(body);
}

/** Only a GET can be answered with 304. */
const has = (request: FastifyRequest, tag: string): boolean => request.method === 'GET' && (request.headers['if-none-match']?.includes(tag) ?? false);

/** Apollo puts errors before data, so an answer that begins with data has none. */
const isWhole = (payload: string): boolean => payload.startsWith('{"data":');
