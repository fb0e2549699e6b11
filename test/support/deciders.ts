import { actionPlan } from '../../src/charter/action-plan.js';
import { champion } from '../../src/charter/champion.js';
import { charter } from '../../src/charter/charter.js';
import { commitment } from '../../src/charter/commitment.js';
import { indicator } from '../../src/charter/indicator.js';
import { milestone } from '../../src/charter/milestone.js';
import { progressReport } from '../../src/charter/progress-report.js';
import { statement } from '../../src/charter/statement.js';
import { isNaming } from '../../src/charter/codes.js';
import { accessCommands, roles } from '../../src/access/roles.js';
import { charterContextCommands, charterContextEvents } from '../../src/charter/context.js';
import { corrections } from '../../src/kernel/correcting.js';
import { partsIn } from '../../src/kernel/correction.js';
import { redactions } from '../../src/kernel/redacting.js';
import { ledgerCommands, logKey } from '../../src/ledger/log-key.js';

export const correction = corrections(charterContextEvents, isNaming);

export const redaction = redactions(partsIn(charterContextEvents));

/** All deciders, each by its file. */
export const deciders = {
  'charter/charter': charter,
  'charter/champion': champion,
  'charter/action-plan': actionPlan,
  'charter/commitment': commitment,
  'charter/milestone': milestone,
  'charter/indicator': indicator,
  'charter/progress-report': progressReport,
  'charter/statement': statement,
  'kernel/correcting': correction,
  'kernel/redacting': redaction,
  'ledger/log-key': logKey,
  'access/roles': roles,
};

/** All commands there are, whether or not they can be asked for from outside. */
export const commands = [...charterContextCommands, ...ledgerCommands, ...accessCommands];
