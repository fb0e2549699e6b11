import { codeListState, listStream, mustBeTerm, versionOf, type CodeList } from '../../kernel/code-list.js';
import type { SetRight } from '../../kernel/correction/correct-entry.js';
import { related, type RelatedState } from '../../kernel/decider.js';
import { Refused } from '../../kernel/refusal.js';
import type { BreakdownKept } from './breakdown.js';
import type { BreakdownsEvent } from './breakdowns.js';

/** The facts of an entry that name dimensions, once it is set right; null where it names none. */
interface Naming {
  readonly codeList: string;
  readonly version: string;
  readonly dimensions: readonly (string | null)[];
  readonly path: readonly string[];
}

function namingIn({ after, entry }: SetRight): Naming | null {
  const facts = after.find((one) => one.entry === entry.entry)?.facts;
  if (facts === undefined) return null;
  if (entry.type === 'BreakdownsStated') {
    const { codeList, version, dimensions } = facts as BreakdownsEvent['facts'];
    return {
      codeList,
      version,
      dimensions: dimensions.map(({ dimension }) => dimension),
      path: ['facts', 'dimensions'],
    };
  }
  const { breakdown } = facts as { readonly breakdown?: BreakdownKept | null };
  return breakdown == null
    ? null
    : {
        ...breakdown,
        dimensions: breakdown.categories.map(({ dimension }) => dimension),
        path: ['facts', 'breakdown'],
      };
}

/** The list of the dimensions that a corrected entry names; null where it names none. */
export function listOfCorrected(set: SetRight): RelatedState<CodeList> | null {
  const named = namingIn(set);
  return named === null ? null : related(listStream(named.codeList), codeListState);
}

/** Refuses a correction by which an entry would name a dimension that its list does not have, or would leave a name of its source without one. */
export function mustNameDimensions(set: SetRight, list: CodeList | null): void {
  const named = namingIn(set);
  if (named === null) return;
  const terms = versionOf(list, named, 'dimensions');
  for (const dimension of named.dimensions) if (dimension !== null) mustBeTerm(terms, dimension, named.path);
  if (set.entry.type !== 'BreakdownsStated') return;
  const { breakdowns, dimensions } = set.after.find((one) => one.entry === set.entry.entry)
    ?.facts as BreakdownsEvent['facts'];
  const known = new Set(dimensions.map(({ name }) => name));
  const missing = breakdowns.flatMap(({ names }) => names).find((name) => !known.has(name));
  if (missing !== undefined)
    throw new Refused('BREAKDOWN_UNKNOWN', `Say in dimensions what ${missing} means, or null.`, named.path);
}
