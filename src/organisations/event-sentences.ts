import type { SentenceFacts, Sentences } from '../platform/context.js';

const inRole = ({ role, subject }: SentenceFacts): string =>
  `${role}${subject === null || subject === undefined ? '' : ` (${subject})`}`;

/** What the events of organisations say. */
export const organisationSentences: Sentences = {
  OrganisationRegistered: ({ name }) => `The organisation ${name} was registered.`,
  OrganisationRenamed: ({ name }) => `The organisation is called ${name}.`,
  OrganisationClassified: () => 'Its kind, sector and country were set.',
  OrganisationPlaced: ({ partOf }) =>
    partOf === null ? 'It is part of no other organisation.' : `It is part of ${partOf}.`,
  OrganisationMerged: ({ into }) => `The organisation merged into ${into}.`,
  OrganisationSucceeded: ({ into }) => `The organisation was succeeded by ${into}.`,
  OrganisationCeased: () => 'The organisation ceased without a successor.',
  OrganisationRoleAssumed: (facts) => `It took on the role ${inRole(facts)}.`,
  OrganisationRoleEnded: (facts) => `Its role ${inRole(facts)} ended.`,
};
