import { aggregate, defineContext, type SentenceFacts } from '../platform/context.js';
import { ROLES_CHANGED } from '../platform/tokens.js';
import { grantQueries, grantsView } from './roles/grants.view.js';
import { AccessResolver, roleMutations } from './access.resolver.js';
import { accessPermissions } from './permissions.js';
import { preparation, preparationCommands, preparationEvents } from './preparation/preparation.js';
import { preparationsView } from './preparation/preparations.view.js';
import { accessCommands, accessEvents } from './roles/role-messages.js';
import { roles } from './roles/roles.js';

const of = (organisation: SentenceFacts[string] | undefined): string =>
  organisation == null ? '' : ` of ${organisation}`;

/** Who may do what: roles, and what one person prepares for another to sign. */
export const accessContext = defineContext({
  name: 'access',
  events: [...accessEvents, ...preparationEvents],
  views: [grantsView],
  queries: grantQueries,
  resolvers: [AccessResolver, roleMutations],
  nouns: [
    { noun: 'access', organisation: null },
    { noun: 'preparation', organisation: null },
  ],
  permissions: accessPermissions,
  across: ({ rules, rulesDigest }) => ({
    aggregates: [
      aggregate(roles({ version: rules.version, digest: rulesDigest }), accessCommands, ROLES_CHANGED),
      aggregate(preparation(rules.permissions), preparationCommands),
    ],
    views: [preparationsView(rules.permissions)],
  }),
  sentences: {
    AuthorisationRulesAdopted: ({ version }) =>
      `From here on the log is judged by version ${version} of the authorisation rules.`,
    RoleOffered: ({ role, organisation }) => `A person was offered the role ${role}${of(organisation)}.`,
    RoleAccepted: ({ role, organisation }) => `A person accepted the role ${role}${of(organisation)}.`,
    RoleGranted: ({ role, organisation }) => `A person was granted the role ${role}${of(organisation)}.`,
    RoleProposed: ({ role, organisation }) => `A person was proposed for the role ${role}${of(organisation)}.`,
    RoleWithdrawn: ({ role, organisation }) => `A person no longer has the role ${role}${of(organisation)}.`,
    RoleOfferWithdrawn: ({ role, organisation }) => `The offer of the role ${role}${of(organisation)} was withdrawn.`,
    RoleWithdrawalProposed: ({ role }) => `The withdrawal of the role ${role} from a person was proposed.`,
    PreparationConfirmed: ({ command, organisation }) =>
      `A person confirmed what is to be signed${organisation == null ? '' : ` for ${organisation}`}: ${command}.`,
  },
});
