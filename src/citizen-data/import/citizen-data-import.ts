import type { Command } from '../../kernel/message.js';
import type { OutlineFault } from '../../platform/import/file-faults.js';
import { defineImport } from '../../platform/import/importable.js';
import type { Known } from '../../platform/import/known.js';
import { danglingReferences, idsTwice } from '../../platform/import/references.js';
import type { PublishListVersion } from '../code-list/list-version.js';
import { UpdateExample } from '../example/example.js';
import { criteriaStep, exampleStep, frameworkSteps } from './citizen-data-steps.js';
import { citizenDataSections, type DataSet } from './data-set.js';

const faults = (file: unknown, known: Known | null): OutlineFault[] => [
  ...['cgdExamples[].id', 'citizenDataFrameworks[].id', 'qualityCriteriaSets[].id'].flatMap((path) =>
    idsTwice(file, path),
  ),
  ...danglingReferences(file, {
    paths: [
      'cgdExamples[].organisations[]',
      'citizenDataFrameworks[].stewardOrganisations[]',
      'citizenDataFrameworks[].endorsedBy',
      'qualityCriteriaSets[].publishers[]',
    ],
    noun: 'an organisation',
    among: ['organisations[].id'],
    isHeld: (id) => known?.hasStream(`organisation-${id}`) === true,
  }),
];

/** What a command states; the definitions of terms stand beside the terms in the event. */
function stated({ type, data, header: { effective } }: Command): Readonly<Record<string, unknown>> {
  if (type !== 'PublishListVersion') return { ...data, effective };
  const { terms, ...rest } = data as PublishListVersion['data'];
  return {
    ...rest,
    effective,
    terms: terms.map(({ definition: _, isConfirmed, ...term }) => ({ ...term, isConfirmed: isConfirmed ?? true })),
  };
}

const words = ['title', 'method', 'governmentUseNote'];
const facts = ['kind', 'sdgBasis', 'sector', 'governmentUse'];
const lists = ['sdgGoals', 'sdgTargets', 'sdgIndicators', 'countries', 'organisations'];

/** The sections of a data set on citizen-generated data. */
export const citizenDataImport = defineImport<DataSet>({
  sections: citizenDataSections,
  faults,
  *steps({ cgdExamples, citizenDataFrameworks, qualityCriteriaSets }) {
    for (const one of qualityCriteriaSets) yield criteriaStep(one);
    for (const one of citizenDataFrameworks) yield* frameworkSteps(one);
    for (const one of cgdExamples) yield exampleStep(one);
  },
  recognises: {
    opens: ['ExampleSubmitted', 'ListVersionPublished', 'GuidelineDrafted'],
    changes: ['ExampleUpdated'],
  },
  writes: {
    SubmitExample: 'ExampleSubmitted',
    PublishListVersion: 'ListVersionPublished',
    DraftGuideline: 'GuidelineDrafted',
    EndorseGuideline: 'GuidelineEndorsed',
  },
  refusalsOfKnown: ['EXAMPLE_SUBMITTED', 'LIST_VERSION_PUBLISHED', 'GUIDELINE_DRAFTED'],
  naming: ['example', 'codeList', 'version', 'purpose', 'guideline', 'organisation'],
  stated,
  amendments: {
    ExampleSubmitted: [{ Command: UpdateExample, thing: 'example', fields: [...words, ...facts, ...lists] }],
  },
});
