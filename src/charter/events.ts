import { actionPlanEvents } from './action-plan.js';
import { championEvents } from './champion.js';
import { charterEvents } from './charter.js';
import { commitmentEvents } from './commitment.js';
import { indicatorEvents } from './indicator.js';
import { milestoneEvents } from './milestone.js';
import { progressReportEvents } from './progress-report.js';
import { statementEvents } from './statement.js';

/** Every event type of this context, by which stored events are checked. */
export const charterContextEvents = [
  ...charterEvents, ...championEvents, ...actionPlanEvents, ...commitmentEvents, ...milestoneEvents, ...indicatorEvents, ...progressReportEvents, ...statementEvents,
]; // prettier-ignore
