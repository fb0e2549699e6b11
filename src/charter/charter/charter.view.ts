import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { view } from '../../platform/read-model/view.js';
import type { CharterEvent } from './charter.js';
import { charterStream } from '../vocabulary/codes.js';
import type { StatementEvent } from '../statement/statement.js';
import {
  correctionHandlers,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';

interface PrincipleDocument {
  readonly number: number;
  /** In every language it was worded in, the newest wording of each. */
  readonly titles: readonly LocalText[];
  readonly summaries: readonly LocalText[];
}

export interface CharterDocument extends RecordDocument {
  readonly names: readonly { readonly language: string; readonly name: string }[];
  readonly host: string | null;
  readonly launched: string | null;
  readonly documentLanguages: readonly string[];
  readonly vision: LocalText | null;
  readonly whoMayJoin: readonly LocalText[];
  readonly obligations: readonly LocalText[];
  readonly principles: readonly PrincipleDocument[];
  readonly championCounts: readonly {
    readonly count: number;
    readonly qualifier: string | null;
    readonly on: string | null;
    readonly source: string | null;
    readonly entry: number;
  }[];
  /** What happened on its own way, oldest first. */
  readonly path: readonly {
    readonly kind: string;
    readonly title: LocalText | null;
    readonly on: string | null;
    readonly organisations: readonly string[];
    readonly sources: readonly string[];
    readonly entry: number;
  }[];
}

export const charters = new RecordDocuments<CharterDocument>({
  table: 'charters',
  kind: 'Charter',
  key: () => 'IDC',
  columns: {},
  indexed: [],
});

const reworded = (texts: readonly LocalText[], text: LocalText | null): readonly LocalText[] =>
  text === null ? texts : [...texts.filter(({ language }) => language !== text.language), text];

export const charterView = view<CharterEvent | StatementEvent | CorrectionEvent | RedactionEvent>({
  name: 'charter.v4',
  tables: [charters],
  on: {
    ...correctionHandlers(charters, ({ stream }) => (stream === charterStream ? 'IDC' : null)),
    CharterLaunched: (event, fold) => {
      const { facts, text } = event;
      charters.add(fold, event, {
        ...facts,
        launched: event.effective,
        vision: wordsOf(text?.vision, text?.language),
        whoMayJoin: (text?.whoMayJoin ?? []).map((words) => ({ text: words, language: text?.language ?? 'en' })),
        obligations: (text?.obligations ?? []).map((words) => ({ text: words, language: text?.language ?? 'en' })),
        principles: [1, 2, 3, 4, 5].map((number) => {
          const words = text?.principles.find((one) => one.number === number);
          return {
            number,
            titles: reworded([], wordsOf(words?.title, text?.language)),
            summaries: reworded([], wordsOf(words?.summary, text?.language)),
          };
        }),
        championCounts: [],
        path: [],
      });
    },
    PrincipleWorded: (event, fold) =>
      charters.change(fold, event, 'IDC', ({ principles }) => ({
        principles: principles.map((one) =>
          one.number !== event.facts.number
            ? one
            : {
                ...one,
                titles: reworded(one.titles, wordsOf(event.text?.title, event.facts.language)),
                summaries: reworded(one.summaries, wordsOf(event.text?.summary, event.facts.language)),
              },
        ),
      })),
    ChampionCountStated: (event, fold) => {
      const { count, asOf, source } = event.facts;
      const stated = { count, qualifier: event.text?.qualifier ?? null, on: asOf, source, entry: event.entry };
      charters.change(fold, event, 'IDC', ({ championCounts }) => ({ championCounts: [...championCounts, stated] }));
    },
    CharterStepRecorded: (event, fold) => {
      const { facts, text, effective: on, entry } = event;
      const step = { ...facts, title: wordsOf(text?.title, text?.language), on, sources: event.origin.sources, entry };
      charters.change(fold, event, 'IDC', ({ path }) => ({ path: [...path, step] }));
    },
    StatementRecorded: (event, fold) => {
      const { champion, actionPlan, commitment } = event.facts;
      if (champion === null && actionPlan === null && commitment === null) charters.addStatement(fold, event, 'IDC');
    },
  },
});

/** There is one charter; `name` comes from the caller and may be another. */
export class TheCharter extends query<{ name?: string }, CharterDocument | undefined>() {}

export const charterQueries = [answers(TheCharter, ({ name = 'IDC' }, { rows }) => charters.get(rows, name))];
