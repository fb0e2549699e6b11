import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { languages, type Language } from '../kernel/values/fields.js';
import { InProcess, QueryFailed } from '../platform/graphql/in-process.js';
import { isGraphqlPath } from '../platform/http/paths.js';
import { Integrity } from '../platform/integrity.js';
import { formatAddress } from './parts/address.js';
import type { SiteFiles } from './assets.js';
import { shown } from './parts/history.js';
import { renderDocument } from './parts/layout.js';
import { messages } from './messages/messages.js';
import { preferredLanguage, wantsHtml } from './pages/negotiation.js';
import { SITE_FILES } from './tokens.js';

/** What is in the form when nobody has asked anything yet. */
const example = `{
  commitments(first: 5, filter: { dimensions: [DISABILITY] }) {
    totalCount
    undated
    nodes { code due lifecycle claimed }
  }
}`;

/** What came of a query: its data, or what is wrong with it. */
type Outcome = { readonly data: Readonly<Record<string, unknown>> } | { readonly faults: readonly string[] } | null;

/** `/graphql` as people see it in a browser: a form that runs a query, without a script, and shows what it answers as tables. */
@Injectable()
export class GraphqlConsole {
  constructor(
    private readonly queries: InProcess,
    private readonly integrity: Integrity,
    @Inject(SITE_FILES) private readonly site: SiteFiles,
  ) {}

  get headers() {
    return {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': this.site.policy,
      'cache-control': 'no-store',
    };
  }

  async page(request: FastifyRequest): Promise<{ readonly status: number; readonly text: string }> {
    const search = new URLSearchParams(/\?([^#]*)/.exec(request.url)?.[1] ?? '');
    const language =
      languages.find((one) => one === search.get('lang')) ?? preferredLanguage(request.headers['accept-language']);
    const [query, variables] = [search.get('query') ?? '', search.get('variables') ?? ''];
    const outcome = query === '' ? null : await this.run(request, query, variables, language);
    const isFaulty = outcome !== null && 'faults' in outcome;
    return {
      status: isFaulty ? 400 : 200,
      text: this.render({ search, language, query: query === '' ? example : query, variables, outcome }),
    };
  }

  private async run(request: FastifyRequest, query: string, variables: string, language: Language): Promise<Outcome> {
    const given = parsed(variables);
    if (given === null) return { faults: [messages.in(language)('console.badVariables')] };
    try {
      return { data: await this.queries.query(request, query, given) };
    } catch (error) {
      if (!(error instanceof QueryFailed)) throw error;
      return { faults: error.errors.map(({ message }) => message) };
    }
  }

  private render(given: {
    search: URLSearchParams;
    language: Language;
    query: string;
    variables: string;
    outcome: Outcome;
  }): string {
    const { search, language, query, variables, outcome } = given;
    const say = messages.in(language);
    const faults = outcome !== null && 'faults' in outcome ? outcome.faults : [];
    return renderDocument(
      {
        language,
        title: say('console.title'),
        isFaulty: faults.length > 0,
        inLanguage: (other) => `/graphql?${withLanguage(search, other)}`,
        href: (path) => formatAddress({ language, path, basis: {}, search: new URLSearchParams(), file: null }),
        path: '/graphql',
        isStyleInlined: true,
        hasScript: false,
        trouble: this.integrity.trouble,
        body: (
          <main id="content" class="wrap">
            {faults.length === 0 ? null : (
              <div class="problem" role="alert" aria-labelledby="problem" tabIndex={-1} autofocus>
                <h2 id="problem">{say('problem')}</h2>
                <ul>
                  {faults.map((fault) => (
                    <li>
                      <a href="#query">{fault}</a>
                    </li>
                  ))}
                </ul>
              </div>
            )}
            <h1>{say('console.title')}</h1>
            <p class="lead">{say('console.lead')}</p>
            <form action="/graphql">
              <input type="hidden" name="lang" value={language} />
              <label for="query">{say('console.query')}</label>
              <textarea id="query" name="query" rows={14} dir="ltr" class="code" spellcheck={false}>
                {query}
              </textarea>
              <label for="variables">{say('console.variables')}</label>
              <textarea id="variables" name="variables" rows={3} dir="ltr" class="code" spellcheck={false}>
                {variables}
              </textarea>
              <button>{say('console.run')}</button>
            </form>
            {outcome !== null && 'data' in outcome ? (
              <section aria-labelledby="answer">
                <h2 id="answer">{say('console.answer')}</h2>
                <Value name="data" value={outcome.data} language={language} />
                <details>
                  <summary>{say('console.raw')}</summary>
                  <pre dir="ltr" tabIndex={0}>
                    {JSON.stringify(outcome.data, null, 2)}
                  </pre>
                </details>
              </section>
            ) : null}
          </main>
        ),
      },
      this.site,
    );
  }
}

function withLanguage(search: URLSearchParams, language: Language): string {
  const other = new URLSearchParams(search);
  other.set('lang', language);
  return other.toString();
}

function parsed(variables: string): Record<string, unknown> | null {
  if (variables.trim() === '') return {};
  try {
    const given: unknown = JSON.parse(variables);
    return typeof given === 'object' && given !== null && !Array.isArray(given)
      ? (given as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of an answer: lists of records as tables, records as names and values, all else as text. */
function Value({
  name,
  value,
  language,
}: {
  readonly name: string;
  readonly value: unknown;
  readonly language: Language;
}) {
  const say = messages.in(language);
  if (Array.isArray(value) && value.length > 0 && value.every(isRecord)) {
    const rows = value as readonly Readonly<Record<string, unknown>>[];
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const caption = `${name}: ${say('console.rows', { count: rows.length })}`;
    return (
      <div class="scroll" role="group" aria-label={caption} tabIndex={0} dir="ltr">
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {columns.map((column) => (
                  <td>{shown(row[column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  }
  if (isRecord(value))
    return (
      <dl class="facts" dir="ltr">
        {Object.entries(value).map(([field, one]) => (
          <div>
            <dt>{field}</dt>
            <dd>
              <Value name={field} value={one} language={language} />
            </dd>
          </div>
        ))}
      </dl>
    );
  return <bdi>{shown(value)}</bdi>;
}

/** Shows `/graphql` as a page to whoever asks for HTML by name; programs get what they always get. */
export function showConsole(fastify: FastifyInstance, console: GraphqlConsole): void {
  fastify.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'GET' || !isGraphqlPath(request.url) || !wantsHtml(request.headers)) return undefined;
    const { status, text } = await console.page(request);
    return reply.status(status).headers(console.headers).send(text);
  });
}
