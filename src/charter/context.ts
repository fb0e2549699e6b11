import { defineContext } from '../platform/context.js';
import { actionPlansView } from './action-plan/action-plans.view.js';
import { championsView } from './champion/champions.view.js';
import { charterFields } from './charter.fields.js';
import { charterView } from './charter/charter.view.js';
import { commitmentsView } from './commitment/commitments.view.js';
import { charterSentences } from './event-sentences.js';
import { charterContextEvents } from './events.js';
import { charterCodes } from './vocabulary/known-codes.view.js';
import { charterNouns } from './nouns.js';
import { progressReportsView } from './progress-report/progress-reports.view.js';
import { searchView } from './search.view.js';

/** The charter: champions, their action plans and commitments, and what they report. */
export const charterContext = defineContext({
  name: 'charter',
  events: charterContextEvents,
  views: [charterView, championsView, actionPlansView, commitmentsView, progressReportsView, searchView],
  nouns: charterNouns,
  sentences: charterSentences,
  fields: charterFields,
  codes: charterCodes,
});
