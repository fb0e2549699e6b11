import {
  isTypeDefinitionNode,
  Kind,
  parse,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import type { Permissions } from '../../../kernel/permission.js';
import { rolesIn } from './roles.js';

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
 * The schema of the source files with what they say once put where it belongs: the fields of a `@template` in every type that `@includes` them; the fields of an interface that is `@inherited` in every type
 * that implements it; the arguments of pages at every field that gives a `…Connection`; the types of connections and edges, by the
 * type of their nodes; and in the description of each mutation, the roles that may send it.
 */
export function complete(source: string, permissions: Permissions): DocumentNode {
  return withRoles(withConnections(withInheritedFields(withIncludedFields(parse(source)))), permissions);
}

/** Adds the fields of templates to the types that include them, in front of their own. */
function withIncludedFields(document: DocumentNode): DocumentNode {
  const has = (one: DefinitionNode, name: string): one is Including =>
    (one.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_DEFINITION) &&
    one.directives?.some((directive) => directive.name.value === name) === true;
  const templates = new Map(
    document.definitions.flatMap((one) => (has(one, 'template') ? [[one.name.value, one.fields ?? []] as const] : [])),
  );
  const included = (one: Including): Including => {
    const directive = one.directives?.find(({ name }) => name.value === 'includes');
    const [argument] = directive?.arguments ?? [];
    const named = argument?.value.kind === Kind.LIST ? argument.value.values : [argument?.value];
    const template = named.flatMap((value) => {
      const name = value?.kind === Kind.STRING ? value.value : '';
      const found: readonly (FieldDefinitionNode | InputValueDefinitionNode)[] | undefined = templates.get(name);
      if (found === undefined)
        throw new Error(`${one.name.value} includes the fields of ${name}, which is not a @template.`);
      return found;
    });
    const own = one.fields ?? [];
    const ownNames = new Set(own.map((field) => field.name.value));
    const fields = [...template.filter((field) => !ownNames.has(field.name.value)), ...own];
    return { ...one, fields, directives: one.directives?.filter((each) => each !== directive) ?? [] } as Including;
  };
  const definitions = document.definitions
    .filter(
      (one) =>
        !has(one, 'template') &&
        !(one.kind === Kind.DIRECTIVE_DEFINITION && ['template', 'includes'].includes(one.name.value)),
    )
    .map((one) => (has(one, 'includes') ? included(one) : one));
  return { ...document, definitions };
}

type Including = InputObjectTypeDefinitionNode | ObjectTypeDefinitionNode;

/** Adds to the description of every mutation which roles may issue its command. */
function withRoles(document: DocumentNode, permissions: Permissions): DocumentNode {
  const definitions = document.definitions.map((one): DefinitionNode => {
    const isMutation =
      one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION
        ? one.name.value === 'Mutation'
        : false;
    if (!isMutation) return one;
    const fields = (one as ObjectTypeDefinitionNode).fields?.map((field) => {
      const permission = permissions[`${field.name.value.charAt(0).toUpperCase()}${field.name.value.slice(1)}`];
      if (permission === undefined || field.description === undefined) return field;
      const value = `${field.description.value}\n\n${rolesIn(permission)}`;
      return { ...field, description: { ...field.description, value, block: true } };
    });
    return { ...one, fields } as DefinitionNode;
  });
  return { ...document, definitions };
}

type Fielded = InterfaceTypeDefinitionNode | ObjectTypeDefinitionNode;

function withInheritedFields(document: DocumentNode): DocumentNode {
  const inherited = new Map<string, FieldDefinitionNode[]>();
  for (const one of document.definitions)
    if (one.kind === Kind.INTERFACE_TYPE_DEFINITION && one.directives?.some(isInherited))
      inherited.set(one.name.value, []);
  for (const one of document.definitions)
    if (one.kind === Kind.INTERFACE_TYPE_DEFINITION || one.kind === Kind.INTERFACE_TYPE_EXTENSION)
      inherited.get(one.name.value)?.push(...(one.fields ?? []));

  const definitions = document.definitions.flatMap((one): DefinitionNode[] => {
    if (one.kind === Kind.INTERFACE_TYPE_EXTENSION && inherited.has(one.name.value)) return [];
    if (one.kind === Kind.DIRECTIVE_DEFINITION && one.name.value === 'inherited') return [];
    if (one.kind === Kind.INTERFACE_TYPE_DEFINITION && inherited.has(one.name.value))
      return [
        {
          ...one,
          fields: inherited.get(one.name.value) ?? [],
          directives: one.directives?.filter((directive) => !isInherited(directive)) ?? [],
        },
      ];
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
  return {
    ...paged,
    definitions: [...paged.definitions, ...[...wanted].flatMap((node) => connectionOf(node, dated.has(node)))],
  };
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
