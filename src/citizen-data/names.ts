import { z } from 'zod';
import { thing } from '../kernel/things.js';

/**
 * The permanent names in this context. Lists of codes, examples, guidelines, cards, courses and methods have slugs; what is said about
 * them has readable codes. A code never changes and is never given again.
 */
const slug = (noun: string, example: string) =>
  thing(
    noun,
    z
      .string()
      .max(60, 'must have at most 60 characters')
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, `must be lower-case letters, digits and single hyphens, such as ${example}`),
  );

export const ListSlug = slug('codeList', 'copenhagen-framework');
export const ExampleSlug = slug('example', 'ghana-marine-litter');

/** A code of a list: what records are classified by. */
export const TermCode = z
  .string()
  .max(60, 'must have at most 60 characters')
  .regex(/^[a-z0-9]+(_[a-z0-9]+)*$/, 'must be lower-case words joined by underscores, such as community_mapping');

/** What a version of a list is called, such as `2025-03` or `1.14`. */
export const ListVersion = z
  .string()
  .max(40, 'must have at most 40 characters')
  .regex(/^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/, 'must be the name of a version, such as 2025-03 or 1.14');

export const listStream = (list: string): string => `codeList-${list}`;
export const exampleStream = (example: string): string => `example-${example}`;

const naming = new Set(['codeList', 'version', 'purpose', 'example', 'reviewer', 'judge']);

/** Whether a fact says what an event is about, or whom it names: such facts are recorded again, not corrected. */
export const isNaming = (_: string, field: string): boolean => naming.has(field);
