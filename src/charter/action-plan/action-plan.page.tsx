import { definePage } from '../../web/pages/define-page.js';
import { Pager, pageArguments, pageInfo, pageOf, pageVariables, type PageInfo } from '../../web/parts/lists.js';
import { Code, Facts, Link, Note, Section, Source, Text, When, type LocalText } from '../../web/parts/parts.js';
import { useMessages } from '../../web/parts/site.js';
import {
  commitmentColumns,
  CommitmentTable,
  listedFields,
  type ListedCommitment,
} from '../commitment/commitment-table.js';
import { Sources } from '../commitment/commitment.page.js';
import { allCommitments } from '../commitment/commitments.page.js';
import { charterMessages as messages, type CharterWords } from '../messages/messages.js';
import { Mark } from '../status/status-parts.js';

interface Plan {
  readonly code: string;
  readonly title: LocalText | null;
  readonly champion: { readonly slug: string; readonly name: string; readonly shortName: string | null } | null;
  readonly kind: 'IDC_ACTION_PLAN';
  readonly status: 'ANNOUNCED' | 'PUBLISHED' | 'SUPERSEDED' | 'CONCLUDED';
  readonly period: { readonly start: string | null; readonly end: string | null } | null;
  readonly announced: string | null;
  readonly published: string | null;
  readonly ended: string | null;
  readonly document: string | null;
  readonly coSigners: readonly string[];
  readonly supersededBy: { readonly code: string } | null;
  readonly supersedes: readonly { readonly code: string }[];
  readonly sources: readonly string[];
  readonly statements: readonly {
    readonly field: string;
    readonly value: string;
    readonly source: string | null;
    readonly entry: number;
  }[];
  readonly commitments: {
    readonly totalCount: number;
    readonly undated: number;
    readonly pageInfo: PageInfo;
    readonly nodes: readonly ListedCommitment[];
  };
}

const query = `query Plan($code: ID!, ${pageVariables}) {
  actionPlan(code: $code) {
    code title { text language } champion { slug name shortName } kind status period { start end } announced published ended document coSigners
    supersededBy { code } supersedes { code } sources statements { field value source entry }
    commitments(${pageArguments}) { totalCount undated ${pageInfo} nodes { ${listedFields} } }
  }
}`;

const PlanLink = ({ code }: { readonly code: string }) => (
  <Link to={`/plans/${code}`}>
    <Code>{code}</Code>
  </Link>
);

export const actionPlanPage = definePage<Plan, CharterWords>({
  path: '/plans/:code',
  messages,
  load: async ({ ask, params, search }) =>
    (await ask<{ actionPlan: Plan | null }>(query, { ...params, ...pageOf(search, 50) })).actionPlan,
  title: ({ title, code }) => title?.text ?? code,
  trail: ({ champion }, say) => [
    ['/champions', say('champions.title')],
    ...(champion === null ? [] : [[`/champions/${champion.slug}`, champion.shortName ?? champion.name] as const]),
  ],
  sheets: ({ code }, say, { ask }) => [
    {
      name: say('commitments.title'),
      columns: commitmentColumns(say),
      rows: () => allCommitments(ask, { actionPlans: [code] }),
    },
  ],
  body: ({ data }) => <PlanBody plan={data} />,
});

function PlanBody({ plan }: { readonly plan: Plan }) {
  const say = useMessages(messages);
  const { code, champion, period, commitments } = plan;
  return (
    <>
      <p class="eyebrow">
        {say('plan.title')} <Code>{code}</Code>
        {champion === null ? null : (
          <>
            {' · '}
            <Link to={`/champions/${champion.slug}`}>
              <bdi>{champion.name}</bdi>
            </Link>
          </>
        )}
      </p>
      <h1>
        <Text value={plan.title ?? { text: code, language: null }} />
      </h1>
      <Facts
        rows={[
          [say('plan.kind'), say(`planKind.${plan.kind}`)],
          [say('plan.status'), <Mark kind={plan.status}>{say(`planStatus.${plan.status}`)}</Mark>],
          [
            say('plan.period'),
            period === null ? (
              <When date={null} />
            ) : (
              <>
                <When date={period.start} /> – <When date={period.end} />
              </>
            ),
          ],
          plan.announced === null ? null : [say('plan.announced'), <When date={plan.announced} />],
          [say('plan.published'), <When date={plan.published} />],
          plan.ended === null ? null : [say('plan.ended'), <When date={plan.ended} />],
          plan.document === null ? null : [say('plan.document'), <Source url={plan.document} />],
          plan.coSigners.length === 0 ? null : [say('plan.coSigners'), <bdi>{plan.coSigners.join(' · ')}</bdi>],
          plan.supersedes.length === 0
            ? null
            : [say('plan.supersedes'), plan.supersedes.map((one) => <PlanLink code={one.code} />)],
          plan.supersededBy === null ? null : [say('plan.supersededBy'), <PlanLink code={plan.supersededBy.code} />],
        ]}
      />
      <p>
        <Link to={`/plans/${code}/history`}>{say('commitment.history')}</Link>
      </p>
      <Section title={say('champion.commitments')} id="commitments">
        {commitments.nodes.length === 0 ? (
          <p>{say('plan.noCommitments')}</p>
        ) : (
          <CommitmentTable
            commitments={commitments.nodes}
            caption={say('commitments.caption', { count: commitments.totalCount })}
            withChampion={false}
          />
        )}
        <Note>{say('counts.undated', { count: commitments.undated })}</Note>
        <Pager info={commitments.pageInfo} />
      </Section>
      <Sources sources={plan.sources} statements={plan.statements} />
    </>
  );
}
