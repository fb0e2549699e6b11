import type { Sheet, WebPage } from '../../platform/web-page.js';
import { definePage } from '../pages/define-page.js';
import { dateInWords } from '../language/dates.js';
import { Pager, pageArguments, pageInfo, pageOf, pageVariables, type PageInfo } from './lists.js';
import { messages, type SiteWords } from '../messages/messages.js';
import { Code, Instant, Link, Section, Table, When } from './parts.js';
import { useHref, useMessages, useSite } from './site.js';
import type { Say } from '../language/translations.js';

/** An entry of the log as pages list it. */
export interface RecordedEntry {
  readonly words: string;
  readonly kind: 'CHANGE' | 'CORRECTION' | 'RETRACTION';
  readonly why: string | null;
  readonly correctedBy: number | null;
  readonly retractedBy: number | null;
  readonly record: {
    readonly entry: number;
    readonly recordedAt: string;
    readonly effective: string | null;
    readonly role: string;
    readonly stream: string;
    readonly type: string;
    readonly origin: string;
  };
}

/** The selection that `RecordedEntry` needs. */
export const recordedFields =
  'words kind why correctedBy retractedBy record { entry recordedAt effective role stream type origin }';

type SaySite = Say<SiteWords>;

/** Where the thing of a stream has its page; null where it has none. */
export function useStreamPath(): (stream: string) => { readonly path: string; readonly key: string } | null {
  const { links } = useSite();
  return (stream) => {
    const at = stream.indexOf('-');
    const [noun, key] = [stream.slice(0, at), stream.slice(at + 1)];
    const link = links.find((one) => one.noun === noun);
    return link === undefined ? null : { path: link.path(key), key };
  };
}

/** What was recorded, in sentences. They are made in English, which they say. */
export function RecordedList({ entries }: { readonly entries: readonly RecordedEntry[] }) {
  const say = useMessages(messages);
  const pathOf = useStreamPath();
  return (
    <ol class="events">
      {entries.map(({ words, record }) => {
        const about = pathOf(record.stream);
        return (
          <li>
            <span lang="en" dir="ltr">
              {words}
            </span>{' '}
            {about === null ? null : (
              <Link to={about.path}>
                <Code>{about.key}</Code>
              </Link>
            )}
            <br />
            <span class="quiet">
              {record.effective === null ? null : (
                <>
                  <When date={record.effective} /> ·{' '}
                </>
              )}
              {say.rich('entry.recorded', {
                entry: <EntryLink entry={record.entry} />,
                at: <Instant at={record.recordedAt} />,
              })}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** An entry by its number: it leads to the log as it ended with that entry. */
export function EntryLink({ entry }: { readonly entry: number }) {
  const href = useHref();
  return (
    <a href={href('/changes', {}, { size: entry + 1 })}>
      <Code>{entry}</Code>
    </a>
  );
}

const historySheet = (name: string, rows: Sheet['rows'], say: SaySite): Sheet => ({
  name,
  columns: [
    { key: 'entry', label: say('entry'), kind: 'number' },
    { key: 'recorded_at', label: say('entry.at') },
    { key: 'effective', label: say('entry.effective') },
    { key: 'role', label: say('entry.role') },
    { key: 'kind', label: say('entry.kind') },
    { key: 'what', label: say('entry.what') },
    { key: 'why', label: say('entry.why') },
    { key: 'corrected_by', label: say('entry.correctedBy'), kind: 'number' },
    { key: 'retracted_by', label: say('entry.retractedBy'), kind: 'number' },
    { key: 'thing', label: say('entry.thing') },
  ],
  rows,
});

const rowOf = ({ words, kind, why, correctedBy, retractedBy, record }: RecordedEntry) => [
  record.entry,
  record.recordedAt,
  record.effective,
  record.role,
  kind.toLowerCase(),
  words,
  why,
  correctedBy,
  retractedBy,
  record.stream,
];

interface Connection {
  readonly totalCount: number;
  readonly pageInfo: PageInfo;
  readonly nodes: readonly RecordedEntry[];
}

/** Reads a history page by page to its end. */
async function* wholeHistory(
  next: (after: string | null) => Promise<Connection>,
): AsyncGenerator<ReturnType<typeof rowOf>> {
  for (let after: string | null = null; ;) {
    const { nodes, pageInfo: info }: Connection = await next(after);
    for (const node of nodes) yield rowOf(node);
    if (!info.hasNextPage || info.endCursor === null) return;
    after = info.endCursor;
  }
}

/** Every entry of the log, newest first. */
export const changesPage = definePage<{ history: Connection }, SiteWords>({
  path: '/changes',
  filters: [],
  messages,
  load: ({ ask, search }) =>
    ask(
      `query Changes(${pageVariables}) { history(${pageArguments}, newestFirst: true) { totalCount ${pageInfo} nodes { ${recordedFields} } } }`,
      pageOf(search, 50),
    ),
  title: (_, say) => say('menu.changes'),
  sheets: (_, say, { ask }) => [
    historySheet(
      say('menu.changes'),
      () =>
        wholeHistory(async (after) => {
          const query = `query Changes($after: String) { history(first: 100, after: $after, newestFirst: true) { totalCount ${pageInfo} nodes { ${recordedFields} } } }`;
          return (await ask<{ history: Connection }>(query, { after })).history;
        }),
      say,
    ),
  ],
  body: ({ data }) => <ChangesBody data={data} />,
});

function ChangesBody({ data: { history } }: { readonly data: { readonly history: Connection } }) {
  const say = useMessages(messages);
  return (
    <>
      <h1>{say('menu.changes')}</h1>
      <p class="lead">{say('changes.lead', { count: history.totalCount })}</p>
      <RecordedList entries={history.nodes} />
      <Pager info={history.pageInfo} />
    </>
  );
}

interface Blame {
  readonly field: string;
  readonly value: unknown;
  readonly since: {
    readonly entry: number;
    readonly recordedAt: string;
    readonly effective: string | null;
    readonly role: string;
  };
}

interface ThingHistory {
  readonly thing: { readonly blame: readonly Blame[]; readonly history: Connection } | null;
}

interface HistoryPage {
  /** As in `/commitments/:key/history`. */
  readonly path: string;
  /** The root field that finds the thing, and its argument. */
  readonly field: string;
  readonly argument: string;
}

/** The page with the whole history of a thing of some context: its entries, and since which of them each field is what it is. */
export function historyPage({ path, field, argument }: HistoryPage): WebPage {
  const query = (first: string): string =>
    `query History($key: ID!, ${first}) { thing: ${field}(${argument}: $key) { blame { field value since { entry recordedAt effective role } } history(${first.startsWith('$first') ? pageArguments : 'first: 100, after: $after'}) { totalCount ${pageInfo} nodes { ${recordedFields} } } } }`;
  return definePage<{ readonly key: string; readonly of: NonNullable<ThingHistory['thing']> }, SiteWords>({
    path,
    filters: ['fromEntry', 'toEntry'],
    messages,
    load: async ({ ask, params: { key = '' }, search }) => {
      const { thing } = await ask<ThingHistory>(query(pageVariables), { key, ...pageOf(search, 50) });
      return thing === null ? null : { key, of: thing };
    },
    title: ({ key }, say) => say('history.title', { name: key }),
    trail: ({ key }) => [[path.replace('/history', '').replace(':key', key), key]],
    sheets: ({ key }, say, { ask }) => [
      historySheet(
        key,
        () =>
          wholeHistory(
            async (after) =>
              (await ask<ThingHistory>(query('$after: String'), { key, after })).thing?.history as Connection,
          ),
        say,
      ),
    ],
    body: ({ data }) => <HistoryBody data={data} path={path.replace('/history', '').replace(':key', data.key)} />,
  });
}

function HistoryBody({
  data: { key, of },
  path,
}: {
  readonly data: { readonly key: string; readonly of: NonNullable<ThingHistory['thing']> };
  readonly path: string;
}) {
  const say = useMessages(messages);
  const { language } = useSite();
  const { history, blame } = of;
  return (
    <>
      <h1>{say('history.title', { name: key })}</h1>
      <p class="lead">{say('history.lead', { count: history.totalCount })}</p>
      <Table
        caption={say('history.caption')}
        columns={[
          {
            name: say('entry'),
            cell: ({ record }: RecordedEntry) => <EntryLink entry={record.entry} />,
            isNumber: true,
          },
          {
            name: say('entry.what'),
            isHead: true,
            width: 'wide',
            cell: ({ words, kind, why, correctedBy, retractedBy }) => (
              <>
                <span lang="en" dir="ltr">
                  {words}
                </span>
                {kind === 'CHANGE' ? null : (
                  <span class="quiet">
                    {' '}
                    {say(kind === 'CORRECTION' ? 'entry.isCorrection' : 'entry.isRetraction')} {why ?? ''}
                  </span>
                )}
                {correctedBy === null ? null : (
                  <span class="quiet">
                    {' '}
                    {say.rich('entry.wasCorrected', { entry: <EntryLink entry={correctedBy} /> })}
                  </span>
                )}
                {retractedBy === null ? null : (
                  <span class="quiet">
                    {' '}
                    {say.rich('entry.wasRetracted', { entry: <EntryLink entry={retractedBy} /> })}
                  </span>
                )}
              </>
            ),
          },
          { name: say('entry.effective'), cell: ({ record }) => <When date={record.effective} /> },
          { name: say('entry.at'), cell: ({ record }) => <Instant at={record.recordedAt} /> },
          { name: say('entry.role'), cell: ({ record }) => <bdi>{record.role}</bdi> },
          { name: say('entry.then'), cell: ({ record }) => <Then path={path} entry={record.entry} /> },
        ]}
        rows={history.nodes}
      />
      <Pager info={history.pageInfo} />
      <CompareForm />
      <Section title={say('blame.title')} id="blame">
        <Table
          caption={say('blame.caption')}
          columns={[
            { name: say('blame.field'), cell: ({ field }: Blame) => <Code>{field}</Code>, isHead: true },
            { name: say('blame.value'), cell: ({ value }) => <bdi>{shown(value)}</bdi>, width: 'wide' },
            { name: say('blame.since'), cell: ({ since }) => <EntryLink entry={since.entry} />, isNumber: true },
            {
              name: say('entry.effective'),
              cell: ({ since }) =>
                since.effective === null ? say('date.none') : dateInWords(since.effective, language, say),
            },
            { name: say('entry.role'), cell: ({ since }) => <bdi>{since.role}</bdi> },
            {
              name: say('blame.before'),
              cell: ({ since }) => (since.entry === 0 ? null : <Then path={path} entry={since.entry - 1} />),
            },
          ]}
          rows={blame}
        />
      </Section>
    </>
  );
}

/** A value of any kind as people read it; parts of a record by name. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(shown).join(', ');
  if (typeof value === 'object') {
    const text = (value as { text?: unknown }).text;
    if (typeof text === 'string') return text;
    return Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([name, one]) => `${name}: ${shown(one)}`)
      .join('; ');
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The page of the thing as it was right after an entry. */
function Then({ path, entry }: { readonly path: string; readonly entry: number }) {
  const href = useHref();
  const say = useMessages(messages);
  return <a href={href(path, {}, { size: entry + 1 })}>{say('entry.open', { entry: String(entry) })}</a>;
}

/** Two entries to compare, by their numbers. */
function CompareForm() {
  const say = useMessages(messages);
  const href = useHref();
  const { basis } = useSite();
  return (
    <form class="inline" action={href('/compare', {}, {})}>
      <label for="fromSize">{say('compare.fromEntries')}</label>
      <input id="fromSize" name="fromSize" inputMode="numeric" size={6} />
      <label for="toSize">{say('compare.toEntries')}</label>
      <input id="toSize" name="toSize" inputMode="numeric" size={6} value={basis.size} />
      <button>{say('menu.compare')}</button>
    </form>
  );
}
