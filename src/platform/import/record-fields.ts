import { z } from 'zod';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { maybe, WebAddress } from '../../kernel/values/fields.js';
import { Name, Note } from '../../kernel/values/words.js';

/** The id that the source itself gives a record. It is kept in the log, and by it the record is known again. */
export const SourceId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'must be 1 to 100 letters, digits or . _ : -, such as kenya-plan-1');
export const When = maybe(PartialDate);
/** A bound of a date that no source gives, and why it holds. It is no date, and never shown as one. */
export const Bound = z.strictObject({ date: PartialDate, basis: Name, sourceUrl: WebAddress }).nullish();
/** A list of which a record that leaves it out says nothing. */
export const some = <T extends z.ZodType>(schema: T) => maybe(z.array(schema));
/** Ids of records of another section. */
export const ids = some(SourceId);
export const note = z
  .union([Note, z.literal('').transform(() => null)])
  .nullish()
  .transform((text) => text ?? null);
export const sourceUrls = z.array(WebAddress).default([]);
