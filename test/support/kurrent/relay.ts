import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
  isInterfaceType,
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type ValueNode,
} from 'graphql';
import type { ConcreteRequest } from 'relay-runtime';
import { schema } from '../register/register.js';

type Node = Record<string, unknown>;

const literal = (value: ValueNode): unknown =>
  value.kind === Kind.OBJECT
    ? Object.fromEntries(value.fields.map((field) => [field.name.value, literal(field.value)]))
    : value.kind === Kind.LIST
      ? value.values.map(literal)
      : value.kind === Kind.INT
        ? Number(value.value)
        : 'value' in value
          ? value.value
          : null;

/**
 * What relay-compiler makes of a query with literal arguments alone and no fragments but inline ones: the request by which Relay normalises the answer
 * and reads it again. Like the compiler, it asks everything that has one for its `id`, and every interface for its `__typename`.
 */
export function artifactOf(text: string): ConcreteRequest {
  const types = new TypeInfo(schema);
  const made = visit(
    withIds(text),
    visitWithTypeInfo(types, {
      Field: {
        leave: (field) => {
          const type = types.getType();
          const shared = {
            alias: field.alias?.value ?? null,
            name: field.name.value,
            args: field.arguments?.length
              ? field.arguments
                  .map((arg) => ({ kind: 'Literal', name: arg.name.value, value: literal(arg.value) }))
                  .sort((a, b) => (a.name < b.name ? -1 : 1))
              : null,
            storageKey: null,
          };
          if (field.selectionSet === undefined) return { kind: 'ScalarField', ...shared };
          const named = getNamedType(type);
          return {
            kind: 'LinkedField',
            ...shared,
            concreteType: isAbstractType(named) ? null : named?.name,
            plural: isListType(getNullableType(type)),
            selections: field.selectionSet,
          };
        },
      },
      InlineFragment: {
        leave: ({ typeCondition, selectionSet }) => ({
          kind: 'InlineFragment',
          selections: selectionSet,
          type: typeCondition?.name.value,
          abstractKey: null,
        }),
      },
      SelectionSet: { leave: ({ selections }) => selections },
      OperationDefinition: { leave: ({ selectionSet }) => selectionSet },
      Document: { leave: ({ definitions }) => definitions[0] },
    }),
  ) as unknown as Node[];
  const name = `query${(number += 1)}`;
  return {
    kind: 'Request',
    fragment: {
      kind: 'Fragment',
      name,
      type: 'Query',
      metadata: null,
      argumentDefinitions: [],
      selections: made,
      abstractKey: null,
    },
    operation: { kind: 'Operation', name, argumentDefinitions: [], selections: made },
    params: { id: null, cacheID: name, text: print(withIds(text)), name, operationKind: 'query', metadata: {} },
  } as unknown as ConcreteRequest;
}

let number = 0;

const asked = (name: string): FieldNode => ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } });

function withIds(text: string): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    parse(text),
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave: (set) => {
          const type = types.getParentType();
          const has = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
          return {
            ...set,
            selections: [
              ...set.selections,
              ...('id' in has ? [asked('id')] : []),
              ...(isAbstractType(type) ? [asked('__typename')] : []),
            ],
          };
        },
      },
    }),
  );
}
