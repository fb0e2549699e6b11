import { largestPage } from './read-model/page.js';

/**
 * The limits of a request. limits.graphql defines the measure of each for callers;
 * docs/decisions/0017-query-cost.md gives the reasons, and what ordinary queries need.
 */
export const limits = {
  bodyBytes: 262_144,
  tokens: 1000,
  depth: 12,
  introspectionDepth: 15,
  aliases: 15,
  directives: 10,
  rootFields: 20,
  cost: 50_000,
  pageSize: largestPage,
  textCharacters: 200,
  textWords: 16,
  listItems: 100,
  answerBytes: 5_000_000,
  seconds: 5,
} as const;

export type Limit = keyof typeof limits;

/** A request is beyond a limit: which, what it has as far as that is known, and what is allowed. */
export class OverLimit extends Error {
  override readonly name = 'OverLimit';

  constructor(
    readonly limit: Limit,
    readonly has: number | null,
    what: string,
    readonly allowed: number = limits[limit],
  ) {
    super(`${what}; at most ${allowed} ${allowed === 1 ? 'is' : 'are'} allowed. The query limits returns all limits.`);
  }
}
