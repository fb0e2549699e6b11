import { definePage } from '../../web/pages/define-page.js';
import { Table, Text } from '../../web/parts/parts.js';
import { useMessages } from '../../web/parts/site.js';
import { charterMessages as messages, type CharterWords } from '../messages/messages.js';
import { listedFields, type ListedCommitment } from '../commitment/commitment-table.js';
import { ClaimedMark, LifecycleMark } from '../status/status-parts.js';
import { championFields, ChampionRows, type ChampionFacts } from './champion.page.js';

interface Brief extends ChampionFacts {
  readonly commitments: { readonly totalCount: number; readonly nodes: readonly ListedCommitment[] };
  readonly reported: { readonly totalCount: number };
  readonly progressReports: {
    readonly nodes: readonly { readonly narrative: { readonly text: string; readonly language: string } | null }[];
  };
}

/** Rows that fit on one side of A4 beside all the rest. */
const rows = 12;
/** Signs of a quotation that fit there. */
const signs = 280;

const query = `query Brief($slug: ID!) {
  champion(slug: $slug) {
    ${championFields}
    commitments(first: ${rows}) { totalCount nodes { ${listedFields} } }
    reported: commitments(first: 0, filter: { withReports: true }) { totalCount }
    progressReports(first: 5) { nodes { narrative { text language } } }
  }
}`;

const short = (text: string): string =>
  text.length <= signs ? text : `${text.slice(0, signs).replace(/\s+\S*$/, '')} …`;

/** One side of A4 about a champion, for those who speak of it. */
export const championBriefPage = definePage<Brief, CharterWords>({
  path: '/champions/:slug/brief',
  messages,
  layout: 'brief',
  load: async ({ ask, params }) => (await ask<{ champion: Brief | null }>(query, params)).champion,
  title: ({ name }, say) => say('brief.title', { name }),
  trail: ({ slug, shortName, name }) => [[`/champions/${slug}`, shortName ?? name]],
  body: ({ data }) => <BriefBody champion={data} />,
});

function BriefBody({ champion }: { readonly champion: Brief }) {
  const say = useMessages(messages);
  const { commitments, reported, progressReports } = champion;
  const silent = commitments.totalCount - reported.totalCount;
  const quotation = progressReports.nodes.find(({ narrative }) => narrative !== null)?.narrative;
  return (
    <>
      <h1>
        <bdi>{champion.name}</bdi>
      </h1>
      <p class="lead">{say('brief.finding', { count: commitments.totalCount, reported: reported.totalCount })}</p>
      <ChampionRows champion={{ ...champion, institutions: [], names: [] }} />
      {commitments.nodes.length === 0 ? null : (
        <Table
          caption={say('commitments.caption', { count: commitments.totalCount })}
          columns={[
            {
              name: say('commitment.title'),
              cell: ({ title }: ListedCommitment) => <Text value={title} />,
              isHead: true,
            },
            { name: say('axis.lifecycle'), cell: ({ lifecycle }) => <LifecycleMark value={lifecycle} /> },
            { name: say('axis.claimed'), cell: ({ claimed }) => <ClaimedMark value={claimed} /> },
          ]}
          rows={commitments.nodes}
        />
      )}
      {quotation === null || quotation === undefined ? null : (
        <blockquote>
          <p>
            <Text value={{ ...quotation, text: short(quotation.text) }} />
          </p>
        </blockquote>
      )}
      <h2>{say('brief.gaps')}</h2>
      <p>{silent === 0 ? say('brief.noGap') : say('brief.gap', { count: silent })}</p>
    </>
  );
}
