import { actionPlanEvents } from './action-plan/action-plan.js';
import { championEvents } from './champion/champion.js';
import { charterEvents } from './charter/charter.js';
import { charterVersionEvents } from './charter/charter-version.js';
import { citationEvents } from './commitment/citation.js';
import { commitmentEvents } from './commitment/commitment.js';
import { indicatorEvents } from './commitment/indicator.js';
import { milestoneEvents } from './commitment/milestone.js';
import { monitoringRoundEvents } from './monitoring-round/monitoring-round.js';
import { breakdownsEvents } from './inclusion/breakdowns.js';
import { progressReportEvents } from './progress-report/progress-report.js';
import { signOnEvents } from './sign-on/sign-on.js';
import { assessmentEvents } from './assessment/assessment.js';
import { statementEvents } from './statement/statement.js';

/** Every event type of this context, by which stored events are checked. */
export const charterContextEvents = [
  ...charterEvents,
  ...charterVersionEvents,
  ...signOnEvents,
  ...championEvents,
  ...actionPlanEvents,
  ...commitmentEvents,
  ...milestoneEvents,
  ...indicatorEvents,
  ...citationEvents,
  ...monitoringRoundEvents,
  ...progressReportEvents,
  ...assessmentEvents,
  ...statementEvents,
  ...breakdownsEvents,
];
