import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { execute, OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { Request } from '../../kernel/caller.js';
import { Allowances, RateLimited } from '../http/allowances.js';
import { countedAs } from '../http/requests.js';
import { OverLimit } from '../limits.js';
import { LOG } from '../tokens.js';
import { Admission } from './admission/admission.js';
import { Contexts } from './context.js';
import { causeOf, logError } from './answers/errors.js';
import { errorsOf } from './execution.js';
import { ParsedDocuments } from './admission/parsed-documents.js';

/** A query that was not answered: what a caller over HTTP would have been told, and with which status. */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed';
  constructor(
    readonly errors: readonly GraphQLFormattedError[],
    readonly status: number,
    readonly retryAfter: number | null = null,
  ) {
    super(errors.map(({ message }) => message).join(' '));
  }

  get code(): string {
    return codeOf(this.errors);
  }
}

const codeOf = ([error]: readonly GraphQLFormattedError[]): string =>
  typeof error?.extensions?.code === 'string' ? error.extensions.code : 'INTERNAL';

/** Statuses of the codes that are not a bad request. */
const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BEFORE_LOG: 404,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
};

/**
 * Answers GraphQL queries inside this process: through the same admission, cost, allowance and time limit as over HTTP, so that a page
 * can show nothing that the API does not, and costs whoever asks for it the same.
 */
@Injectable()
export class InProcess {
  private readonly admission: Admission;

  constructor(
    private readonly host: GraphQLSchemaHost,
    private readonly contexts: Contexts,
    private readonly documents: ParsedDocuments,
    private readonly allowances: Allowances,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.admission = new Admission(
      () => host.schema,
      (cursor) => contexts.opensBasis(cursor),
    );
  }

  /** The data of a query. Throws `QueryFailed`. */
  async query<Data>(request: Request, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const context = this.contexts.of(request);
    try {
      const {
        document,
        operation,
        variables: coerced,
        cost,
      } = this.admission.admit(this.documents.of(query), null, variables);
      if (operation.operation !== OperationTypeNode.QUERY)
        throw new OverLimit('rootFields', null, `A page runs no ${operation.operation}`, 0);
      const counted = countedAs(request);
      if (counted !== null) await this.allowances.charge(counted.caller, 'cost', cost);
      const executed = execute({ schema: this.host.schema, document, variableValues: coerced, contextValue: context });
      const { data, errors } = await context.deadline.within(Promise.resolve(executed));
      if (errors !== undefined) throw this.failed(errors[0] as Error);
      return data as Data;
    } catch (error) {
      throw error instanceof QueryFailed ? error : this.failed(error as Error);
    }
  }

  private failed(error: Error): QueryFailed {
    const cause = causeOf(error);
    const errors = errorsOf(error, (one) => logError(one, this.log));
    const code = codeOf(errors);
    const isSlow = cause instanceof OverLimit && cause.limit === 'seconds';
    return new QueryFailed(
      errors,
      isSlow ? 503 : (statuses[code] ?? 400),
      cause instanceof RateLimited ? cause.retryAfter : null,
    );
  }
}
