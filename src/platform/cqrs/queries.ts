import type { Type } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { Basis } from '../read-model/read-model.js';

/** A query with its parameters, on one basis of the register; `Answer` is the type of the result. */
export interface Query<Params, Answer> {
  readonly params: Params;
  readonly basis: Basis;
  readonly answer?: Answer;
}

interface QueryClass<Params, Answer> {
  new (params: Params, basis: Basis): Query<Params, Answer>;
}

/**
 * Declares a query in one line: `class CommitmentByCode extends query<{ code: string }, CommitmentDocument |
 * null>() {}`.
 */
export function query<Params, Answer>(): QueryClass<Params, Answer> {
  return class {
    declare readonly answer?: Answer;
    constructor(
      readonly params: Params,
      readonly basis: Basis,
    ) {}
  };
}

/** Creates the `@QueryHandler` of a query from the function that answers it from the rows. */
export function answers<Params, Answer>(
  Query: QueryClass<Params, Answer>,
  answer: (params: Params, basis: Basis) => Answer,
): Type {
  @QueryHandler(Query)
  class Handler {
    async execute({ params, basis }: Query<Params, Answer>): Promise<Answer> {
      return answer(params, basis);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `Answer${Query.name}` });
  return Handler;
}
