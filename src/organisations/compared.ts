import { mayHaveBegunBy, type Comparable } from '../platform/read-model/past/comparing.js';
import type { OrganisationDocument } from './organisation/organisations.view.js';

/** How two states of an organisation are compared. */
export const comparedOrganisation: Comparable = {
  table: 'organisations',
  derived: ['names'],
  kindOf: ({ field }) => (field === 'status' ? { kind: 'lifecycle_changed' } : undefined),
  mayHaveHeldBy: ({ field, after }, { ended }: OrganisationDocument, day) =>
    (field === 'ended' || field === 'into' || (field === 'status' && after !== 'active')) && mayHaveBegunBy(day, ended),
  behind: [
    [/^(name|shortName|translations)/, /^Organisation(Registered|Renamed)$/],
    [/^(kind|sector|country)/, /^Organisation(Registered|Classified)$/],
    [/^partOf/, /^Organisation(Registered|Placed)$/],
  ],
};
