import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Identify } from '../kernel/caller.js';
import { NotAllowed } from '../kernel/refusal.js';
import { Integrity } from '../platform/integrity.js';
import { IDENTIFY } from '../platform/tokens.js';
import { Ledger } from './ledger.js';

/** Checks the log on demand: for the operator alone, as it costs a reading of all of it. */
@Controller('health')
export class IntegrityController {
  constructor(
    private readonly ledger: Ledger,
    private readonly integrity: Integrity,
    @Inject(IDENTIFY) private readonly identify: Identify,
  ) {}

  /** 200 with what was checked and found, whether the log is sound or not. */
  @Post('integrity')
  async examine(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { kind } = await this.identify(request);
    if (kind !== 'operator') throw new NotAllowed(kind !== 'public', 'Checking the log');
    const { size, root, checkpoints, findings } = await this.ledger.examine({ thorough: true });
    void reply
      .status(200)
      .send({ state: this.integrity.state, size, rootHash: root.toString('base64'), checkpoints, findings });
  }
}
