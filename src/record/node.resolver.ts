import { QueryBus } from '@nestjs/cqrs';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { Composition } from '../platform/context.js';
import { batchOfOne } from '../platform/graphql/resolvers/batching.js';
import type { RequestContext } from '../platform/graphql/context.js';
import { fromGlobalId } from '../platform/graphql/global-id.js';
import { OnBasis } from '../platform/graphql/resolvers/on-basis.js';
import { asRegister, basisFor, registerNoun } from '../platform/graphql/resolvers/register.resolver.js';
import type { Basis } from '../platform/read-model/read-model.js';

/** Finds things of every context by their global ids. */
@Resolver()
export class NodeResolver {
  constructor(
    private readonly queries: QueryBus,
    private readonly composition: Composition,
  ) {}

  @Query()
  async node(
    @Args('id') id: string,
    @OnBasis() basis: Basis,
    @Context() context: RequestContext,
  ): Promise<object | null> {
    const named = fromGlobalId(id);
    if (named === null) return null;
    const on = await basisFor(named, basis, context);
    if (named.noun === registerNoun) return asRegister(named, on);
    const query = this.composition.queryFor(named, on);
    return query === null
      ? null
      : (batchOfOne(on, await this.queries.execute<typeof query, object | undefined>(query)) ?? null);
  }

  @Query()
  nodes(@Args('ids') ids: readonly string[], @OnBasis() basis: Basis, @Context() context: RequestContext) {
    return Promise.all(ids.map((id) => this.node(id, basis, context)));
  }
}
