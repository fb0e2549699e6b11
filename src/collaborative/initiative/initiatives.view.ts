import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, sortedBy, type Conditions, type Page, type PageRequest } from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { view } from '../../platform/read-model/view.js';
import type { InitiativeEvent, InitiativeRole, InitiativeStatus } from './initiative.js';

export interface InitiativeDocument extends RecordDocument {
  readonly slug: string;
  readonly title: LocalText | null;
  readonly description: LocalText | null;
  readonly status: InitiativeStatus;
  /** When it reached that step. */
  readonly statusOn: string | null;
  readonly members: readonly {
    readonly organisation: string;
    readonly role: InitiativeRole;
    readonly since: string | null;
  }[];
  readonly gaps: readonly string[];
  readonly commitments: readonly string[];
}

/** What leads to initiatives, one row a link: `organisation`, `gap`, `commitment`. */
const links = 'initiative_links';

export const initiatives = new RecordDocuments<InitiativeDocument>({
  table: 'initiatives',
  kind: 'Initiative',
  key: ({ slug }) => slug,
  columns: { status: ({ status }) => status },
  indexed: [],
  side: [
    {
      table: links,
      owner: 'initiative',
      columns: { kind: 'TEXT NOT NULL', value: 'TEXT NOT NULL' },
      indexed: [['kind', 'value', 'initiative']],
      rows: ({ members, gaps, commitments }) => [
        ...members.map(({ organisation }) => ['organisation', organisation]),
        ...gaps.map((gap) => ['gap', gap]),
        ...commitments.map((commitment) => ['commitment', commitment]),
      ],
    },
  ],
});

export const initiativesView = view<InitiativeEvent | CorrectionEvent | RedactionEvent>({
  name: 'initiatives.v1',
  tables: [initiatives],
  on: {
    ...correctionHandlers(initiatives, ofNoun('initiative')),
    InitiativeProposed: (event, fold) =>
      initiatives.add(fold, event, {
        slug: event.facts.initiative,
        title: wordsOf(event.text?.title, event.text?.language),
        description: wordsOf(event.text?.description, event.text?.language),
        status: 'proposed',
        statusOn: event.effective,
        members: [],
        gaps: [],
        commitments: [],
      }),
    InitiativeAdvanced: (event, fold) =>
      initiatives.change(fold, event, event.facts.initiative, () => ({
        status: event.facts.step,
        statusOn: event.effective,
      })),
    InitiativeJoined: (event, fold) => {
      const { initiative, organisation, role } = event.facts;
      initiatives.change(fold, event, initiative, ({ members }) => {
        const before = members.find((one) => one.organisation === organisation);
        const since = before === undefined ? event.effective : before.since;
        return { members: [...members.filter((one) => one !== before), { organisation, role, since }] };
      });
    },
    InitiativeLeft: (event, fold) => {
      const { initiative, organisation } = event.facts;
      initiatives.change(fold, event, initiative, ({ members }) => ({
        members: members.filter((one) => one.organisation !== organisation),
      }));
    },
    InitiativeAimsNamed: (event, fold) => {
      const { initiative, gaps, commitments } = event.facts;
      initiatives.change(fold, event, initiative, () => ({ gaps, commitments }));
    },
  },
});

export type InitiativeLink = 'organisation' | 'gap' | 'commitment';

/** The initiatives to which things of a kind lead, by the things. */
export function initiativesOf(
  { rows }: Basis,
  kind: InitiativeLink,
  values: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = rows.all<{ value: string; initiative: string }>(
    `SELECT value, initiative FROM ${links}
     WHERE kind = ? AND value IN (SELECT value FROM json_each(?)) ORDER BY initiative`,
    kind,
    JSON.stringify(values),
  );
  const by = new Map<string, string[]>();
  for (const { value, initiative } of found) by.set(value, [...(by.get(value) ?? []), initiative]);
  return by;
}

/** The commitments that initiatives serve. */
export const servedCommitments = ({ rows }: Basis): readonly string[] =>
  rows
    .all<{ value: string }>(`SELECT DISTINCT value FROM ${links} WHERE kind = 'commitment' ORDER BY value`)
    .map(({ value }) => value);

export interface InitiativeFilter {
  readonly statuses?: readonly string[] | null;
  readonly organisations?: readonly string[] | null;
  readonly dataGaps?: readonly string[] | null;
  readonly commitments?: readonly string[] | null;
}

const linkedTo = (kind: InitiativeLink, values: readonly string[] | null | undefined): Conditions =>
  anyOf('value', values).map(
    ([sql, ...rest]) =>
      [`key IN (SELECT initiative FROM ${links} WHERE kind = '${kind}' AND ${sql})`, ...rest] as const,
  );

const initiativeConditions = (filter: InitiativeFilter | null | undefined): Conditions => [
  ...anyOf('status', filter?.statuses),
  ...linkedTo('organisation', filter?.organisations),
  ...linkedTo('gap', filter?.dataGaps),
  ...linkedTo('commitment', filter?.commitments),
];

export class InitiativeBySlug extends query<{ slug: string }, InitiativeDocument | undefined>() {}
export class ListInitiatives extends query<
  PageRequest & { filter?: InitiativeFilter | null },
  Page<InitiativeDocument>
>() {}

export const initiativeQueries = [
  answers(InitiativeBySlug, ({ slug }, { rows }) => initiatives.get(rows, slug)),
  answers(ListInitiatives, ({ filter, ...request }, basis) =>
    page(basis, { table: 'initiatives', where: initiativeConditions(filter), ...sortedBy('key') }, request),
  ),
];
