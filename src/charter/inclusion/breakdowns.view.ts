import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { view } from '../../platform/read-model/view.js';
import { breakdownsKey } from '../vocabulary/codes.js';
import { network } from '../vocabulary/vocabulary.js';
import { statementKey, type BreakdownsEvent } from './breakdowns.js';
import type { BreakdownStatement } from './statement.js';

export interface BreakdownsDocument extends RecordDocument {
  readonly key: string;
  /** Null where the statements are on the data of everybody. */
  readonly champion: string | null;
  readonly sdgIndicator: string;
  /** The last of each stage and series. */
  readonly stated: readonly BreakdownStatement[];
}

export const indicatorBreakdowns = new RecordDocuments<BreakdownsDocument>({
  table: 'indicator_breakdowns',
  kind: 'IndicatorBreakdowns',
  key: ({ key }) => key,
  columns: { champion: ({ champion }) => champion ?? network, indicator: ({ sdgIndicator }) => sdgIndicator },
  indexed: ['indicator'],
});

export const breakdownsView = view<BreakdownsEvent | CorrectionEvent | RedactionEvent>({
  name: 'breakdowns.v1',
  tables: [indicatorBreakdowns],
  on: {
    ...correctionHandlers(indicatorBreakdowns, ofNoun('breakdowns')),
    BreakdownsStated: (event, fold) => {
      const { champion, sdgIndicator, ...facts } = event.facts;
      const key = breakdownsKey(champion, sdgIndicator);
      const statement: BreakdownStatement = {
        ...facts,
        on: event.effective,
        sourceDate: event.origin.sourceDate,
        sources: event.origin.sources,
        note: wordsOf(event.text?.note, event.text?.language),
        entry: event.entry,
      };
      if (indicatorBreakdowns.get(fold, key) === undefined)
        indicatorBreakdowns.add(fold, event, { key, champion, sdgIndicator, stated: [statement] });
      else
        indicatorBreakdowns.change(fold, event, key, ({ stated }) => ({
          stated: [...stated.filter((one) => statementKey(one) !== statementKey(facts)), statement],
        }));
    },
  },
});

export interface BreakdownsFilter {
  readonly champions?: readonly string[] | null;
  readonly indicators?: readonly string[] | null;
}

export class BreakdownsByKey extends query<{ key: string }, BreakdownsDocument | undefined>() {}
export class ListBreakdowns extends query<
  PageRequest & { filter?: BreakdownsFilter | null },
  Page<BreakdownsDocument>
>() {}

export const breakdownsQueries = [
  answers(BreakdownsByKey, ({ key }, { rows }) => indicatorBreakdowns.get(rows, key)),
  answers(ListBreakdowns, ({ filter, ...request }, basis) => {
    const where = [...anyOf('champion', filter?.champions), ...anyOf('indicator', filter?.indicators)];
    return page(basis, { table: 'indicator_breakdowns', where, sort: 'key' }, request);
  }),
];
