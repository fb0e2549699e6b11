import type { Role } from '../kernel/message.js';
import { ofCharter, ofOrganisation, row, type Permissions } from '../kernel/permission.js';

/** The roles that are held for an organisation; all others are held for the whole register. */
export const rolesOfOrganisations = ['reporter', 'approver', 'administrator'] as const satisfies readonly Role[];
/** The roles that can be granted. */
export const grantableRoles = [
  ...rolesOfOrganisations,
  'secretariat',
  'assessor',
  'auditor',
] as const satisfies readonly Role[];
/** The roles that a machine may hold: none in which it would sign, or grant roles. */
export const rolesOfMachines = ['reporter', 'assessor', 'auditor'] as const satisfies readonly Role[];

const own = ['own'] as const;
const any = ['any'] as const;

const gives = {
  administrator: rolesOfOrganisations,
  secretariat: ['administrator', 'secretariat', 'assessor', 'auditor'],
  operator: ['administrator', 'secretariat'],
} as const;
const takes = { administrator: rolesOfOrganisations, secretariat: grantableRoles, operator: grantableRoles } as const;
const ofSecretariat = { secretariat: ['secretariat'], operator: ['secretariat'] } as const;
/** Everybody who has signed in, in no role: all that accepting one takes. */
const anybody = { public: any };

/** Who may grant, accept and withdraw roles, and prepare what others sign. */
export const accessPermissions: Permissions = {
  ConfirmPreparation: row(
    'PreparationConfirmed',
    { reporter: own, approver: own, administrator: own, secretariat: any },
    { persons: true },
  ),
  GrantRole: { ...row('RoleOffered', ofOrganisation, { over: gives }), states: ['RoleOffered', 'RoleGranted'] },
  AcceptRole: row('RoleAccepted', anybody, { persons: true }),
  AcceptInvitation: row('RoleAccepted', anybody, { persons: true }),
  ProposeRole: row('RoleProposed', ofCharter, { over: ofSecretariat }),
  ConfirmRole: row('RoleOffered', ofCharter, { second: 'proposed' }),
  WithdrawRole: {
    ...row('RoleWithdrawn', ofOrganisation, { over: takes }),
    states: ['RoleWithdrawn', 'RoleOfferWithdrawn'],
  },
  ProposeRoleWithdrawal: row('RoleWithdrawalProposed', ofCharter, { over: ofSecretariat }),
  ConfirmRoleWithdrawal: row('RoleWithdrawn', ofCharter, { second: 'proposed' }),
  AdoptAuthorisationRules: row('AuthorisationRulesAdopted', { operator: any }),
};
