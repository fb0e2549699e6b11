import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Allowances } from '../../http/allowances.js';
import { alsoVary, encodingFor } from '../../http/compression.js';
import { hasCredentials } from '../../http/origins.js';
import { uncount } from '../../http/requests.js';
import { Answer, type AnswerCache, type Asked } from './answer-cache.js';

/** Queries longer than this are not cached. */
const longestKey = 16_384;

/**
 * Seconds for which a response on a fixed basis may be used without revalidation: as long as a redaction may
 * take to reach caches. All other responses are revalidated each time, with their ETag.
 */
const fixedSeconds = 3600;

const asked = Symbol('what was asked');
const outcome = Symbol('what may be done with the answer');

type CacheOutcome = 'never kept' | 'kept' | 'fixed';
type Keyed = FastifyRequest & { [asked]?: Asked; [outcome]?: CacheOutcome | undefined; rawBody?: Buffer };

/**
 * Marks the response to a request as depending on more than the basis: it is not cached. `request` is that of
 * the context.
 */
export function neverKeep(request: object): void {
  (request as Keyed)[outcome] = 'never kept';
}

/**
 * Marks a request as answered without an error, and says whether the whole response depends only on bases
 * that the request names in full.
 */
export function mayBeKept(request: object, isFixed: boolean): void {
  const keyed: Keyed = request as Keyed;
  keyed[outcome] ??= isFixed ? 'fixed' : 'kept';
}

interface CachedAnswersOptions {
  readonly isPlace: (url: string) => boolean;
  /** Null keeps no answers; they still have their tags. */
  readonly cache: AnswerCache | null;
  readonly allowances: Allowances;
}

/**
 * Puts the cache in front of GraphQL: a public query that was answered on this basis gets the same bytes, or
 * 304 if the client has them. Only responses to requests without a token or session are cached, by everything
 * in the request that they depend on; whatever refuses a request comes before.
 */
export function answerFromCache(fastify: FastifyInstance, { isPlace, cache, allowances }: CachedAnswersOptions): void {
  fastify.addHook('preHandler', async (request: Keyed, reply) => {
    const key = isPlace(request.url) ? keyOf(request) : null;
    if (key === null) return undefined;
    const answer = cache?.get(key);
    if (answer === undefined) {
      request[asked] = { key, basis: cache?.basis ?? '' };
      return undefined;
    }
    await uncount(request, reply, allowances);
    return reply.header('content-type', answer.type).send(await written(request, reply, answer));
  });
  fastify.addHook('onSend', async (request: Keyed, reply, payload) => {
    const { [asked]: query, [outcome]: kept } = request;
    if (query === undefined || typeof payload !== 'string' || kept === undefined || kept === 'never kept') {
      if (isPlace(request.url))
        void reply.headers({ vary: varyOf(reply), 'cache-control': reply.getHeader('cache-control') ?? 'no-store' });
      return payload;
    }
    const control = kept === 'fixed' ? `public, max-age=${fixedSeconds}, must-revalidate` : 'no-cache';
    const body = Buffer.from(payload);
    const type = String(reply.getHeader('content-type'));
    const answer = cache?.put(query, body, type, control) ?? new Answer(body, type, control);
    const bytes = await written(request, reply, answer);
    if (reply.statusCode === 304) await uncount(request, reply, allowances);
    return bytes;
  });
}

/**
 * What a response depends on besides the query: callers with credentials get their own, and only the
 * register's own pages may send any.
 */
const vary = ['Accept', 'Accept-Encoding', 'Authorization', 'Cookie', 'Origin'];
const varyOf = (reply: FastifyReply): string => alsoVary(reply.getHeader('vary'), ...vary);

/** Sets the headers of an answer, and gives its bytes as the client takes them: none where it has them already. */
async function written(request: FastifyRequest, reply: FastifyReply, answer: Answer): Promise<Buffer | string> {
  const encoding = encodingFor(request, answer.body.length);
  const known = answerThatClientHas(request, answer);
  void reply.headers({ etag: known ?? answer.tag(encoding), 'cache-control': answer.control, vary: varyOf(reply) });
  if (known !== null) {
    void reply.status(304).removeHeader('content-length').removeHeader('content-type');
    return '';
  }
  if (encoding !== 'identity') void reply.header('content-encoding', encoding).removeHeader('content-length');
  return answer.in(encoding);
}

const isRead = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

/** Which tag of an answer a client has, in whatever writing; null for none. Only a GET can be answered with 304. */
function answerThatClientHas(request: FastifyRequest, answer: Answer): string | null {
  const given = request.headers['if-none-match'];
  if (given === undefined || !isRead(request)) return null;
  const tags = given.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (tags.includes('*')) return answer.tag('identity');
  return (
    (['identity', 'br', 'gzip'] as const).map((encoding) => answer.tag(encoding)).find((tag) => tags.includes(tag)) ??
    null
  );
}

function keyOf(request: Keyed): string | null {
  if (hasCredentials(request.headers)) return null;
  const text = isRead(request)
    ? request.url
    : request.method === 'POST'
      ? request.rawBody?.toString('latin1')
      : undefined;
  if (text === undefined || text.length > longestKey) return null;
  const { accept = '', 'content-type': type = '' } = request.headers;
  return `${isRead(request) ? 'GET' : request.method} ${accept} ${type}\n${text}`;
}
