import { definePage } from '../../web/pages/define-page.js';
import { dayInWords } from '../../web/language/dates.js';
import { EntryLink, shown } from '../../web/parts/history.js';
import { Pager, pageArguments, pageInfo, pageOf, pageVariables, type PageInfo } from '../../web/parts/lists.js';
import { messages, type SiteWords } from '../../web/messages/messages.js';
import { Code, Link, Section, Table } from '../../web/parts/parts.js';
import { useHref, useMessages, useSite } from '../../web/parts/site.js';

interface Change {
  readonly kind: 'APPEARED';
  readonly code: string;
  readonly field: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly days: number | null;
  readonly entries: readonly number[];
  readonly subject: { readonly __typename: string } | null;
}

interface Basis {
  readonly size: number;
  readonly effectiveOn: string;
}

interface Count {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly progressed: number;
  readonly restated: number;
  readonly becameKnown: number;
}

interface Comparison {
  readonly form: 'PROGRESS' | 'RESTATEMENT' | 'AS_PUBLISHED';
  readonly from: Basis;
  readonly to: Basis;
  readonly counts: readonly Count[];
  readonly changes: { readonly totalCount: number; readonly pageInfo: PageInfo; readonly nodes: readonly Change[] };
}

interface Data {
  readonly changes: Comparison | null;
}

const fields = 'kind code field before after days entries subject { __typename }';
const query = `query Compare($form: ComparisonForm, $from: BasisInput!, $to: BasisInput, ${pageVariables}) {
  changes(form: $form, from: $from, to: $to) {
    form from { size effectiveOn } to { size effectiveOn } counts { name from to progressed restated becameKnown }
    changes(${pageArguments}) { totalCount ${pageInfo} nodes { ${fields} } }
  }
}`;

const sizeOf = (search: URLSearchParams, name: string): number | null =>
  /^\d{1,15}$/.test(search.get(name) ?? '') ? Number(search.get(name)) : null;

/** Which two bases an address compares: two days by what is known now, or one day by two prefixes of the log. */
function variablesOf(search: URLSearchParams, now: Basis): Record<string, unknown> | null {
  const [from, to] = [search.get('from') ?? '', search.get('to') ?? ''];
  const [fromSize, toSize] = [sizeOf(search, 'fromSize'), sizeOf(search, 'toSize')];
  if (from === '' && fromSize === null) return null;
  const last = { knownAt: { size: toSize ?? now.size }, effectiveOn: to === '' ? now.effectiveOn : to };
  if (from === '' || (fromSize !== null && from === to))
    return { form: 'RESTATEMENT', from: { knownAt: { size: fromSize }, effectiveOn: last.effectiveOn }, to: last };
  if (fromSize === null || fromSize === last.knownAt.size)
    return { form: 'PROGRESS', from: { effectiveOn: from }, to: last };
  return { form: 'AS_PUBLISHED', from: { knownAt: { size: fromSize }, effectiveOn: from }, to: last };
}

/** What differs between two bases, with what moved apart from what was set right and what only became known. */
export const comparePage = definePage<Data, SiteWords>({
  path: '/compare',
  filters: ['from', 'to', 'fromSize', 'toSize'],
  messages,
  load: async ({ ask, search, basis }) => {
    const variables = variablesOf(search, basis);
    return variables === null ? { changes: null } : ask<Data>(query, { ...variables, ...pageOf(search, 50) });
  },
  title: (_, say) => say('compare.title'),
  sheets: (data, say, { ask, search, basis }) => [
    {
      name: say('compare.title'),
      columns: [
        { key: 'code', label: say('compare.thing') },
        { key: 'kind', label: say('compare.kind') },
        { key: 'field', label: say('blame.field') },
        { key: 'before', label: say('compare.was') },
        { key: 'after', label: say('compare.is') },
        { key: 'days', label: say('compare.days', { days: 0 }), kind: 'number' },
        { key: 'entries', label: say('compare.entries') },
      ],
      rows: async function* () {
        const variables = variablesOf(search, basis);
        for (let after: string | null = null; variables !== null;) {
          const { changes }: Data = await ask(query, { ...variables, first: 100, after });
          for (const one of changes?.changes.nodes ?? [])
            yield [
              one.code,
              one.kind.toLowerCase(),
              one.field,
              shown(one.before),
              shown(one.after),
              one.days,
              one.entries.join('; '),
            ];
          if (changes?.changes.pageInfo.hasNextPage !== true) return;
          after = changes.changes.pageInfo.endCursor;
        }
      },
    },
    {
      name: say('compare.counts'),
      columns: ['figure', 'from', 'to', 'progressed', 'restated', 'became_known'].map((key) => ({
        key,
        label: key,
        kind: key === 'figure' ? ('text' as const) : ('number' as const),
      })),
      rows: () =>
        (data.changes?.counts ?? []).map((one) => [
          one.name,
          one.from,
          one.to,
          one.progressed,
          one.restated,
          one.becameKnown,
        ]),
    },
  ],
  body: ({ data }) => <CompareBody data={data} />,
});

function CompareBody({ data: { changes: found } }: { readonly data: Data }) {
  const say = useMessages(messages);
  return (
    <>
      <h1>{say('compare.title')}</h1>
      <p class="lead">{say(found?.form === 'RESTATEMENT' ? 'compare.leadRestated' : 'compare.lead')}</p>
      <CompareForm found={found} />
      {found === null ? <p>{say('compare.choose')}</p> : <Found found={found} />}
    </>
  );
}

function CompareForm({ found }: { readonly found: Comparison | null }) {
  const say = useMessages(messages);
  const href = useHref();
  const { basis } = useSite();
  const hint = say('compare.day');
  return (
    <form action={href('/compare')} class="date">
      <label for="from">
        {say('compare.from')} <span class="hint">({hint})</span>
      </label>
      <input id="from" name="from" size={10} value={found?.from.effectiveOn ?? ''} autocomplete="off" />
      <label for="to">
        {say('compare.to')} <span class="hint">({hint})</span>
      </label>
      <input id="to" name="to" size={10} value={found?.to.effectiveOn ?? basis.effectiveOn} autocomplete="off" />
      <button>{say('menu.compare')}</button>
    </form>
  );
}

function Found({ found: { from, to, counts, changes } }: { readonly found: Comparison }) {
  const say = useMessages(messages);
  const { language, links } = useSite();
  const between = `${dayInWords(from.effectiveOn, language)} (${from.size}) – ${dayInWords(to.effectiveOn, language)} (${to.size})`;
  return (
    <>
      <Section title={say('compare.counts')} id="counts">
        <Table
          caption={between}
          columns={[
            { name: say('compare.figure'), cell: ({ name }: Count) => <Code>{name}</Code>, isHead: true },
            { name: say('compare.from'), cell: ({ from: count }) => count, isNumber: true },
            { name: say('compare.to'), cell: ({ to: count }) => count, isNumber: true },
            { name: say('compare.progressed'), cell: ({ progressed }) => progressed, isNumber: true },
            { name: say('compare.restated'), cell: ({ restated }) => restated, isNumber: true },
            { name: say('compare.becameKnown'), cell: ({ becameKnown }) => becameKnown, isNumber: true },
          ]}
          rows={counts.filter((one) => one.from !== 0 || one.to !== 0)}
        />
      </Section>
      <Section title={say('compare.changes', { count: changes.totalCount })} id="changes">
        {changes.nodes.length === 0 ? null : (
          <Table
            caption={`${say('compare.changes', { count: changes.totalCount })} ${between}`}
            isQuiet
            columns={[
              {
                name: say('compare.thing'),
                isHead: true,
                cell: ({ code, subject }: Change) => {
                  const link = links.find(({ type }) => type === subject?.__typename);
                  return link === undefined ? (
                    <Code>{code}</Code>
                  ) : (
                    <Link to={link.path(code)}>
                      <Code>{code}</Code>
                    </Link>
                  );
                },
              },
              {
                name: say('compare.kind'),
                cell: ({ kind, field, days }) => (
                  <>
                    {say(`change.${kind}`)} {field === null ? null : <Code>{field}</Code>}{' '}
                    {days === null ? null : say('compare.days', { days })}
                  </>
                ),
              },
              { name: say('compare.was'), cell: ({ before }) => <bdi>{brief(before)}</bdi> },
              { name: say('compare.is'), cell: ({ after }) => <bdi>{brief(after)}</bdi> },
              {
                name: say('compare.entries'),
                cell: ({ entries }) => (
                  <ul class="numbers">
                    {entries.slice(0, 5).map((entry) => (
                      <li>
                        <EntryLink entry={entry} />
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]}
            rows={changes.nodes}
          />
        )}
        <Pager info={changes.pageInfo} />
      </Section>
    </>
  );
}

/** A value as far as it fits into a cell; whole in the files. */
const brief = (value: unknown): string => {
  const text = shown(value);
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
};
