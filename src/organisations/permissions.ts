import { bySecretariat, ofOrganisation, row, type Permissions } from '../kernel/permission.js';

/** Who may issue the commands on organisations. Whoever administers an organisation gives its names; all else concerns the network. */
export const organisationPermissions: Permissions = {
  RegisterOrganisation: row('OrganisationRegistered', bySecretariat),
  RenameOrganisation: row('OrganisationRenamed', ofOrganisation),
  ClassifyOrganisation: row('OrganisationClassified', bySecretariat),
  PlaceOrganisation: row('OrganisationPlaced', bySecretariat),
  MergeOrganisation: row('OrganisationMerged', bySecretariat),
  SucceedOrganisation: row('OrganisationSucceeded', bySecretariat),
  CeaseOrganisation: row('OrganisationCeased', bySecretariat),
  AssumeOrganisationRole: row('OrganisationRoleAssumed', bySecretariat),
  EndOrganisationRole: row('OrganisationRoleEnded', bySecretariat),
};
