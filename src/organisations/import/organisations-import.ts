import type { OutlineFault } from '../../platform/import/file-faults.js';
import { defineImport } from '../../platform/import/importable.js';
import type { Known } from '../../platform/import/known.js';
import { danglingReferences, idsTwice, textsAt } from '../../platform/import/references.js';
import { PlaceOrganisation, RenameOrganisation } from '../organisation/organisation.js';
import { organisationSections, type DataSet } from './data-set.js';
import { organisationEnds, organisationSteps } from './organisation-steps.js';
import { roleSteps } from './role-steps.js';

/** Where records name organisations: those of this context, and those of the charter whose roles it brings in. */
const references = [
  'organisations[].partOf',
  'organisations[].succeededBy',
  'charter.hostOrganisation',
  'charter.milestones[].organisations[]',
  'qualityCriteriaSets[].partners[]',
  'champions[].organisations[]',
  'champions[].formerOrganisations[]',
  'actionPlans[].coSignerOrganisations[]',
  'actionPlans[].otherOrganisations[]',
  'actionPlans[].commitments[].responsibleOrganisation',
  'networkCommitments[].ownerOrganisation',
];

function faults(file: unknown, known: Known | null): OutlineFault[] {
  const has = (noun: string) => (id: string) => known?.hasStream(`${noun}-${id}`) === true;
  return [
    ...idsTwice(file, 'organisations[].id'),
    ...danglingReferences(file, {
      paths: references,
      noun: 'an organisation',
      among: ['organisations[].id'],
      isHeld: has('organisation'),
    }),
    ...danglingReferences(file, {
      paths: ['organisations[].champion'],
      noun: 'a champion',
      among: ['champions[].id'],
      isHeld: has('champion'),
    }),
    ...circles(file),
  ];
}

/** Organisations that are part of themselves, through others. */
function circles(file: unknown): OutlineFault[] {
  const ids = textsAt(file, 'organisations[].id');
  const placeOfId = new Map(ids.toReversed().map(({ place, text }) => [text, place.replace(/\.id$/, '')]));
  const wholes = new Map(
    textsAt(file, 'organisations[].partOf').map(({ place, text }) => [place.replace(/\.partOf$/, ''), text]),
  );
  return ids.flatMap(({ text: id, place }) => {
    const seen = new Set<string>();
    let whole = wholes.get(place.replace(/\.id$/, ''));
    while (whole !== undefined && whole !== id && !seen.has(whole)) {
      seen.add(whole);
      whole = wholes.get(placeOfId.get(whole) ?? '');
    }
    if (whole !== id) return [];
    const message = 'must not lead back to the organisation itself';
    return [{ place: place.replace(/\.id$/, '.partOf'), found: JSON.stringify(id), message }];
  });
}

/** The organisations of a data set, and the roles that records of the charter give them. */
export const organisationsImport = defineImport<DataSet>({
  sections: organisationSections,
  faults,
  steps: organisationSteps,
  *ties(data, known) {
    yield* roleSteps(data, known);
    for (const one of data.organisations) yield* organisationEnds(one, data, known);
  },
  recognises: {
    opens: ['OrganisationRegistered'],
    changes: ['OrganisationRenamed', 'OrganisationClassified', 'OrganisationPlaced'],
    ends: ['OrganisationMerged', 'OrganisationSucceeded', 'OrganisationCeased'],
  },
  writes: {
    RegisterOrganisation: 'OrganisationRegistered',
    MergeOrganisation: 'OrganisationMerged',
    SucceedOrganisation: 'OrganisationSucceeded',
    CeaseOrganisation: 'OrganisationCeased',
    AssumeOrganisationRole: 'OrganisationRoleAssumed',
    EndOrganisationRole: 'OrganisationRoleEnded',
  },
  refusalsOfKnown: ['ORGANISATION_REGISTERED'],
  naming: ['organisation', 'role', 'subject'],
  amendments: {
    OrganisationRegistered: [
      { Command: RenameOrganisation, thing: 'organisation', fields: ['name', 'shortName', 'names'] },
      { Command: PlaceOrganisation, thing: 'organisation', fields: ['partOf'] },
    ],
  },
});
