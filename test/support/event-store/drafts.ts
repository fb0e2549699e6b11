import { randomUUID } from 'node:crypto';
import type { Recorded } from '../../../src/kernel/message.js';
import type { EventDraft } from '../../../src/platform/event-store/envelope.js';

/** An event on its way into the log, with ids of its own; what a test is about is given, the rest is plausible. */
export const draft = (given: Partial<EventDraft> = {}): EventDraft => ({
  type: 'ProgressReported',
  schemaVersion: 1,
  eventId: randomUUID(),
  facts: { commitment: 'IDC-ghana-1-C01', claimed: 'limited' },
  text: { language: 'en', narrative: 'The census now counts every age.' },
  effective: '2024-05',
  actor: '0190a5f2-0000-7000-8000-000000000001',
  role: 'reporter',
  onBehalfOf: 'ghana',
  commandId: randomUUID(),
  correlationId: 'request-1',
  causationId: null,
  client: 'idc-test/1',
  origin: { kind: 'live', record: null, sources: ['https://example.org/report'], sourceDate: '2024-06-01' },
  ...given,
});

/** Several events of one command. */
export function drafts(count: number, given: Partial<EventDraft> = {}): EventDraft[] {
  const commandId = randomUUID();
  return Array.from({ length: count }, (_, number) => draft({ commandId, facts: { number }, ...given }));
}

/** A stream name that no other test uses. */
export const freshStream = (noun = 'commitment'): string => `${noun}-${randomUUID()}`;

export const entriesOf = (events: readonly Recorded[]): number[] => events.map(({ entry }) => entry);
export const revisionsOf = (events: readonly Recorded[]): number[] => events.map(({ revision }) => revision);

/** The numbers from `first` up to, not including, `end`. */
export const upTo = (end: number, first = 0): number[] =>
  Array.from({ length: end - first }, (_, index) => first + index);
