import { actionPlan, actionPlanCommands } from '../../src/charter/action-plan/action-plan.js';
import { correctionRules } from '../../src/charter/correction-rules.js';
import { champion, championCommands } from '../../src/charter/champion/champion.js';
import { charter, charterCommands } from '../../src/charter/charter/charter.js';
import { commitment, commitmentCommands } from '../../src/charter/commitment/commitment.js';
import { indicator, indicatorCommands } from '../../src/charter/commitment/indicator.js';
import { milestone, milestoneCommands } from '../../src/charter/commitment/milestone.js';
import { planEnding, planEndingCommands } from '../../src/charter/action-plan/plan-ending.js';
import { progressReport, progressReportCommands } from '../../src/charter/progress-report/progress-report.js';
import { statement, statementCommands } from '../../src/charter/statement/statement.js';
import { isNaming } from '../../src/charter/vocabulary/codes.js';
import { preparation, preparationCommands } from '../../src/access/preparation.js';
import { accessCommands } from '../../src/access/role-messages.js';
import { roles } from '../../src/access/roles.js';
import { charterContextEvents } from '../../src/charter/events.js';
import { correctionCommands, corrections } from '../../src/kernel/correcting.js';
import { partsIn } from '../../src/kernel/correction.js';
import { redactionCommands, redactions } from '../../src/kernel/redacting.js';
import { ledgerCommands, logKey } from '../../src/ledger/keys/log-key.js';

export const correction = corrections(charterContextEvents, isNaming, correctionRules);

export const redaction = redactions(partsIn(charterContextEvents));

/** All deciders, each by its file. */
export const deciders = {
  'charter/charter': charter,
  'charter/champion': champion,
  'charter/action-plan': actionPlan,
  'charter/plan-ending': planEnding,
  'charter/commitment': commitment,
  'charter/milestone': milestone,
  'charter/indicator': indicator,
  'charter/progress-report': progressReport,
  'charter/statement': statement,
  'kernel/correcting': correction,
  'kernel/redacting': redaction,
  'ledger/log-key': logKey,
  'access/roles': roles,
  'access/preparation': preparation,
};

/** The commands of the charter's context, corrections and redactions among them. */
export const charterContextCommands = [
  ...charterCommands, ...championCommands, ...actionPlanCommands, ...planEndingCommands, ...commitmentCommands, ...milestoneCommands, ...indicatorCommands, ...progressReportCommands,
  ...statementCommands, ...correctionCommands, ...redactionCommands,
]; // prettier-ignore

/** All commands there are, whether or not they can be asked for from outside. */
export const commands = [...charterContextCommands, ...ledgerCommands, ...accessCommands, ...preparationCommands];
