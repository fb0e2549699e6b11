import { Inject, Injectable } from '@nestjs/common';
import type { Identify, Request } from '../../kernel/caller.js';
import { NotAllowed } from '../../kernel/refusal.js';
import { SecurityLog } from '../security-log.js';
import { IDENTIFY } from '../tokens.js';

/** A caller who was refused for lack of a role, for the security log. */
@Injectable()
export class Refusals {
  constructor(
    private readonly security: SecurityLog,
    @Inject(IDENTIFY) private readonly identify: Identify,
  ) {}

  /** Records it if an error is such a refusal. */
  async record(error: unknown, request: Request): Promise<void> {
    if (!(error instanceof NotAllowed)) return;
    const { actor, kind } = await this.identify(request);
    this.security.record('authz_fail', error.message, {
      ...(kind !== 'public' && { actor }),
      sourceIp: request.ip,
      requestId: request.id,
    });
  }
}
