import { z } from 'zod';
import {
  codeListState,
  ListReference,
  listStream,
  ListVersion,
  mustBeTerm,
  TermCode,
  versionNamed,
  type CodeList,
  type TermKept,
} from '../../kernel/code-list.js';
import { related, relatedAll, type RelatedState } from '../../kernel/decider.js';
import { Refused } from '../../kernel/refusal.js';
import { line, maybe } from '../../kernel/values/fields.js';

/** The list of dimensions that is meant where none is named. */
export const usualList = 'dimensions';

/** Which list of dimensions, and which version of it; left out, the last one that stands. */
export const dimensionList = {
  codeList: ListReference.nullish().transform((slug) => slug ?? usualList),
  version: maybe(ListVersion),
};

/** A category of a dimension: a code of SDMX such as `F` or `Y15T24`, of a population group, or what the source calls it. */
const Category = line(100);

/** To which part of the population a value applies: one category of each of some dimensions. Two or more are an intersection. */
export const Breakdown = z.object({
  ...dimensionList,
  categories: z
    .array(z.object({ dimension: line(60), category: Category }))
    .min(1, 'must have at least one category')
    .max(6, 'must have at most 6 items'),
});
export type Breakdown = z.output<typeof Breakdown>;

/** A breakdown as events keep it: its categories in the order of their dimensions. */
export const BreakdownKept = z.strictObject({
  codeList: ListReference,
  version: ListVersion,
  categories: z.array(z.strictObject({ dimension: TermCode, category: Category })),
});
export type BreakdownKept = z.output<typeof BreakdownKept>;

type Lists = ReadonlyMap<string, CodeList>;

/** Looks at the lists of dimensions that breakdowns name. */
export const listsOf = (breakdowns: readonly (Breakdown | null)[]): RelatedState<Lists> =>
  relatedAll(
    new Map(
      breakdowns.flatMap((one) =>
        one === null ? [] : [[one.codeList, related(listStream(one.codeList), codeListState)] as const],
      ),
    ),
  );

/** A breakdown checked by its list, with the codes of its dimensions; refuses a dimension that is not in it. */
export function breakdownBy(breakdown: Breakdown, lists: Lists | null, field: readonly string[]): BreakdownKept {
  const { codeList, version, terms } = versionNamed(lists?.get(breakdown.codeList), breakdown, 'dimensions', field);
  const categories = breakdown.categories
    .map(({ dimension, category }, index) => {
      const code = dimensionCalled(dimension, terms) ?? dimension;
      return {
        dimension: mustBeTerm(terms, code, [...field, 'categories', String(index), 'dimension']).code,
        category,
      };
    })
    .toSorted((one, other) => (one.dimension < other.dimension ? -1 : 1));
  const twice = categories.find(({ dimension }, index) => categories[index - 1]?.dimension === dimension);
  if (twice !== undefined)
    throw new Refused('DIMENSION_TWICE', `The breakdown has two categories of ${twice.dimension}.`, [
      ...field,
      'categories',
    ]);
  return { codeList, version, categories };
}

/** What tells one part of the population from another, whichever version of the list names it. */
export const groupOf = (breakdown: Pick<BreakdownKept, 'categories'> | null | undefined): string =>
  breakdown == null
    ? ''
    : breakdown.categories.map(({ dimension, category }) => `${dimension}=${category.toUpperCase()}`).join('&');

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '_');

/** The dimension that a source calls by a name: its code, its code in SDMX, or its label in any language; null where none is called so. */
export const dimensionCalled = (name: string, terms: readonly TermKept[]): string | null =>
  terms.find(({ code, sdmxDimension, labels }) =>
    [code, sdmxDimension ?? '', ...labels.map(({ label }) => label)].some((word) => plain(word) === plain(name)),
  )?.code ?? null;
