import { expect, test } from '@jest/globals';
import { projection } from '../../../src/contexts.js';
import { AnnounceActionPlan } from '../../../src/charter/action-plan/action-plan.js';
import { JoinCharter, MergeChampion } from '../../../src/charter/champion/champion.js';
import {
  ConcludeCommitment,
  MakeCommitment,
  SupersedeCommitment,
  WithdrawCommitment,
} from '../../../src/charter/commitment/commitment.js';
import { AddMilestone } from '../../../src/charter/commitment/milestone.js';
import { ConcludeActionPlan, SupersedeActionPlan } from '../../../src/charter/action-plan/plan-ending.js';
import { SubmitProgressReport } from '../../../src/charter/progress-report/progress-report.js';
import { CorrectEntry, RetractEntry } from '../../../src/kernel/correction/correct-entry.js';
import type { Decider } from '../../../src/kernel/decider.js';
import type { Command, DomainEvent } from '../../../src/kernel/message.js';
import { Refused } from '../../../src/kernel/refusal.js';
import { Transactor } from '../../../src/platform/cqrs/transactor.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { deciders } from '../../support/cqrs/deciders.js';
import { commandOf } from '../../support/cqrs/given.js';

/** A register that takes commands one after another, and says what became of each: the entry, or the code and the field of a refusal. */
class Told {
  private told = 0;
  private readonly now = (): number => Date.parse('2026-06-30T00:00:00Z') + this.told * 1000;
  private readonly store = new MemoryEventStore(this.now);
  private readonly transactor = new Transactor(
    this.store,
    this.now,
    () => `event-${this.told}`,
    { reached: async () => undefined },
    projection.relations,
  );

  async tell(command: Command): Promise<number | string> {
    this.told += 1;
    const decider = deciders.find(({ decide }) => command.type in decide) as unknown as Decider<
      Command,
      unknown,
      DomainEvent
    >;
    const named = Object.assign(command, { header: { ...command.header, commandId: `command-${this.told}` } });
    try {
      return (await this.transactor.transact(decider, named)).receipt.entry;
    } catch (error) {
      if (error instanceof Refused) return error.faults.map(({ code, field }) => `${code} ${field.join('.')}`).join();
      throw error;
    }
  }

  async all(...commands: readonly Command[]): Promise<(number | string)[]> {
    const outcomes = [];
    for (const command of commands) outcomes.push(await this.tell(command));
    return outcomes;
  }
}

const [plan, other] = ['IDC-KENYA-1', 'IDC-KENYA-2'];
const [one, two, three] = [`${plan}-C01`, `${plan}-C02`, `${other}-C01`] as const;
const note = 'It was misread.';
const correct = (entry: number, changes: object) => commandOf(CorrectEntry, { entry, note, ...changes });
const supersede = (commitment: string, by: string) => commandOf(SupersedeCommitment, { commitment, by });
const make = (actionPlan: string, title: string, more: object = {}) =>
  commandOf(MakeCommitment, { actionPlan, title, ...more });

/** Two champions, two plans and three commitments: entries 0 to 6. */
async function register(): Promise<Told> {
  const told = new Told();
  await told.all(
    commandOf(JoinCharter, { champion: 'kenya', name: 'Kenya', kind: 'government' }),
    commandOf(JoinCharter, { champion: 'togo', name: 'Togo', kind: 'government' }),
    commandOf(AnnounceActionPlan, { champion: 'kenya', label: '1', kind: 'idc_action_plan', title: 'Plan 1' }),
    commandOf(AnnounceActionPlan, { champion: 'kenya', label: '2', kind: 'idc_action_plan', title: 'Plan 2' }),
    make(plan, 'One', { start: '2024', due: '2025' }),
    make(plan, 'Two'),
    make(other, 'Three'),
  );
  return told;
}

test('a correction does not make commitments succeed each other in a circle, nor name a successor that is not there or was withdrawn', async () => {
  const told = await register();
  expect(await told.all(supersede(one, two), supersede(two, three))).toEqual([7, 8]);
  expect(
    await told.all(
      correct(8, { facts: { by: one } }),
      correct(8, { facts: { by: two } }),
      correct(8, { facts: { by: `${plan}-C07` } }),
    ),
  ).toEqual(['SUCCESSOR_LOOP facts.by', 'SUCCESSOR_IS_SELF facts.by', 'COMMITMENT_UNKNOWN facts.by']);
  expect(
    await told.all(
      make(plan, 'Four'),
      commandOf(WithdrawCommitment, { commitment: `${plan}-C03`, reasonCode: 'other' }),
    ),
  ).toEqual([9, 10]);
  expect(await told.tell(correct(8, { facts: { by: `${plan}-C03` } }))).toBe('SUCCESSOR_WITHDRAWN facts.by');
});

test('nor does taking a retraction back', async () => {
  const told = await register();
  expect(await told.all(supersede(one, two), commandOf(RetractEntry, { entry: 7, note }), supersede(two, one))).toEqual(
    [7, 8, 9],
  );
  expect(await told.tell(commandOf(RetractEntry, { entry: 8, note }))).toBe('SUCCESSOR_LOOP entry');
});

test('what was dropped takes the place of nothing, said at once or by correction', async () => {
  const told = await register();
  const drop = commandOf(ConcludeCommitment, { commitment: two, outcome: 'dropped', effective: '2022' });
  const dropPlan = commandOf(ConcludeActionPlan, { actionPlan: other, outcome: 'dropped', effective: '2021' });
  expect(await told.all(drop, supersede(one, two), supersede(one, three), correct(8, { facts: { by: two } }))).toEqual([
    7,
    'SUCCESSOR_WITHDRAWN by',
    8,
    'SUCCESSOR_WITHDRAWN facts.by',
  ]);
  const replace = (by: string) => commandOf(SupersedeActionPlan, { actionPlan: plan, by, effective: '2023' });
  expect(await told.all(dropPlan, replace(other))).toEqual([9, 'SUCCESSOR_WITHDRAWN by']);
});

test('nor plans, nor champions', async () => {
  const told = await register();
  const third = commandOf(AnnounceActionPlan, {
    champion: 'kenya',
    label: '3',
    kind: 'idc_action_plan',
    title: 'Plan 3',
  });
  const replace = (actionPlan: string, by: string) => commandOf(SupersedeActionPlan, { actionPlan, by });
  expect(await told.all(third, replace(plan, other), replace(other, 'IDC-KENYA-3'))).toEqual([7, 8, 9]);
  expect(await told.tell(correct(9, { facts: { by: plan } }))).toBe('SUCCESSOR_LOOP facts.by');
  const merge = (champion: string, into: object) => commandOf(MergeChampion, { champion, ...into });
  expect(
    await told.all(merge('kenya', { intoChampion: 'togo' }), merge('togo', { intoOrganisation: 'Ghana' })),
  ).toEqual([10, 11]);
  expect(await told.tell(correct(11, { facts: { intoChampion: 'kenya', intoOrganisation: null } }))).toBe(
    'SUCCESSOR_LOOP facts.intoChampion',
  );
});

test('commitments that supersede each other at the same moment do not both', async () => {
  const told = await register();
  const outcomes = await Promise.all([told.tell(supersede(one, two)), told.tell(supersede(two, one))]);
  expect(outcomes.filter((outcome) => outcome === 'SUCCESSOR_LOOP by')).toHaveLength(1);
});

test('a correction does not put the start behind the due date, and may put right what is wrong', async () => {
  const told = await register();
  expect(await told.all(correct(4, { facts: { due: '2023' } }), correct(4, { facts: { start: '2026' } }))).toEqual([
    'DUE_BEFORE_START facts.due',
    'DUE_BEFORE_START facts.start',
  ]);
  expect(await told.tell(correct(4, { facts: { start: '2026', due: '2027' } }))).toBe(7);
});

test('a correction does not put the start behind a milestone, nor a milestone before the start', async () => {
  const told = await register();
  expect(await told.tell(commandOf(AddMilestone, { commitment: one, title: 'Half', due: '2024-06' }))).toBe(7);
  expect(await told.all(correct(7, { facts: { due: '2023' } }), correct(4, { facts: { start: '2025' } }))).toEqual([
    'DUE_BEFORE_START facts.due',
    'DUE_BEFORE_START facts.start',
  ]);
  expect(await told.tell(correct(7, { facts: { due: '2024' } }))).toBe(8);
});

test('a correction does not make a step back without a reason, by what is claimed or by when', async () => {
  const told = await register();
  const report = (claimed: string, effective: string) =>
    commandOf(SubmitProgressReport, { commitment: one, claimed, effective, language: 'en' } as never);
  expect(await told.all(report('substantial', '2025'), report('complete', '2026-03'))).toEqual([7, 8]);
  expect(await told.all(correct(8, { effective: '2024' }), correct(7, { facts: { claimed: 'limited' } }))).toEqual([
    'REASON_REQUIRED facts.reasonCode',
    'REASON_REQUIRED facts.reasonCode',
  ]);
  expect(await told.tell(correct(7, { facts: { claimed: 'limited', reasonCode: 'other' } }))).toBe(9);
});
