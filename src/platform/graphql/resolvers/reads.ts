import type { FastifyInstance } from 'fastify';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { sendFault } from '../../http/faults.js';
import { OverLimit } from '../../limits.js';
import { operationOf } from '../admission/admission.js';
import type { ParsedDocuments } from '../admission/parsed-documents.js';

/**
 * Refuses by GET and HEAD whatever is no query, before anything else looks at it: a link, an image or a prefetch must not record anything. What is no
 * document, or names no operation, is left to those who say what is wrong with it; nothing of it is executed.
 */
export function takeOnlyQueriesByGet(
  fastify: FastifyInstance,
  isPlace: (url: string) => boolean,
  documents: ParsedDocuments,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, url } = request;
    if ((method !== 'GET' && method !== 'HEAD') || !isPlace(url)) return done();
    const asked = new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '');
    // Given twice, it is refused: here each is looked at, so that no two readers can choose differently.
    const kinds = asked.getAll('query').map((query) => kindOf(documents, query, asked.getAll('operationName').at(-1)));
    if (kinds.every((kind) => kind === null || kind === OperationTypeNode.QUERY)) return done();
    const message = 'Only queries can be sent with GET; send mutations with POST, and subscriptions over a WebSocket.';
    return void sendFault(request, reply.header('allow', 'POST'), 405, { code: 'BAD_REQUEST', message });
  });
}

function kindOf(
  documents: ParsedDocuments,
  query: string,
  operationName: string | undefined,
): OperationTypeNode | null {
  try {
    return operationOf(documents.of(query), operationName)?.operation ?? null;
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof OverLimit) return null;
    throw error;
  }
}
