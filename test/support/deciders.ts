import { actionPlan } from '../../src/charter/action-plan.js';
import { champion } from '../../src/charter/champion.js';
import { charter } from '../../src/charter/charter.js';
import { commitment } from '../../src/charter/commitment.js';
import { indicator } from '../../src/charter/indicator.js';
import { milestone } from '../../src/charter/milestone.js';
import { progressReport } from '../../src/charter/progress-report.js';
import { statement } from '../../src/charter/statement.js';
import { logKey } from '../../src/ledger/log-key.js';

/** All deciders, each by the name of its file. */
export const deciders = {
  charter,
  champion,
  'action-plan': actionPlan,
  commitment,
  milestone,
  indicator,
  'progress-report': progressReport,
  statement,
  'log-key': logKey,
};
