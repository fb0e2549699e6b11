import {
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { largestPage, pageSize } from '../../read-model/page.js';
import { declaredOf, measure, measureOfCommand, reading, type Variables } from '../resolvers/inputs.js';

/** How many things a list is taken to hold when neither a page size nor the schema says. */
const usualLength = 10;

/** A field as it is counted: once itself, and what stands below it for each thing. */
interface CountedField {
  readonly own: number;
  readonly length: number | ((variables: Variables) => number);
  /** How many things the lists right below it hold; null where it is no page. */
  readonly page: ((variables: Variables) => number) | null;
  /** The cursors and ids it is asked with, where they can open a basis of their own; null elsewhere. */
  readonly opening: ((variables: Variables) => readonly unknown[]) | null;
  /** What its arguments cost by their length; null where it has none. */
  readonly inputs: ((variables: Variables) => number) | null;
  /** Whether it is a list that fills the page above it. */
  readonly fillsPage: boolean;
  readonly below: readonly CostPart[];
}

type CostPart = CountedField | { readonly fragment: string };

/** What selections count by themselves, and what they count for each thing on the page that they stand below. */
interface Weight {
  readonly alone: number;
  readonly perThing: number;
}

/** Gives the cost of an operation for the variables of a request. Throws `Refused` for a page size that is none, and for inputs that are too long. */
export type CostOf = (variables: Variables) => number;

/**
 * Prepares the cost of an operation of a valid document: what depends on the document alone is looked up once. All that is written
 * is counted, also what `@skip` and `@include` leave out and what is asked twice, so that nothing can hide.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  opensBasis: (cursorOrId: string) => boolean = () => false,
): CostOf {
  const fragments = new Map<string, { readonly parts: readonly CostPart[] }>();
  const root = schema.getRootType(operation.operation);
  if (root === null || root === undefined) return () => 0;
  const prepare = preparing(schema);
  const ofOpening = priceOfOpening(schema);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, {
        parts: prepare(definition.selectionSet, typeOf(schema, definition.typeCondition)),
      });
  }
  const parts = prepare(operation.selectionSet, root);

  return (given) => {
    const variables = declaredOf(operation, given);
    const weighed = new Map<string, Weight>();
    const weigh = (parts: readonly CostPart[]): Weight => {
      let [alone, perThing] = [0, 0];
      for (const part of parts) {
        const weight = 'fragment' in part ? ofFragment(part.fragment) : ofField(part);
        alone += weight.alone;
        perThing += weight.perThing;
      }
      return { alone, perThing };
    };
    const ofFragment = (name: string): Weight => {
      const known = weighed.get(name) ?? weigh(fragments.get(name)?.parts ?? []);
      weighed.set(name, known);
      return known;
    };
    const ofField = ({ own: ofItself, length, page, opening, inputs, fillsPage, below }: CountedField): Weight => {
      const names = new Set((opening?.(variables) ?? []).filter((name) => typeof name === 'string'));
      const own = ofItself + (inputs?.(variables) ?? 0) + [...names].filter(opensBasis).length * ofOpening;
      const inner = below.length === 0 ? nothing : weigh(below);
      if (fillsPage) return { alone: own, perThing: inner.alone };
      // What is on a page is read whether anything of it is asked or not.
      const onPage = page === null ? 0 : page(variables) * (1 + inner.perThing);
      return {
        alone: own + (typeof length === 'number' ? length : length(variables)) * (inner.alone + onPage),
        perThing: 0,
      };
    };
    return Math.ceil(weigh(parts).alone);
  };
}

const nothing: Weight = { alone: 0, perThing: 0 };

const typeOf = (schema: GraphQLSchema, { name }: NamedTypeNode): GraphQLNamedType =>
  schema.getType(name.value) as GraphQLNamedType;

function preparing(schema: GraphQLSchema) {
  const prepare = ({ selections }: SelectionSetNode, type: GraphQLNamedType): CostPart[] =>
    selections.flatMap((selection): CostPart[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [{ fragment: selection.name.value }];
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition } = selection;
        return prepare(selection.selectionSet, typeCondition === undefined ? type : typeOf(schema, typeCondition));
      }
      const field = fieldOf(type, selection.name.value);
      if (field === undefined) return [leaf];
      const named = getNamedType(field.type);
      const below = selection.selectionSet === undefined ? [] : prepare(selection.selectionSet, named);
      const { of, length } = priceOf(schema, type, field);
      const given = Object.fromEntries(
        (selection.arguments ?? []).map(({ name, value }) => [name.value, reading(value)]),
      );
      const valuesOf =
        (...names: string[]) =>
        (variables: Variables): unknown[] =>
          names.flatMap((name) => given[name]?.(variables));
      const isPaged = field.args.some(({ name }) => name === 'first');
      const isAtRoot = type === schema.getQueryType();
      const measured = type === schema.getMutationType() ? measureOfCommand : measure;
      const taken = field.args.filter(({ name }) => name in given);
      const fillsPage = isListType(getNullableType(field.type)) && isPageType(type);
      return [
        {
          own: of,
          length: 'ids' in given ? (variables) => [given.ids?.(variables)].flat().length : length,
          page: isPaged ? sizeOf(given) : null,
          opening: isAtRoot ? valuesOf('after', 'before', 'id', 'ids') : null,
          inputs:
            taken.length === 0
              ? null
              : (variables) => taken.reduce((sum, arg) => sum + measured(schema, arg, given[arg.name]?.(variables)), 0),
          fillsPage,
          below,
        },
      ];
    });
  return prepare;
}

const leaf: CountedField = { own: 1, length: 1, page: null, opening: null, inputs: null, fillsPage: false, below: [] };

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

/** A page is recognised by its pageInfo. */
const isPageType = (type: GraphQLNamedType): boolean => isObjectType(type) && 'pageInfo' in type.getFields();

/** The size of a page as execution will take it. What is no number is refused where variables are read. */
function sizeOf(given: Readonly<Record<string, (variables: Variables) => unknown>>): (variables: Variables) => number {
  return (variables) => {
    const [first, last] = [given.first?.(variables) ?? null, given.last?.(variables) ?? null];
    const isSize = (size: unknown): size is number | null => typeof size === 'number' || size === null;
    return isSize(first) && isSize(last) ? pageSize({ first, last }) : largestPage;
  };
}

/** What it costs to open another basis than the present one: as much by a cursor or an id that was given on it as by `at`. */
function priceOfOpening(schema: GraphQLSchema): number {
  const query = schema.getQueryType();
  const at = query?.getFields().at;
  return query && at ? priceOf(schema, query, at).of : 0;
}

interface Price {
  readonly of: number;
  readonly length: number;
}

const prices = new WeakMap<object, Price>();

/** What a field counts in which the schema describes itself: it reads no rows. */
const ofSchema = 0.5;

/** What a field counts itself, and how many things its list holds unless it is a page: by its directive, or from the schema itself. */
function priceOf(schema: GraphQLSchema, type: GraphQLNamedType, field: GraphQLField<unknown, unknown>): Price {
  const known = prices.get(field);
  if (known !== undefined) return known;
  const directive = schema.getDirective('cost');
  const given = directive && field.astNode ? getDirectiveValues(directive, field.astNode) : undefined;
  const isList = isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type));
  const isOfSchema = type.name.startsWith('__');
  const length = isOfSchema ? lengthsOfItself(schema)[field.name] : (given?.length as number | undefined);
  const price = {
    of: isOfSchema ? ofSchema : ((given?.of as number | undefined) ?? 1),
    length: length ?? (isList ? usualLength : 1),
  };
  prices.set(field, price);
  return price;
}

/**
 * The average length of the lists in which a schema describes itself. A type is rarely wrapped more than
 * once.
 */
function lengthsOfItself(schema: GraphQLSchema): Readonly<Record<string, number>> {
  const types = Object.values(schema.getTypeMap());
  const average = (counted: readonly number[]): number =>
    counted.reduce((sum, one) => sum + one, 0) / Math.max(1, counted.length);
  const fields = types
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .map((type) => Object.values(type.getFields()));
  const perType = (count: number): number => count / types.length;
  return {
    types: types.length,
    directives: schema.getDirectives().length,
    fields: perType(fields.flat().length),
    args: average(fields.flat().map(({ args }) => args.length)),
    interfaces: 1,
    possibleTypes: 1,
    enumValues: perType(types.filter(isEnumType).flatMap((type) => type.getValues()).length),
    inputFields: perType(types.filter(isInputObjectType).flatMap((type) => Object.keys(type.getFields())).length),
    ofType: 0.7,
  };
}
