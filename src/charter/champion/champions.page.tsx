import { definePage } from '../../web/pages/define-page.js';
import { dayInWords } from '../../web/language/dates.js';
import { Pager, pageArguments, pageInfo, pageOf, pageVariables, type PageInfo } from '../../web/parts/lists.js';
import { Link, Note, Table, When } from '../../web/parts/parts.js';
import { useMessages, useSite } from '../../web/parts/site.js';
import { charterMessages as messages, type CharterWords } from '../messages/messages.js';
import { Mark } from '../status/status-parts.js';
import { countryName } from '../vocabulary/labels.js';

interface Champion {
  readonly slug: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly kind: 'GOVERNMENT' | 'MULTILATERAL' | 'CIVIL_SOCIETY' | 'FOUNDATION' | 'MUNICIPALITY' | 'PRIVATE_SECTOR';
  readonly country: string | null;
  readonly joined: string | null;
  readonly status: 'ACTIVE' | 'CEASED' | 'MERGED' | 'SUCCEEDED' | 'WITHDRAWN';
  readonly lastHeard: string | null;
  readonly isSilent: boolean;
  readonly commitments: { readonly totalCount: number };
}

interface Data {
  readonly champions: {
    readonly totalCount: number;
    readonly undated: number;
    readonly pageInfo: PageInfo;
    readonly nodes: readonly Champion[];
  };
}

const fields = 'slug name shortName kind country joined status lastHeard isSilent commitments(first: 0) { totalCount }';
const query = `query Champions(${pageVariables}, $filter: ChampionFilter) {
  champions(${pageArguments}, filter: $filter, orderBy: { field: NAME }) { totalCount undated ${pageInfo} nodes { ${fields} } }
}`;

function filterOf(search: URLSearchParams): Record<string, unknown> {
  const lists = { kind: 'kinds', country: 'countries', status: 'statuses' } as const;
  return {
    ...Object.fromEntries(
      Object.entries(lists).flatMap(([name, field]) => (search.has(name) ? [[field, search.getAll(name)]] : [])),
    ),
    ...(search.get('silentSince') && { silentSince: search.get('silentSince') }),
  };
}

export const championsPage = definePage<Data, CharterWords>({
  path: '/champions',
  filters: ['kind', 'country', 'status', 'silentSince'],
  messages,
  load: ({ ask, search }) => ask(query, { ...pageOf(search, 50), filter: filterOf(search) }),
  title: (_, say) => say('champions.title'),
  description: (_, say) => say('champions.lead'),
  sheets: (_, say, { ask, search }) => [
    {
      name: say('champions.title'),
      columns: [
        { key: 'champion', label: say('champion.slug') },
        { key: 'name', label: say('champion.name') },
        { key: 'kind', label: say('champion.kind') },
        { key: 'country', label: say('champion.country') },
        { key: 'joined', label: say('champion.joined'), kind: 'day' },
        { key: 'status', label: say('champion.status') },
        { key: 'last_heard', label: say('champion.lastHeard'), kind: 'day' },
        { key: 'is_silent', label: say('champion.silent') },
        { key: 'commitments', label: say('champion.commitments'), kind: 'number' },
      ],
      rows: async function* () {
        for (let after: string | null = null; ;) {
          const { champions }: Data = await ask(query, { first: 100, after, filter: filterOf(search) });
          for (const one of champions.nodes)
            yield [
              one.slug,
              one.name,
              one.kind.toLowerCase(),
              one.country,
              one.joined,
              one.status.toLowerCase(),
              one.lastHeard,
              one.isSilent,
              one.commitments.totalCount,
            ];
          if (!champions.pageInfo.hasNextPage) return;
          after = champions.pageInfo.endCursor;
        }
      },
    },
  ],
  body: ({ data }) => <ChampionsBody data={data} />,
});

function ChampionsBody({ data: { champions } }: { readonly data: Data }) {
  const say = useMessages(messages);
  const { basis, language } = useSite();
  const day = dayInWords(basis.effectiveOn, language);
  return (
    <>
      <h1>{say('champions.title')}</h1>
      <p class="lead">{say('champions.lead')}</p>
      <Note>{say('counts.undated', { count: champions.undated })}</Note>
      <Table
        caption={say('champions.caption', { count: champions.totalCount, day })}
        columns={[
          {
            name: say('champion.name'),
            isHead: true,
            width: 'wide',
            cell: ({ slug, name }: Champion) => (
              <Link to={`/champions/${slug}`}>
                <bdi>{name}</bdi>
              </Link>
            ),
          },
          { name: say('champion.kind'), cell: ({ kind }) => say(`kind.${kind}`) },
          {
            name: say('champion.country'),
            cell: ({ country }) => (country === null ? null : countryName(country, language)),
          },
          { name: say('champion.joined'), cell: ({ joined }) => <When date={joined} /> },
          {
            name: say('champion.status'),
            cell: ({ status }) => (
              <Mark kind={status === 'ACTIVE' ? 'complete' : status}>{say(`status.${status}`)}</Mark>
            ),
          },
          {
            name: say('champion.lastHeard'),
            cell: ({ lastHeard, isSilent }) => (
              <>
                {lastHeard === null ? <span class="quiet">{say('champion.never')}</span> : <When date={lastHeard} />}
                {isSilent ? (
                  <>
                    <br />
                    <Mark kind="long-silent">{say('champion.silent')}</Mark>
                  </>
                ) : null}
              </>
            ),
          },
          {
            name: say('champion.commitments'),
            isNumber: true,
            cell: ({ slug, commitments }) => (
              <Link to="/commitments" filters={{ champion: slug }}>
                {commitments.totalCount}
              </Link>
            ),
          },
        ]}
        rows={champions.nodes}
      />
      <Pager info={champions.pageInfo} />
    </>
  );
}
