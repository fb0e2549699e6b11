import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { costOf, type CostOf } from './cost.js';
import type { Variables } from './inputs.js';
import { limits, OverLimit } from '../limits.js';
import { shapeOf, type Shape } from './shape.js';

/** What is known of a document once it was looked at: what is wrong with it, or what its operations cost. */
interface Looked {
  readonly wrong: readonly GraphQLError[];
  readonly costs: Map<OperationDefinitionNode, CostOf>;
}

/** A document breaks rules of the schema: one error for each place. */
export class Invalid extends Error {
  override readonly name = 'Invalid';
  constructor(readonly errors: readonly GraphQLError[]) {
    super('The document is not valid.');
  }
}

const told: readonly (readonly [limit: keyof Shape, what: (has: number) => string])[] = [
  ['depth', (has) => `The fields of this document are nested ${has} deep`],
  ['introspectionDepth', (has) => `The questions about the schema are nested ${has} deep`],
  ['aliases', (has) => `This document has ${has} aliases`],
  ['directives', (has) => `This document has ${has} directives`],
  ['rootFields', (has) => `This document has ${has} fields at its root`],
];

/**
 * What every document has to pass before anything of it is executed, over HTTP and over web sockets, cached or not. Its shape is looked at
 * before it is validated, for validation itself can be made to work hard; what it costs, with each request's variables.
 */
export class Admission {
  private readonly looked = new WeakMap<DocumentNode, Looked>();

  /** `opensBasis` says of a cursor or an id whether what it names rests on another basis than the present one. */
  constructor(
    private readonly schema: () => GraphQLSchema,
    private readonly opensBasis: (cursorOrId: string) => boolean,
  ) {}

  /**
   * Gives the cost of the operation that is to be executed: 0 where the document has none of that name, which execution tells. Throws
   * `OverLimit`, `Invalid`, and `Refused` for a page size that is none and inputs that are too long.
   */
  costOf(document: DocumentNode, operationName: string | null | undefined, variables: Variables | null | undefined): number {
    const { wrong, costs } = this.look(document);
    if (wrong.length > 0) throw new Invalid(wrong);
    const operation = getOperationAST(document, operationName);
    if (operation === null || operation === undefined) return 0;
    const prepared = costs.get(operation) ?? costOf(this.schema(), document, operation, this.opensBasis);
    costs.set(operation, prepared);
    const cost = Math.ceil(prepared(variables ?? {}));
    if (cost > limits.cost) throw new OverLimit('cost', cost, `This ${operation.operation} may cost ${cost}`);
    return cost;
  }

  private look(document: DocumentNode): Looked {
    const known = this.looked.get(document);
    if (known !== undefined) return known;
    const shape = shapeOf(document);
    for (const [limit, what] of told) if (shape[limit] > limits[limit]) throw new OverLimit(limit, shape[limit], what(shape[limit]));
    const wrong = validate(this.schema(), document, specifiedRules, { hideSuggestions: true }).map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
    const looked = { wrong, costs: new Map() };
    this.looked.set(document, looked);
    return looked;
  }
}

/** An error of GraphQL with a code, and the places it is about. */
export function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code },
  });
}

export const isSubscription = (document: DocumentNode, operationName: string | null | undefined): boolean =>
  getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
