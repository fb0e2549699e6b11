import { Controller, Get, Inject, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Refused } from '../../kernel/refusal.js';
import { cookie, cookieName, cookieOf } from '../../platform/http/cookies.js';
import { Allowances } from '../../platform/http/allowances.js';
import { Origins } from '../../platform/http/origins.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { LOG } from '../../platform/tokens.js';
import { IdentityFaults } from '../faults.filter.js';
import { goTo } from '../form-page.js';
import { OpenIdProvider } from './provider.js';
import { hashOf } from './secret.js';
import { SignIn } from './sign-in.js';
import { FormRequests } from '../form-requests.js';

/** The way to the OpenID provider and back. Without a provider there is no such way. */
@Controller('sign-in/provider')
@UseFilters(IdentityFaults)
export class ProviderController {
  constructor(
    private readonly formRequests: FormRequests,
    private readonly signIn: SignIn,
    private readonly url: PublicUrl,
    private readonly provider: OpenIdProvider,
    private readonly allowances: Allowances,
    private readonly origins: Origins,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  @Get()
  async go(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    // Another site's page must not sign anyone in by sending them here: there is a button for it.
    if (this.origins.isForeign(request.headers)) return goTo(reply, '/sign-in');
    await this.allowances.takeSignIn(request.ip);
    try {
      const { address, secret, state } = await this.provider.begin();
      void reply.header('set-cookie', cookie(this.cookieOf(state), secret, this.url, 600));
      goTo(reply, address);
    } catch (error) {
      this.log.warn({ err: error }, 'the OpenID provider cannot be reached');
      goTo(reply, '/sign-in?notice=providerFailed');
    }
  }

  @Get('callback')
  async come(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.of(request);
    const query = request.url.replace(/^[^?]*\??/, '');
    const name = this.cookieOf(incoming.query.state ?? '');
    try {
      const secret = cookieOf(request.headers, name) ?? '';
      const session = await this.signIn.letInBy('provider', incoming.visitor, () =>
        this.provider.finish(secret, query),
      );
      void reply.header('set-cookie', cookie(name, '', this.url, 0));
      this.formRequests.setCookie(reply, session);
      goTo(reply, '/account');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      goTo(reply, `/sign-in?notice=${error.code === 'PROVIDER_UNKNOWN' ? 'providerUnknown' : 'providerFailed'}`);
    }
  }

  /** Each tab that goes to the provider has a cookie of its own, found again by the state that the provider sends back. */
  private cookieOf(state: string): string {
    return cookieName(`idc-provider-${hashOf(state).slice(0, 12)}`, this.url);
  }
}
