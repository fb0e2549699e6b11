import { Controller, ForbiddenException, Inject, Post, Req, Res, UnauthorizedException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Unauthenticated } from '../kernel/refusal.js';
import type { Identify } from '../platform/graphql/context.js';
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
    this.mustBeOperator(request);
    const { size, root, checkpoints, findings } = await this.ledger.examine({ thorough: true });
    void reply.status(200).send({ state: this.integrity.state, size, rootHash: root.toString('base64'), checkpoints, findings });
  }

  private mustBeOperator(request: FastifyRequest): void {
    try {
      if (this.identify(request).role === 'secretariat') return;
    } catch (error) {
      if (error instanceof Unauthenticated) throw new UnauthorizedException(error.message);
      throw error;
    }
    if (request.headers.authorization === undefined) throw new UnauthorizedException('Checking the log needs the operator’s token: Authorization: Bearer ….');
    throw new ForbiddenException('Only the operator may have the log checked.');
  }
}
