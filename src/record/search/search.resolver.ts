import { Args, Query, Resolver } from '@nestjs/graphql';
import { OnBasis } from '../../platform/graphql/resolvers/on-basis.js';
import { QueryResolver } from '../../platform/graphql/resolvers/query-resolver.js';
import type { PageRequest } from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import { Search } from './search.view.js';

/** Finds things of every context by their words. */
@Resolver()
export class SearchResolver extends QueryResolver {
  @Query()
  search(@Args() args: PageRequest & { text: string }, @OnBasis() basis: Basis) {
    return this.page(new Search(args, basis));
  }
}
