import { bySecretariat, row, type Permissions } from '../kernel/permission.js';

/** Who may issue the commands of the collaborative: its secretariat keeps the record of what teams do. */
export const collaborativePermissions: Permissions = {
  FormTaskTeam: row('TaskTeamFormed', bySecretariat),
  AmendTaskTeam: row('TaskTeamAmended', bySecretariat),
  JoinTaskTeam: row('TaskTeamJoined', bySecretariat),
  LeaveTaskTeam: row('TaskTeamLeft', bySecretariat),
  DissolveTaskTeam: row('TaskTeamDissolved', bySecretariat),
  PlanOutput: row('OutputPlanned', bySecretariat),
  ReportOutputProgress: row('OutputProgressReported', bySecretariat),
};
