import { QueryBus } from '@nestjs/cqrs';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { mutations } from '../platform/graphql/resolvers/mutations.js';
import { OnBasis } from '../platform/graphql/resolvers/on-basis.js';
import { asBatch } from '../platform/graphql/resolvers/batching.js';
import type { Page, PageRequest } from '../platform/read-model/page.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { GrantOf, ListGrants, type GrantFilter } from './roles/grants.view.js';
import { roleCommands, type AccessCommand, type AccessEvent } from './roles/role-messages.js';

/** Which roles are held. */
@Resolver()
export class AccessResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query()
  async grants(@Args() args: PageRequest & { filter?: GrantFilter }, @OnBasis() basis: Basis) {
    const page = await this.queries.execute<ListGrants, Page<object>>(new ListGrants(args, basis));
    asBatch(basis, page.nodes);
    return page;
  }
}

type Holding = ConstructorParameters<typeof GrantOf>[0];

export const roleMutations = mutations<AccessCommand>('grant', roleCommands, ({ events }, basis, { data }) => {
  const held = {
    organisation: null,
    ...(events.at(-1) as AccessEvent | undefined)?.facts,
    ...data,
  } as Partial<Holding>;
  return new GrantOf(
    { holder: held.holder ?? '', role: held.role ?? 'reporter', organisation: held.organisation ?? null },
    basis,
  );
});
