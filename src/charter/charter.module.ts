import { Module } from '@nestjs/common';
import { correctionCommands, corrections } from '../kernel/correcting.js';
import { partsIn } from '../kernel/correction.js';
import { redactionCommands, redactions } from '../kernel/redacting.js';
import { handles } from '../platform/cqrs/commands.js';
import { actionPlan, actionPlanCommands } from './action-plan/action-plan.js';
import { actionPlanAnswers } from './action-plan/action-plans.view.js';
import { correctionRules } from './correction-rules.js';
import { champion, championCommands } from './champion/champion.js';
import { championAnswers } from './champion/champions.view.js';
import { charter, charterCommands } from './charter/charter.js';
import { charterMutations, CharterResolver } from './charter.resolver.js';
import { charterAnswers } from './charter/charter.view.js';
import { commitment, commitmentCommands } from './commitment/commitment.js';
import { commitmentAnswers } from './commitment/commitment-lists.view.js';
import { isNaming } from './vocabulary/codes.js';
import { ChangeResolver, ComparisonResolver } from './comparison.resolver.js';
import { charterContextEvents } from './events.js';
import { indicator, indicatorCommands } from './commitment/indicator.js';
import { milestone, milestoneCommands } from './commitment/milestone.js';
import { planEnding, planEndingCommands } from './action-plan/plan-ending.js';
import { progressReport, progressReportCommands } from './progress-report/progress-report.js';
import { progressReportAnswers } from './progress-report/progress-reports.view.js';
import { searchAnswers } from './search.view.js';
import { statement, statementCommands } from './statement/statement.js';
import { statusAnswers } from './status/status.view.js';

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
