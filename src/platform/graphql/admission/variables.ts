import {
  coerceInputValue,
  GraphQLError,
  isInputType,
  isNonNullType,
  Kind,
  print,
  typeFromAST,
  valueFromAST,
  visit,
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { Variables } from '../resolvers/inputs.js';

/** The maximum number of errors reported for the variables of one request. */
const mostErrors = 50;

/** Characters of a message: a value that does not fit may be as long as the request. */
const longestMessage = 500;

type Path = readonly (string | number)[];

/** Values for an operation: those of its variables, or what is wrong with them. */
export interface Coerced {
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: readonly GraphQLError[];
}

/**
 * Reads the variables of a request as GraphQL does. Each error says which variable it is about, where within its value, which argument takes
 * it, and where in the document it is declared.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Variables,
): Coerced {
  const coerced = { values: {}, errors: [] };
  try {
    coerceInto(coerced, schema, document, operation, given);
  } catch (error) {
    if (error !== enough) throw error;
  }
  return coerced;
}

/**
 * Thrown at the maximum number of errors: with many thousand wrong values, checking the others takes seconds.
 */
const enough = new Error('Enough errors.');

function coerceInto(
  { values, errors }: { readonly values: Record<string, unknown>; readonly errors: GraphQLError[] },
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Variables,
): void {
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const wrong = (message: string, path: Path = []): void => {
      errors.push(variableError(document, definition, message, path));
      if (errors.length >= mostErrors) throw enough;
    };
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) {
      wrong(`Variable "$${name}" is of type "${print(definition.type)}", which no input has.`);
    } else if (!Object.hasOwn(given, name)) {
      if (definition.defaultValue !== undefined) values[name] = valueFromAST(definition.defaultValue, type);
      else if (isNonNullType(type)) wrong(`Variable "$${name}" of required type "${String(type)}" was not provided.`);
    } else if (given[name] === null && isNonNullType(type)) {
      wrong(`Variable "$${name}" of non-null type "${String(type)}" must not be null.`);
    } else {
      values[name] = coerceInputValue(
        given[name],
        type,
        (path, _value, { message }) => wrong(`${placeOf(name, path)}: ${message}`, path),
        true,
      );
    }
  }
}

const placeOf = (name: string, path: Path): string =>
  `Variable "$${name}"${path.length === 0 ? '' : ` at "${path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')}"`}`;

function variableError(
  document: DocumentNode,
  definition: VariableDefinitionNode,
  message: string,
  path: Path,
): GraphQLError {
  const name = definition.variable.name.value;
  const taker = argumentWith(document, name);
  return new GraphQLError(message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message, {
    nodes: definition,
    extensions: {
      code: 'BAD_USER_INPUT',
      variable: name,
      field: path,
      argument: taker === null ? null : [...taker, ...path],
    },
  });
}

/** The first place in which a document uses a variable: fields by their response names, then the argument and what is within it. */
function argumentWith(document: DocumentNode, variable: string): Path | null {
  let found: Path | null = null;
  const path: string[] = [];
  const nameOf = (node: ASTNode): string | null => {
    if (node.kind === Kind.FIELD) return node.alias?.value ?? node.name.value;
    return node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD ? node.name.value : null;
  };
  visit(document, {
    enter: (node) => {
      if (node.kind === Kind.VARIABLE_DEFINITION || found !== null) return false;
      const name = nameOf(node);
      if (name !== null) path.push(name);
      if (node.kind === Kind.VARIABLE && node.name.value === variable) found = [...path];
      return undefined;
    },
    leave: (node) => {
      if (nameOf(node) !== null) path.pop();
    },
  });
  return found;
}
