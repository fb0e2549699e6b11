import { z } from 'zod';

/** Where a schema says, in JSON Schema, that a text names a thing of an organisation. */
const keyword = 'thing';

/**
 * Marks a text as the name of something that belongs to an organisation. A caller acting for one organisation
 * may not name anything of another, in any field: the authorisation check uses the mark, and verifiers find
 * it in the event schemas.
 */
export const thing = <T extends z.ZodType>(noun: string, schema: T): T => schema.meta({ [keyword]: noun });

type JsonSchema = Readonly<Record<string, unknown>>;
const known = new WeakMap<z.ZodType, JsonSchema>();

/**
 * What a value names, according to the marks in its schema; a name that is not a text is returned as it is.
 */
export interface NamedThing {
  readonly noun: string;
  readonly name: unknown;
}

/** All that a value names, wherever in it; it need not be well-formed. */
export function namedIn(schema: z.ZodType, value: unknown): readonly NamedThing[] {
  const json = known.get(schema) ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  known.set(schema, json);
  return within(json, value);
}

function within(schema: unknown, value: unknown): readonly NamedThing[] {
  if (typeof schema !== 'object' || schema === null || value === null || value === undefined) return [];
  const { [keyword]: noun, properties, items, anyOf, allOf, additionalProperties } = schema as JsonSchema;
  const parts = [anyOf, allOf].flatMap((ways) =>
    Array.isArray(ways) ? (ways as unknown[]).flatMap((way) => within(way, value)) : [],
  );
  if (noun !== undefined) return [{ noun: noun as string, name: value }];
  if (Array.isArray(value)) return [...parts, ...value.flatMap((item) => within(items, item))];
  if (typeof value !== 'object') return parts;
  const fields = (properties ?? {}) as JsonSchema;
  return [
    ...parts,
    ...Object.entries(value).flatMap(([field, one]) =>
      within(Object.hasOwn(fields, field) ? fields[field] : additionalProperties, one),
    ),
  ];
}
