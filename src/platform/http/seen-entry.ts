import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Projector } from '../read-model/projector.js';
import { sendFault } from './faults.js';

/** The header by which a client carries from one instance to another how far it has seen the log: the number of an entry. */
export const seenEntryHeader = 'x-idc-entry';

/** Milliseconds that an instance waits for an entry that the client has seen elsewhere. */
const patience = 3000;

/**
 * Lets a client that has seen an entry at one instance see at least that at every other: a request that names
 * it, in the header or in GraphQL's `extensions.entry`, is answered once the views have processed it, or
 * after three seconds refused with how far they are. Each response says how far that is.
 */
export function waitForSeenEntries(fastify: FastifyInstance, projector: Projector): void {
  fastify.addHook('preHandler', async (request, reply) => {
    const seen = seenBy(request);
    if (seen === undefined) return;
    if (seen === null) {
      return sendFault(request, reply, 400, {
        code: 'BAD_REQUEST',
        message: `${seenEntryHeader} must be the number of an entry, such as 4812.`,
      });
    }
    if (await projector.hasReached(seen, patience)) return;
    const message = `This instance has not seen entry ${seen} yet; it has seen ${projector.size} entries. Try again in a moment.`;
    return sendFault(request, reply.header('retry-after', '1'), 503, {
      code: 'BEHIND',
      message,
      entries: projector.size,
    });
  });
  fastify.addHook('onSend', async (_, reply, payload) => {
    if (projector.size > 0) void reply.header(seenEntryHeader, String(projector.size - 1));
    return payload;
  });
}

/** The entry that a request names: undefined when it names none, null when what it names is no number of an entry. */
function seenBy({ headers, body }: FastifyRequest): number | null | undefined {
  const given =
    headers[seenEntryHeader] ?? (body as { extensions?: { entry?: unknown } } | null | undefined)?.extensions?.entry;
  if (given === undefined || given === null) return undefined;
  const number = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}
