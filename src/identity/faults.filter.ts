import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForeignOrigin } from '../platform/http/cookies.js';
import { RateLimited } from '../platform/http/allowances.js';
import { goTo, show } from './form-page.js';
import { saying } from './sign-in/sign-in.page.js';
import { NotSignedIn, FormRequests } from './form-requests.js';

/**
 * The page a browser gets if nobody is signed in, if a form comes from elsewhere, or after too many attempts.
 */
@Catch(NotSignedIn, ForeignOrigin, RateLimited)
export class IdentityFaults implements ExceptionFilter {
  constructor(private readonly formRequests: FormRequests) {}

  async catch(fault: NotSignedIn | ForeignOrigin | RateLimited, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (fault instanceof NotSignedIn) return goTo(reply, `/sign-in?notice=${fault.why}`);
    const incoming = await this.formRequests.of(request);
    if (fault instanceof ForeignOrigin) return show(reply, saying(incoming, 'problem', 'foreign'), 403);
    void reply.header('retry-after', fault.retryAfter);
    show(reply, saying(incoming, 'problem', 'tooMany', { minutes: Math.ceil(fault.retryAfter / 60) }), 429);
  }
}
