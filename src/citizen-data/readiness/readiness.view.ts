import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { view } from '../../platform/read-model/view.js';
import type { ReadinessEvent, ReadinessFunction } from './readiness.js';

interface Statement {
  readonly function: ReadinessFunction;
  readonly state: string;
  readonly assessor: string | null;
  readonly document: string | null;
  readonly on: string | null;
  readonly note: LocalText | null;
  readonly entry: number;
}

export interface ReadinessDocument extends RecordDocument {
  readonly country: string;
  /** Everything that was stated, in the order of the days from which it counts. */
  readonly stated: readonly Statement[];
}

export const readinesses = new RecordDocuments<ReadinessDocument>({
  table: 'country_readiness',
  kind: 'CountryReadiness',
  key: ({ country }) => country,
  columns: {},
  indexed: [],
});

export const readinessView = view<ReadinessEvent | CorrectionEvent | RedactionEvent>({
  name: 'readiness.v1',
  tables: [readinesses],
  on: {
    ...correctionHandlers(readinesses, ofNoun('readiness')),
    ReadinessStated: (event, fold) => {
      const { country, ...facts } = event.facts;
      const note = wordsOf(event.text?.note, event.text?.language);
      const added: Statement = { ...facts, on: event.effective, note, entry: event.entry };
      if (readinesses.get(fold, country) === undefined) readinesses.add(fold, event, { country, stated: [added] });
      else readinesses.change(fold, event, country, ({ stated }) => ({ stated: [...stated, added] }));
    },
  },
});

/** What was last stated on a function; null where nobody has stated anything, which is not "none". */
export const lastOn = ({ stated }: ReadinessDocument, wanted: ReadinessFunction): Statement | null =>
  stated.findLast((one) => one.function === wanted) ?? null;

export class ReadinessOf extends query<{ country: string }, ReadinessDocument | undefined>() {}
export class ListReadiness extends query<
  PageRequest & { countries?: readonly string[] | null },
  Page<ReadinessDocument>
>() {}

export const readinessQueries = [
  answers(ReadinessOf, ({ country }, { rows }) => readinesses.get(rows, country)),
  answers(ListReadiness, ({ countries, ...request }, basis) =>
    page(basis, { table: 'country_readiness', where: [...anyOf('key', countries)], sort: 'key' }, request),
  ),
];
