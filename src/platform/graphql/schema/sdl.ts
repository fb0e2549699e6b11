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
  "The number of items from the beginning, 0 to 100. Default: 20. 0 returns only the count."
  first: Int
  "The cursor after which the page begins."
  after: String @bounds(characters: 2000)
  "The number of items from the end, 0 to 100, instead of first."
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
      "How many more may belong to the list on that day, because no source says whether they existed by then. totalCount does not include them."
      undated: Int!`;

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

const connectionOf = (node: string, isDated: boolean) =>
  parse(`
    "A page of a list of ${node}."
    type ${node}Connection {
      "The items."
      nodes: [${node}!]!
      "The items, each with its cursor."
      edges: [${node}Edge!]!
      "The position of the page in the list."
      pageInfo: PageInfo!
      "The number of items in the whole list."
      totalCount: Int!${isDated ? undated : ''}
    }

    "An item of a list, with its cursor."
    type ${node}Edge {
      "The item."
      node: ${node}!
      "Its position in the list. Pass it as after or before."
      cursor: String!
    }
  `).definitions;

function argumentsIn(sdl: string): readonly InputValueDefinitionNode[] {
  const [type] = parse(`interface Paged { field(${sdl}): Int }`).definitions;
  return (type as Fielded).fields?.[0]?.arguments ?? [];
}
