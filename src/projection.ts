import { grantsView } from './access/grants.view.js';
import { preparationsView } from './access/preparations.view.js';
import { actionPlansView } from './charter/action-plans.view.js';
import { championsView } from './charter/champions.view.js';
import { charterView } from './charter/charter.view.js';
import { parentOf } from './charter/codes.js';
import { commitmentsView } from './charter/commitments.view.js';
import { thingOf } from './charter/nodes.js';
import { progressReportsView } from './charter/progress-reports.view.js';
import { searchView } from './charter/search.view.js';
import { eventTypes } from './event-types.js';
import { relationsOf } from './kernel/timeline.js';
import type { Projection } from './platform/read-model/read-model.js';

/** All views, in the order in which an event goes through them, for a view may read those before it; and what rests on what. */
export const projection: Projection = {
  views: [charterView, championsView, actionPlansView, commitmentsView, progressReportsView, searchView, grantsView, preparationsView],
  relations: relationsOf(eventTypes, parentOf),
  thingOf,
};
