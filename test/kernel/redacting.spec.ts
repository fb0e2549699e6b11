import { describe, expect, test } from '@jest/globals';
import { EntryCorrected } from '../../src/kernel/correction/correction.js';
import { ConfirmRedaction, ProposeRedaction } from '../../src/kernel/correction/redact-entry.js';
import { PartRedacted, RedactionProposed, withoutRedacted } from '../../src/kernel/correction/redaction.js';
import type { DomainEvent, Recorded } from '../../src/kernel/message.js';
import { countsFrom, noRelations, timeline } from '../../src/kernel/time/timeline.js';
import { redaction } from '../support/cqrs/deciders.js';
import { joined, reported } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given, stored } from '../support/cqrs/given.js';

const recorded = (...events: readonly DomainEvent[]): Recorded[] =>
  events.map((event, entry) => ({
    ...stored(event),
    schemaVersion: 1,
    stream: 'champion-kenya',
    revision: entry,
    entry,
    eventId: `e${entry}`,
    actor: 'another',
    role: 'secretariat',
    onBehalfOf: null,
    commandId: `c${entry}`,
    correlationId: 'r',
    causationId: null,
    client: 'test/1',
    origin: { kind: 'live', record: null, sources: [], sourceDate: null },
    effective: '2020',
    recordedAt: '2026-01-01T00:00:00.000Z',
    ...('actor' in event ? { actor: event.actor } : {}),
  })) as Recorded[];

const report = reported('IDC-KENYA-R1', { champion: 'kenya' }, { narrative: 'Amina’s daughter has polio.' });
const correction = EntryCorrected(
  { entry: 1, type: 'ProgressReported', schemaVersion: 1, part: 'IDC-KENYA-R1', facts: report.facts },
  { language: 'en', note: 'The name.', text: { ...report.text, narrative: 'Bela’s daughter has polio.' } },
);
const because = { reasonCode: 'personal_data', legalBasis: 'GDPR, article 17' } as const;
const words = { type: 'ProgressReported', concerns: 'IDC-KENYA-R1', part: 'text', ...because } as const;

describe('A redaction', () => {
  test('is proposed of the words of an entry, and of every correction that repeats them', () => {
    given(redaction, ...recorded(joined('kenya'), report))
      .when(commandOf(ProposeRedaction, { entry: 1, ...because }))
      .then(RedactionProposed({ entries: [1], ...words }));
    for (const entry of [1, 2]) {
      given(redaction, ...recorded(joined('kenya'), report, correction))
        .when(commandOf(ProposeRedaction, { entry, ...because }))
        .then(RedactionProposed({ entries: [1, 2], ...words }));
    }
  });

  test('is not proposed where nobody wrote anything, or where there is no entry', () => {
    given(redaction, ...recorded(joined('kenya'), report))
      .when(commandOf(ProposeRedaction, { entry: 0, ...because }))
      .thenRefused('NOTHING_TO_REDACT', 'entry');
    given(redaction)
      .when(commandOf(ProposeRedaction, { entry: 7, ...because }))
      .thenRefused('ENTRY_UNKNOWN', 'entry');
  });

  const proposed = RedactionProposed({ entries: [1], ...words });
  const done = PartRedacted({ entries: [1], ...words, proposal: 2, proposedBy: 'another' });

  test('is confirmed by somebody else', () => {
    given(redaction, ...recorded(joined('kenya'), report, proposed))
      .when(commandOf(ConfirmRedaction, { proposal: 2 }))
      .then(done);
    const own = { ...proposed, actor: 'somebody' };
    given(
      redaction,
      ...recorded(joined('kenya'), report).concat({
        ...(recorded(joined('kenya'), report, proposed)[2] as Recorded),
        ...own,
      }),
    )
      .when(commandOf(ConfirmRedaction, { proposal: 2 }))
      .thenRefused('SECOND_PERSON', 'proposal');
  });

  test('is not confirmed where nothing was proposed, or where the words stand in a new correction since', () => {
    given(redaction, ...recorded(joined('kenya'), report))
      .when(commandOf(ConfirmRedaction, { proposal: 1 }))
      .thenRefused('PROPOSAL_UNKNOWN', 'proposal');
    given(redaction, ...recorded(joined('kenya'), report, proposed, correction))
      .when(commandOf(ConfirmRedaction, { proposal: 2 }))
      .thenRefused('PROPOSAL_OUTDATED', 'proposal');
  });

  test('is done once', () => {
    given(redaction, ...recorded(joined('kenya'), report, proposed, done))
      .when(commandOf(ProposeRedaction, { entry: 1, ...because }))
      .thenNothing();
    given(redaction, ...recorded(joined('kenya'), report, proposed, done))
      .when(commandOf(ConfirmRedaction, { proposal: 2 }))
      .thenNothing();
  });

  test('takes the words out of every day, with those of the corrections, and leaves the facts', () => {
    const events = recorded(
      joined('kenya'),
      report,
      correction,
      RedactionProposed({ entries: [1, 2], ...words }),
      PartRedacted({ entries: [1, 2], ...words, proposal: 3, proposedBy: 'x' }),
    );
    expect(JSON.stringify(withoutRedacted(events))).not.toContain('daughter');
    const { held } = timeline(events, noRelations);
    expect(JSON.stringify(held)).not.toContain('daughter');
    expect(held.map(({ event }) => event.facts)).toEqual(events.map(({ facts }) => facts));
    expect(held.map(({ day }) => day)).toEqual(events.map(() => countsFrom(events[0] as Recorded)));
  });
});

everyRuleIsTested(redaction);
