import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { lastDay, spanOf } from '../../kernel/time/partial-date.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import {
  anyOf,
  page,
  sortedBy,
  unknownLast,
  type Conditions,
  type Page,
  type PageRequest,
} from '../../platform/read-model/page.js';
import { sortKey } from '../../platform/read-model/sort-key.js';
import { view } from '../../platform/read-model/view.js';
import { silentChampionsSince } from '../progress-report/silence.view.js';
import type { ChampionEvent, ChampionStatus } from './champion.js';
import type { StatementEvent } from '../statement/statement.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import type { ChampionKind } from '../vocabulary/vocabulary.js';

/** A present or former name of a champion; `since` is null if no source gives a date. */
interface ChampionName {
  readonly name: string;
  readonly shortName: string | null;
  readonly since: string | null;
  readonly cause: string | null;
  readonly entry: number;
}

export interface ChampionDocument extends RecordDocument {
  readonly slug: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly kind: ChampionKind;
  readonly country: string | null;
  readonly status: Exclude<ChampionStatus, 'unknown'>;
  readonly institutions: readonly string[];
  /** Whether it was among the first; null where no source says. */
  readonly isFounding: boolean | null;
  /** By when it is to publish its action plan. */
  readonly planDue: string | null;
  readonly joined: string | null;
  readonly ended: string | null;
  readonly intoChampion: string | null;
  readonly intoOrganisation: string | null;
  readonly withdrawalReason: string | null;
  readonly names: readonly ChampionName[];
}

export const champions = new RecordDocuments<ChampionDocument>({
  table: 'champions',
  kind: 'Champion',
  key: ({ slug }) => slug,
  columns: {
    sort_name: ({ name }) => sortKey(name),
    kind: ({ kind }) => kind,
    country: ({ country }) => country,
    status: ({ status }) => status,
    joined_first: ({ joined }) => (joined === null ? null : spanOf(joined).first),
    joined: ({ joined }) => (joined === null ? null : lastDay(joined)),
  },
  indexed: [],
});

export const championsView = view<ChampionEvent | StatementEvent | CorrectionEvent | RedactionEvent>({
  name: 'champions.v6',
  tables: [champions],
  on: {
    ...correctionHandlers(champions, ofNoun('champion')),
    ChampionJoined: (event, fold) => {
      const { champion: slug, name, shortName, kind, country, institutions, isFounding = null } = event.facts;
      const named = { name, shortName, since: event.effective, cause: null, entry: event.entry };
      const again = champions.get(fold, slug);
      const joined = { status: 'active', joined: event.effective, ended: null, withdrawalReason: null } as const;
      if (again !== undefined)
        champions.change(fold, event, slug, ({ names }) => ({
          ...joined,
          name,
          shortName,
          kind,
          country,
          institutions,
          isFounding,
          names: [...names, named],
        }));
      else
        champions.add(fold, event, {
          slug,
          name,
          shortName,
          kind,
          country,
          institutions,
          isFounding,
          planDue: null,
          ...joined,
          intoChampion: null,
          intoOrganisation: null,
          names: [named],
        });
    },
    ChampionRenamed: (event, fold) => {
      const { champion: slug, name, shortName, cause } = event.facts;
      const named = { name, shortName, since: event.effective, cause, entry: event.entry };
      champions.change(fold, event, slug, ({ names }) => ({ name, shortName, names: [...names, named] }));
    },
    ChampionInstitutionsNamed: (event, fold) =>
      champions.change(fold, event, event.facts.champion, () => ({ institutions: event.facts.institutions })),
    ActionPlanExpected: (event, fold) =>
      champions.change(fold, event, event.facts.champion, () => ({ planDue: event.facts.due })),
    ChampionMerged: (event, fold) => {
      const { champion: slug, intoChampion, intoOrganisation } = event.facts;
      champions.change(fold, event, slug, () => ({
        status: 'merged',
        ended: event.effective,
        intoChampion,
        intoOrganisation,
      }));
    },
    ChampionSucceeded: (event, fold) => {
      const { champion: slug, intoChampion, intoOrganisation } = event.facts;
      champions.change(fold, event, slug, () => ({
        status: 'succeeded',
        ended: event.effective,
        intoChampion,
        intoOrganisation,
      }));
    },
    ChampionCeased: (event, fold) =>
      champions.change(fold, event, event.facts.champion, () => ({ status: 'ceased', ended: event.effective })),
    ChampionWithdrawn: (event, fold) => {
      const { champion: slug, reasonCode } = event.facts;
      champions.change(fold, event, slug, () => ({
        status: 'withdrawn',
        ended: event.effective,
        withdrawalReason: reasonCode,
      }));
    },
    StatementRecorded: (event, fold) => {
      if (event.facts.champion !== null) champions.addStatement(fold, event, event.facts.champion);
    },
  },
});

export interface ChampionFilter {
  readonly champions?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly countries?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
  readonly silentSince?: string | null;
  readonly joinedAfter?: string | null;
  readonly vnr?: string | null;
}

/** Champions whose country is listed for a session, or presents a voluntary national review there, by the records of advocacy moments. */
export const reviewedAt = (moment: string): Conditions[number] => [
  "country IN (SELECT value FROM advocacy_links WHERE kind = 'country' AND moment = ?)",
  moment,
];

const championConditions = (filter: ChampionFilter | null | undefined): Conditions => [
  ...anyOf('key', filter?.champions),
  ...anyOf('kind', filter?.kinds),
  ...anyOf('country', filter?.countries),
  ...anyOf('status', filter?.statuses),
  ...silentChampionsSince(filter?.silentSince),
  ...(filter?.joinedAfter ? [['joined_first > ?', filter.joinedAfter] as const] : []),
  ...(filter?.vnr ? [reviewedAt(filter.vnr)] : []),
];

const sorts = { slug: 'key', name: 'sort_name', joined: unknownLast('joined') } as const;

export interface ChampionOrder {
  readonly field: keyof typeof sorts;
  readonly direction: 'asc' | 'desc';
}

export class ChampionBySlug extends query<{ slug: string }, ChampionDocument | undefined>() {}
export class ListChampions extends query<
  PageRequest & { filter?: ChampionFilter | null; orderBy?: ChampionOrder | null },
  Page<ChampionDocument>
>() {}

export const championQueries = [
  answers(ChampionBySlug, ({ slug }, { rows }) => champions.get(rows, slug)),
  answers(ListChampions, ({ filter, orderBy, ...request }, basis) =>
    page(
      basis,
      {
        table: 'champions',
        where: championConditions(filter),
        ...sortedBy(sorts[orderBy?.field ?? 'name'], orderBy?.direction),
      },
      request,
    ),
  ),
];
