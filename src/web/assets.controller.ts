import { Controller, Get, Inject, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { AssetFile, SiteFiles } from './assets.js';
import { SITE_FILES } from './tokens.js';

/** The name of a file whatever its content, as in `site.css`. */
const plainName = ({ name }: AssetFile): string => name.replace(/\.[0-9a-f]{12}\./, '.');

/** Hands out what pages load. */
@Controller()
export class AssetsController {
  constructor(@Inject(SITE_FILES) private readonly site: SiteFiles) {}

  @Get('assets/:name')
  file(@Param('name') name: string, @Res() reply: FastifyReply): void {
    const found = this.site.files.find((file) => file.name === name || plainName(file) === name);
    if (found === undefined) throw new NotFoundException();
    const control = found.name === name ? 'public, max-age=31536000, immutable' : 'no-cache';
    void reply.headers({ 'content-type': found.type, 'cache-control': control }).send(found.text);
  }
}
