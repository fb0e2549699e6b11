import { z } from 'zod';
import { oneOf } from '../../kernel/values/fields.js';
import { Name } from '../../kernel/values/words.js';

/** What an organisation is. */
export const OrganisationKind = oneOf([
  'national_statistics_office',
  'government',
  'municipality',
  'multilateral',
  'civil_society',
  'foundation',
  'private_sector',
  'academic',
  'network',
  'programme',
]);

/** What an organisation works on, first of all. */
export const Sector = oneOf([
  'ageing',
  'children',
  'civil_society',
  'data',
  'development',
  'disability',
  'displacement',
  'education',
  'environment',
  'gender',
  'governance',
  'health',
  'human_rights',
  'population',
  'social_protection',
  'statistics',
  'technology',
  'training',
  'urban',
  'water',
  'other',
]);

/** What an organisation can be to the charter and its network, apart from a champion. */
export const OrganisationRole = oneOf([
  'champion_institution',
  'core_group_member',
  'collaborative_member',
  'co_signer',
  'supporter',
  'partner',
  'author',
  'data_producer',
  'host',
  'responsible',
  'organiser',
  'participant',
]);
export type OrganisationRole = z.infer<typeof OrganisationRole>;

/** Why an organisation has another name. */
export const NewNameCause = oneOf(['renamed', 'merged', 'reorganised']);

/** The language and, where it matters, the script of a name: a tag of BCP 47 such as `pt` or `sr-Latn`. */
export const NameLanguage = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'must be a language tag such as pt, sr-Latn or pt-BR');

/** A name in one language. */
export const NameIn = z.strictObject({ language: NameLanguage, name: Name });
export type NameIn = z.infer<typeof NameIn>;

/** Names in several languages, one of each. */
export const namesIn = z
  .array(NameIn)
  .max(30, 'must have at most 30 items')
  .refine(
    (names) => new Set(names.map(({ language }) => language)).size === names.length,
    'must have one name of each language',
  );

/** The stream of a record, such as `actionPlan-IDC-KENYA-1`: how a role names what it concerns, whatever its context. */
export const RecordStream = z
  .string()
  .max(150, 'must have at most 150 characters')
  .regex(
    /^[a-z][A-Za-z]*-[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/,
    'must be the stream of a record, such as actionPlan-IDC-KENYA-1',
  );
