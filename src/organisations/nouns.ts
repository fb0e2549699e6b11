import type { Noun } from '../platform/context.js';
import { comparedOrganisation } from './compared.js';
import { OrganisationBySlug, organisations } from './organisation/organisations.view.js';

export const organisationNouns: readonly Noun[] = [
  {
    noun: 'organisation',
    organisation: /^([a-z0-9]+(?:-[a-z0-9]+)*)$/,
    document: (key) => ({ documents: organisations, key }),
    found: organisations,
    find: (slug, basis) => new OrganisationBySlug({ slug }, basis),
    compared: comparedOrganisation,
  },
];
