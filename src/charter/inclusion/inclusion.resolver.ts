import { Args, Query, Resolver } from '@nestjs/graphql';
import { nameIn } from '../../kernel/stream.js';
import { asBatch } from '../../platform/graphql/resolvers/batching.js';
import { mutations } from '../../platform/graphql/resolvers/mutations.js';
import { OnBasis } from '../../platform/graphql/resolvers/on-basis.js';
import { QueryResolver } from '../../platform/graphql/resolvers/query-resolver.js';
import type { PageRequest } from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import { breakdownsCommands } from './breakdowns.js';
import { BreakdownsByKey, ListBreakdowns, type BreakdownsFilter } from './breakdowns.view.js';
import { InclusionOf, type Inclusion } from './inclusion.view.js';

/** The queries on the breakdowns of indicators. */
@Resolver()
export class InclusionResolver extends QueryResolver {
  @Query()
  async inclusion(@Args() args: { champion: string; indicator: string }, @OnBasis() basis: Basis) {
    const found = await this.queries.execute<InclusionOf, Inclusion>(new InclusionOf(args, basis));
    asBatch(basis, [found]);
    asBatch(basis, found.promises);
    asBatch(basis, found.rows);
    asBatch(
      basis,
      found.rows.flatMap(({ dimensions }) => dimensions),
    );
    return found;
  }

  @Query()
  breakdowns(@Args() { champion, indicator }: { champion: string; indicator: string }, @OnBasis() basis: Basis) {
    return this.one(new BreakdownsByKey({ key: `${champion}.${indicator}` }, basis));
  }

  @Query()
  indicatorBreakdowns(@Args() args: PageRequest & { filter?: BreakdownsFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListBreakdowns(args, basis));
  }
}

export const inclusionMutations = [
  mutations(
    'breakdowns',
    breakdownsCommands,
    ({ stream }, basis) => new BreakdownsByKey({ key: nameIn(stream) }, basis),
  ),
];
