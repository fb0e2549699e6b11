import { describe, expect, test } from '@jest/globals';
import { projection } from '../../../src/contexts.js';
import { CommitmentCarriedOver, CommitmentDueDateRevised } from '../../../src/charter/commitment/commitment.js';
import { ChampionMerged, ChampionRenamed, ChampionWithdrawn } from '../../../src/charter/champion/champion.js';
import { champions } from '../../../src/charter/champion/champions.view.js';
import { commitments } from '../../../src/charter/commitment/commitments.view.js';
import { isOverdue, type Owed } from '../../../src/charter/progress-report/reporting.js';
import { lifecycles } from '../../../src/charter/vocabulary/vocabulary.js';
import { silentCommitments } from '../../../src/charter/progress-report/silence.view.js';
import { progressReports } from '../../../src/charter/progress-report/progress-reports.view.js';
import { CorrectEntry } from '../../../src/kernel/correction/correct-entry.js';
import { EntryCorrected, EntryRetracted } from '../../../src/kernel/correction/correction.js';
import type { DomainEvent } from '../../../src/kernel/message.js';
import { Transactor } from '../../../src/platform/cqrs/transactor.js';
import { UpcastingEventStore } from '../../../src/platform/event-store/upcasting.js';
import { Bases, BeforeLog } from '../../../src/platform/read-model/past/bases.js';
import { fill } from '../../../src/platform/read-model/fill.js';
import { ReadModel } from '../../../src/platform/read-model/read-model.js';
import { correction } from '../../support/cqrs/deciders.js';
import { announced, joined, made, published, reported } from '../../support/cqrs/examples.js';
import { commandOf } from '../../support/cqrs/given.js';
import { answersOf, logOf, recordedIn, replayedAt, takenAt, tell, type Dated } from '../../support/time/past.js';

/**
 * The edge cases of time, by the numbers of the specification. Elsewhere: 26 to 28 and 30 in test/charter/import.spec.ts; 42 and 43 in
 * test/api/past.api.spec.ts. 24 needs redaction, 29 a command that confirms, 40 published figures: the register has none of these yet.
 */
const code = 'IDC-KENYA-1-C01';
const dated = (effective: string | null, event: DomainEvent, stream?: string): Dated => ({
  event,
  effective,
  ...(stream === undefined ? {} : { stream }),
});
const start = [dated('2018', joined()), dated('2019', announced()), dated('2019', published())];
const commitmentStream = `commitment-${code}`;
const due = (day: string): DomainEvent => CommitmentDueDateRevised({ commitment: code, due: day });
const about = { language: 'en', note: 'Read again.' } as const;

const corrects = (entry: number, original: DomainEvent, changes: object, effective: string | null): Dated =>
  dated(
    effective,
    EntryCorrected(
      { entry, type: original.type, schemaVersion: 1, part: null, facts: { ...original.facts, ...changes } },
      { ...about, text: original.text as Record<string, unknown> | null },
    ),
    commitmentStream,
  );
const retracts = (entry: number, original: DomainEvent): Dated =>
  dated(null, EntryRetracted({ entry, type: original.type, part: null }, about), commitmentStream);

/** The register of these entries on a day, as all of them are known. */
async function on(day: string, ...events: readonly Dated[]): Promise<ReadModel> {
  const model = new ReadModel(':memory:', projection, day);
  await fill(model, await logOf(events), events.length);
  return model;
}

const commitment = (model: ReadModel) => commitments.get(model.rows, code);
const promise = made(code, { due: '2025' });

async function basesOf(events: readonly Dated[], clock?: (entry: number) => number): Promise<Bases> {
  const store = await logOf(events, clock);
  const current = new ReadModel(':memory:', projection);
  await fill(current, store, events.length);
  return new Bases(store, { current, reached: async () => undefined }, () => takenAt(1000));
}
const instant = (entry: number): string => new Date(takenAt(entry)).toISOString();

describe('at its bounds', () => {
  test('1 an instant at which an entry was recorded knows that entry', async () => {
    const bases = await basesOf(start);
    expect(await bases.find({ instant: instant(1) }, null)).toEqual({ size: 2, effectiveOn: '2026-03-01' });
    expect((await bases.find({ instant: new Date(takenAt(1) - 1).toISOString() }, null)).size).toBe(1);
  });

  test('2 entries of one millisecond are known together', async () => {
    const bases = await basesOf([...start, ...start], () => takenAt(0));
    expect((await bases.find({ instant: instant(0) }, null)).size).toBe(6);
  });

  test('3, 4 a command counts on its day, and not on the day before', async () => {
    const revised = [...start, dated('2020', promise), dated('2021-05-28', due('2026'))];
    expect(commitment(await on('2021-05-28', ...revised))?.due).toBe('2026');
    expect(commitment(await on('2021-05-27', ...revised))?.due).toBe('2025');
  });

  test('5 a month ends with its leap day', async () => {
    const revised = [...start, dated('2020', promise), dated('2024-02', due('2026'))];
    expect(commitment(await on('2024-02-29', ...revised))?.due).toBe('2026');
    expect(commitment(await on('2024-02-28', ...revised))?.due).toBe('2025');
  });

  test('6 the day of an instant is that of UTC, wherever it was told', async () => {
    const bases = await basesOf(start, () => Date.UTC(2026, 0, 1));
    const day = async (told: string) => (await bases.find({ instant: new Date(told).toISOString() }, null)).effectiveOn;
    expect(await day('2026-01-02T09:00:00+14:00')).toBe('2026-01-01');
    expect(await day('2026-01-01T20:00:00-12:00')).toBe('2026-01-02');
  });

  test('7 before the log began nothing is known, and that is said', async () => {
    const bases = await basesOf(start);
    await expect(bases.find({ instant: '2025-01-01T00:00:00.000Z' }, null)).rejects.toMatchObject({
      name: 'BeforeLog',
      logBegan: instant(0),
    });
    await expect(bases.find({ size: 0 }, null)).rejects.toBeInstanceOf(BeforeLog);
  });

  test('8 what will be known is not known; what is planned may be asked for', async () => {
    const bases = await basesOf(start);
    await expect(bases.find({ size: 4 }, null)).rejects.toMatchObject({ code: 'NOT_YET_KNOWN' });
    await expect(bases.find({ instant: instant(2000) }, null)).rejects.toMatchObject({ code: 'NOT_YET_KNOWN' });
    expect(await bases.find({ size: 3 }, '2040-01-01')).toEqual({ size: 3, effectiveOn: '2040-01-01' });
    expect(commitment(await on('2040-01-01', ...start, dated('2030-01', promise)))).toMatchObject({ made: '2030-01' });
  });

  test('9 an empty log knew nothing at any time', async () => {
    await expect((await basesOf([])).find({ instant: instant(0) }, null)).rejects.toMatchObject({ logBegan: null });
    expect(await (await basesOf([])).find(null, '2020-01-01')).toEqual({ size: 0, effectiveOn: '2020-01-01' });
  });
});

describe('of dates as precise as they are known', () => {
  const revised = (effective: string) => [...start, dated('2020', promise), dated(effective, due('2027'))];

  test.each([
    ['10 a year', '2021', '2021-12-31'],
    ['11 a season', '2021-24', '2022-02-28'],
    ['12 a quarter', '2021-33', '2021-03-31'],
  ])('%s counts from its last day', async (_, effective, last) => {
    const before = new Date(Date.parse(last) - 86_400_000).toISOString().slice(0, 10);
    const first = async (day: string) => commitment(await on(day, ...revised(effective)))?.due;
    expect([await first(before), await first(last)]).toEqual(['2025', '2027']);
  });

  test('12 a day within a quarter comes before the quarter', async () => {
    const events = [...start, dated('2020', promise), dated('2021-33', due('2027')), dated('2021-02-10', due('2026'))];
    expect(commitment(await on('2021-03-30', ...events))?.due).toBe('2026');
    expect(commitment(await on('2021-03-31', ...events))?.due).toBe('2027');
  });

  test('13 a correction that narrows a date lets the command count sooner', async () => {
    const events = [
      ...start,
      dated('2020', promise),
      dated('2021', due('2027')),
      corrects(4, due('2027'), {}, '2021-05-28'),
    ];
    expect(commitment(await on('2021-05-28', ...events))?.due).toBe('2027');
    expect(commitment(await on('2021-05-28', ...events.slice(0, 5)))?.due).toBe('2025');
  });

  test('14 two commands of one year stand in the order in which they were recorded', async () => {
    expect(
      commitment(
        await on(
          '2022-01-01',
          ...start,
          dated('2020', promise),
          dated('2021', due('2026')),
          dated('2021', due('2027')),
        ),
      )?.due,
    ).toBe('2027');
  });

  test('a date within which it was recorded counts from the day of recording', async () => {
    const events = [...start, dated('2020', promise), dated('2026', due('2027'))];
    expect(commitment(await on('2026-03-01', ...events))?.due).toBe('2027');
    expect(commitment(await on('2026-02-28', ...events))?.due).toBe('2025');
  });
});

describe('of corrections', () => {
  const entry = 3;
  const events = [...start, dated('2020', promise)];

  test('15 the content is what it should have been, and whoever asks about earlier knowledge sees what stood there', async () => {
    const store = await logOf([...events, corrects(entry, promise, { due: '2026', responsible: 'KNBS' }, '2020')]);
    const known = async (size: number) => {
      const model = new ReadModel(':memory:', projection, '2026-01-01');
      await fill(model, store, size);
      return commitment(model);
    };
    expect(await known(5)).toMatchObject({
      due: '2026',
      originalDue: '2026',
      responsible: 'KNBS',
      notes: [{ text: 'Read again.' }],
      lastEntry: 4,
    });
    expect(await known(4)).toMatchObject({ due: '2025', responsible: null, notes: [], lastEntry: 3 });
  });

  test('16, 17 a date is moved beyond the day, and back', async () => {
    const later = [...events, corrects(entry, promise, {}, '2023')];
    expect(commitment(await on('2022-01-01', ...later))).toBeUndefined();
    expect(commitment(await on('2023-12-31', ...later))?.made).toBe('2023');
    expect(commitment(await on('2022-01-01', ...later, corrects(4, promise, {}, '2021')))?.made).toBe('2021');
  });

  test('18 the correction of a correction stands, until it is retracted', async () => {
    const chain = [
      ...events,
      corrects(entry, promise, { due: '2026' }, '2020'),
      corrects(4, promise, { due: '2027' }, '2020'),
    ];
    expect(commitment(await on('2026-01-01', ...chain))?.due).toBe('2027');
    expect(commitment(await on('2026-01-01', ...chain, retracts(5, promise)))?.due).toBe('2026');
    expect(commitment(await on('2026-01-01', ...chain, retracts(5, promise), retracts(6, promise)))?.due).toBe('2027');
  });

  test('19 of two corrections at once, one is recorded and the other learns of it', async () => {
    const store = await logOf(events);
    const transactor = new Transactor(
      store,
      () => takenAt(100),
      (() => {
        let id = 0;
        return () => `c${(id += 1)}`;
      })(),
      { reached: async () => undefined },
      projection.relations,
    );
    const correct = (commandId: string, responsible: string) =>
      transactor.transact(
        correction,
        Object.assign(commandOf(CorrectEntry, { entry, facts: { responsible }, note: 'Read again.' }), {
          header: { ...commandOf(CorrectEntry, { entry, note: 'x' }).header, commandId },
        }),
      );
    const outcomes = await Promise.allSettled([correct('one', 'KNBS'), correct('other', 'The council')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'ENTRY_ALREADY_CORRECTED' },
    });
  });

  test('20, 21 a retracted promise takes its reports with it; entered again, it has them again', async () => {
    const told = [
      ...events,
      dated('2021', reported(`${code}-R1`, { commitment: code, claimed: 'complete' })),
      retracts(entry, promise),
    ];
    const gone = await on('2026-01-01', ...told);
    expect([commitment(gone), progressReports.get(gone.rows, `${code}-R1`)]).toEqual([undefined, undefined]);
    const again = await on('2026-01-01', ...told, dated('2020-06', made(code, { due: '2026' })));
    expect(commitment(again)).toMatchObject({ due: '2026', claimed: 'complete', made: '2020-06' });
    expect(progressReports.get(again.rows, `${code}-R1`)).toBeDefined();
  });

  test('22 what was imported is corrected like anything else, and stays imported', async () => {
    const imported = [
      ...start,
      { ...dated('2020', promise), imported: true },
      corrects(entry, promise, { due: '2026' }, '2020'),
    ];
    expect(commitment(await on('2026-01-01', ...imported))).toMatchObject({ due: '2026', origin: 'import' });
  });

  test('23 a basis that was quoted does not feel a later correction', async () => {
    const store = await logOf(events);
    const quoted = await replayedAt(store, 4, '2025-07-01');
    await tell(store, corrects(entry, promise, { due: '2026' }, '2020'), 4);
    expect(await replayedAt(store, 4, '2025-07-01')).toEqual(quoted);
  });
});

describe('of the world', () => {
  test('25 older commands that come later stand in their own time', async () => {
    const live = [...start, dated('2020', promise), dated('2024-06-01', due('2027'))];
    const events = [...live, { ...dated('2022', due('2026')), imported: true }];
    expect(commitment(await on('2026-01-01', ...events))?.due).toBe('2027');
    expect(commitment(await on('2023-01-01', ...events))?.due).toBe('2026');
  });

  test('31 an organisation has the name, and the fate, that it had on the day', async () => {
    const events = [
      dated('2018', joined('kenya', { name: 'First' })),
      dated('2020', ChampionRenamed({ champion: 'kenya', name: 'Second', shortName: null, cause: null })),
      dated('2022', ChampionMerged({ champion: 'kenya', intoChampion: null, intoOrganisation: 'Third' })),
    ];
    const stood = async (day: string) => champions.get((await on(day, ...events)).rows, 'kenya');
    expect(await stood('2019-06-01')).toMatchObject({ name: 'First', status: 'active' });
    expect(await stood('2021-06-01')).toMatchObject({ name: 'Second', status: 'active' });
    expect(await stood('2023-06-01')).toMatchObject({ name: 'Second', status: 'merged', intoOrganisation: 'Third' });
  });

  test('32 a commitment is part of the plan it was in on the day', async () => {
    const events = [
      ...start,
      dated('2020', promise),
      dated('2022', announced('IDC-KENYA-2')),
      dated('2022', CommitmentCarriedOver({ commitment: code, actionPlan: 'IDC-KENYA-2' })),
    ];
    expect(commitment(await on('2021-06-01', ...events))?.actionPlan).toBe('IDC-KENYA-1');
    expect(commitment(await on('2022-12-31', ...events))?.actionPlan).toBe('IDC-KENYA-2');
  });

  test('33 a champion without a plan is there from the day it joined', async () => {
    expect(champions.get((await on('2018-12-31', ...start)).rows, 'kenya')).toMatchObject({ joined: '2018' });
    expect(champions.get((await on('2018-12-30', ...start)).rows, 'kenya')).toBeUndefined();
  });

  test('a thing whose own date nobody tells was there when others show it was', async () => {
    const events = [dated(null, joined()), dated('2019', announced()), dated('2021-03', promise)];
    expect(champions.get((await on('2019-12-31', ...events)).rows, 'kenya')).toMatchObject({ joined: null });
    expect(champions.get((await on('2019-12-30', ...events)).rows, 'kenya')).toBeUndefined();
  });

  test('34 a report filed late counts from what it says, and is known from when it came', async () => {
    const store = await logOf([
      ...start,
      dated('2020', promise),
      dated('2021', reported(`${code}-R1`, { commitment: code, claimed: 'complete' })),
    ]);
    const claimed = async (size: number) => {
      const model = new ReadModel(':memory:', projection, '2021-12-31');
      await fill(model, store, size);
      return commitment(model)?.claimed;
    };
    expect([await claimed(4), await claimed(5)]).toEqual([null, 'complete']);
  });

  test('35 a promise that begins later is not there before', async () => {
    expect(commitment(await on('2026-12-31', ...start, dated('2027-01-01', promise)))).toBeUndefined();
    expect(commitment(await on('2027-01-01', ...start, dated('2027-01-01', promise)))).toBeDefined();
  });

  test('36 what is overdue is told by the day asked for, and ends with the promise', () => {
    const overdue = (day: string, more: Partial<Owed> = {}) =>
      isOverdue({ due: '2024', lifecycle: 'active', claimed: 'substantial', ...more }, day, () => ({
        since: '2020-01-01',
        heard: null,
      }));
    expect([overdue('2024-12-31'), overdue('2025-01-01')]).toEqual([false, true]);
    expect([overdue('2030-01-01', { due: null }), overdue('2030-01-01', { claimed: 'complete' })]).toEqual([
      false,
      false,
    ]);
    const resting = lifecycles.filter((lifecycle) => lifecycle !== 'active' && lifecycle !== 'draft');
    expect(resting.filter((lifecycle) => overdue('2030-01-01', { lifecycle }))).toEqual([]);
  });

  test('36 who is silent is told by the day asked for, not by today', async () => {
    const events = [
      ...start,
      dated('2020-02', promise),
      dated('2021-08-01', reported(`${code}-R1`, { commitment: code })),
    ];
    const silent = async (day: string) => [...silentCommitments(await on(day, ...events))];
    expect([await silent('2021-07-30'), await silent('2021-07-31')]).toEqual([[], [code]]);
    expect([await silent('2021-08-01'), await silent('2023-07-30'), await silent('2023-07-31')]).toEqual([
      [],
      [],
      [code],
    ]);
  });

  test('37 who left and came back was away in between', async () => {
    const events = [
      dated('2018', joined()),
      dated('2020', ChampionWithdrawn({ champion: 'kenya', reasonCode: 'other' })),
      dated('2022', joined()),
    ];
    const status = async (day: string) => champions.get((await on(day, ...events)).rows, 'kenya')?.status;
    expect([await status('2019-06-01'), await status('2021-06-01'), await status('2023-06-01')]).toEqual([
      'active',
      'withdrawn',
      'active',
    ]);
  });
});

describe('of the machine', () => {
  test('38 a clock that is set back two days does not set the log back', async () => {
    const store = await logOf(
      [...start, dated('2020', promise)],
      (entry) => takenAt(entry) - (entry > 1 ? 2 * 86_400_000 : 0),
    );
    expect((await recordedIn(store)).map(({ recordedAt }) => recordedAt)).toEqual([
      instant(0),
      instant(1),
      instant(1),
      instant(1),
    ]);
  });

  test('39 an entry of an older type, and its correction, say what the newer type says', async () => {
    const upcasts = {
      CommitmentPromised: {
        becomes: 'CommitmentMade',
        schemaVersion: 1,
        saying: ({ facts, text }: Pick<DomainEvent, 'facts' | 'text'>) => ({
          facts: { ...facts, start: '2020' },
          text,
        }),
      },
    };
    const old = { type: 'CommitmentPromised', facts: promise.facts, text: promise.text };
    const plain = await logOf(start);
    const write = (event: DomainEvent, number: number) =>
      plain.append(commitmentStream, 'any', [
        {
          ...recorded[0],
          ...event,
          schemaVersion: 1,
          eventId: `e${number}`,
          commandId: `d${number}`,
          effective: '2020',
        } as never,
      ]);
    const recorded = await recordedIn(plain);
    await write(old, 3);
    await write(
      {
        ...corrects(3, promise, { due: '2026' }, '2020').event,
        facts: { ...corrects(3, promise, { due: '2026' }, '2020').event.facts, type: 'CommitmentPromised' },
      },
      4,
    );
    const model = new ReadModel(':memory:', projection, '2026-01-01');
    await fill(model, new UpcastingEventStore(plain, upcasts), 5);
    expect(commitment(model)).toMatchObject({ due: '2026', start: '2020' });
  });

  test('41 a basis that is opened again answers as a replay does', async () => {
    const events = [...start, dated('2020', promise), dated('2021', due('2026'))];
    const bases = await basesOf(events);
    for (const effectiveOn of ['2020-12-31', '2021-12-31', '2020-12-31']) {
      expect(answersOf(await bases.open({ size: 4, effectiveOn }))).toEqual(
        await replayedAt(await logOf(events), 4, effectiveOn),
      );
    }
  });
});
