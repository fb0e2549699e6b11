import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languages, type Language } from '../../kernel/values/fields.js';
import { sendFault } from '../../platform/http/faults.js';
import { Integrity } from '../../platform/integrity.js';
import { formatAddress, parseAddress } from '../parts/address.js';
import type { SiteFiles } from '../assets.js';
import { renderDocument } from '../parts/layout.js';
import { messages } from '../messages/messages.js';
import { preferredLanguage, wantsHtml } from './negotiation.js';
import { SITE_FILES } from '../tokens.js';

const titles = {
  400: 'fault.400',
  403: 'fault.403',
  404: 'fault.404',
  405: 'fault.405',
  429: 'fault.429',
  500: 'fault.500',
  503: 'fault.503',
} as const;

const texts = {
  NOT_FOUND: 'fault.notFound',
  NO_SUCH_DAY: 'fault.noSuchDay',
  NO_SUCH_FILE: 'fault.noSuchFile',
  BEFORE_LOG: 'fault.beforeLog',
  INTERNAL: 'fault.internal',
} as const;

/** What went wrong, as a page for people and as JSON for programs. */
@Injectable()
export class FaultPages {
  constructor(
    @Inject(SITE_FILES) private readonly site: SiteFiles,
    private readonly integrity: Integrity,
  ) {}

  /** Answers with a fault: `message` is what the register said of it, in English. */
  send(request: FastifyRequest, reply: FastifyReply, status: number, code: string, message = ''): void {
    const isFile = (parseAddress(request.url)?.file ?? null) !== null;
    const page = isFile ? null : this.pageFor(request, status, { code, message });
    if (page === null)
      return void sendFault(request, reply, status, {
        code,
        message: message === '' ? messages.in('en')(textOf(code) ?? 'fault.notFound') : message,
      });
    void reply
      .status(status)
      .headers({ 'cache-control': 'no-store', ...this.headers })
      .send(page);
  }

  /** The headers of a page. */
  get headers() {
    return { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': this.site.policy };
  }

  /** The page that tells of a fault; null for a request of a program, which gets JSON. */
  pageFor(
    request: FastifyRequest,
    status: number,
    { code, message }: { readonly code: string; readonly message: string },
  ): string | null {
    if (!wantsHtml(request.headers)) return null;
    const address = parseAddress(request.url);
    const language: Language = address?.language ?? preferredLanguage(request.headers['accept-language']);
    const say = messages.in(language);
    const title = say(
      (titles as Readonly<Record<number, (typeof titles)[keyof typeof titles]>>)[status] ??
        (status < 500 ? 'fault.400' : 'fault.500'),
    );
    const known = textOf(code);
    const at = (path: string, other = language): string =>
      formatAddress({ language: other, path, basis: {}, search: new URLSearchParams(), file: null });
    return renderDocument(
      {
        language,
        title,
        inLanguage: (other) => (address === null ? at('/', other) : formatAddress({ ...address, language: other })),
        href: (path) => at(path),
        path: '',
        isStyleInlined: true,
        hasScript: false,
        trouble: this.integrity.trouble,
        body: (
          <main id="content" class="wrap fault-page">
            <h1>{title}</h1>
            {known === undefined ? null : <p>{say(known)}</p>}
            {message === '' ? null : (
              <p lang="en" dir="ltr">
                {message}
              </p>
            )}
            <p>
              <a href={at('/')}>{say('home')}</a>
            </p>
          </main>
        ),
      },
      this.site,
    );
  }
}

const textOf = (code: string) => (texts as Readonly<Record<string, (typeof texts)[keyof typeof texts]>>)[code];

export const isLanguage = (text: string): text is Language => languages.some((one) => one === text);
