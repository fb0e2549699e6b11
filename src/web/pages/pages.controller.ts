import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { alsoVary } from '../../platform/http/compression.js';
import { formatAddress, parseAddress } from '../parts/address.js';
import { preferredLanguage } from './negotiation.js';
import { PageServer } from './page-server.js';

/** The public pages, each in every language, on the newest basis and on every other one. */
@Controller()
export class PagesController {
  constructor(@Inject(PageServer) private readonly pages: PageServer) {}

  /** The one address whose language is that of the browser. */
  @Get()
  home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const language = preferredLanguage(request.headers['accept-language']);
    const address = formatAddress({ language, path: '/', basis: {}, search: new URLSearchParams(), file: null });
    void reply
      .status(302)
      .headers({
        location: address,
        vary: alsoVary(reply.getHeader('vary'), 'Accept-Language'),
        'cache-control': 'no-cache',
      })
      .send();
  }

  @Get(':language(^(?:en|fr|es|ar)$)')
  root(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page(request, reply);
  }

  @Get(':language(^(?:en|fr|es|ar)$)/*')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer(request, reply);
  }

  @Get('at/:size(^[0-9]{1,15}$)/:language(^(?:en|fr|es|ar)$)')
  rootAt(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer(request, reply);
  }

  @Get('at/:size(^[0-9]{1,15}$)/:language(^(?:en|fr|es|ar)$)/*')
  pageAt(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer(request, reply);
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const address = parseAddress(request.url);
    if (address === null) throw new Error(`${request.url} was routed to the pages and is none of theirs.`);
    await this.pages.answer(request, reply, address);
  }
}
