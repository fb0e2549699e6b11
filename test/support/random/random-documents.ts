import fc from 'fast-check';
import {
  astFromValue,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  isUnionType,
  print,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';

/** A document with one operation, and several sets of variables for it. */
export interface RandomDocument {
  readonly query: string;
  readonly variableSets: readonly Readonly<Record<string, unknown>>[];
}

/** Values for arguments, by `field.argument` or by the argument alone; what has none is left out, and what needs one is not asked. */
export type ArgumentExamples = Readonly<Record<string, readonly unknown[]>>;

const conditions = ['yes', 'no', 'late'] as const;

/** Draws a value of an arbitrary. */
type Draw = <T>(arbitrary: fc.Arbitrary<T>) => T;

/** What is written so far: fragments by name, and how much there is of what a document may have only so often. */
class Writing {
  readonly fragments: { readonly name: string; readonly on: string; readonly text: string }[] = [];
  readonly variables = new Map<string, { readonly type: string; readonly values: readonly unknown[] }>();
  private directives = 0;
  private aliases = 0;
  private fields = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly examples: ArgumentExamples,
    private readonly draw: Draw,
  ) {}

  /** A selection of a type, as deep as is left, in braces. */
  selection(type: GraphQLCompositeType, depth: number): string {
    const parts = Array.from({ length: this.pick(1, 2, 2, 3) }, () => this.part(type, depth)).filter(
      (part) => part !== '',
    );
    return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
  }

  private part(type: GraphQLCompositeType, depth: number): string {
    if (this.fields > 60) return '__typename';
    switch (this.pick('field', 'field', 'field', 'field', 'inline', 'named', 'again', 'typename')) {
      case 'inline':
        return this.inline(type, depth);
      case 'named':
        return this.named(type, depth);
      case 'again':
        return this.again(type) ?? this.field(type, depth);
      case 'typename':
        return `__typename ${this.condition()}`;
      default:
        return this.field(type, depth);
    }
  }

  private field(type: GraphQLCompositeType, depth: number): string {
    if (isUnionType(type)) return this.inline(type, depth);
    const fields = Object.values(type.getFields()).filter((field) => this.canBeAsked(field, depth));
    if (fields.length === 0) return '__typename';
    const field = this.pick(...fields);
    const inner = getNamedType(field.type);
    const given = field.args.map((argument) => this.argument(field, argument)).filter((text) => text !== '');
    const alias = this.aliases < 12 && (given.length > 0 || this.pick(true, false, false));
    if (!alias && given.length > 0) return '';
    if (alias) this.aliases += 1;
    this.fields += 1;
    const name = `${alias ? `${this.pick('a', 'b', 'c')}${this.aliases}: ` : ''}${field.name}`;
    const below = isCompositeType(inner) ? this.selection(inner, depth - 1) : '';
    return `${name}${given.length === 0 ? '' : `(${given.join(', ')})`} ${this.condition()} ${below}`;
  }

  private inline(type: GraphQLCompositeType, depth: number): string {
    const others = isAbstractType(type)
      ? this.schema.getPossibleTypes(type)
      : isObjectType(type)
        ? type.getInterfaces()
        : [];
    const on = isUnionType(type) ? this.pick(...others) : this.pick(type, ...others);
    const named = isUnionType(type) || this.pick(true, false) || on !== type;
    return `... ${named ? `on ${on.name}` : ''} ${this.condition()} ${this.selection(on, depth)}`;
  }

  private named(type: GraphQLCompositeType, depth: number): string {
    const text = this.selection(type, depth);
    const name = `F${this.fragments.length}`;
    this.fragments.push({ name, on: type.name, text });
    return `...${name} ${this.condition()}`;
  }

  /** A fragment that was spread before, with another condition or none. */
  private again(type: GraphQLCompositeType): string | null {
    const known = this.fragments.filter(({ on }) => on === type.name);
    return known.length === 0 ? null : `...${this.pick(...known).name} ${this.condition()}`;
  }

  private condition(): string {
    if (this.directives >= 6 || !this.pick(true, false, false)) return '';
    this.directives += 1;
    const name = this.pick(...conditions);
    const by = this.pick('true', 'false', `$${name}`, `$${name}`, `$${name}`);
    if (by.startsWith('$'))
      this.variables.set(name, { type: name === 'late' ? 'Boolean! = false' : 'Boolean!', values: [true, false] });
    return `@${this.pick('include', 'skip')}(if: ${by})`;
  }

  private valuesOf(field: GraphQLField<unknown, unknown>, { name }: GraphQLArgument): readonly unknown[] | undefined {
    return this.examples[`${field.name}.${name}`] ?? this.examples[name];
  }

  private canBeAsked(field: GraphQLField<unknown, unknown>, depth: number): boolean {
    if (isCompositeType(getNamedType(field.type)) && depth <= 0) return false;
    return field.args.every(
      (argument) =>
        this.valuesOf(field, argument) !== undefined ||
        !isNonNullType(argument.type) ||
        argument.defaultValue !== undefined,
    );
  }

  private argument(field: GraphQLField<unknown, unknown>, argument: GraphQLArgument): string {
    const values = this.valuesOf(field, argument);
    const isNeeded = isNonNullType(argument.type) || argument.name === 'first' || field.name === 'at';
    if (values === undefined || (!isNeeded && !this.pick(true, false, false))) return '';
    if (this.pick(true, false)) {
      const ast = astFromValue(this.pick(...values), argument.type);
      return ast === null || ast === undefined ? '' : `${argument.name}: ${print(ast)}`;
    }
    const variable = `v${this.variables.size}`;
    const wrong = isNonNullType(argument.type) ? [] : [null];
    this.variables.set(variable, { type: String(argument.type), values: [...values, ...values, ...wrong] });
    return `${argument.name}: $${variable}`;
  }

  private pick<T>(...from: readonly T[]): T {
    return from[this.draw(fc.nat(from.length - 1))] as T;
  }
}

/**
 * Documents over a schema: fields with and without aliases, inline and named fragments, each perhaps under a condition by literal or by variable, and
 * fragments that are spread again; some are not valid, where two fields of one name differ.
 */
export const documentsOver = (
  schema: GraphQLSchema,
  examples: ArgumentExamples,
  depth = 6,
): fc.Arbitrary<RandomDocument> =>
  fc.gen().map((generate) => {
    const draw: Draw = (arbitrary) => generate(() => arbitrary);
    const writing = new Writing(schema, examples, draw);
    const root = schema.getQueryType();
    if (root === null || root === undefined) throw new Error('There is nothing to ask.');
    const selection = writing.selection(root, depth);
    const declared = [...writing.variables].map(([name, { type }]) => `$${name}: ${type}`);
    const fragments = writing.fragments.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`);
    const query = `query Q${declared.length === 0 ? '' : `(${declared.join(', ')})`} ${selection} ${fragments.join(' ')}`;
    const set = (): Readonly<Record<string, unknown>> =>
      Object.fromEntries(
        [...writing.variables].map(([name, { values }]) => [name, values[draw(fc.nat(values.length - 1))]]),
      );
    return { query, variableSets: [set(), set(), set()] };
  });
