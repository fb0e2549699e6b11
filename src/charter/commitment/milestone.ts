import { Deadline } from '../../kernel/time/deadline.js';
import { on, type Decider, type Link } from '../../kernel/decider.js';
import { Language, maybe, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import type { Table } from '../../kernel/values/persistent.js';
import { noteFields, noteOf, noteText, Title, Wording } from '../../kernel/values/words.js';
import type { ActionPlan } from '../action-plan/action-plan.js';
import { CommitmentCode, MilestoneCode, milestoneCode } from '../vocabulary/codes.js';
import { mustBeLive, mustStartBeforeDue, standing } from './commitment.js';
import { partNamed, partsOf, type Parts } from './parts.js';

export class AddMilestone extends command('AddMilestone', {
  commitment: CommitmentCode,
  language: WrittenIn,
  title: Title,
  due: maybe(Deadline),
  dueText: maybe(Wording),
}) {}
export class RescheduleMilestone extends command('RescheduleMilestone', {
  milestone: MilestoneCode,
  due: Deadline,
  ...noteFields,
  dueText: maybe(Wording),
}) {}
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
export const MilestoneRescheduled = event(
  'MilestoneRescheduled',
  { milestone: MilestoneCode, due: Deadline },
  { ...noteText, dueText: Wording.nullable() },
);
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

export type Milestones = Parts<Milestone>;

function changed(known: Table<Milestone>, code: string, change: Partial<Milestone>): Table<Milestone> {
  const milestone = known.get(code);
  return milestone === undefined ? known : known.with(code, { ...milestone, ...change });
}

const evolveByCode = on<Table<Milestone>, MilestoneEvent>({
  MilestoneAdded: (known, { facts, text }) =>
    known.with(facts.milestone, { title: text?.title, due: facts.due, status: 'open' }),
  MilestoneRescheduled: (known, { facts }) => changed(known, facts.milestone, { due: facts.due }),
  MilestoneReached: (known, { facts }) => changed(known, facts.milestone, { status: 'reached' }),
  MilestoneDropped: (known, { facts }) => changed(known, facts.milestone, { status: 'dropped' }),
});

function mustBeUnsettled(milestone: Milestone, code: string): void {
  if (milestone.status !== 'open')
    throw new Refused('MILESTONE_SETTLED', `The milestone ${code} is ${milestone.status}.`, 'milestone');
}

export const milestone: Decider<MilestoneCommand, Milestones, MilestoneEvent, { plans: readonly Link<ActionPlan>[] }> =
  {
    events: milestoneEvents,
    ...partsOf(MilestoneAdded, evolveByCode),
    decide: {
      AddMilestone: (known, { data: { commitment, language, title, due, dueText } }, { plans }) => {
        mustBeLive(standing(commitment, known.of, plans), commitment);
        const all = known.byCode.values();
        if (all.some((one) => one.title === title && one.due === due && one.status !== 'dropped')) return [];
        mustStartBeforeDue({ start: known.of.start, due });
        return [
          MilestoneAdded(
            { milestone: milestoneCode(commitment, known.given + 1), commitment, due },
            { language, title, dueText },
          ),
        ];
      },
      RescheduleMilestone: (known, { data: { milestone: code, due, language, dueText, note } }, others) => {
        const milestone = partNamed('milestone', known, code, others);
        if (milestone.due === due) return [];
        mustBeUnsettled(milestone, code);
        mustStartBeforeDue({ start: known.of.start, due });
        return [
          MilestoneRescheduled(
            { milestone: code, due },
            note === null && dueText === null ? null : { language, note, dueText },
          ),
        ];
      },
      ReachMilestone: (known, { data }, others) => {
        const milestone = partNamed('milestone', known, data.milestone, others);
        if (milestone.status === 'reached') return [];
        mustBeUnsettled(milestone, data.milestone);
        return [MilestoneReached({ milestone: data.milestone }, noteOf(data))];
      },
      DropMilestone: (known, { data }, others) => {
        const milestone = partNamed('milestone', known, data.milestone, others);
        if (milestone.status === 'dropped') return [];
        mustBeUnsettled(milestone, data.milestone);
        return [MilestoneDropped({ milestone: data.milestone }, noteOf(data))];
      },
    },
  };
