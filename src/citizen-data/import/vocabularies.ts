import { z } from 'zod';
import { SdmxCode, TermCode } from '../../kernel/code-list.js';
import { languages, line, WebAddress } from '../../kernel/values/fields.js';
import { defineImport } from '../../platform/import/importable.js';
import { addresses, commandStep } from '../../platform/import/step.js';
import { PublishListVersion } from '../code-list/list-version.js';

const inLanguages = <T extends z.ZodType>(schema: T) => z.partialRecord(z.enum(languages), schema);
const Term = {
  code: TermCode,
  labels: inLanguages(line(200)),
  labelBasis: inLanguages(z.enum(['sdg_text', 'compiler'])).default({}),
  sourceUrls: z.array(WebAddress).default([]),
};
const Dimensions = z.array(z.looseObject({ ...Term, sdmxDimension: SdmxCode.nullable() })).optional();
const PopulationGroups = z
  .array(z.looseObject({ ...Term, dimension: TermCode.nullable(), sdmxCode: SdmxCode.nullable() }))
  .optional();

interface Lists {
  readonly vocabularies: {
    readonly dimensions?: z.output<typeof Dimensions>;
    readonly populationGroups?: z.output<typeof PopulationGroups>;
    readonly sdmxStructure?: unknown;
  };
}

const labelsOf = ({
  labels,
  labelBasis,
}: Pick<NonNullable<z.output<typeof Dimensions>>[number], 'labels' | 'labelBasis'>) =>
  languages.flatMap((language) => {
    const label = labels[language];
    const basis = labelBasis[language];
    return label === undefined
      ? []
      : [{ language, label, basis: basis === undefined ? null : basis === 'sdg_text' ? ('official' as const) : basis }];
  });

const Structure = z.looseObject({ version: z.string() });

/** The dimensions of disaggregation and the population groups of a data set, as versions of the lists `dimensions` and `population-groups`. */
export const vocabulariesImport = defineImport<Lists>({
  sections: {},
  vocabularies: { dimensions: Dimensions, populationGroups: PopulationGroups },
  *steps({ vocabularies: { dimensions, populationGroups, sdmxStructure } }) {
    const version = Structure.safeParse(sdmxStructure).data?.version ?? '1';
    if (dimensions !== undefined)
      yield commandStep('vocabularies/dimensions', PublishListVersion, {
        codeList: 'dimensions',
        version,
        purpose: 'dimensions',
        title: 'Dimensions of disaggregation',
        terms: dimensions.map((one) => ({ code: one.code, labels: labelsOf(one), sdmxDimension: one.sdmxDimension })),
        sources: addresses(...dimensions.flatMap(({ sourceUrls }) => sourceUrls)),
      });
    if (populationGroups !== undefined)
      yield commandStep('vocabularies/populationGroups', PublishListVersion, {
        codeList: 'population-groups',
        version,
        purpose: 'population_groups',
        title: 'Population groups',
        terms: populationGroups.map((one) => ({
          code: one.code,
          group: one.dimension,
          labels: labelsOf(one),
          sdmxDimension: dimensions?.find(({ code }) => code === one.dimension)?.sdmxDimension ?? null,
          sdmxCode: one.sdmxCode,
        })),
        sources: addresses(...populationGroups.flatMap(({ sourceUrls }) => sourceUrls)),
      });
  },
  recognises: { opens: ['ListVersionPublished'] },
  writes: { PublishListVersion: 'ListVersionPublished' },
  naming: ['codeList', 'version', 'purpose'],
  stated: ({ data, header: { effective } }) => {
    const { terms } = data as { readonly terms: readonly object[] };
    // Terms are kept without their definitions, and are confirmed where nobody says otherwise.
    return {
      ...data,
      terms: terms.map(({ definition: _, ...term }: { definition?: unknown }) => ({ ...term, isConfirmed: true })),
      effective,
    };
  },
});
