import { accessContext } from './access/context.js';
import { charterContext } from './charter/context.js';
import { relationsOf } from './kernel/time/timeline.js';
import { ledgerContext } from './ledger/context.js';
import { Composition } from './platform/context.js';
import type { Upcasts } from './platform/event-store/upcasting.js';
import type { Projection } from './platform/read-model/read-model.js';
import { recordContext } from './record/context.js';

/** The contexts of this register, in the order in which events go through their views: another one is one more name here. */
export const composition = new Composition([charterContext, recordContext, ledgerContext, accessContext]);

/** Every event type that may stand in the log, in its newest version. */
export const { eventTypes } = composition;

/** From each event type that has a successor to that one. None has yet. */
export const upcasts: Upcasts = {};

/** All views, and the relations between streams. */
export const projection: Projection = {
  views: composition.views,
  relations: relationsOf(eventTypes, composition.parentOf),
  thingOf: composition.thingOf,
};
