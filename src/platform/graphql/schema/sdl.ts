import {
  isTypeDefinitionNode,
  Kind,
  parse,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';

/** The four arguments of every list with pages. */
const paging = argumentsIn(`
  "How many from the beginning, 0 to 100; left out, 20. 0 gives the count alone."
  first: Int
  "The cursor behind which the page begins."
  after: String @bounds(characters: 2000)
  "How many from the end, 0 to 100, instead of first."
  last: Int
  "The cursor before which the page ends."
  before: String @bounds(characters: 2000)
`);

const ending = 'Connection';

/**
 * The schema of the source files with what they say once put where it belongs: the fields of an interface that is `@inherited` in every type
 * that implements it; the arguments of pages at every field that gives a `…Connection`; and the types of connections and edges, by the type of their nodes.
 */
export function complete(source: string): DocumentNode {
  return withConnections(withInheritedFields(parse(source)));
}

type Fielded = InterfaceTypeDefinitionNode | ObjectTypeDefinitionNode;

function withInheritedFields(document: DocumentNode): DocumentNode {
  const inherited = new Map<string, FieldDefinitionNode[]>();
  for (const one of document.definitions)
    if (one.kind === Kind.INTERFACE_TYPE_DEFINITION && one.directives?.some(isInherited)) inherited.set(one.name.value, []);
  for (const one of document.definitions)
    if (one.kind === Kind.INTERFACE_TYPE_DEFINITION || one.kind === Kind.INTERFACE_TYPE_EXTENSION) inherited.get(one.name.value)?.push(...(one.fields ?? []));

  const definitions = document.definitions.flatMap((one): DefinitionNode[] => {
    if (one.kind === Kind.INTERFACE_TYPE_EXTENSION && inherited.has(one.name.value)) return [];
    if (one.kind === Kind.DIRECTIVE_DEFINITION && one.name.value === 'inherited') return [];
    if (one.kind === Kind.INTERFACE_TYPE_DEFINITION && inherited.has(one.name.value))
      return [{ ...one, fields: inherited.get(one.name.value) ?? [], directives: one.directives?.filter((directive) => !isInherited(directive)) ?? [] }];
    if (one.kind !== Kind.OBJECT_TYPE_DEFINITION) return [one];
    const from = (one.interfaces ?? []).flatMap(({ name }) => inherited.get(name.value) ?? []);
    return [{ ...one, fields: [...(one.fields ?? []), ...from] }];
  });
  return { ...document, definitions };
}

const isInherited = ({ name }: { readonly name: { readonly value: string } }): boolean => name.value === 'inherited';

function withConnections(document: DocumentNode): DocumentNode {
  const declared = new Set(document.definitions.filter(isTypeDefinitionNode).map(({ name }) => name.value));
  const wanted = new Set<string>();
  const paged: DocumentNode = visit(document, {
    FieldDefinition: (field) => {
      const name = nameOf(field.type);
      if (!name.endsWith(ending)) return undefined;
      if (!declared.has(name)) wanted.add(name.slice(0, -ending.length));
      return { ...field, arguments: [...paging, ...(field.arguments ?? [])] };
    },
  });
  const dated = new Set(document.definitions.filter(isThing).map(({ name }) => name.value));
  return { ...paged, definitions: [...paged.definitions, ...[...wanted].flatMap((node) => connectionOf(node, dated.has(node)))] };
}

/** Things with ids are there from a day on, which may not be known. */
const isThing = (one: DefinitionNode): one is ObjectTypeDefinitionNode =>
  one.kind === Kind.OBJECT_TYPE_DEFINITION && one.interfaces?.some(({ name }) => name.value === 'Node') === true;

const undated = `
      "How many more may belong to the list on that day: no source tells whether they were there by then. They are not in totalCount."
      undated: Int!`;

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

const connectionOf = (node: string, isDated: boolean) =>
  parse(`
    "A page of a list: each node is a ${node}."
    type ${node}Connection {
      "The things themselves."
      nodes: [${node}!]!
      "The things, each with its cursor."
      edges: [${node}Edge!]!
      "Where the page stands in the list."
      pageInfo: PageInfo!
      "How many the whole list has."
      totalCount: Int!${isDated ? undated : ''}
    }

    "One thing of a list, with its cursor."
    type ${node}Edge {
      "The thing itself."
      node: ${node}!
      "Its place in the list, to be handed in as after or before."
      cursor: String!
    }
  `).definitions;

function argumentsIn(sdl: string): readonly InputValueDefinitionNode[] {
  const [type] = parse(`interface Paged { field(${sdl}): Int }`).definitions;
  return (type as Fielded).fields?.[0]?.arguments ?? [];
}
