import { z } from 'zod';
import type { EventSchema } from '../../kernel/message.js';
import { Deadline } from '../../kernel/time/deadline.js';
import { PartialDate } from '../../kernel/time/partial-date.js';

/** JSON Schemas of the two parts of events, by type and version: what a verifier checks that knows nothing of the register. */
export type EventForms = Record<
  string,
  Record<string, { facts: Record<string, unknown>; text: Record<string, unknown> }>
>;

/** The forms of event types, older versions included where they are among them. */
export function formsOf(types: readonly EventSchema[]): EventForms {
  const forms: EventForms = {};
  for (const { type, schemaVersion, facts, text } of types)
    forms[type] = { ...forms[type], [schemaVersion]: { facts: formOf(facts), text: formOf(text) } };
  return forms;
}

/**
 * What a schema takes in the words of JSON Schema; of partial dates and deadlines, which have no words there, ones of ours. Stored objects have no other fields than
 * those that are named.
 */
const formOf = (schema: z.ZodType): Record<string, unknown> =>
  z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === PartialDate) jsonSchema.format = 'partial-date';
      if (zodSchema === Deadline) jsonSchema.format = 'deadline';
      if (jsonSchema.type === 'object') jsonSchema.additionalProperties ??= false;
    },
  });
