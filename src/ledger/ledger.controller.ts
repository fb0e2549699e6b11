import { Controller, Get, Inject, NotFoundException, Param, Res, ServiceUnavailableException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Refused } from '../kernel/refusal.js';
import { StoreClosed, StoreUnavailable, type EventStore } from '../platform/event-store/event-store.js';
import { NotSignedYet } from '../platform/integrity.js';
import { EVENT_STORE } from '../platform/tokens.js';
import { Ledger } from './ledger.js';
import { entryBundle, parseTilePath } from './tree/tiles.js';

const text = 'text/plain; charset=utf-8';
const forEver = 'public, max-age=31536000, immutable';

/** The log as files that never change, in the layout of C2SP tlog-tiles, for monitors, witnesses and mirrors; and what proves an entry. */
@Controller('log')
export class LedgerController {
  constructor(
    private readonly ledger: Ledger,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Get('checkpoint')
  latest(@Res() reply: FastifyReply) {
    void reply.type(text).header('cache-control', 'no-cache').send(found(this.ledger.checkpoint()));
  }

  @Get('checkpoints/:size')
  ofSize(@Param('size') size: string, @Res() reply: FastifyReply) {
    void reply
      .type(text)
      .header('cache-control', forEver)
      .send(found(this.ledger.checkpoint(numberIn(size))));
  }

  @Get('tile/*')
  async tile(@Param('*') path: string, @Res() reply: FastifyReply) {
    const { level, index, width } = found(parseTilePath(path));
    const leaves = level === 'entries' ? 1 : 256 ** level;
    // Only what a checkpoint covers is given out: a tile beyond it would be a promise that nobody has signed.
    if ((index * 256 + width) * leaves > (this.ledger.signedSize ?? 0)) throw new NotFoundException();
    const bytes =
      level === 'entries'
        ? await entryBundle(this.store, index * 256, width)
        : this.ledger.tree.tile(level, index, width);
    void reply.type('application/octet-stream').header('cache-control', forEver).send(bytes);
  }

  /** Every key of the log in its order, one a line, as verifiers take it. */
  @Get('keys')
  keys(@Res() reply: FastifyReply) {
    const lines = this.ledger.keys.map(({ vkey }) => `${vkey}\n`);
    void reply.type(text).header('cache-control', 'no-cache').send(lines.join(''));
  }

  /** The proof file of an entry (C2SP tlog-proof); 503 while no checkpoint covers it. */
  @Get('receipts/:entry')
  async receipt(@Param('entry') entry: string, @Res() reply: FastifyReply) {
    try {
      const proof = await this.ledger.receipt(numberIn(entry));
      void reply
        .type(text)
        .header('cache-control', forEver)
        .header('content-disposition', `inline; filename="entry-${entry}.tlog-proof"`)
        .send(proof);
    } catch (error) {
      if (error instanceof Refused) throw new NotFoundException(error.message);
      if (error instanceof NotSignedYet) throw new ServiceUnavailableException(error.message);
      if (error instanceof StoreUnavailable || error instanceof StoreClosed)
        throw new ServiceUnavailableException('The log is not available at the moment.');
      throw error;
    }
  }
}

function found<T>(value: T | null): T {
  if (value === null) throw new NotFoundException();
  return value;
}

/** A number in its one spelling; all else is not there. */
function numberIn(given: string): number {
  if (!/^(0|[1-9]\d{0,15})$/.test(given) || !Number.isSafeInteger(Number(given))) throw new NotFoundException();
  return Number(given);
}
