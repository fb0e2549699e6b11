import type { Noun } from '../../platform/context.js';
import { refersTo } from '../../platform/graphql/resolvers/thing-fields.js';
import { kindOf, type Documents, type Stamp } from '../../platform/read-model/documents.js';
import type { Page } from '../../platform/read-model/page.js';
import type { Hit } from '../../platform/read-model/search/findables.js';

/** What a search found, each thing fetched whole: all hits of a page that are of one noun together. */
export function searchFields(nouns: ReadonlyMap<string, Noun>) {
  const wholes = new Map(
    [...nouns].flatMap(([noun, { found }]) =>
      found === undefined
        ? []
        : [
            [
              noun,
              refersTo<Hit, Stamp>(found as unknown as Documents<Stamp>, `found ${noun}`, (hit) =>
                hit.noun === noun ? hit.key : null,
              ),
            ],
          ],
    ),
  );
  const whole = (hit: Hit): object => wholes.get(hit.noun)?.(hit) ?? hit;
  return {
    SearchResult: { __resolveType: kindOf },
    SearchResultConnection: { nodes: ({ nodes }: Page<Hit>) => nodes.map(whole) },
    SearchResultEdge: { node: ({ node }: { readonly node: Hit }) => whole(node) },
  };
}
