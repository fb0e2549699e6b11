import { Module } from '@nestjs/common';
import { correctionCommands, corrections } from '../kernel/correcting.js';
import { partsIn } from '../kernel/correction.js';
import { redactionCommands, redactions } from '../kernel/redacting.js';
import { handles } from '../platform/cqrs/commands.js';
import { actionPlan, actionPlanCommands, actionPlanEvents } from './action-plan.js';
import { actionPlanAnswers, actionPlansView } from './action-plans.view.js';
import { champion, championCommands, championEvents } from './champion.js';
import { championAnswers, championsView } from './champions.view.js';
import { charter, charterCommands, charterEvents } from './charter.js';
import { charterDeeds, CharterResolver } from './charter.resolver.js';
import { charterAnswers, charterView } from './charter.view.js';
import { commitment, commitmentCommands, commitmentEvents } from './commitment.js';
import { commitmentAnswers } from './commitment-lists.view.js';
import { commitmentsView } from './commitments.view.js';
import { isNaming } from './codes.js';
import { ChangeResolver, ComparisonResolver } from './comparison.resolver.js';
import { indicator, indicatorCommands, indicatorEvents } from './indicator.js';
import { milestone, milestoneCommands, milestoneEvents } from './milestone.js';
import { progressReport, progressReportCommands, progressReportEvents } from './progress-report.js';
import { progressReportAnswers, progressReportsView } from './progress-reports.view.js';
import { searchAnswers, searchView } from './search.view.js';
import { statement, statementCommands, statementEvents } from './statement.js';
import { statusAnswers } from './status.view.js';

/** Every event type of this context, by which stored events are checked. */
export const charterContextEvents = [
  ...charterEvents, ...championEvents, ...actionPlanEvents, ...commitmentEvents, ...milestoneEvents, ...indicatorEvents, ...progressReportEvents, ...statementEvents,
]; // prettier-ignore

/** Its views, in the order in which each event goes through them: a view may read those before it. */
export const charterViews = [charterView, championsView, actionPlansView, commitmentsView, progressReportsView, searchView];

/** Its commands, by which inputs are checked against the schema. */
export const charterContextCommands = [
  ...charterCommands, ...championCommands, ...actionPlanCommands, ...commitmentCommands, ...milestoneCommands, ...indicatorCommands, ...progressReportCommands,
  ...statementCommands, ...correctionCommands, ...redactionCommands,
]; // prettier-ignore

@Module({
  providers: [
    ...handles(charter, charterCommands),
    ...handles(champion, championCommands),
    ...handles(actionPlan, actionPlanCommands),
    ...handles(commitment, commitmentCommands),
    ...handles(milestone, milestoneCommands),
    ...handles(indicator, indicatorCommands),
    ...handles(progressReport, progressReportCommands),
    ...handles(statement, statementCommands),
    ...handles(corrections(charterContextEvents, isNaming), correctionCommands),
    ...handles(redactions(partsIn(charterContextEvents)), redactionCommands),
    ...charterAnswers,
    ...championAnswers,
    ...actionPlanAnswers,
    ...commitmentAnswers,
    ...progressReportAnswers,
    ...statusAnswers,
    ...searchAnswers,
    CharterResolver,
    ComparisonResolver,
    ChangeResolver,
    ...charterDeeds,
  ],
})
export class CharterModule {}
