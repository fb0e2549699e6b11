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
import { stepWith, type GapEvent, type GapStatus } from './gap.js';

export interface GapDocument extends RecordDocument {
  readonly slug: string;
  readonly title: LocalText | null;
  readonly population: string | null;
  readonly sdgIndicator: string | null;
  readonly country: string | null;
  readonly status: GapStatus;
  readonly adopters: readonly { readonly organisation: string; readonly since: string | null }[];
  readonly method: LocalText | null;
  readonly lesson: LocalText | null;
  /** When its method was piloted, and when it was scaled or closed. */
  readonly piloted: string | null;
  readonly settled: string | null;
}

/** Who works on which gap, one row each. */
const adopters = 'data_gap_adopters';

export const gaps = new RecordDocuments<GapDocument>({
  table: 'data_gaps',
  kind: 'DataGap',
  key: ({ slug }) => slug,
  columns: {
    status: ({ status }) => status,
    population: ({ population }) => population,
    sdg_indicator: ({ sdgIndicator }) => sdgIndicator,
    country: ({ country }) => country,
  },
  indexed: [],
  side: [
    {
      table: adopters,
      owner: 'gap',
      columns: { organisation: 'TEXT NOT NULL' },
      indexed: [['organisation', 'gap']],
      rows: ({ adopters: all }) => all.map(({ organisation }) => [organisation]),
    },
  ],
});

const withAdopters = (known: GapDocument, all: GapDocument['adopters']): Partial<GapDocument> => ({
  adopters: all,
  status: stepWith(
    known.status,
    all.map(({ organisation }) => organisation),
  ),
});

export const gapsView = view<GapEvent | CorrectionEvent | RedactionEvent>({
  name: 'dataGaps.v1',
  tables: [gaps],
  on: {
    ...correctionHandlers(gaps, ofNoun('dataGap')),
    DataGapIdentified: (event, fold) => {
      const { gap: slug, ...facts } = event.facts;
      gaps.add(fold, event, {
        slug,
        ...facts,
        title: wordsOf(event.text?.title, event.text?.language),
        status: 'identified',
        adopters: [],
        method: null,
        lesson: null,
        piloted: null,
        settled: null,
      });
    },
    DataGapAdopted: (event, fold) => {
      const { gap, organisation } = event.facts;
      const adopter = { organisation, since: event.effective };
      gaps.change(fold, event, gap, (known) =>
        withAdopters(known, [...known.adopters.filter((one) => one.organisation !== organisation), adopter]),
      );
    },
    DataGapLeft: (event, fold) => {
      const { gap, organisation } = event.facts;
      gaps.change(fold, event, gap, (known) =>
        withAdopters(
          known,
          known.adopters.filter((one) => one.organisation !== organisation),
        ),
      );
    },
    GapMethodPiloted: (event, fold) =>
      gaps.change(fold, event, event.facts.gap, ({ status, lesson }) => ({
        status: status === 'scaled' || status === 'closed' ? status : 'piloted',
        method: wordsOf(event.text?.method, event.text?.language),
        lesson: wordsOf(event.text?.lesson, event.text?.language) ?? lesson,
        piloted: event.effective,
      })),
    DataGapSettled: (event, fold) =>
      gaps.change(fold, event, event.facts.gap, ({ lesson }) => ({
        status: event.facts.outcome,
        lesson: wordsOf(event.text?.lesson, event.text?.language) ?? lesson,
        settled: event.effective,
      })),
  },
});

/** The gaps on which organisations work, by the organisations. */
export function gapsOf({ rows }: Basis, organisations: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = rows.all<{ organisation: string; gap: string }>(
    `SELECT organisation, gap FROM ${adopters} WHERE organisation IN (SELECT value FROM json_each(?)) ORDER BY gap`,
    JSON.stringify(organisations),
  );
  const by = new Map<string, string[]>();
  for (const { organisation, gap } of found) by.set(organisation, [...(by.get(organisation) ?? []), gap]);
  return by;
}

export interface GapFilter {
  readonly statuses?: readonly string[] | null;
  readonly organisations?: readonly string[] | null;
  readonly countries?: readonly string[] | null;
  readonly sdgIndicators?: readonly string[] | null;
}

const gapConditions = (filter: GapFilter | null | undefined): Conditions => [
  ...anyOf('status', filter?.statuses),
  ...anyOf('country', filter?.countries),
  ...anyOf('sdg_indicator', filter?.sdgIndicators),
  ...anyOf('organisation', filter?.organisations).map(
    ([sql, ...values]) => [`key IN (SELECT gap FROM ${adopters} WHERE ${sql})`, ...values] as const,
  ),
];

export class DataGapBySlug extends query<{ slug: string }, GapDocument | undefined>() {}
export class ListDataGaps extends query<PageRequest & { filter?: GapFilter | null }, Page<GapDocument>>() {}

export const gapQueries = [
  answers(DataGapBySlug, ({ slug }, { rows }) => gaps.get(rows, slug)),
  answers(ListDataGaps, ({ filter, ...request }, basis) =>
    page(basis, { table: 'data_gaps', where: gapConditions(filter), ...sortedBy('key') }, request),
  ),
];
