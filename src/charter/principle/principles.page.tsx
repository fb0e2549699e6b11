import { definePage } from '../../web/pages/define-page.js';
import { Link, Note, Section, Table, Text, type LocalText } from '../../web/parts/parts.js';
import { useMessages, useSite } from '../../web/parts/site.js';
import { inLanguage } from '../../web/language/texts.js';
import {
  commitmentColumns,
  CommitmentTable,
  listedFields,
  type ListedCommitment,
} from '../commitment/commitment-table.js';
import { allCommitments } from '../commitment/commitments.page.js';
import { charterMessages as messages, type CharterWords } from '../messages/messages.js';
import { ClaimBar, claims } from '../status/status-parts.js';

interface Principle {
  readonly number: number;
  readonly titles: readonly LocalText[];
  readonly summaries: readonly LocalText[];
}

interface Counts {
  readonly group: string;
  readonly base: number;
  readonly undated: number;
  readonly notClaimed: number;
  readonly withReports: number;
  readonly claimed: readonly { readonly claimed: string; readonly count: number }[];
}

interface Principles {
  readonly charter: { readonly principles: readonly Principle[] } | null;
  readonly statusCounts: readonly Counts[];
  readonly all: readonly [Counts];
}

const counted = 'group base undated notClaimed withReports claimed { claimed count }';
const principle = 'number titles { text language } summaries { text language }';

export const principlesPage = definePage<Principles, CharterWords>({
  path: '/principles',
  messages,
  load: ({ ask }) =>
    ask(
      `query Principles { charter { principles { ${principle} } } statusCounts(groupBy: PRINCIPLE) { ${counted} } all: statusCounts(groupBy: ALL) { ${counted} } }`,
    ),
  title: (_, say) => say('principles.title'),
  sheets: ({ statusCounts }, say) => [
    {
      name: say('principle.bars'),
      columns: [
        { key: 'principle', label: say('commitment.principles') },
        { key: 'commitments', label: say('principle.base'), kind: 'number' },
        { key: 'undated', label: say('principle.undated'), kind: 'number' },
        { key: 'with_reports', label: say('principle.reports'), kind: 'number' },
        ...claims.map((one) => ({ key: one.toLowerCase(), label: say(`claimed.${one}`), kind: 'number' as const })),
        { key: 'nothing_claimed', label: say('axis.notClaimed'), kind: 'number' },
      ],
      rows: () =>
        statusCounts.map((one) => [
          one.group,
          one.base,
          one.undated,
          one.withReports,
          ...claims.map((claim) => countOf(one, claim)),
          one.notClaimed,
        ]),
    },
  ],
  body: ({ data }) => <PrinciplesBody data={data} />,
});

const countOf = ({ claimed }: Counts, kind: string): number => claimed.find((one) => one.claimed === kind)?.count ?? 0;

function PrinciplesBody({ data: { charter, statusCounts, all } }: { readonly data: Principles }) {
  const say = useMessages(messages);
  const { language } = useSite();
  const [whole] = all;
  const claimed = whole.base - whole.notClaimed;
  const rows = (charter?.principles ?? []).map((one) => ({
    ...one,
    counts: statusCounts.find(({ group }) => group === String(one.number)),
  }));
  return (
    <>
      <h1>{say('principles.title')}</h1>
      <p class="lead">{say('principles.lead')}</p>
      <figure>
        <figcaption>{say('principle.barsText', { base: whole.base, claimed, silent: whole.notClaimed })}</figcaption>
        <Table
          caption={say('principle.bars')}
          columns={[
            {
              name: say('commitment.principles'),
              isHead: true,
              width: 'wide',
              cell: ({ number, titles }: (typeof rows)[number]) => (
                <Link to={`/principles/${number}`}>
                  {number}. <Text value={inLanguage(titles, language)} />
                </Link>
              ),
            },
            { name: say('principle.base'), cell: ({ counts }) => counts?.base ?? 0, isNumber: true },
            { name: say('principle.reports'), cell: ({ counts }) => counts?.withReports ?? 0, isNumber: true },
            ...claims.map((claim) => ({
              name: say(`claimed.${claim}`),
              cell: ({ counts }: (typeof rows)[number]) => (counts === undefined ? 0 : countOf(counts, claim)),
              isNumber: true,
            })),
            { name: say('axis.notClaimed'), cell: ({ counts }) => counts?.notClaimed ?? 0, isNumber: true },
            {
              name: say('principle.bar'),
              cell: ({ counts }) =>
                counts === undefined ? null : (
                  <ClaimBar
                    base={counts.base}
                    counts={[
                      ...claims.map((one) => [one.toLowerCase(), countOf(counts, one)] as const),
                      ['none', counts.notClaimed] as const,
                    ]}
                  />
                ),
            },
          ]}
          rows={rows}
        />
      </figure>
      <Note>{say('counts.undated', { count: whole.undated })}</Note>
    </>
  );
}

interface OnePrinciple {
  readonly principle: Principle;
  readonly counts: Counts;
  readonly commitments: {
    readonly totalCount: number;
    readonly undated: number;
    readonly nodes: readonly ListedCommitment[];
  };
}

const one = `query Principle($filter: CommitmentFilter) {
  charter { principles { ${principle} } }
  statusCounts(groupBy: ALL, filter: $filter) { ${counted} }
  commitments(first: 20, filter: $filter) { totalCount undated nodes { ${listedFields} } }
}`;

export const principlePage = definePage<OnePrinciple, CharterWords>({
  path: '/principles/:number',
  messages,
  load: async ({ ask, params }) => {
    if (!/^[1-5]$/.test(params.number ?? '')) return null;
    const number = Number(params.number);
    const answer = await ask<
      Pick<Principles, 'charter'> & { statusCounts: [Counts]; commitments: OnePrinciple['commitments'] }
    >(one, {
      filter: { principles: [number] },
    });
    const found = answer.charter?.principles.find((each) => each.number === number);
    return found === undefined
      ? null
      : { principle: found, counts: answer.statusCounts[0], commitments: answer.commitments };
  },
  title: ({ principle: { number, titles } }, say) => `${say('principle.title', { number })}: ${titles[0]?.text ?? ''}`,
  trail: (_, say) => [['/principles', say('principles.title')]],
  sheets: ({ principle: { number } }, say, { ask }) => [
    {
      name: say('commitments.title'),
      columns: commitmentColumns(say),
      rows: () => allCommitments(ask, { principles: [number] }),
    },
  ],
  body: ({ data }) => <PrincipleBody data={data} />,
});

function PrincipleBody({ data: { principle: found, counts, commitments } }: { readonly data: OnePrinciple }) {
  const say = useMessages(messages);
  const { language } = useSite();
  return (
    <>
      <p class="eyebrow">{say('principle.title', { number: found.number })}</p>
      <h1>
        <Text value={inLanguage(found.titles, language)} />
      </h1>
      <p class="lead">
        <Text value={inLanguage(found.summaries, language)} />
      </p>
      <Note>
        {say('counts.base', { base: counts.base, silent: counts.notClaimed })}{' '}
        {say('counts.undated', { count: commitments.undated })}
      </Note>
      <Section title={say('principle.commitments')} id="commitments">
        <CommitmentTable
          commitments={commitments.nodes}
          caption={say('commitments.caption', { count: commitments.totalCount })}
        />
        <p>
          <Link to="/commitments" filters={{ principle: found.number }}>
            {say('principle.all', { count: commitments.totalCount })}
          </Link>
        </p>
      </Section>
    </>
  );
}
