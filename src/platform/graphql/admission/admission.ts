import {
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { costOf, type CostOf } from './cost.js';
import { badRequest } from '../answers/errors.js';
import type { Variables } from '../resolvers/inputs.js';
import { limits, OverLimit } from '../../limits.js';
import { shapeOf, type Shape } from '../answers/shape.js';
import { coerceVariables } from './variables.js';

/** What is known of a document once it was looked at: what is wrong with it, or what its operations cost. */
interface Looked {
  readonly wrong: readonly GraphQLError[];
  readonly costs: Map<OperationDefinitionNode, CostOf>;
}

/** A document breaks rules of the schema, or its variables do: one error for each place. */
export class Invalid extends Error {
  override readonly name = 'Invalid';
  constructor(readonly errors: readonly GraphQLError[]) {
    super('The document is not valid.');
  }
}

/** An operation that may be executed, and nothing else: exactly this one was looked at. */
export interface Admitted {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly cost: number;
}

const messages: readonly (readonly [limit: keyof Shape, what: (has: number) => string])[] = [
  ['depth', (has) => `The fields of this document are nested ${has} deep`],
  ['introspectionDepth', (has) => `The introspection fields are nested ${has} deep`],
  ['aliases', (has) => `This document has ${has} aliases`],
  ['directives', (has) => `This document has ${has} directives`],
  ['rootFields', (has) => `This document has ${has} root fields`],
];

/**
 * What every document has to pass before anything of it is executed, over HTTP and over web sockets, cached or not. Its shape is looked at
 * before it is validated, for validation itself can be made to work hard; what it costs, with each request's variables.
 */
export class Admission {
  private readonly looked = new WeakMap<DocumentNode, Looked>();

  /** `opensBasis` returns whether a cursor or an id refers to another basis than the present one. */
  constructor(
    private readonly schema: () => GraphQLSchema,
    private readonly opensBasis: (cursorOrId: string) => boolean,
  ) {}

  /**
   * Gives the operation of a document that is to be executed, and its cost. Throws `OverLimit`, `Invalid`, a GraphQL error where the document
   * has no operation of that name, and `Refused` for a page size that is none and inputs that are too long.
   */
  admit(
    document: DocumentNode,
    operationName: string | null | undefined,
    given: Variables | null | undefined,
  ): Admitted {
    const { wrong, costs } = this.look(document);
    if (wrong.length > 0) throw new Invalid(wrong);
    const operation = operationOf(document, operationName);
    if (operation === null) throw noSuchOperation(document, operationName);
    const variables = given ?? {};
    const prepared = costs.get(operation) ?? costOf(this.schema(), document, operation, this.opensBasis);
    costs.set(operation, prepared);
    // What is too long is refused before anything else looks at each of its parts.
    const cost = Math.ceil(prepared(variables));
    const { errors } = coerceVariables(this.schema(), document, operation, variables);
    if (errors.length > 0) throw new Invalid(errors);
    if (cost > limits.cost) throw new OverLimit('cost', cost, `This ${operation.operation} may cost ${cost}`);
    return { document, operation, variables, cost };
  }

  private look(document: DocumentNode): Looked {
    const known = this.looked.get(document);
    if (known !== undefined) return known;
    const shape = shapeOf(document);
    for (const [limit, what] of messages)
      if (shape[limit] > limits[limit]) throw new OverLimit(limit, shape[limit], what(shape[limit]));
    const wrong = validate(this.schema(), document).map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
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

/** The operation that a request means: the one it names, or the only one. An empty name names nothing. */
export const operationOf = (document: DocumentNode, name: string | null | undefined): OperationDefinitionNode | null =>
  getOperationAST(document, name === '' ? null : name) ?? null;

export const isSubscription = ({ operation }: OperationDefinitionNode): boolean =>
  operation === OperationTypeNode.SUBSCRIPTION;

function noSuchOperation({ definitions }: DocumentNode, name: string | null | undefined): GraphQLError {
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const names = operations.map((one) => one.name?.value ?? 'an unnamed one').join(', ');
  const message =
    name === null || name === undefined || name === ''
      ? `operationName must say which operation to execute: the document has ${names === '' ? 'none' : names}.`
      : `operationName must name an operation of the document, which has ${names === '' ? 'none' : names}.`;
  return badRequest(message);
}
