import { definePage } from '../../web/pages/define-page.js';
import { lastSession, namedPoints } from '../../web/pages/named-points.js';
import { Link, Section, Text, When, type LocalText } from '../../web/parts/parts.js';
import { dayInWords } from '../../web/language/dates.js';
import { usePointName } from '../../web/parts/basis-bar.js';
import { RecordedList, recordedFields, type RecordedEntry } from '../../web/parts/history.js';
import { useHref, useMessages, useSite } from '../../web/parts/site.js';
import { inLanguage } from '../../web/language/texts.js';
import { charterMessages as messages, type CharterWords } from '../messages/messages.js';
import { BroadeningCurve, type YearCount } from './broadening-curve.js';

interface Home {
  readonly charter: {
    readonly launched: string | null;
    readonly host: string | null;
    readonly vision: LocalText | null;
    readonly obligations: readonly LocalText[];
    readonly whoMayJoin: readonly LocalText[];
    readonly principles: readonly {
      readonly number: number;
      readonly titles: readonly LocalText[];
      readonly summaries: readonly LocalText[];
    }[];
  } | null;
  readonly champions: {
    readonly totalCount: number;
    readonly undated: number;
    readonly nodes: readonly {
      readonly slug: string;
      readonly name: string;
      readonly shortName: string | null;
      readonly isSilent: boolean;
    }[];
  };
  readonly active: { readonly totalCount: number };
  readonly statusCounts: readonly [
    { readonly base: number; readonly undated: number; readonly notClaimed: number; readonly withReports: number },
  ];
  readonly history: { readonly nodes: readonly RecordedEntry[] };
  readonly years: readonly YearCount[];
}

const local = '{ text language }';
const query = `query Home {
  charter { launched host vision ${local} obligations ${local} whoMayJoin ${local} principles { number titles ${local} summaries ${local} } }
  champions(first: 100) { totalCount undated nodes { slug name shortName isSilent } }
  active: champions(first: 0, filter: { statuses: [ACTIVE] }) { totalCount }
  statusCounts(groupBy: ALL) { base undated notClaimed withReports }
  history(first: 6, newestFirst: true) { nodes { ${recordedFields} } }
}`;

/** At most the last ten years that have ended, and the day of the basis. */
function daysOf(day: string): string[] {
  const last = Number(day.slice(0, 4));
  const years = Array.from({ length: 10 }, (_, index) => last - 10 + index).filter((year) => year >= 2018);
  return [...years.map((year) => `${year}-12-31`), day];
}

const yearsQuery = (days: readonly string[]): string => `query Broadening($basisSize: Int!) {
  ${days.map((day, index) => `y${index}: at(knownAt: { size: $basisSize }, effectiveOn: "${day}") { champions(first: 0) { totalCount undated } }`).join('\n  ')}
}`;

export const homePage = definePage<Home, CharterWords>({
  path: '/',
  messages,
  load: async ({ ask, basis }) => {
    const data = await ask<Omit<Home, 'years'>>(query);
    if (basis.size === 0) return { ...data, years: [] };
    const days = daysOf(basis.effectiveOn);
    const counts = await ask<Record<string, { champions: { totalCount: number; undated: number } }>>(yearsQuery(days), {
      basisSize: basis.size,
    });
    const years = days.map((day, index) => ({
      day,
      certain: counts[`y${index}`]?.champions.totalCount ?? 0,
      possible: counts[`y${index}`]?.champions.undated ?? 0,
    }));
    return { ...data, years };
  },
  title: (_, say) => say('home.title'),
  description: (_, say) => say('home.lead'),
  sheets: ({ years, champions }, say) => [
    {
      name: say('home.curve'),
      columns: [
        { key: 'day', label: say('home.year'), kind: 'day' },
        { key: 'champions', label: say('home.certain'), kind: 'number' },
        { key: 'champions_undated', label: say('home.possible'), kind: 'number' },
      ],
      rows: () => years.map(({ day, certain, possible }) => [day, certain, possible]),
    },
    {
      name: say('champions.title'),
      columns: [
        { key: 'champion', label: say('champion.slug') },
        { key: 'name', label: say('champion.name') },
      ],
      rows: () => champions.nodes.map(({ slug, name }) => [slug, name]),
    },
  ],
  body: ({ data }) => <HomeBody data={data} />,
});

function HomeBody({ data }: { readonly data: Home }) {
  const say = useMessages(messages);
  const { basis, language } = useSite();
  const { charter, champions, active, statusCounts, history, years } = data;
  const [counts] = statusCounts;
  const silent = champions.nodes.filter(({ isSilent }) => isSilent).length;
  return (
    <>
      <h1>{say('home.title')}</h1>
      <p class="lead">{say('home.lead')}</p>
      <ul class="figures">
        <Figure count={active.totalCount} words={say('home.champions', { count: active.totalCount })} to="/champions" />
        <Figure count={counts.base} words={say('home.commitments', { count: counts.base })} to="/commitments" />
        <Figure
          count={counts.withReports}
          words={say('home.withReports', { count: counts.withReports })}
          to="/commitments"
          filters={{ withReports: 'true' }}
        />
        <Figure count={silent} words={say('home.silent', { count: silent })} to="/champions" />
      </ul>
      <p class="note">
        {say('counts.base', { base: counts.base, silent: counts.notClaimed })}{' '}
        {say('counts.undated', { count: counts.undated })}
      </p>
      <Section title={say('home.curve')} id="curve">
        <BroadeningCurve years={years} />
      </Section>
      <Section title={say('home.principles')} id="principles">
        <ol class="principles">
          {(charter?.principles ?? []).map(({ number, titles, summaries }) => (
            <li>
              <span class="ordinal" aria-hidden="true">
                {number}
              </span>
              <h3>
                <Link to={`/principles/${number}`}>
                  <Text value={inLanguage(titles, language)} />
                </Link>
              </h3>
              <p>
                <Text value={inLanguage(summaries, language)} />
              </p>
            </li>
          ))}
        </ol>
      </Section>
      <div class="columns">
        <Section title={say('home.latest')} id="latest">
          <RecordedList entries={history.nodes} />
          <p>
            <Link to="/changes">{say('home.all')}</Link>
          </p>
        </Section>
        <Section title={say('home.hlpf')} id="hlpf">
          <Forum day={basis.effectiveOn} />
          {charter === null ? null : <Charter charter={charter} />}
        </Section>
      </div>
      <Section title={say('home.signed')} id="signed">
        <ul class="names">
          {champions.nodes.map(({ slug, name, shortName }) => (
            <li>
              <Link to={`/champions/${slug}`}>
                <bdi>{shortName ?? name}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

const Figure = ({
  count,
  words,
  to,
  filters,
}: {
  count: number;
  words: string;
  to: string;
  filters?: Record<string, string>;
}) => (
  <li>
    <Link to={to} {...(filters && { filters })}>
      <strong>{count}</strong>
    </Link>
    <span>{words}</span>
  </li>
);

/** What people at a session of the Forum need: what changed since the last one, and the register as it stood then. */
function Forum({ day }: { readonly day: string }) {
  const say = useMessages(messages);
  const nameOf = usePointName();
  const href = useHref();
  const { language } = useSite();
  const last = lastSession(day);
  const next = namedPoints.find((one) => one.kind === 'hlpf' && one.day > day);
  return (
    <>
      <ul>
        {last === undefined ? null : (
          <>
            <li>
              <a href={href('/compare', { from: last.day })}>{say('home.since', { name: nameOf(last) })}</a>
            </li>
            <li>
              <a href={href('/', {}, { effectiveOn: last.day })}>{say('home.then', { name: nameOf(last) })}</a>
            </li>
          </>
        )}
      </ul>
      <p class="quiet">
        {next === undefined ? say('home.noSession') : `${nameOf(next)}, ${dayInWords(next.day, language)}`}
      </p>
    </>
  );
}

function Charter({ charter }: { readonly charter: NonNullable<Home['charter']> }) {
  const say = useMessages(messages);
  return (
    <>
      <h3>{say('home.charter')}</h3>
      <blockquote>
        <p>
          <Text value={charter.vision} />
        </p>
      </blockquote>
      <dl class="facts">
        <div>
          <dt>{say('home.launched')}</dt>
          <dd>
            <When date={charter.launched} />
          </dd>
        </div>
        <div>
          <dt>{say('home.host')}</dt>
          <dd>
            <bdi>{charter.host}</bdi>
          </dd>
        </div>
        <div>
          <dt>{say('home.obligations')}</dt>
          <dd>
            <ul>
              {charter.obligations.map((one) => (
                <li>
                  <Text value={one} />
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
    </>
  );
}
