import { accessContext } from './access/context.js';
import { charterContext } from './charter/context.js';
import { citizenDataContext } from './citizen-data/context.js';
import { collaborativeContext } from './collaborative/context.js';
import { ledgerContext } from './ledger/context.js';
import { organisationsContext } from './organisations/context.js';
import { Composition, type BoundedContext } from './platform/context.js';
import type { Upcasts } from './platform/event-store/upcasting.js';
import { recordContext } from './record/context.js';

/** The contexts of this register, in the order in which events go through their views: another one is one more name here. */
export const contexts: readonly BoundedContext[] = [
  organisationsContext,
  charterContext,
  collaborativeContext,
  citizenDataContext,
  recordContext,
  ledgerContext,
  accessContext,
];

const day = 24 * 60 * 60_000;

/** Contexts as one register. Each version of the rules that logs may have adopted is frozen in `access/rules/`; the next one is in force. */
export const compose = (all: readonly BoundedContext[]): Composition =>
  new Composition(all, { version: 4, grace: 60_000, lapse: 30 * day });

export const composition = compose(contexts);

/** Every event type that the log may hold, in its newest version. */
export const { eventTypes, projection } = composition;

/** From each event type that has a successor to that one. None has yet. */
export const upcasts: Upcasts = {};
