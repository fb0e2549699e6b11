import { Controller, Get, Header, Inject, NotFoundException } from '@nestjs/common';
import type { Config } from '../config.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { CONFIG } from '../platform/tokens.js';

const day = 24 * 60 * 60_000;
/**
 * Days that a copy may be trusted: less than a year, as RFC 9116 advises, and long enough to write to the
 * contact.
 */
const goodFor = 90;

/** Publishes where to report vulnerabilities (RFC 9116), if the operator has set it. */
@Controller('.well-known')
export class SecurityContactController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly url: PublicUrl,
  ) {}

  @Get('security.txt')
  @Header('content-type', 'text/plain; charset=utf-8')
  contact(): string {
    const { securityContacts, publicUrl } = this.config;
    if (securityContacts.length === 0) throw new NotFoundException();
    const expires = new Date(Math.ceil(Date.now() / day + goodFor) * day).toISOString();
    const lines = [...securityContacts.map((contact) => `Contact: ${contact}`), `Expires: ${expires}`];
    if (publicUrl !== null) lines.push(`Canonical: ${this.url.to('/.well-known/security.txt')}`);
    return `${lines.join('\n')}\n`;
  }
}
