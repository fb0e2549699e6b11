import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** How a document is built, whatever its schema: what limits are set on before it is validated. */
export interface Shape {
  readonly depth: number;
  readonly introspectionDepth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
}

const nothing: Shape = { depth: 0, introspectionDepth: 0, aliases: 0, directives: 0, rootFields: 0 };

/**
 * The shape of the largest operation of a document, measure by measure. A fragment counts wherever it is spread, but is walked
 * once; within itself it counts nothing, which validation refuses afterwards.
 */
export function shapeOf(document: DocumentNode): Shape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const walked = new Map<string, Shape>();

  const ofFragment = (name: string): Shape => {
    const known = walked.get(name);
    const definition = fragments.get(name);
    if (known !== undefined || definition === undefined) return known ?? nothing;
    walked.set(name, nothing);
    const shape = withDirectives(ofSelections(definition.selectionSet), definition.directives);
    walked.set(name, shape);
    return shape;
  };

  const ofSelections = ({ selections }: SelectionSetNode): Shape => {
    let sum = nothing;
    for (const selection of selections) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : selection.selectionSet === undefined
            ? nothing
            : ofSelections(selection.selectionSet);
      const shape =
        selection.kind === Kind.FIELD ? asField(selection.name.value, selection.alias !== undefined, inner) : inner;
      sum = add(sum, withDirectives(shape, selection.directives));
    }
    return sum;
  };

  const shapes = document.definitions.map((definition): Shape => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return nothing;
    const ofVariables = (definition.variableDefinitions ?? []).flatMap(({ directives }) => directives ?? []);
    return withDirectives(ofSelections(definition.selectionSet), [...(definition.directives ?? []), ...ofVariables]);
  });
  return shapes.reduce(larger, nothing);
}

/** Introspection is nested deeper than any other query, and has a depth limit of its own. */
function asField(name: string, hasAlias: boolean, { depth, introspectionDepth, aliases, directives }: Shape): Shape {
  const isIntrospection = name === '__schema' || name === '__type';
  return {
    depth: isIntrospection ? 1 : depth + 1,
    introspectionDepth: isIntrospection ? Math.max(depth + 1, introspectionDepth) : introspectionDepth,
    aliases: aliases + (hasAlias ? 1 : 0),
    directives,
    rootFields: 1,
  };
}

const withDirectives = (shape: Shape, directives: readonly DirectiveNode[] = []): Shape =>
  directives.length === 0 ? shape : { ...shape, directives: shape.directives + directives.length };

const add = (one: Shape, other: Shape): Shape => ({
  depth: Math.max(one.depth, other.depth),
  introspectionDepth: Math.max(one.introspectionDepth, other.introspectionDepth),
  aliases: one.aliases + other.aliases,
  directives: one.directives + other.directives,
  rootFields: one.rootFields + other.rootFields,
});

const larger = (one: Shape, other: Shape): Shape => ({
  ...add(one, other),
  aliases: Math.max(one.aliases, other.aliases),
  directives: Math.max(one.directives, other.directives),
  rootFields: Math.max(one.rootFields, other.rootFields),
});
