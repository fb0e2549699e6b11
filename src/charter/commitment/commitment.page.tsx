import { definePage } from '../../web/pages/define-page.js';
import { RecordedList, recordedFields, type RecordedEntry } from '../../web/parts/history.js';
import { Code, Due, Facts, Link, Section, Source, Table, Text, When, type LocalText } from '../../web/parts/parts.js';
import { useMessages } from '../../web/parts/site.js';
import { charterMessages as messages, type CharterWords } from '../messages/messages.js';
import {
  ReportList,
  reportColumns,
  reportFields,
  reportRow,
  type ListedReport,
} from '../progress-report/report-list.js';
import { StatusAxes } from '../status/status-parts.js';
import { commitmentColumns, commitmentRow, listedFields, type ListedCommitment } from './commitment-table.js';

interface Milestone {
  readonly code: string;
  readonly title: LocalText | null;
  readonly due: string | null;
  readonly originalDue: string | null;
  readonly status: 'OPEN' | 'REACHED' | 'DROPPED';
  readonly settled: string | null;
}

interface Reading {
  readonly value: string;
  readonly on: string | null;
}

interface Indicator {
  readonly code: string;
  readonly name: LocalText | null;
  readonly unit: string | null;
  readonly baseline: Reading | null;
  readonly target: Reading | null;
  readonly values: { readonly nodes: readonly Reading[] };
}

interface Commitment extends ListedCommitment {
  readonly description: LocalText | null;
  readonly kind: 'COMMITMENT' | 'IMPLEMENTATION_ACTIVITY' | 'PLEDGE' | 'PRIORITY' | 'STRATEGY_STATEMENT';
  readonly actionPlan: { readonly code: string; readonly title: LocalText | null } | null;
  readonly populations: readonly string[];
  readonly sdgIndicators: readonly string[];
  readonly principlesBasis: 'COMPILER_INFERENCE' | 'SOURCE' | 'SOURCE_ORDER' | null;
  readonly dimensionsBasis: 'COMPILER_INFERENCE' | 'SOURCE' | 'SOURCE_ORDER' | null;
  readonly responsible: string | null;
  readonly start: string | null;
  readonly originalDue: string | null;
  readonly isSilent: boolean;
  readonly lastHeard: string | null;
  readonly sources: readonly string[];
  readonly notes: readonly LocalText[];
  readonly statements: readonly {
    readonly field: string;
    readonly value: string;
    readonly source: string | null;
    readonly entry: number;
  }[];
  readonly drift: {
    readonly rewordings: number;
    readonly dueRevisions: number;
    readonly originalTitle: LocalText | null;
  };
  readonly milestones: { readonly nodes: readonly Milestone[] };
  readonly indicators: { readonly nodes: readonly Indicator[] };
  readonly progressReports: { readonly totalCount: number; readonly nodes: readonly ListedReport[] };
  readonly history: { readonly totalCount: number; readonly nodes: readonly RecordedEntry[] };
}

const local = '{ text language }';
const query = `query Commitment($code: ID!) {
  commitment(code: $code) {
    ${listedFields} description ${local} kind actionPlan { code title ${local} } populations sdgIndicators principlesBasis dimensionsBasis
    responsible start originalDue isSilent lastHeard sources notes ${local} statements { field value source entry }
    drift { rewordings dueRevisions originalTitle ${local} }
    milestones(first: 50) { nodes { code title ${local} due originalDue status settled } }
    indicators(first: 50) { nodes { code name ${local} unit baseline { value on } target { value on } values(last: 1) { nodes { value on } } } }
    progressReports(first: 50) { totalCount nodes { ${reportFields} } }
    history(last: 5) { totalCount nodes { ${recordedFields} } }
  }
}`;

export const commitmentPage = definePage<Commitment, CharterWords>({
  path: '/commitments/:code',
  messages,
  load: async ({ ask, params }) => (await ask<{ commitment: Commitment | null }>(query, params)).commitment,
  title: ({ title, code }) => title?.text ?? code,
  trail: ({ champion }, say) => [
    ['/commitments', say('commitments.title')],
    ...(champion === null ? [] : [[`/champions/${champion.slug}`, champion.shortName ?? champion.name] as const]),
  ],
  sheets: (commitment, say) => [
    { name: say('commitment.title'), columns: commitmentColumns(say), rows: () => [commitmentRow(commitment)] },
    {
      name: say('commitment.reports'),
      columns: reportColumns(say),
      rows: () => commitment.progressReports.nodes.map(reportRow),
    },
    {
      name: say('commitment.milestones'),
      columns: [
        { key: 'code', label: say('commitment.code') },
        { key: 'title', label: say('milestone.title') },
        { key: 'due', label: say('commitment.due'), kind: 'day' },
        { key: 'status', label: say('champion.status') },
        { key: 'settled', label: say('milestone.settled'), kind: 'day' },
      ],
      rows: () =>
        commitment.milestones.nodes.map(({ code, title, due, status, settled }) => [
          code,
          title?.text ?? null,
          due,
          status.toLowerCase(),
          settled,
        ]),
    },
  ],
  body: ({ data }) => <CommitmentBody commitment={data} />,
});

function CommitmentBody({ commitment }: { readonly commitment: Commitment }) {
  const say = useMessages(messages);
  const { code, champion, actionPlan, progressReports, history } = commitment;
  const linked = (basis: Commitment['principlesBasis']) =>
    basis === null || basis === 'SOURCE' ? null : (
      <span class="quiet"> {say('commitment.linkedBy', { basis: say(`basis.${basis}`) })}</span>
    );
  return (
    <>
      <p class="eyebrow">
        <Code>{code}</Code>
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
        <Text value={commitment.title} />
      </h1>
      <p class="lead">
        <Text value={commitment.description} />
      </p>
      <Section title={say('commitment.statusTitle')} id="status">
        <StatusAxes {...commitment} />
        <Facts
          rows={[
            [say('commitment.due'), <Due deadline={commitment.due} words={commitment.dueText} />],
            commitment.originalDue === commitment.due
              ? null
              : [say('commitment.originalDue'), <Due deadline={commitment.originalDue} />],
            [say('commitment.made'), <When date={commitment.made} />],
            commitment.start === null ? null : [say('commitment.start'), <When date={commitment.start} />],
            [
              say('commitment.plan'),
              actionPlan === null ? null : (
                <Link to={`/plans/${actionPlan.code}`}>
                  <Text value={actionPlan.title ?? { text: actionPlan.code, language: null }} />
                </Link>
              ),
            ],
            [say('commitment.kind'), say(`commitmentKind.${commitment.kind}`)],
            [
              say('commitment.principles'),
              <>
                {commitment.principles.map((number, index) => (
                  <>
                    {index === 0 ? null : ', '}
                    <Link to={`/principles/${number}`}>{say('principle.title', { number })}</Link>
                  </>
                ))}
                {linked(commitment.principlesBasis)}
              </>,
            ],
            [
              say('commitment.dimensions'),
              commitment.dimensions.length === 0 ? (
                <Text value={null} />
              ) : (
                <>
                  {commitment.dimensions.map((one) => say(`dimension.${one as 'AGE'}`)).join(', ')}
                  {linked(commitment.dimensionsBasis)}
                </>
              ),
            ],
            commitment.populations.length === 0
              ? null
              : [say('commitment.populations'), <bdi>{commitment.populations.join(', ').replaceAll('_', ' ')}</bdi>],
            commitment.sdgGoals.length === 0 ? null : [say('commitment.goals'), commitment.sdgGoals.join(', ')],
            commitment.responsible === null
              ? null
              : [say('commitment.responsible'), <bdi>{commitment.responsible}</bdi>],
          ]}
        />
      </Section>
      <Section title={say('commitment.drift')} id="drift">
        <p>
          {commitment.drift.rewordings + commitment.drift.dueRevisions === 0
            ? say('commitment.noDrift')
            : say('commitment.driftText', {
                rewordings: commitment.drift.rewordings,
                dueRevisions: commitment.drift.dueRevisions,
              })}
        </p>
      </Section>
      <Section title={say('commitment.reports')} id="reports">
        {progressReports.nodes.length === 0 ? (
          <p>{say('commitment.noReports')}</p>
        ) : (
          <ReportList reports={progressReports.nodes} />
        )}
      </Section>
      <Milestones milestones={commitment.milestones.nodes} />
      <Indicators indicators={commitment.indicators.nodes} />
      <Section title={say('commitment.record')} id="record">
        <RecordedList entries={history.nodes} />
        <p>
          <Link to={`/commitments/${code}/history`}>{say('commitment.history')}</Link>
        </p>
        <ul class="plain">
          {history.nodes.map(({ record }) => (
            <li>
              <a href={`/log/receipts/${record.entry}`}>{say('commitment.receipt', { entry: String(record.entry) })}</a>
            </li>
          ))}
        </ul>
      </Section>
      <Sources sources={commitment.sources} statements={commitment.statements} />
    </>
  );
}

export function Sources({ sources, statements }: Pick<Commitment, 'sources' | 'statements'>) {
  const say = useMessages(messages);
  return (
    <>
      <Section title={say('commitment.sources')} id="sources">
        <ul>
          {sources.map((url) => (
            <li>
              <Source url={url} />
            </li>
          ))}
        </ul>
      </Section>
      {statements.length === 0 ? null : (
        <Section title={say('commitment.statements')} id="statements">
          <Table
            caption={say('commitment.statements')}
            isQuiet
            columns={[
              {
                name: say('statement.field'),
                cell: ({ field }: Commitment['statements'][number]) => <Code>{field}</Code>,
                isHead: true,
              },
              { name: say('statement.value'), cell: ({ value }) => <bdi>{value}</bdi>, width: 'wide' },
              {
                name: say('statement.source'),
                cell: ({ source }) => (source === null ? null : <Source url={source} />),
              },
            ]}
            rows={statements}
          />
        </Section>
      )}
    </>
  );
}

function Milestones({ milestones }: { readonly milestones: readonly Milestone[] }) {
  const say = useMessages(messages);
  return (
    <Section title={say('commitment.milestones')} id="milestones">
      {milestones.length === 0 ? (
        <p>{say('commitment.noMilestones')}</p>
      ) : (
        <Table
          caption={say('commitment.milestones')}
          isQuiet
          columns={[
            {
              name: say('milestone.title'),
              cell: ({ title }: Milestone) => <Text value={title} />,
              isHead: true,
              width: 'wide',
            },
            { name: say('commitment.due'), cell: ({ due }) => <Due deadline={due} /> },
            { name: say('champion.status'), cell: ({ status }) => say(`milestone.${status}`) },
            { name: say('milestone.settled'), cell: ({ settled }) => <When date={settled} /> },
          ]}
          rows={milestones}
        />
      )}
    </Section>
  );
}

const readingOf = (reading: Reading | null | undefined) =>
  reading === null || reading === undefined ? (
    <Text value={null} />
  ) : (
    <>
      <Code>{reading.value}</Code> {reading.on === null ? null : <When date={reading.on} />}
    </>
  );

function Indicators({ indicators }: { readonly indicators: readonly Indicator[] }) {
  const say = useMessages(messages);
  return (
    <Section title={say('commitment.indicators')} id="indicators">
      {indicators.length === 0 ? (
        <p>{say('commitment.noIndicators')}</p>
      ) : (
        <Table
          caption={say('commitment.indicators')}
          isQuiet
          columns={[
            {
              name: say('indicator.title'),
              isHead: true,
              width: 'wide',
              cell: ({ name, unit }: Indicator) => (
                <>
                  <Text value={name} /> {unit === null ? null : <bdi>({unit})</bdi>}
                </>
              ),
            },
            { name: say('indicator.baseline'), cell: ({ baseline }) => readingOf(baseline) },
            { name: say('indicator.target'), cell: ({ target }) => readingOf(target) },
            { name: say('indicator.latest'), cell: ({ values }) => readingOf(values.nodes[0]) },
          ]}
          rows={indicators}
        />
      )}
    </Section>
  );
}
