import { correctionCommands } from '../kernel/correcting.js';
import { redactionCommands } from '../kernel/redacting.js';
import { actionPlanCommands, actionPlanEvents } from './action-plan.js';
import { championCommands, championEvents } from './champion.js';
import { charterCommands, charterEvents } from './charter.js';
import { commitmentCommands, commitmentEvents } from './commitment.js';
import { indicatorCommands, indicatorEvents } from './indicator.js';
import { milestoneCommands, milestoneEvents } from './milestone.js';
import { progressReportCommands, progressReportEvents } from './progress-report.js';
import { statementCommands, statementEvents } from './statement.js';

/** Every event type of this context, by which stored events are checked. */
export const charterContextEvents = [
  ...charterEvents, ...championEvents, ...actionPlanEvents, ...commitmentEvents, ...milestoneEvents, ...indicatorEvents, ...progressReportEvents, ...statementEvents,
]; // prettier-ignore

/** Its commands, by which inputs are checked against the schema. */
export const charterContextCommands = [
  ...charterCommands, ...championCommands, ...actionPlanCommands, ...commitmentCommands, ...milestoneCommands, ...indicatorCommands, ...progressReportCommands,
  ...statementCommands, ...correctionCommands, ...redactionCommands,
]; // prettier-ignore
