import { findable } from '../platform/read-model/search/findables.js';
import type { NameIn } from './organisation/vocabulary.js';
import type { OrganisationEvent } from './organisation/organisation.js';

type Named = {
  readonly organisation: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly names: readonly NameIn[];
};

const foundByNames = ({ entry, facts }: { readonly entry: number; readonly facts: Named }) => ({
  noun: 'organisation',
  key: facts.organisation,
  parts: { [entry]: [facts.name, facts.shortName, ...facts.names.map(({ name }) => name)] },
  within: facts.organisation,
});

/** Organisations are found by all their names, in every language, the former ones included. */
export const organisationFindable = findable<OrganisationEvent>({
  OrganisationRegistered: foundByNames,
  OrganisationRenamed: foundByNames,
});
