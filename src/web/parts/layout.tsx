import type { ComponentChildren, FunctionComponent } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { languages, type Language } from '../../kernel/values/fields.js';
import { BasisBar, QueryBehind, type PageRecord } from './basis-bar.js';
import { messages, type SiteWords } from '../messages/messages.js';
import { SiteProvider, type Site } from './site.js';
import { directionOf, languageNames, type Say } from '../language/translations.js';

/** The files that pages load, by the addresses under which they are kept for long. */
export interface Assets {
  /** Inlined in public pages, which saves a round trip; linked in the workspace, where people stay for many pages. */
  readonly style: string;
  readonly stylePath: string;
  readonly scriptPath: string;
}

export interface DocumentParts {
  readonly language: Language;
  readonly title: string;
  readonly description?: string | undefined;
  readonly isFaulty?: boolean;
  /** The address of this page in another language. */
  readonly inLanguage: (language: Language) => string;
  /** An address on this site, in the language of the page, on its basis. */
  readonly href: (path: string) => string;
  readonly path: string;
  readonly isStyleInlined: boolean;
  readonly hasScript: boolean;
  /** What stands in the head beyond the usual. */
  readonly alternates?: readonly { readonly type: string; readonly href: string }[];
  /** What is wrong with the log, if anything: stands on every page. */
  readonly trouble?: string | null;
  /** Beside the languages: who is signed in. */
  readonly account?: ComponentChildren;
  readonly kind?: 'page' | 'brief' | 'form';
  readonly body: ComponentChildren;
}

type SaySite = Say<SiteWords>;

/** The pages that the menu of the site leads to. */
const menu = [
  ['/commitments', 'menu.commitments'],
  ['/champions', 'menu.champions'],
  ['/principles', 'menu.principles'],
  ['/changes', 'menu.changes'],
  ['/compare', 'menu.compare'],
  ['/data', 'menu.data'],
] as const;

/** A whole HTML document. No page of ours has a script or an event handler in it. */
export function renderDocument(parts: DocumentParts, assets: Assets): string {
  const { language, title, description, isFaulty = false, kind = 'page' } = parts;
  const say = messages.in(language);
  const name = title === say('site') ? title : `${title} · ${say('site')}`;
  const markup = renderToStaticMarkup(
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{isFaulty ? `${say('error')} ${name}` : name}</title>
        {description === undefined ? null : <meta name="description" content={description} />}
        <meta name="color-scheme" content="light" />
        <link rel="icon" href="data:," />
        {parts.isStyleInlined ? (
          <style dangerouslySetInnerHTML={{ __html: assets.style }} />
        ) : (
          <link rel="stylesheet" href={assets.stylePath} />
        )}
        {parts.hasScript ? <script type="module" src={assets.scriptPath} /> : null}
        {(parts.alternates ?? []).map(({ type, href }) => (
          <link rel="alternate" type={type} href={href} />
        ))}
      </head>
      <body class={kind}>
        <a class="skip" href="#content">
          {say('skip')}
        </a>
        <Header parts={parts} say={say} />
        {parts.trouble === null || parts.trouble === undefined ? null : (
          <p class="trouble" role="alert">
            <strong>{parts.trouble}</strong>
          </p>
        )}
        {parts.body}
        <Footer parts={parts} say={say} />
      </body>
    </html>,
  );
  return `<!doctype html>${markup}`;
}

const Header = ({ parts, say }: { readonly parts: DocumentParts; readonly say: SaySite }) => (
  <header class="site">
    <div class="wrap">
      <a class="name" href={parts.href('/')}>
        {say('site.short')}
        <span>{say('site.what')}</span>
      </a>
      <div class="aside">
        {parts.account}
        <nav class="languages" aria-label={say('languages')}>
          <ul>
            {languages.map((one) => (
              <li>
                {one === parts.language ? (
                  <span lang={one} aria-current="true">
                    {languageNames[one]}
                  </span>
                ) : (
                  <a href={parts.inLanguage(one)} lang={one} hreflang={one} dir={directionOf(one)}>
                    {languageNames[one]}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </div>
    {parts.kind === 'form' ? null : (
      <div class="bar">
        <nav class="wrap menu" aria-label={say('menu')}>
          <ul>
            {menu.map(([path, key]) => (
              <li>
                <a
                  href={parts.href(path)}
                  aria-current={parts.path === path ? 'page' : parts.path.startsWith(`${path}/`) ? 'true' : undefined}
                >
                  {say(key)}
                </a>
              </li>
            ))}
          </ul>
          <form role="search" action={parts.href('/search')}>
            <label class="hidden" for="q">
              {say('search')}
            </label>
            <input id="q" name="text" type="search" placeholder={say('search.hint')} autocomplete="off" />
            <button>{say('search')}</button>
          </form>
        </nav>
      </div>
    )}
  </header>
);

const Footer = ({ parts, say }: { readonly parts: DocumentParts; readonly say: SaySite }) => (
  <footer class="site">
    <div class="wrap">
      <p>{say('footer.what')}</p>
      <ul>
        <li>
          <a href={parts.href('/help')}>{say('footer.help')}</a>
        </li>
        <li>
          <a href={parts.href('/data')}>{say('footer.data')}</a>
        </li>
        <li>
          <a href="/log/checkpoint">{say('footer.checkpoint')}</a>
        </li>
        <li>
          <a href={`/sign-in?lang=${parts.language}`}>{say('footer.signIn')}</a>
        </li>
      </ul>
      <p class="quiet">{say('footer.unchecked')}</p>
    </div>
  </footer>
);

/** The content of a public page between header and footer: trail, heading, basis, body and the query behind it. */
export function PublicBody({
  site,
  record,
  trail,
  Body,
}: {
  site: Site;
  record: PageRecord;
  trail: readonly (readonly [string, string])[];
  Body: FunctionComponent;
}) {
  const say = messages.in(site.language);
  return (
    <SiteProvider value={site}>
      <BasisBar record={record} />
      <div class="wrap">
        {trail.length === 0 ? null : (
          <nav class="trail" aria-label={say('trail')}>
            <ol>
              {trail.map(([href, name]) => (
                <li>
                  <a href={href}>{name}</a>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <main id="content">
          <Body />
        </main>
        <QueryBehind record={record} />
      </div>
    </SiteProvider>
  );
}
