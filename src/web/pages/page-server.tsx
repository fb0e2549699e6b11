import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '../../kernel/refusal.js';
import { span } from '../../kernel/time/partial-date.js';
import { Composition } from '../../platform/context.js';
import { InProcess, QueryFailed } from '../../platform/graphql/in-process.js';
import { mayBeKept } from '../../platform/graphql/answers/cached-answers.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { Integrity } from '../../platform/integrity.js';
import { BeforeLog, Bases } from '../../platform/read-model/past/bases.js';
import type { OpenedPage, PageBasis, Sheet, Visit } from '../../platform/web-page.js';
import { fileKinds, formatAddress, isFixed, type Address, type FileKind, type NamedBasis } from '../parts/address.js';
import type { SiteFiles } from '../assets.js';
import type { PageRecord } from '../parts/basis-bar.js';
import { chosenAddress } from './choose-date.js';
import { FaultPages } from './fault-pages.js';
import { csvOf } from '../files/csv.js';
import { jsonOf } from '../files/json.js';
import { provenanceOf } from '../files/provenance.js';
import { xlsxOf } from '../files/xlsx.js';
import { PublicBody, renderDocument } from '../parts/layout.js';
import { messages } from '../messages/messages.js';
import { onBasis, withoutAt } from './on-basis.js';
import { PageRoutes } from './page-routes.js';
import { SITE_FILES } from '../tokens.js';

/** What was asked for a page, with what came of it: shown below it, and part of its JSON file. */
export interface AskedQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
}

const types: Readonly<Record<FileKind, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
};

/** Makes pages: finds the one an address means, opens it on its basis, and puts it into the layout or into a file. */
@Injectable()
export class PageServer {
  private readonly routes: PageRoutes;

  constructor(
    private readonly composition: Composition,
    private readonly queries: InProcess,
    private readonly bases: Bases,
    private readonly url: PublicUrl,
    private readonly integrity: Integrity,
    private readonly faults: FaultPages,
    @Inject(SITE_FILES) private readonly site: SiteFiles,
  ) {
    this.routes = new PageRoutes(composition.pages);
  }

  /** Whether there can be a page at a path, whatever the language. */
  has(path: string): boolean {
    return this.routes.find(path) !== null;
  }

  async answer(request: FastifyRequest, reply: FastifyReply, address: Address): Promise<void> {
    const found = this.routes.find(address.path);
    if (found === null) return this.faults.send(request, reply, 404, 'NOT_FOUND');
    const chosen = chosenAddress(address);
    if (chosen !== null && typeof chosen !== 'string') return this.faults.send(request, reply, 400, 'NO_SUCH_DAY');
    if (chosen !== null) return void reply.status(303).header('location', chosen).send();
    try {
      const asked: AskedQuery[] = [];
      const basis = await this.basisOf(request, address.basis);
      const visit: Visit = {
        language: address.language,
        params: found.params,
        search: address.search,
        basis,
        links: this.composition.links,
        ask: async <Data,>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
          const wrapped = onBasis(query, variables, basis);
          const data = await this.queries.query<Record<string, unknown>>(request, wrapped.query, wrapped.variables);
          asked.push({ ...wrapped, data: withoutAt(data) });
          return withoutAt<Data>(data);
        },
      };
      const opened = await found.page.open(visit);
      if (opened === null) return this.faults.send(request, reply, 404, 'NOT_FOUND');
      if (address.file === null) this.sendPage(request, reply, { address, basis, opened, asked });
      else await this.sendFile(request, reply, { address, basis, opened, asked, file: address.file });
    } catch (error) {
      if (error instanceof QueryFailed && error.status !== 500) {
        if (error.retryAfter !== null) void reply.header('retry-after', String(error.retryAfter));
        return this.faults.send(request, reply, error.status, error.code, error.message);
      }
      if (error instanceof BeforeLog) return this.faults.send(request, reply, 404, 'BEFORE_LOG', error.message);
      if (error instanceof Refused) return this.faults.send(request, reply, 400, 'BAD_USER_INPUT', error.message);
      throw error;
    }
  }

  /** The basis that an address names, made certain: a prefix of the log by its size, and a day. */
  private async basisOf(request: FastifyRequest, { size, knownAt, effectiveOn }: NamedBasis): Promise<PageBasis> {
    if (effectiveOn !== undefined && span(effectiveOn)?.precision !== 'day')
      throw new Refused('INVALID', 'effectiveOn must be a day such as 2026-03-01.', 'effectiveOn');
    const { size: entries, effectiveOn: day } = await this.bases.find(knownBy(size, knownAt), effectiveOn);
    const on = { size: entries, effectiveOn: day, knownAt: null, rootHash: '' };
    const { query, variables } = onBasis('{ basis { size knownAt effectiveOn rootHash } }', {}, on);
    const data = await this.queries.query<Record<string, unknown>>(request, query, variables);
    return { ...withoutAt<{ basis: PageBasis }>(data).basis, effectiveOn: day };
  }

  private sendPage(request: FastifyRequest, reply: FastifyReply, page: MadePage): void {
    const { address, basis, opened, asked } = page;
    const { language } = address;
    const say = messages.in(language);
    const href = (path: string): string =>
      formatAddress({ ...address, path, search: new URLSearchParams(), file: null });
    const record = this.recordOf(page);
    const site = { language, address, basis, links: this.composition.links };
    const trail = [['/', say('home')] as const, ...(opened.trail ?? [])].map(
      ([path, name]) => [href(path), name] as const,
    );
    const markup = renderDocument(
      {
        language,
        title: opened.title,
        description: opened.description,
        inLanguage: (other) => formatAddress({ ...address, language: other }),
        href,
        path: address.path,
        isStyleInlined: true,
        hasScript: true,
        trouble: this.integrity.trouble,
        kind: opened.layout ?? 'page',
        alternates: record.files.map((file) => ({
          type: types[file].replace(/;.*/, ''),
          href: formatAddress({ ...address, file }),
        })),
        body: <PublicBody site={site} record={record} trail={address.path === '/' ? [] : trail} Body={opened.body} />,
      },
      this.site,
    );
    if (asked.every(({ query }) => !/\bintegrity\b/.test(query))) mayBeKept(request, isFixed(address.basis));
    void reply
      .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': this.site.policy })
      .send(markup);
  }

  private recordOf({ address, basis, opened, asked }: MadePage): PageRecord {
    return {
      title: opened.title,
      files: opened.sheets === undefined ? (asked.length === 0 ? [] : ['json']) : fileKinds,
      queries: asked.map(({ query, variables }) => ({ query, variables })),
      permanent: this.url.to(formatAddress({ ...address, basis: permanentBasis(basis), file: null })),
      isLatest:
        address.basis.size === undefined &&
        address.basis.knownAt === undefined &&
        address.basis.effectiveOn === undefined,
    };
  }

  private async sendFile(
    request: FastifyRequest,
    reply: FastifyReply,
    page: MadePage & { readonly file: FileKind },
  ): Promise<void> {
    const { address, opened, file, asked } = page;
    const { files, permanent } = this.recordOf(page);
    if (!files.includes(file)) return this.faults.send(request, reply, 404, 'NO_SUCH_FILE');
    const sheets = opened.sheets ?? [];
    const about = provenanceOf(page, permanent);
    const name = `${address.path.slice(1).replaceAll('/', '-') || 'register'}-${page.basis.effectiveOn}-${page.basis.size}.${file}`;
    const isDownload = file === 'xlsx' || address.search.has('download');
    void reply.headers({
      'content-type': types[file],
      'cache-control': isFixed(address.basis) ? 'public, max-age=3600, must-revalidate' : 'no-cache',
      ...(isDownload && { 'content-disposition': `attachment; filename="${name}"` }),
      link: `<${permanent}>; rel="canonical"`,
    });
    if (file === 'xlsx') return void reply.send(xlsxOf(about.cover, sheets, address.language === 'ar'));
    const parts = file === 'csv' ? csvOf(sheets[0] as Sheet) : jsonOf(about.json, sheets, [...asked]);
    const begun = await begin(parts);
    return void reply.send(Readable.from(begun));
  }
}

/** A page with all that it rests on. */
export interface MadePage {
  readonly address: Address;
  readonly basis: PageBasis;
  readonly opened: OpenedPage;
  readonly asked: readonly AskedQuery[];
}

/** What `knownAt` of an address means: a day counts as a whole. */
function knownBy(size: number | undefined, knownAt: string | undefined) {
  if (size !== undefined) return { size };
  if (knownAt === undefined) return null;
  if (span(knownAt)?.precision === 'day') return { instant: `${knownAt}T23:59:59.999Z` };
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(knownAt) || Number.isNaN(Date.parse(knownAt)))
    throw new Refused(
      'INVALID',
      'knownAt must be a day such as 2026-03-01, or an instant such as 2026-03-01T12:00:00Z.',
      'knownAt',
    );
  return { instant: new Date(knownAt).toISOString() };
}

/** The basis in an address that never shows anything else. */
const permanentBasis = ({ size, knownAt, effectiveOn }: PageBasis): NamedBasis =>
  size === 0 ? {} : { size, ...(knownAt?.slice(0, 10) !== effectiveOn && { effectiveOn }) };

/** Waits for the first part of a file, so that what is wrong can still be said instead. */
async function begin(parts: AsyncGenerator<string>): Promise<AsyncIterable<string>> {
  const first = await parts.next();
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* parts;
  })();
}
