import { Module } from '@nestjs/common';
import { correctionCommands, corrections } from '../kernel/correcting.js';
import { partsIn } from '../kernel/correction.js';
import { redactionCommands, redactions } from '../kernel/redacting.js';
import { handles } from '../platform/cqrs/commands.js';
import { actionPlan, actionPlanCommands } from './action-plan.js';
import { actionPlanAnswers } from './action-plans.view.js';
import { correctionRules } from './correction-rules.js';
import { champion, championCommands } from './champion.js';
import { championAnswers } from './champions.view.js';
import { charter, charterCommands } from './charter.js';
import { charterMutations, CharterResolver } from './charter.resolver.js';
import { charterAnswers } from './charter.view.js';
import { commitment, commitmentCommands } from './commitment.js';
import { commitmentAnswers } from './commitment-lists.view.js';
import { isNaming } from './codes.js';
import { ChangeResolver, ComparisonResolver } from './comparison.resolver.js';
import { charterContextEvents } from './events.js';
import { indicator, indicatorCommands } from './indicator.js';
import { milestone, milestoneCommands } from './milestone.js';
import { planEnding, planEndingCommands } from './plan-ending.js';
import { progressReport, progressReportCommands } from './progress-report.js';
import { progressReportAnswers } from './progress-reports.view.js';
import { searchAnswers } from './search.view.js';
import { statement, statementCommands } from './statement.js';
import { statusAnswers } from './status.view.js';

@Module({
  providers: [
    ...handles(charter, charterCommands),
    ...handles(champion, championCommands),
    ...handles(actionPlan, actionPlanCommands),
    ...handles(planEnding, planEndingCommands),
    ...handles(commitment, commitmentCommands),
    ...handles(milestone, milestoneCommands),
    ...handles(indicator, indicatorCommands),
    ...handles(progressReport, progressReportCommands),
    ...handles(statement, statementCommands),
    ...handles(corrections(charterContextEvents, isNaming, correctionRules), correctionCommands),
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
    ...charterMutations,
  ],
})
export class CharterModule {}
