import { z } from 'zod';
import type { DataSet as CharterRecords } from '../../charter/import/data-set.js';
import type { DataSet as CitizenDataRecords } from '../../citizen-data/import/data-set.js';
import type { DataSet as CollaborativeRecords } from '../../collaborative/import/data-set.js';
import { OrganisationSlug } from '../../kernel/organisation.js';
import { Country } from '../../kernel/values/countries.js';
import { maybe } from '../../kernel/values/fields.js';
import { Name } from '../../kernel/values/words.js';
import { note, SourceId, sourceUrls } from '../../platform/import/record-fields.js';
import { NameLanguage, OrganisationKind, Sector } from '../organisation/vocabulary.js';

const OrganisationRecord = z.strictObject({
  id: OrganisationSlug,
  name: Name,
  shortName: maybe(Name),
  names: maybe(z.record(NameLanguage, Name.nullable())),
  kind: maybe(OrganisationKind),
  sector: maybe(Sector),
  country: maybe(Country),
  partOf: maybe(OrganisationSlug),
  status: maybe(z.enum(['active', 'merged', 'absorbed', 'ceased'])),
  succeededBy: maybe(OrganisationSlug),
  /** The champion behind which it stands, or stood. */
  champion: maybe(SourceId),
  note,
  sourceUrls,
});

export const organisationSections = { organisations: z.array(OrganisationRecord).default([]) };

type OwnRecords = z.output<z.ZodObject<typeof organisationSections>>;
export type OrganisationRecord = OwnRecords['organisations'][number];

/** What is read of a data set: the organisations, and the records of other contexts that name them. */
export type DataSet = OwnRecords & Partial<CharterRecords & CollaborativeRecords & CitizenDataRecords>;
