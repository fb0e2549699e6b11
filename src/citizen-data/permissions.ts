import { bySecretariat, row, type Permissions } from '../kernel/permission.js';

/** Who may issue the commands on citizen data: the secretariat of the collaborative keeps the record. */
export const citizenDataPermissions: Permissions = {
  PublishListVersion: row('ListVersionPublished', bySecretariat),
  WithdrawListVersion: row('ListVersionWithdrawn', bySecretariat),

  SubmitExample: row('ExampleSubmitted', bySecretariat),
  UpdateExample: row('ExampleUpdated', bySecretariat),
  ReviewExample: row('ExampleReviewed', bySecretariat),
  PublishExample: row('ExamplePublished', bySecretariat),
  CategoriseExample: row('ExampleCategorised', bySecretariat),
  JudgeExample: row('ExampleJudged', bySecretariat),
  RetireExample: row('ExampleRetired', bySecretariat),
};
