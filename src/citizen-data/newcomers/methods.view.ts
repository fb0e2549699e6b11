import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { page, type Listing, type Page, type PageRequest } from '../../platform/read-model/page.js';
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
import { exampleLinks } from '../example/examples.view.js';
import { Level, type MethodEvent } from './method.js';

export interface MethodDocument extends RecordDocument {
  readonly slug: string;
  readonly name: LocalText | null;
  readonly summary: LocalText | null;
  readonly purposes: readonly string[];
  readonly resources: Level;
  readonly trust: Level;
  readonly term: string | null;
  readonly status: 'offered' | 'withdrawn';
}

export const methods = new RecordDocuments<MethodDocument>({
  table: 'methods',
  kind: 'Method',
  key: ({ slug }) => slug,
  columns: { status: ({ status }) => status, term: ({ term }) => term },
  indexed: [],
});

export const methodsView = view<MethodEvent | CorrectionEvent | RedactionEvent>({
  name: 'methods.v1',
  tables: [methods],
  on: {
    ...correctionHandlers(methods, ofNoun('method')),
    MethodDescribed: (event, fold) => {
      const { facts, text } = event;
      const { method: slug, ...rest } = facts;
      const described = {
        ...rest,
        name: wordsOf(text?.name, text?.language),
        summary: wordsOf(text?.summary, text?.language),
        status: 'offered',
      } as const;
      if (methods.get(fold, slug) === undefined) methods.add(fold, event, { slug, ...described });
      else methods.change(fold, event, slug, () => described);
    },
    MethodWithdrawn: (event, fold) => methods.change(fold, event, event.facts.method, () => ({ status: 'withdrawn' })),
  },
});

/** The examples that a taxonomy puts under the term of a method. */
export const examplesOfMethod: Listing = {
  table: `(SELECT e.*, m.key AS method FROM methods AS m JOIN ${exampleLinks} AS l ON l.kind = 'term' AND l.value = m.term JOIN examples AS e ON e.key = l.example)`,
  where: [],
  sort: 'key',
};

export interface MethodNeed {
  readonly purpose: string;
  readonly resources: Level;
  readonly trust: Level;
}

export interface Suggestion {
  readonly method: MethodDocument;
  readonly why: readonly { readonly criterion: string; readonly text: string }[];
}

const levels: readonly Level[] = Level.options;
const isAtMost = (one: Level, other: Level): boolean => levels.indexOf(one) <= levels.indexOf(other);

/** Why a method fits what is needed; null where it does not. */
export function whyItFits(
  { purposes, resources, trust }: Pick<MethodDocument, 'purposes' | 'resources' | 'trust'>,
  need: MethodNeed,
): Suggestion['why'] | null {
  if (!purposes.includes(need.purpose) || !isAtMost(resources, need.resources) || !isAtMost(need.trust, trust))
    return null;
  return [
    { criterion: 'purpose', text: `It fits the purpose ${need.purpose.replaceAll('_', ' ')}.` },
    { criterion: 'resources', text: `It needs ${resources} resources; you have ${need.resources}.` },
    { criterion: 'trust', text: `Its data can earn ${trust} trust; you need ${need.trust}.` },
  ];
}

/** The methods that fit: those that need least first, and among these those that earn most trust. */
function suggest({ rows }: Basis, need: MethodNeed): Suggestion[] {
  const offered = rows.all<{ key: string }>("SELECT key FROM methods WHERE status = 'offered' ORDER BY key");
  const found = [
    ...methods
      .getMany(
        rows,
        offered.map(({ key }) => key),
      )
      .values(),
  ];
  return found
    .flatMap((method) => {
      const why = whyItFits(method, need);
      return why === null ? [] : [{ method, why }];
    })
    .sort(
      ({ method: one }, { method: other }) =>
        levels.indexOf(one.resources) - levels.indexOf(other.resources) ||
        levels.indexOf(other.trust) - levels.indexOf(one.trust) ||
        one.slug.localeCompare(other.slug),
    );
}

export class MethodBySlug extends query<{ slug: string }, MethodDocument | undefined>() {}
export class ListMethods extends query<PageRequest, Page<MethodDocument>>() {}
export class SuggestMethods extends query<MethodNeed, Suggestion[]>() {}

export const methodQueries = [
  answers(MethodBySlug, ({ slug }, { rows }) => methods.get(rows, slug)),
  answers(ListMethods, (request, basis) => page(basis, { table: 'methods', where: [], sort: 'key' }, request)),
  answers(SuggestMethods, (need, basis) => suggest(basis, need)),
];
