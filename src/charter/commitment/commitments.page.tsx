import type { Ask } from '../../platform/web-page.js';
import { definePage } from '../../web/pages/define-page.js';
import {
  ChosenFields,
  Facet,
  Pager,
  pageArguments,
  pageInfo,
  pageOf,
  pageVariables,
  type FacetOption,
  type PageInfo,
} from '../../web/parts/lists.js';
import { Note } from '../../web/parts/parts.js';
import { useHref, useMessages, useSite } from '../../web/parts/site.js';
import { charterMessages as messages, type CharterWords } from '../messages/messages.js';
import { countryName } from '../vocabulary/labels.js';
import {
  commitmentColumns,
  commitmentRow,
  CommitmentTable,
  listedFields,
  type ListedCommitment,
} from './commitment-table.js';

interface Counts {
  readonly group: string;
  readonly label: string;
  readonly base: number;
}

interface Connection {
  readonly totalCount: number;
  readonly undated: number;
  readonly pageInfo: PageInfo;
  readonly nodes: readonly ListedCommitment[];
}

interface Data {
  readonly commitments: Connection;
  readonly all: readonly [{ readonly base: number; readonly notClaimed: number }];
  readonly facets: Readonly<Record<string, readonly Counts[]>>;
}

/** The facets: the name of the filter in the address, in the API, and how its groups are counted. */
const facets = [
  { name: 'principle', field: 'principles', groupBy: 'PRINCIPLE', title: 'commitment.principles' },
  { name: 'dimension', field: 'dimensions', groupBy: 'DIMENSION', title: 'commitment.dimensions' },
  { name: 'champion', field: 'champions', groupBy: 'CHAMPION', title: 'champion.name' },
  { name: 'country', field: 'countries', groupBy: 'COUNTRY', title: 'champion.country' },
  { name: 'kind', field: 'kinds', groupBy: 'CHAMPION_KIND', title: 'champion.kind' },
  { name: 'lifecycle', field: 'lifecycle', groupBy: 'LIFECYCLE', title: 'axis.lifecycle' },
  { name: 'goal', field: 'sdgGoals', groupBy: 'SDG_GOAL', title: 'commitment.goals' },
] as const;

/** Groups of what names no value, and of the charter initiative itself: no filter asks for them. */
const beside = new Set(['none', 'network']);
const numeric = new Set<string>(['principles', 'sdgGoals']);

/** What the filters of an address mean in the API; a facet's own filter can be left out, to count its other values. */
function filterOf(search: URLSearchParams, without?: string): Record<string, unknown> {
  const filter: Record<string, unknown> = {};
  for (const { name, field } of facets) {
    const values = search.getAll(name).filter((value) => value !== '');
    if (values.length === 0 || name === without) continue;
    filter[field] = values.map((value) => (numeric.has(field) && /^\d+$/.test(value) ? Number(value) : value));
  }
  const claimed = search.getAll('claimed').filter((value) => value !== '');
  if (claimed.length > 0) filter.claimed = claimed;
  for (const name of ['text', 'dueAfter', 'dueBefore', 'silentSince', 'actionPlan']) {
    const value = search.get(name)?.trim() ?? '';
    if (value !== '') filter[name === 'actionPlan' ? 'actionPlans' : name] = name === 'actionPlan' ? [value] : value;
  }
  if (search.get('withReports') === 'true') filter.withReports = true;
  if (search.get('notClaimed') === 'true') filter.notClaimed = true;
  return filter;
}

const list = `query Commitments(${pageVariables}, $filter: CommitmentFilter) {
  commitments(${pageArguments}, filter: $filter) { totalCount undated ${pageInfo} nodes { ${listedFields} } }
  all: statusCounts(groupBy: ALL, filter: $filter) { base notClaimed }
}`;
const counted = `query Facets(${facets.map(({ name }) => `$${name}: CommitmentFilter`).join(', ')}) {
  ${facets.map(({ name, groupBy }) => `${name}: statusCounts(groupBy: ${groupBy}, filter: $${name}) { group label base }`).join('\n  ')}
}`;

/** All commitments of a filter, page by page. */
export async function* allCommitments(
  ask: Ask,
  filter: Readonly<Record<string, unknown>>,
): AsyncGenerator<ReturnType<typeof commitmentRow>> {
  for (let after: string | null = null; ;) {
    const answer: Pick<Data, 'commitments'> = await ask(list, { first: 100, after, filter });
    for (const node of answer.commitments.nodes) yield commitmentRow(node);
    const { hasNextPage, endCursor } = answer.commitments.pageInfo;
    if (!hasNextPage || endCursor === null) return;
    after = endCursor;
  }
}

export const commitmentsPage = definePage<Data, CharterWords>({
  path: '/commitments',
  filters: [
    ...facets.map(({ name }) => name),
    'claimed',
    'text',
    'dueAfter',
    'dueBefore',
    'silentSince',
    'actionPlan',
    'withReports',
    'notClaimed',
  ],
  messages,
  load: async ({ ask, search }) => {
    const listed = await ask<Omit<Data, 'facets'>>(list, { ...pageOf(search, 50), filter: filterOf(search) });
    const variables = Object.fromEntries(facets.map(({ name }) => [name, filterOf(search, name)]));
    return { ...listed, facets: await ask<Data['facets']>(counted, variables) };
  },
  title: (_, say) => say('commitments.title'),
  description: (_, say) => say('commitments.lead'),
  sheets: (_, say, { ask, search }) => [
    {
      name: say('commitments.title'),
      columns: commitmentColumns(say),
      rows: () => allCommitments(ask, filterOf(search)),
    },
  ],
  body: ({ data }) => <CommitmentsBody data={data} />,
});

function CommitmentsBody({ data: { commitments, all, facets: counts } }: { readonly data: Data }) {
  const say = useMessages(messages);
  const { address } = useSite();
  const href = useHref();
  const [{ base, notClaimed }] = all;
  const isFiltered = [...address.search.keys()].some((name) => name !== 'after' && name !== 'before');
  return (
    <>
      <h1>{say('commitments.title')}</h1>
      <p class="lead">{say('commitments.lead')}</p>
      <div class="browse">
        <section class="facets" aria-labelledby="filters">
          <h2 id="filters" class="hidden">
            {say('commitments.filters')}
          </h2>
          <form action={href('/commitments')}>
            <ChosenFields except={['text']} />
            <label for="text">{say('commitments.text')}</label>
            <input id="text" name="text" value={address.search.get('text') ?? ''} autocomplete="off" />
            <button>{say('commitments.apply')}</button>
          </form>
          <Facets counts={counts} />
          {isFiltered ? (
            <p>
              <a href={href('/commitments')}>{say('commitments.clear')}</a>
            </p>
          ) : null}
        </section>
        <div>
          <p role="status">
            <strong>{say('commitments.caption', { count: commitments.totalCount })}</strong>
          </p>
          <Note>
            {say('counts.base', { base, silent: notClaimed })} {say('counts.undated', { count: commitments.undated })}
          </Note>
          {commitments.totalCount === 0 ? (
            <p>{say('commitments.empty')}</p>
          ) : (
            <CommitmentTable
              commitments={commitments.nodes}
              caption={say('commitments.caption', { count: commitments.totalCount })}
            />
          )}
          <Pager info={commitments.pageInfo} />
        </div>
      </div>
    </>
  );
}

function Facets({ counts }: { readonly counts: Data['facets'] }) {
  const say = useMessages(messages);
  const { language } = useSite();
  const labelOf = (name: string, group: string, label: string): string => {
    if (name === 'dimension') return say(`dimension.${group as 'AGE'}`);
    if (name === 'country') return countryName(group, language);
    if (name === 'kind') return say(`kind.${group as 'GOVERNMENT'}`);
    if (name === 'lifecycle') return say(`lifecycle.${group as 'ACTIVE'}`);
    if (name === 'principle') return say('principle.title', { number: group });
    return label;
  };
  const options = (name: string): FacetOption[] =>
    (counts[name] ?? [])
      .filter(({ group }) => !beside.has(group))
      .map(({ group, label, base }) => {
        return { value: group, label: <bdi>{labelOf(name, group, label)}</bdi>, count: base };
      });
  return (
    <>
      {facets.map(({ name, title }) => (
        <Facet name={name} title={say(title)} options={options(name)} />
      ))}
    </>
  );
}
