import { defineContext, type SentenceFacts } from '../platform/context.js';
import { grantsView } from './grants.view.js';
import { preparationEvents } from './preparation.js';
import { preparationsView } from './preparations.view.js';
import { accessEvents } from './role-messages.js';

const of = (organisation: SentenceFacts[string] | undefined): string => (organisation == null ? '' : ` of ${organisation}`);

/** Who may do what: roles, and what one person prepares for another to sign. */
export const accessContext = defineContext({
  name: 'access',
  events: [...accessEvents, ...preparationEvents],
  views: [grantsView, preparationsView],
  sentences: {
    AuthorisationRulesAdopted: ({ version }) => `From here on the log is judged by version ${version} of the rules of who may do what.`,
    RoleOffered: ({ role, organisation }) => `Somebody was offered to be ${role}${of(organisation)}.`,
    RoleAccepted: ({ role, organisation }) => `Somebody accepted to be ${role}${of(organisation)}.`,
    RoleGranted: ({ role, organisation }) => `Somebody was made ${role}${of(organisation)}.`,
    RoleProposed: ({ role, organisation }) => `Somebody was proposed as ${role}${of(organisation)}.`,
    RoleWithdrawn: ({ role, organisation }) => `Somebody is no longer ${role}${of(organisation)}.`,
    RoleOfferWithdrawn: ({ role, organisation }) => `Somebody is no longer offered to be ${role}${of(organisation)}.`,
    RoleWithdrawalProposed: ({ role }) => `It was proposed that somebody be ${role} no longer.`,
    PreparationConfirmed: ({ command, organisation }) =>
      `Somebody confirmed what is to be signed${organisation == null ? '' : ` for ${organisation}`}: ${command}.`,
  },
});
