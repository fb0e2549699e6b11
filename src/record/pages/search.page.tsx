import type { LinkedType } from '../../platform/web-page.js';
import { definePage } from '../../web/pages/define-page.js';
import { Pager, pageArguments, pageInfo, pageOf, pageVariables, type PageInfo } from '../../web/parts/lists.js';
import { messages, type SiteWords } from '../../web/messages/messages.js';
import { Code, Link, Text } from '../../web/parts/parts.js';
import { useHref, useMessages, useSite } from '../../web/parts/site.js';

type Found = Readonly<Record<string, unknown>> & { readonly __typename: string };

interface Results {
  readonly text: string;
  readonly search: {
    readonly totalCount: number;
    readonly pageInfo: PageInfo;
    readonly nodes: readonly Found[];
  } | null;
}

const queryOf = (links: readonly LinkedType[]): string =>
  `query Search($text: String!, ${pageVariables}) { search(text: $text, ${pageArguments}) { totalCount ${pageInfo} nodes { __typename ${links.map(({ type, fields }) => `... on ${type} { ${fields} }`).join(' ')} } } }`;

/** What the register finds by words, of whatever context. */
export const searchPage = definePage<Results, SiteWords>({
  path: '/search',
  filters: ['text'],
  messages,
  load: async ({ ask, search, links }) => {
    const text = (search.get('text') ?? '').trim();
    if (text === '') return { text, search: null };
    return { text, ...(await ask<Pick<Results, 'search'>>(queryOf(links), { text, ...pageOf(search, 20) })) };
  },
  title: (_, say) => say('search.title'),
  body: ({ data }) => <SearchBody data={data} />,
});

function SearchBody({ data: { text, search } }: { readonly data: Results }) {
  const say = useMessages(messages);
  const href = useHref();
  const { links } = useSite();
  return (
    <>
      <h1>{say('search.title')}</h1>
      <form class="finder" action={href('/search')}>
        <label class="hidden" for="text">
          {say('search')}
        </label>
        <input id="text" name="text" value={text} autocomplete="off" />
        <button>{say('search')}</button>
      </form>
      {search === null ? (
        <p>{say('search.ask')}</p>
      ) : (
        <>
          <p role="status">{say('search.results', { count: search.totalCount, text })}</p>
          {search.totalCount === 0 ? <p>{say('search.advice')}</p> : null}
          <ol class="events">
            {search.nodes.map((node) => {
              const link = links.find(({ type }) => type === node.__typename);
              return link === undefined ? null : (
                <li>
                  <Link to={link.path(link.keyOf(node))}>
                    <Text value={link.nameOf(node)} />
                  </Link>
                  <br />
                  <span class="quiet">
                    <Code>{link.keyOf(node)}</Code>
                  </span>
                </li>
              );
            })}
          </ol>
          <Pager info={search.pageInfo} />
        </>
      )}
    </>
  );
}
