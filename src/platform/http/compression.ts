import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

/** How the bytes of an answer are written. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** Shorter answers fit into one packet as they are. */
const shortest = 1024;

const asBrotli = promisify(brotliCompress);
const asGzip = promisify(gzip);

/** What is text; tiles and receipts are made of hashes, which nothing makes shorter. */
const compressible = /^(?:application\/(?:[\w.-]+\+)?json|text\/[\w.-]+|image\/svg\+xml)\s*(?:;|$)/;

/**
 * How a response may be encoded. Nothing is compressed if the request has a cookie: the length of a response
 * that a page makes a browser request would reveal its content (BREACH). No page can send a token that it
 * does not know.
 */
export function encodingFor({ headers }: Pick<FastifyRequest, 'headers'>, length: number): Encoding {
  const accepted = headers['accept-encoding'];
  if (accepted === undefined || length < shortest || headers.cookie !== undefined) return 'identity';
  const taken = new Negotiator({ headers }).encodings(['br', 'gzip']);
  return (['br', 'gzip'] as const).find((encoding) => taken.includes(encoding)) ?? 'identity';
}

/** Bytes in another writing. */
export function encode(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  switch (encoding) {
    case 'br':
      return asBrotli(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      });
    case 'gzip':
      return asGzip(bytes);
    case 'identity':
      return Promise.resolve(bytes);
  }
}

/** Adds a header's name to those that an answer varies by. */
export function alsoVary(vary: number | string | string[] | undefined, ...names: readonly string[]): string {
  const known = [vary ?? '']
    .join(',')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const missing = names.filter((name) => !known.some((one) => one.toLowerCase() === name.toLowerCase()));
  return [...known, ...missing].join(', ');
}

/** Compresses what is text and has not been written in another way yet. */
export function compressAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
    const isText = compressible.test(String(reply.getHeader('content-type') ?? ''));
    if (!isText || reply.hasHeader('content-encoding') || reply.hasHeader('set-cookie')) return payload;
    void reply.header('vary', alsoVary(reply.getHeader('vary'), 'Accept-Encoding'));
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const encoding = encodingFor(request, bytes.length);
    if (encoding === 'identity') return payload;
    void reply.header('content-encoding', encoding).removeHeader('content-length');
    return encode(bytes, encoding);
  });
}
