import { aggregate, defineContext } from '../platform/context.js';
import { organisationCorrectionRules } from './correction-rules.js';
import { organisationSentences } from './event-sentences.js';
import { organisationFindable } from './findable.js';
import { organisationNouns } from './nouns.js';
import { organisationsImport } from './import/organisations-import.js';
import { organisationCodes } from './organisation/organisation-codes.view.js';
import { organisation, organisationCommands, organisationEvents } from './organisation/organisation.js';
import { organisationQueries, organisationsView } from './organisation/organisations.view.js';
import { organisationFields } from './organisations.fields.js';
import { OrganisationsResolver, organisationMutations } from './organisations.resolver.js';
import { organisationPermissions } from './permissions.js';

const naming = new Set(['organisation', 'role', 'subject', 'organisationRole']);

/** Organisations: their names, what they are and become, and their roles through time. */
export const organisationsContext = defineContext({
  name: 'organisations',
  events: organisationEvents,
  aggregates: [aggregate(organisation, organisationCommands)],
  views: [organisationsView],
  queries: organisationQueries,
  resolvers: [OrganisationsResolver, organisationMutations],
  nouns: organisationNouns,
  sentences: organisationSentences,
  codes: organisationCodes,
  permissions: organisationPermissions,
  correctable: { isNaming: (_, field) => naming.has(field), rules: organisationCorrectionRules },
  findable: organisationFindable,
  imports: [organisationsImport],
  across: (all) => ({ fields: organisationFields(all) }),
});
