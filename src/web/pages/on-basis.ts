import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { PageBasis } from '../../platform/web-page.js';

/** Fields of the root that take their bases as arguments, or have none: they stay beside `at`. */
const besideAt = new Set([
  'at',
  'changes',
  'integrity',
  'limits',
  'me',
  'draft',
  'drafts',
  '__typename',
  '__schema',
  '__type',
]);

const nameOf = (value: string) => ({ kind: Kind.NAME, value }) as const;
const variable = (name: string) => ({ kind: Kind.VARIABLE, name: nameOf(name) }) as const;

const texts = new Map<string, string>();

/**
 * A query of a page with its fields put below `at`, on a basis in variables: what the page shows can then be asked for again, word for word,
 * and gives the same. An empty log has no basis; there the query stays as it is.
 */
export function onBasis(query: string, variables: Readonly<Record<string, unknown>>, { size, effectiveOn }: PageBasis) {
  if (size === 0) return { query, variables };
  const text = texts.get(query) ?? print(wrapped(parse(query)));
  texts.set(query, text);
  return {
    query: text,
    variables: { ...variables, ...(text.includes('$basisSize') && { basisSize: size, basisDay: effectiveOn }) },
  };
}

function wrapped(document: DocumentNode): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((one) => (one.kind === Kind.OPERATION_DEFINITION ? operationOn(one) : one)),
  };
}

function operationOn(operation: OperationDefinitionNode): OperationDefinitionNode {
  const stays = (selection: SelectionNode): boolean =>
    selection.kind === Kind.FIELD && besideAt.has(selection.name.value);
  const { selections } = operation.selectionSet;
  const below = selections.filter((one) => !stays(one));
  if (below.length === 0 || operation.operation !== OperationTypeNode.QUERY) return operation;
  const at: FieldNode = {
    kind: Kind.FIELD,
    name: nameOf('at'),
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: nameOf('knownAt'),
        value: {
          kind: Kind.OBJECT,
          fields: [{ kind: Kind.OBJECT_FIELD, name: nameOf('size'), value: variable('basisSize') }],
        },
      },
      { kind: Kind.ARGUMENT, name: nameOf('effectiveOn'), value: variable('basisDay') },
    ],
    selectionSet: { kind: Kind.SELECTION_SET, selections: below },
  };
  const declared = (name: string, type: string) =>
    ({
      kind: Kind.VARIABLE_DEFINITION,
      variable: variable(name),
      type: { kind: Kind.NON_NULL_TYPE, type: { kind: Kind.NAMED_TYPE, name: nameOf(type) } },
    }) as const;
  return {
    ...operation,
    variableDefinitions: [
      ...(operation.variableDefinitions ?? []),
      declared('basisSize', 'Int'),
      declared('basisDay', 'Date'),
    ],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...selections.filter(stays), at] },
  };
}

/** The data of a query that was put below `at`, as if it had not been. */
export function withoutAt<Data>(data: Readonly<Record<string, unknown>>): Data {
  const { at, ...beside } = data;
  return { ...beside, ...(at as object | undefined) } as Data;
}
