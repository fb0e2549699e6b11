import { actionPlan } from '../../src/charter/action-plan.js';
import { champion } from '../../src/charter/champion.js';
import { charter } from '../../src/charter/charter.js';
import { commitment } from '../../src/charter/commitment.js';
import { indicator } from '../../src/charter/indicator.js';
import { milestone } from '../../src/charter/milestone.js';
import { progressReport } from '../../src/charter/progress-report.js';
import { statement } from '../../src/charter/statement.js';
import { isNaming } from '../../src/charter/codes.js';
import { charterContextEvents } from '../../src/charter/charter.module.js';
import { corrections } from '../../src/kernel/correcting.js';
import { logKey } from '../../src/ledger/log-key.js';

export const correction = corrections(charterContextEvents, isNaming);

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
  'ledger/log-key': logKey,
};
