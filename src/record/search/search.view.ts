import type { Recorded } from '../../kernel/message.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { page, type Page, type PageRequest } from '../../platform/read-model/page.js';
import type { Fold } from '../../platform/read-model/fold.js';
import { findables, index, ranking, type Findables, type Hit } from '../../platform/read-model/search/findables.js';
import { view, type View } from '../../platform/read-model/view.js';

/** Names, titles, descriptions and narratives in all languages, as the contexts say what finds their things. Earlier names stay findable. */
export const searchView = (all: Findables): View =>
  view({
    name: 'search.v6',
    tables: [findables],
    on: Object.fromEntries(
      Object.entries(all).map(([type, found]) => [
        type,
        (event: Recorded, fold: Fold) => index(fold, event, found(event)),
      ]),
    ),
  });

export class Search extends query<PageRequest & { text: string }, Page<Hit>>() {}

export const searchQueries = [
  answers(Search, ({ text, ...request }, basis) =>
    page<Hit>(basis, { ...ranking(text), where: [], sort: 'rank' }, request),
  ),
];
