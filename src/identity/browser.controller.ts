import { Controller, Get, Header, Inject } from '@nestjs/common';
import type { BrowserFiles } from './browser-files.js';
import { BROWSER_FILES } from './tokens.js';

/** Hands out what the pages of the identity database load. */
@Controller('identity')
export class BrowserController {
  constructor(@Inject(BROWSER_FILES) private readonly files: BrowserFiles) {}

  @Get('identity.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  style(): string {
    return this.files.style;
  }

  @Get('passkeys.mjs')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  passkeys(): string {
    return this.files.passkeys;
  }

  @Get('links.mjs')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  links(): string {
    return this.files.links;
  }
}
