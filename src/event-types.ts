import { preparationEvents } from './access/preparation.js';
import { accessEvents } from './access/role-messages.js';
import { charterContextEvents } from './charter/events.js';
import { correctionEvents } from './kernel/correction.js';
import { redactionEvents } from './kernel/redaction.js';
import { ledgerEvents } from './ledger/log-key.js';
import type { Upcasts } from './platform/event-store/upcasting.js';

/** Every event type that may stand in the log, in its newest version. */
export const eventTypes = [...charterContextEvents, ...correctionEvents, ...redactionEvents, ...ledgerEvents, ...accessEvents, ...preparationEvents];

/** From each event type that has a successor to that one. None has yet. */
export const upcasts: Upcasts = {};
