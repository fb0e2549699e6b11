import { Args, Query, Resolver } from '@nestjs/graphql';
import { nameIn } from '../kernel/stream.js';
import { mutations } from '../platform/graphql/resolvers/mutations.js';
import { OnBasis } from '../platform/graphql/resolvers/on-basis.js';
import { QueryResolver } from '../platform/graphql/resolvers/query-resolver.js';
import type { PageRequest } from '../platform/read-model/page.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { organisationCommands } from './organisation/organisation.js';
import {
  ListOrganisations,
  OrganisationBySlug,
  type OrganisationFilter,
  type OrganisationOrder,
} from './organisation/organisations.view.js';

/** The queries of organisations. */
@Resolver()
export class OrganisationsResolver extends QueryResolver {
  @Query()
  organisation(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new OrganisationBySlug({ slug }, basis));
  }

  @Query()
  organisations(
    @Args() args: PageRequest & { filter?: OrganisationFilter; orderBy?: OrganisationOrder },
    @OnBasis() basis: Basis,
  ) {
    return this.page(new ListOrganisations(args, basis));
  }
}

export const organisationMutations = mutations(
  'organisation',
  organisationCommands,
  ({ stream }, basis) => new OrganisationBySlug({ slug: nameIn(stream) }, basis),
);
