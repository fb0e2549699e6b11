import { describe, expect, test } from '@jest/globals';
import { ChampionRenamed } from '../../src/charter/champion/champion.js';
import { CommitmentCarriedOver } from '../../src/charter/commitment/commitment.js';
import { ProgressReported } from '../../src/charter/progress-report/progress-report.js';
import { CorrectEntry, RetractEntry, type CorrectionCommand } from '../../src/kernel/correction/correct-entry.js';
import { EntryCorrected, EntryRetracted } from '../../src/kernel/correction/correction.js';
import type { DomainEvent, Recorded } from '../../src/kernel/message.js';
import { correction } from '../support/cqrs/deciders.js';
import { draft } from '../support/event-store/drafts.js';
import { made, milestone, reported } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given, today } from '../support/cqrs/given.js';

const note = 'It was misread.';
const code = 'IDC-KENYA-1-C01';

/** A stream as it was recorded, its entries numbered from 10. */
const recorded = (...events: readonly (DomainEvent & { readonly effective?: string | null })[]): Recorded[] =>
  events.map((event, revision) => ({
    ...draft({ eventId: `event-${revision}`, commandId: `command-${revision}`, effective: '2024' }),
    ...event,
    effective: event.effective ?? '2024',
    stream: `commitment-${code}`,
    revision,
    entry: 10 + revision,
    recordedAt: '2026-01-01T00:00:00.000Z',
  }));

/** A command that has found the entry it names. */
const naming = (command: CorrectionCommand, stream: readonly Recorded[]): CorrectionCommand => {
  const named = stream.find(({ entry }) => entry === command.data.entry) ?? null;
  return command.type === 'CorrectEntry' ? command.with({ named }) : command.with({ named });
};

const after = (stream: readonly Recorded[]) => ({
  when: (command: CorrectionCommand) => given(correction, ...stream).when(naming(command, stream)),
});

const facts = made(code, { due: '2025', responsible: 'KNBS' }).facts as Record<string, unknown>;
const text = made(code).text as Record<string, unknown>;
const of = { entry: 10, type: 'CommitmentMade', schemaVersion: 1, part: null };
const first = made(code, { due: '2025', responsible: 'KNBS' });
const firstCorrected = {
  ...EntryCorrected({ ...of, facts: { ...facts, due: '2026' } }, { language: 'en', note, text }),
  effective: '2024',
};
const retracted = (entry: number, type = 'CommitmentMade', part: string | null = null) =>
  EntryRetracted({ entry, type, part }, { language: 'en', note });

describe('a correction', () => {
  const correct = (entry: number, changes: object) => commandOf(CorrectEntry, { entry, note, ...changes });

  test('holds the whole content as it should have been, and the date that stays', () => {
    after(recorded(first))
      .when(correct(10, { facts: { due: '2026' } }))
      .then(firstCorrected);
  });

  test('may change words alone, and write them where there were none', () => {
    after(recorded(first))
      .when(correct(10, { text: { title: 'Ask all questions' } }))
      .then({
        ...EntryCorrected({ ...of, facts }, { language: 'en', note, text: { ...text, title: 'Ask all questions' } }),
        effective: '2024',
      } as never);
    const renamed = ChampionRenamed({ champion: 'kenya', name: 'Kenya', shortName: null, cause: null });
    const words = { language: 'en', note: 'By law.' };
    after(recorded(renamed))
      .when(correct(10, { text: { note: 'By law.' } }))
      .then({
        ...EntryCorrected(
          { ...of, type: 'ChampionRenamed', facts: { ...renamed.facts } },
          { language: 'en', note, text: words },
        ),
        effective: '2024',
      } as never);
  });

  test('moves the date, however little is known of it', () => {
    after(recorded(first))
      .when(correct(10, { effective: '2023-05' }))
      .then({ ...EntryCorrected({ ...of, facts }, { language: 'en', note, text }), effective: '2023-05' } as never);
  });

  test('is corrected in turn, by its own number', () => {
    after(recorded(first, firstCorrected))
      .when(correct(11, { facts: { responsible: null } }))
      .then({
        ...EntryCorrected(
          { ...of, entry: 11, facts: { ...facts, due: '2026', responsible: null } },
          { language: 'en', note, text },
        ),
        effective: '2024',
      } as never);
  });

  test('of an entry that was corrected meanwhile loses, and learns by which entry', () => {
    after(recorded(first, firstCorrected))
      .when(correct(10, { facts: { due: '2027' } }))
      .thenRefused('ENTRY_ALREADY_CORRECTED', 'entry');
  });

  test('whose correction was retracted begins anew', () => {
    after(recorded(first, firstCorrected, retracted(11, 'EntryCorrected')))
      .when(correct(10, { facts: { due: '2026' } }))
      .then(firstCorrected);
  });

  test('names the part that its entry is about', () => {
    const report = reported(`${code}-R1`, { commitment: code, claimed: 'substantial' });
    const corrected = { ...report.facts, claimed: 'complete' } as Record<string, unknown>;
    after(recorded(first, report))
      .when(correct(11, { facts: { claimed: 'complete' } }))
      .then({
        ...EntryCorrected(
          { entry: 11, type: ProgressReported.type, schemaVersion: 1, part: `${code}-R1`, facts: corrected },
          { language: 'en', note, text: null },
        ),
        effective: '2024',
      } as never);
  });

  test('says nothing when the register says so already', () => {
    after(recorded(first))
      .when(correct(10, { facts: { due: '2025' } }))
      .thenNothing();
    after(recorded(first, firstCorrected))
      .when(correct(10, { facts: { due: '2026' } }))
      .thenNothing();
  });

  test.each([
    ['of an entry that is not there', recorded(first), 99, { facts: {} }, 'ENTRY_UNKNOWN'],
    ['of a retracted entry', recorded(first, retracted(10)), 10, { facts: { due: '2026' } }, 'ENTRY_RETRACTED'],
    [
      'of a correction of a retracted entry',
      recorded(first, firstCorrected, retracted(10)),
      11,
      { facts: { due: '2027' } },
      'ENTRY_RETRACTED',
    ],
    ['of a retraction', recorded(first, retracted(10)), 11, { facts: {} }, 'ENTRY_NOT_CORRECTABLE'],
  ])('%s is refused', (_, stream, entry, changes, refusal) => {
    after(stream).when(correct(entry, changes)).thenRefused(refusal, 'entry');
  });

  test('gives everything that is wrong with the new content its own fault', () => {
    const stream = recorded(first);
    const faults = (changes: object): unknown => {
      try {
        correction.decide.CorrectEntry(
          stream.reduce((state, event) => correction.evolve(state, event), correction.initial),
          naming(correct(10, changes), stream) as CorrectEntry,
          { champions: null, plans: null, commitments: null },
          today,
        );
        return [];
      } catch (error) {
        return (error as { faults: readonly { field: readonly string[] }[] }).faults.map(({ field }) =>
          field.join('.'),
        );
      }
    };
    expect(faults({ facts: { due: 'soon', principles: [9], surplus: 1 }, text: { title: '' } })).toEqual([
      'facts.principles.0',
      'facts.due',
      'facts.surplus',
      'text.title',
    ]);
    expect(faults({ facts: { commitment: 'IDC-KENYA-1-C02' } })).toEqual(['facts.commitment']);
    expect(faults({ facts: { commitment: code, due: '2026' } })).toEqual([]);
  });

  test('can put right which plan a commitment was carried over into', () => {
    const carried = CommitmentCarriedOver({ commitment: code, actionPlan: 'IDC-KENYA-2' });
    after(recorded(first, carried))
      .when(correct(11, { facts: { actionPlan: 'IDC-KENYA-3' } }))
      .then({
        ...EntryCorrected(
          {
            entry: 11,
            type: carried.type,
            schemaVersion: 1,
            part: null,
            facts: { commitment: code, actionPlan: 'IDC-KENYA-3' },
          },
          { language: 'en', note, text: null },
        ),
        effective: '2024',
      } as never);
  });
});

describe('a retraction', () => {
  const retract = (entry: number) => commandOf(RetractEntry, { entry, note });

  test('takes an entry back, a correction, or another retraction', () => {
    after(recorded(first))
      .when(retract(10))
      .then({ ...retracted(10), effective: '2024' } as never);
    after(recorded(first, firstCorrected))
      .when(retract(11))
      .then({ ...retracted(11, 'EntryCorrected'), effective: '2024' } as never);
    after(recorded(first, retracted(10)))
      .when(retract(11))
      .then({ ...retracted(11, 'EntryRetracted'), effective: '2024' } as never);
  });

  test('names the part that begins with its entry', () => {
    after(recorded(first, milestone(`${code}-M1`)))
      .when(retract(11))
      .then({ ...retracted(11, 'MilestoneAdded', `${code}-M1`), effective: '2024' } as never);
  });

  test('says nothing of what was retracted already', () => {
    after(recorded(first, retracted(10)))
      .when(retract(10))
      .thenNothing();
  });

  test('of an entry that is not there, or that is no command, is refused', () => {
    after(recorded(first)).when(retract(99)).thenRefused('ENTRY_UNKNOWN', 'entry');
    const [stranger] = recorded({ ...first, type: 'LogKeyRotated' });
    given(correction)
      .when(retract(10).with({ named: stranger as Recorded }))
      .thenRefused('ENTRY_NOT_RETRACTABLE', 'entry');
  });
});

everyRuleIsTested(correction);
