import { definePage } from '../../web/pages/define-page.js';
import { Pager, pageArguments, pageInfo, pageOf, pageVariables, type PageInfo } from '../../web/parts/lists.js';
import { RecordedList, recordedFields, type RecordedEntry } from '../../web/parts/history.js';
import { Code, Facts, Link, Note, Section, Text, When, type LocalText } from '../../web/parts/parts.js';
import { useMessages, useSite } from '../../web/parts/site.js';
import { dateInWords } from '../../web/language/dates.js';
import { messages as siteMessages } from '../../web/messages/messages.js';
import { allCommitments } from '../commitment/commitments.page.js';
import {
  commitmentColumns,
  CommitmentTable,
  listedFields,
  type ListedCommitment,
} from '../commitment/commitment-table.js';
import { Sources } from '../commitment/commitment.page.js';
import { charterMessages as messages, type CharterWords } from '../messages/messages.js';
import {
  ReportList,
  reportColumns,
  reportFields,
  reportRow,
  type ListedReport,
} from '../progress-report/report-list.js';
import { Mark } from '../status/status-parts.js';
import { countryName } from '../vocabulary/labels.js';

export interface ChampionFacts {
  readonly slug: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly kind: 'GOVERNMENT' | 'MULTILATERAL' | 'CIVIL_SOCIETY' | 'FOUNDATION' | 'MUNICIPALITY' | 'PRIVATE_SECTOR';
  readonly country: string | null;
  readonly joined: string | null;
  readonly status: 'ACTIVE' | 'CEASED' | 'MERGED' | 'SUCCEEDED' | 'WITHDRAWN';
  readonly ended: string | null;
  readonly lastHeard: string | null;
  readonly isSilent: boolean;
  readonly institutions: readonly string[];
  readonly names: readonly { readonly name: string; readonly since: string | null }[];
  readonly intoChampion: { readonly slug: string; readonly name: string } | null;
  readonly intoOrganisation: string | null;
}

export const championFields =
  'slug name shortName kind country joined status ended lastHeard isSilent institutions names { name since } intoChampion { slug name } intoOrganisation';

interface Champion extends ChampionFacts {
  readonly sources: readonly string[];
  readonly statements: readonly {
    readonly field: string;
    readonly value: string;
    readonly source: string | null;
    readonly entry: number;
  }[];
  readonly actionPlans: {
    readonly nodes: readonly {
      readonly code: string;
      readonly title: LocalText | null;
      readonly status: 'PUBLISHED';
      readonly period: { readonly start: string | null; readonly end: string | null } | null;
    }[];
  };
  readonly commitments: {
    readonly totalCount: number;
    readonly undated: number;
    readonly pageInfo: PageInfo;
    readonly nodes: readonly ListedCommitment[];
  };
  readonly progressReports: { readonly nodes: readonly ListedReport[] };
  readonly history: { readonly nodes: readonly RecordedEntry[] };
}

const query = `query Champion($slug: ID!, ${pageVariables}) {
  champion(slug: $slug) {
    ${championFields} sources statements { field value source entry }
    actionPlans(first: 50) { nodes { code title { text language } status period { start end } } }
    commitments(${pageArguments}) { totalCount undated ${pageInfo} nodes { ${listedFields} } }
    progressReports(first: 20) { nodes { ${reportFields} } }
    history(last: 5) { nodes { ${recordedFields} } }
  }
}`;

export const championPage = definePage<Champion, CharterWords>({
  path: '/champions/:slug',
  messages,
  load: async ({ ask, params, search }) =>
    (await ask<{ champion: Champion | null }>(query, { ...params, ...pageOf(search, 50) })).champion,
  title: ({ name }) => name,
  trail: (_, say) => [['/champions', say('champions.title')]],
  sheets: ({ slug, progressReports }, say, { ask }) => [
    {
      name: say('commitments.title'),
      columns: commitmentColumns(say),
      rows: () => allCommitments(ask, { champions: [slug] }),
    },
    { name: say('commitment.reports'), columns: reportColumns(say), rows: () => progressReports.nodes.map(reportRow) },
  ],
  body: ({ data }) => <ChampionBody champion={data} />,
});

/** What is known of a champion, as name and value. */
export function ChampionRows({ champion }: { readonly champion: ChampionFacts }) {
  const say = useMessages(messages);
  const { language } = useSite();
  const { status, ended, intoChampion, intoOrganisation, names, name, institutions } = champion;
  const earlier = names.filter((one) => one.name !== name);
  return (
    <Facts
      rows={[
        [say('champion.kind'), say(`kind.${champion.kind}`)],
        champion.country === null ? null : [say('champion.country'), countryName(champion.country, language)],
        [say('champion.joined'), <When date={champion.joined} />],
        [
          say('champion.status'),
          <Mark kind={status === 'ACTIVE' ? 'complete' : status}>{say(`status.${status}`)}</Mark>,
        ],
        ended === null ? null : [say('champion.ended'), <When date={ended} />],
        intoChampion === null
          ? intoOrganisation === null
            ? null
            : [say('champion.into'), <bdi>{intoOrganisation}</bdi>]
          : [
              say('champion.into'),
              <Link to={`/champions/${intoChampion.slug}`}>
                <bdi>{intoChampion.name}</bdi>
              </Link>,
            ],
        [
          say('champion.lastHeard'),
          <>
            {champion.lastHeard === null ? say('champion.never') : <When date={champion.lastHeard} />}{' '}
            {champion.isSilent ? <Mark kind="long-silent">{say('champion.silent')}</Mark> : null}
          </>,
        ],
        institutions.length === 0 ? null : [say('champion.institutions'), <bdi>{institutions.join(' · ')}</bdi>],
        earlier.length === 0 ? null : [say('champion.names'), <bdi>{earlier.map((one) => one.name).join(' · ')}</bdi>],
      ]}
    />
  );
}

function ChampionBody({ champion }: { readonly champion: Champion }) {
  const say = useMessages(messages);
  const { language } = useSite();
  const { slug, commitments, actionPlans, progressReports, history, joined } = champion;
  const since =
    joined === null ? siteMessages.in(language)('date.none') : dateInWords(joined, language, siteMessages.in(language));
  return (
    <>
      <h1>
        <bdi>{champion.name}</bdi>
      </h1>
      <p class="lead">
        {say('champion.lead', {
          name: champion.shortName ?? champion.name,
          joined: since,
          count: commitments.totalCount,
        })}
      </p>
      <p>
        <Link to={`/champions/${slug}/brief`}>{say('champion.brief')}</Link>
        {' · '}
        <Link to={`/champions/${slug}/history`}>{say('commitment.history')}</Link>
      </p>
      <ChampionRows champion={champion} />
      <Section title={say('champion.plans')} id="plans">
        <ul>
          {actionPlans.nodes.map(({ code, title, status }) => (
            <li>
              <Link to={`/plans/${code}`}>
                <Text value={title ?? { text: code, language: null }} />
              </Link>{' '}
              <span class="quiet">
                <Code>{code}</Code> · {say(`planStatus.${status}`)}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={say('champion.commitments')} id="commitments">
        <Note>{say('counts.undated', { count: commitments.undated })}</Note>
        {commitments.nodes.length === 0 ? null : (
          <CommitmentTable
            commitments={commitments.nodes}
            caption={say('commitments.caption', { count: commitments.totalCount })}
            withChampion={false}
          />
        )}
        <Pager info={commitments.pageInfo} />
      </Section>
      <Section title={say('commitment.reports')} id="reports">
        {progressReports.nodes.length === 0 ? (
          <p>{say('commitment.noReports')}</p>
        ) : (
          <ReportList reports={progressReports.nodes} />
        )}
      </Section>
      <Section title={say('commitment.record')} id="record">
        <RecordedList entries={history.nodes} />
      </Section>
      <Sources sources={champion.sources} statements={champion.statements} />
    </>
  );
}
