import type { CorrectionEvent } from '../../kernel/correction.js';
import { Deadline } from '../../kernel/time/deadline.js';
import { on, type Decider, type Link } from '../../kernel/decider.js';
import { Language, maybe, WrittenIn } from '../../kernel/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { Table } from '../../kernel/persistent.js';
import { noteFields, noteOf, noteText, Title, Wording } from '../../kernel/words.js';
import type { ActionPlan } from '../action-plan/action-plan.js';
import { CommitmentCode, commitmentStream, MilestoneCode, milestoneCode, partOf } from '../vocabulary/codes.js';
import { commitment, mustBeLive, mustStartBeforeDue, plansOf, standing, type Commitment } from './commitment.js';

export class AddMilestone extends command('AddMilestone', {
  commitment: CommitmentCode, language: WrittenIn, title: Title, due: maybe(Deadline), dueText: maybe(Wording),
}) {} // prettier-ignore
export class RescheduleMilestone extends command('RescheduleMilestone', {
  milestone: MilestoneCode, due: Deadline, ...noteFields, dueText: maybe(Wording),
}) {} // prettier-ignore
export class ReachMilestone extends command('ReachMilestone', { milestone: MilestoneCode, ...noteFields }) {}
export class DropMilestone extends command('DropMilestone', { milestone: MilestoneCode, ...noteFields }) {}

export const milestoneCommands = [AddMilestone, RescheduleMilestone, ReachMilestone, DropMilestone] as const;
export type MilestoneCommand = InstanceType<(typeof milestoneCommands)[number]>;

/** A dated step on the way to a commitment. */
export const MilestoneAdded = event(
  'MilestoneAdded',
  { milestone: MilestoneCode, commitment: CommitmentCode, due: Deadline.nullable() },
  { language: Language, title: Title, dueText: Wording.nullable() },
  { opens: 'milestone' },
);
export const MilestoneRescheduled = event('MilestoneRescheduled', { milestone: MilestoneCode, due: Deadline }, { ...noteText, dueText: Wording.nullable() });
/** It was reached; the effective date is the actual one. */
export const MilestoneReached = event('MilestoneReached', { milestone: MilestoneCode }, noteText);
/** It will not be reached, and is no longer meant to be. */
export const MilestoneDropped = event('MilestoneDropped', { milestone: MilestoneCode }, noteText);

export const milestoneEvents = [MilestoneAdded, MilestoneRescheduled, MilestoneReached, MilestoneDropped] as const;
export type MilestoneEvent = EventOf<(typeof milestoneEvents)[number]>;

interface Milestone {
  readonly title: string | undefined;
  readonly due: string | null;
  readonly status: 'open' | 'reached' | 'dropped';
}

/** A commitment and, by their codes, its milestones. */
export interface Milestones {
  readonly of: Commitment;
  readonly byCode: Table<Milestone>;
  /** How many numbers were given, those of retracted milestones included. */
  readonly given: number;
}

function changed(known: Milestones['byCode'], code: string, change: Partial<Milestone>): Milestones['byCode'] {
  const milestone = known.get(code);
  return milestone === undefined ? known : known.with(code, { ...milestone, ...change });
}

const evolveByCode = on<Milestones['byCode'], MilestoneEvent>({
  MilestoneAdded: (known, { facts, text }) => known.with(facts.milestone, { title: text?.title, due: facts.due, status: 'open' }),
  MilestoneRescheduled: (known, { facts }) => changed(known, facts.milestone, { due: facts.due }),
  MilestoneReached: (known, { facts }) => changed(known, facts.milestone, { status: 'reached' }),
  MilestoneDropped: (known, { facts }) => changed(known, facts.milestone, { status: 'dropped' }),
});

const countGiven = on<number, MilestoneEvent | CorrectionEvent>({
  MilestoneAdded: (given) => given + 1,
  EntryRetracted: (given, { facts }) => (facts.type === MilestoneAdded.type ? given + 1 : given),
});

interface Others {
  readonly plans: readonly Link<ActionPlan>[] | null;
}

const commitmentOf = ({ data }: MilestoneCommand): string => ('milestone' in data ? partOf(data.milestone).commitment : data.commitment);

/** The milestone a command names; refuses one that is not there or whose commitment has ended. */
function find(known: Milestones, code: string, { plans }: Others): Milestone {
  const { commitment } = partOf(code);
  mustBeLive(standing(commitment, known.of, plans), commitment, 'milestone');
  const milestone = known.byCode.get(code);
  if (milestone === undefined) throw new Refused('MILESTONE_UNKNOWN', `No milestone has the code ${code}.`, 'milestone');
  return milestone;
}

function mustBeUnsettled(milestone: Milestone, code: string): void {
  if (milestone.status !== 'open') throw new Refused('MILESTONE_SETTLED', `The milestone ${code} is ${milestone.status}.`, 'milestone');
}

export const milestone: Decider<MilestoneCommand, Milestones, MilestoneEvent, { plans: readonly Link<ActionPlan>[] }> = {
  events: milestoneEvents,
  stream: (command) => commitmentStream(commitmentOf(command)),
  reads: (command, { of }) => ({ plans: plansOf(commitmentOf(command), of) }),
  initial: { of: commitment.initial, byCode: Table.empty(), given: 0 },
  evolve: (known, event) => ({
    of: commitment.evolve(known.of, event),
    byCode: evolveByCode(known.byCode, event),
    given: countGiven(known.given, event),
  }),
  decide: {
    AddMilestone: (known, { data: { commitment, language, title, due, dueText } }, { plans }) => {
      mustBeLive(standing(commitment, known.of, plans), commitment);
      const all = known.byCode.values();
      if (all.some((one) => one.title === title && one.due === due && one.status !== 'dropped')) return [];
      mustStartBeforeDue({ start: known.of.start, due });
      return [MilestoneAdded({ milestone: milestoneCode(commitment, known.given + 1), commitment, due }, { language, title, dueText })];
    },
    RescheduleMilestone: (known, { data: { milestone: code, due, language, dueText, note } }, others) => {
      const milestone = find(known, code, others);
      if (milestone.due === due) return [];
      mustBeUnsettled(milestone, code);
      mustStartBeforeDue({ start: known.of.start, due });
      return [MilestoneRescheduled({ milestone: code, due }, note === null && dueText === null ? null : { language, note, dueText })];
    },
    ReachMilestone: (known, { data }, others) => {
      const milestone = find(known, data.milestone, others);
      if (milestone.status === 'reached') return [];
      mustBeUnsettled(milestone, data.milestone);
      return [MilestoneReached({ milestone: data.milestone }, noteOf(data))];
    },
    DropMilestone: (known, { data }, others) => {
      const milestone = find(known, data.milestone, others);
      if (milestone.status === 'dropped') return [];
      mustBeUnsettled(milestone, data.milestone);
      return [MilestoneDropped({ milestone: data.milestone }, noteOf(data))];
    },
  },
};
