import type { Cell, Column } from '../../platform/web-page.js';
import { Code, Due, Link, Table, Text, type LocalText } from '../../web/parts/parts.js';
import { useMessages } from '../../web/parts/site.js';
import type { Say } from '../../web/language/translations.js';
import { charterMessages as messages, type CharterWords } from '../messages/messages.js';
import { ClaimedMark, LifecycleMark, type Claimed, type Lifecycle } from '../status/status-parts.js';

/** A commitment as lists show it. */
export interface ListedCommitment {
  readonly code: string;
  readonly title: LocalText | null;
  readonly champion: {
    readonly slug: string;
    readonly name: string;
    readonly shortName: string | null;
    readonly country: string | null;
  } | null;
  readonly principles: readonly number[];
  readonly dimensions: readonly string[];
  readonly sdgGoals: readonly number[];
  readonly due: string | null;
  readonly dueText: string | null;
  readonly made: string | null;
  readonly lifecycle: Lifecycle;
  readonly claimed: Claimed | null;
  readonly claimedOn: string | null;
  readonly isOverdue: boolean;
}

export const listedFields =
  'code title { text language } champion { slug name shortName country } principles dimensions sdgGoals due dueText made lifecycle claimed claimedOn isOverdue';

export function CommitmentTable({
  commitments,
  caption,
  withChampion = true,
}: {
  commitments: readonly ListedCommitment[];
  caption: string;
  withChampion?: boolean;
}) {
  const say = useMessages(messages);
  return (
    <Table
      caption={caption}
      columns={[
        {
          name: say('commitment.title'),
          isHead: true,
          width: 'wide',
          cell: ({ code, title }: ListedCommitment) => (
            <>
              <Link to={`/commitments/${code}`}>
                <Text value={title} />
              </Link>
              <br />
              <span class="quiet">
                <Code>{code}</Code>
              </span>
            </>
          ),
        },
        ...(withChampion
          ? [
              {
                name: say('champion.name'),
                cell: ({ champion }: ListedCommitment) =>
                  champion === null ? null : (
                    <Link to={`/champions/${champion.slug}`}>
                      <bdi>{champion.shortName ?? champion.name}</bdi>
                    </Link>
                  ),
              },
            ]
          : []),
        { name: say('commitment.principles'), cell: ({ principles }) => principles.join(', ') },
        { name: say('commitment.due'), cell: ({ due, dueText }) => <Due deadline={due} words={dueText} /> },
        { name: say('axis.lifecycle'), cell: ({ lifecycle }) => <LifecycleMark value={lifecycle} /> },
        { name: say('axis.claimed'), cell: ({ claimed }) => <ClaimedMark value={claimed} /> },
      ]}
      rows={commitments}
    />
  );
}

/** The columns of commitments in files; lists are in one cell here, parted by semicolons. */
export const commitmentColumns = (say: Say<CharterWords>): readonly Column[] => [
  { key: 'code', label: say('commitment.code') },
  { key: 'title', label: say('commitment.title') },
  { key: 'champion', label: say('champion.slug') },
  { key: 'champion_name', label: say('champion.name') },
  { key: 'country', label: say('champion.country') },
  { key: 'principles', label: say('commitment.principles') },
  { key: 'dimensions', label: say('commitment.dimensions') },
  { key: 'sdg_goals', label: say('commitment.goals') },
  { key: 'made', label: say('commitment.made'), kind: 'day' },
  { key: 'due', label: say('commitment.due'), kind: 'day' },
  { key: 'due_text', label: `${say('commitment.due')} *` },
  { key: 'lifecycle', label: say('axis.lifecycle') },
  { key: 'claimed', label: say('axis.claimed') },
  { key: 'claimed_on', label: say('axis.claimed'), kind: 'day' },
  { key: 'is_overdue', label: say('axis.overdue') },
];

export const commitmentRow = (one: ListedCommitment): readonly Cell[] => [
  one.code,
  one.title?.text ?? null,
  one.champion?.slug ?? null,
  one.champion?.name ?? null,
  one.champion?.country ?? null,
  one.principles.join('; '),
  one.dimensions.map((dimension) => dimension.toLowerCase()).join('; '),
  one.sdgGoals.join('; '),
  one.made,
  one.due,
  one.dueText,
  one.lifecycle.toLowerCase(),
  one.claimed?.toLowerCase() ?? null,
  one.claimedOn,
  one.isOverdue,
];
