import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Query } from '../../cqrs/queries.js';
import type { Page } from '../../read-model/page.js';
import { asBatch, batchOfOne } from './batching.js';

/** A resolver whose fields hand queries to the query bus. What they answer is read on the basis of the query, all of a page together. */
@Injectable()
export class QueryResolver {
  constructor(protected readonly queries: QueryBus) {}

  protected async one<D extends object | undefined>(query: Query<unknown, D>): Promise<D | null> {
    return batchOfOne(query.basis, await this.queries.execute<Query<unknown, D>, D>(query)) ?? null;
  }

  protected async page<D extends object>(query: Query<unknown, Page<D>>): Promise<Page<D>> {
    const page = await this.queries.execute<Query<unknown, Page<D>>, Page<D>>(query);
    asBatch(query.basis, page.nodes);
    return page;
  }
}
