import { z } from 'zod';
import { Deadline, startsAfter } from '../../kernel/time/deadline.js';
import { chain, related, on, type Decider, type RelatedState, type Link } from '../../kernel/decider.js';
import { Language, list, maybe, newList, wholeNumber, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { LinkBasis, SdgGoal, SdgIndicator } from '../../kernel/values/sdg.js';
import { preparedFacts, preparedFields, preparedOf } from '../../kernel/signing.js';
import { actionPlan, mustBeOpen, type ActionPlan } from '../action-plan/action-plan.js';
import { nameIn } from '../../kernel/stream.js';
import { noteFields, noteOf, noteText, Description, Name, Note, Title, Wording } from '../../kernel/values/words.js';
import { actionPlanStream, CommitmentCode, commitmentCode, commitmentStream, PlanCode } from '../vocabulary/codes.js';
import { carriedInto, standingOf } from './settlement.js';
import { mustNotBeGivenUp, mustNotLeadBack, mustNotSucceedItself } from '../../kernel/succession.js';
import { CommitmentKind, Dimension, Outcome, PrincipleNumber, WithdrawalReason } from '../vocabulary/vocabulary.js';

const commitmentAndNote = { commitment: CommitmentCode, ...noteFields };

export class MakeCommitment extends command('MakeCommitment', {
  actionPlan: PlanCode,
  /** Its number in the plan; left out, the next free one. */
  number: maybe(wholeNumber(1, 9999)),
  language: WrittenIn,
  title: Title,
  description: maybe(Description),
  kind: CommitmentKind.nullish().transform((kind) => kind ?? 'commitment'),
  principles: list(PrincipleNumber),
  principlesBasis: maybe(LinkBasis),
  frameworkPrinciple: maybe(Name),
  dimensions: list(Dimension),
  dimensionsBasis: maybe(LinkBasis),
  populations: list(Name),
  sdgGoals: list(SdgGoal),
  sdgIndicators: list(SdgIndicator),
  sdgBasis: maybe(LinkBasis),
  responsible: maybe(Name),
  start: maybe(PartialDate),
  due: maybe(Deadline),
  dueText: maybe(Wording),
  note: maybe(Note),
  ...preparedFields,
}) {}
export class AmendCommitment extends command('AmendCommitment', {
  ...commitmentAndNote,
  title: maybe(Title),
  description: maybe(Description),
  principles: newList(PrincipleNumber),
  dimensions: newList(Dimension),
  populations: newList(Name),
  sdgGoals: newList(SdgGoal),
  sdgIndicators: newList(SdgIndicator),
  responsible: maybe(Name),
  ...preparedFields,
}) {}
export class ReviseDueDate extends command('ReviseDueDate', {
  ...commitmentAndNote,
  due: Deadline,
  dueText: maybe(Wording),
  ...preparedFields,
}) {}
export class SuspendCommitment extends command('SuspendCommitment', commitmentAndNote) {}
export class ResumeCommitment extends command('ResumeCommitment', commitmentAndNote) {}
export class WithdrawCommitment extends command('WithdrawCommitment', {
  ...commitmentAndNote,
  reasonCode: WithdrawalReason,
  ...preparedFields,
}) {}
export class SupersedeCommitment extends command('SupersedeCommitment', { ...commitmentAndNote, by: CommitmentCode }) {}
export class CarryOverCommitment extends command('CarryOverCommitment', {
  ...commitmentAndNote,
  actionPlan: PlanCode,
}) {}
export class ConcludeCommitment extends command('ConcludeCommitment', { ...commitmentAndNote, outcome: Outcome }) {}

export const commitmentCommands = [
  MakeCommitment,
  AmendCommitment,
  ReviseDueDate,
  SuspendCommitment,
  ResumeCommitment,
  WithdrawCommitment,
  SupersedeCommitment,
  CarryOverCommitment,
  ConcludeCommitment,
] as const;
export type CommitmentCommand = InstanceType<(typeof commitmentCommands)[number]>;

const links = {
  principles: z.array(PrincipleNumber),
  dimensions: z.array(Dimension),
  populations: z.array(Name),
  sdgGoals: z.array(SdgGoal),
  sdgIndicators: z.array(SdgIndicator),
};
const linksAmended = {
  principles: links.principles.nullable(),
  dimensions: links.dimensions.nullable(),
  populations: links.populations.nullable(),
  sdgGoals: links.sdgGoals.nullable(),
  sdgIndicators: links.sdgIndicators.nullable(),
};

/**
 * A commitment was made in a plan. Each `…Basis` says who made the link: the source, or the compiler of the
 * record.
 */
export const CommitmentMade = event(
  'CommitmentMade',
  {
    commitment: CommitmentCode,
    actionPlan: PlanCode,
    kind: CommitmentKind,
    ...links,
    principlesBasis: LinkBasis.nullable(),
    frameworkPrinciple: Name.nullable(),
    dimensionsBasis: LinkBasis.nullable(),
    sdgBasis: LinkBasis.nullable(),
    responsible: Name.nullable(),
    start: PartialDate.nullable(),
    due: Deadline.nullable(),
    ...preparedFacts,
  },
  {
    language: Language,
    title: Title,
    description: Description.nullable(),
    dueText: Wording.nullable(),
    note: Note.nullable().optional(),
  },
  { opens: 'stream' },
);
/** Its wording or its links changed; null leaves a field as it was. The note says why. */
export const CommitmentAmended = event(
  'CommitmentAmended',
  { commitment: CommitmentCode, ...linksAmended, responsible: Name.nullable(), ...preparedFacts },
  { ...noteText, title: Title.nullable(), description: Description.nullable() },
);
/** It is now due on another date. */
export const CommitmentDueDateRevised = event(
  'CommitmentDueDateRevised',
  { commitment: CommitmentCode, due: Deadline, ...preparedFacts },
  { ...noteText, dueText: Wording.nullable() },
);
export const CommitmentSuspended = event('CommitmentSuspended', { commitment: CommitmentCode }, noteText);
export const CommitmentResumed = event('CommitmentResumed', { commitment: CommitmentCode }, noteText);
/** The champion took the promise back. */
export const CommitmentWithdrawn = event(
  'CommitmentWithdrawn',
  { commitment: CommitmentCode, reasonCode: WithdrawalReason, ...preparedFacts },
  noteText,
);
/** Another commitment took its place. */
export const CommitmentSuperseded = event(
  'CommitmentSuperseded',
  { commitment: CommitmentCode, by: CommitmentCode },
  noteText,
);
/** It continues, under its own code, as part of another plan. */
export const CommitmentCarriedOver = event(
  'CommitmentCarriedOver',
  { commitment: CommitmentCode, actionPlan: PlanCode },
  noteText,
);
/** It came to its end; the effective date is the actual one, beside the original and the revised. */
export const CommitmentConcluded = event(
  'CommitmentConcluded',
  { commitment: CommitmentCode, outcome: Outcome },
  noteText,
);

export const commitmentEvents = [
  CommitmentMade,
  CommitmentAmended,
  CommitmentDueDateRevised,
  CommitmentSuspended,
  CommitmentResumed,
  CommitmentWithdrawn,
  CommitmentSuperseded,
  CommitmentCarriedOver,
  CommitmentConcluded,
] as const;
export type CommitmentEvent = EventOf<(typeof commitmentEvents)[number]>;

/**
 * The lifecycle according to its own events; `unsettled` only with its plan (`standing`). A view calls it a
 * draft while its plan is not published.
 */
export type CommitmentStatus =
  'unknown' | 'active' | 'suspended' | 'unsettled' | 'withdrawn' | 'superseded' | 'concluded';
export interface Commitment {
  readonly status: CommitmentStatus;
  readonly actionPlan: string | null;
  readonly start: string | null;
  readonly due: string | null;
  readonly by: string | null;
  readonly outcome: string | null;
  /** All that an amendment can change, and the last note of one. */
  readonly wording: Readonly<Record<string, unknown>>;
}

const keepGiven = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

type Field = string | readonly string[];

/** Refuses a commitment that is not in the register. */
export function mustBeMade<C extends { readonly status: string }>(
  commitment: C | null,
  code: string,
  field: Field = 'commitment',
): asserts commitment is C {
  if (commitment === null || commitment.status === 'unknown')
    throw new Refused('COMMITMENT_UNKNOWN', `No commitment has the code ${code}.`, field);
}

/** Whether it has not ended: it was neither withdrawn nor superseded nor concluded. */
export const isLive = ({ status }: { readonly status: string }): boolean =>
  ['active', 'suspended', 'unsettled'].includes(status);

/** Refuses a commitment that is not there or has ended. */
export function mustBeLive<C extends { readonly status: string }>(
  commitment: C | null,
  code: string,
  field: Field = 'commitment',
): asserts commitment is C {
  mustBeMade(commitment, code, field);
  if (!isLive(commitment)) {
    throw new Refused(
      'COMMITMENT_ENDED',
      `The commitment ${code} is ${commitment.status}; nothing new can be recorded for it.`,
      field,
    );
  }
}

/** Refuses a commitment that was to rest or go on, while nobody has said what became of it when its plan ended. */
function mustBeSettled({ status }: Commitment, code: string): void {
  if (status === 'unsettled')
    throw new Refused(
      'COMMITMENT_UNSETTLED',
      `The plan of ${code} has ended: conclude, withdraw or supersede it, or carry it over into another plan.`,
      'commitment',
    );
}

/** Refuses a start of a commitment that lies after its due date, or after that of one of its milestones, where the two are known precisely enough to say so. */
export function mustStartBeforeDue({ start, due }: Pick<Commitment, 'start' | 'due'>, field: Field = 'due'): void {
  if (start !== null && due !== null && startsAfter(start, due))
    throw new Refused('DUE_BEFORE_START', `It cannot be due by ${due}, because it starts in ${start}.`, field);
}

/** The plans that a commitment belonged to, one after another: that which its own events name, and those that it was carried over into when one ended. */
export const plansOf = (
  code: string,
  { actionPlan: first }: Pick<Commitment, 'actionPlan'>,
): RelatedState<readonly Link<ActionPlan>[]> =>
  chain(first === null ? null : actionPlanStream(first), actionPlan, (plan) => {
    const next = carriedInto(plan, code);
    return next === null ? null : actionPlanStream(next);
  });

/** How a commitment stands by its own events and by what was said of it when its plans ended. */
export function standing(code: string, known: Commitment, plans: readonly Link<ActionPlan>[] | null): Commitment {
  if (!isLive(known) || known.actionPlan === null) return known;
  const byCode = new Map(plans?.map(({ stream, state }) => [nameIn(stream), state]));
  const { actionPlan, end } = standingOf(code, known.actionPlan, (plan) => byCode.get(plan));
  if (end === null) return { ...known, actionPlan };
  return end === 'unsettled'
    ? { ...known, actionPlan, status: end }
    : { ...known, actionPlan, status: 'concluded', outcome: end.as };
}

/** A commitment and those that took its place, one after another. */
export const successorsOfCommitment = (code: string): RelatedState<readonly Link<Commitment>[]> =>
  chain(commitmentStream(code), commitment, ({ by }) => (by === null ? null : commitmentStream(by)));

interface Others {
  /** The plan that the command names. */
  readonly plan: ActionPlan;
  /** The plans it has belonged to. */
  readonly plans: readonly Link<ActionPlan>[];
  readonly successors: readonly Link<Commitment>[];
}

/** Refuses a successor that is not there, was taken back, or was itself succeeded by what it is to succeed. */
export function mustSucceed(
  code: string,
  by: string,
  successors: readonly Link<Commitment>[] | null,
  field: Field = 'by',
): void {
  mustNotSucceedItself(code, by, 'A commitment', field);
  const successor = successors?.[0]?.state ?? null;
  mustBeMade(successor, by, field);
  mustNotBeGivenUp(successor, by, 'The commitment', field);
  mustNotLeadBack(commitmentStream(code), code, successors, field);
}

export const commitment: Decider<CommitmentCommand, Commitment, CommitmentEvent, Others> = {
  events: commitmentEvents,
  stream: ({ data }) =>
    commitmentStream('commitment' in data ? data.commitment : commitmentCode(data.actionPlan, data.number ?? 1)),
  lane: ({ type }) => (type === 'SupersedeCommitment' ? 'succession' : null),
  initial: { status: 'unknown', actionPlan: null, start: null, due: null, by: null, outcome: null, wording: {} },
  reads: ({ data }, known) => ({
    plan: 'actionPlan' in data ? related(actionPlanStream(data.actionPlan), actionPlan) : null,
    plans: 'commitment' in data ? plansOf(data.commitment, known) : null,
    successors: 'by' in data ? successorsOfCommitment(data.by) : null,
  }),
  async prepare(command, { exists }) {
    if (command.type !== 'MakeCommitment' || command.data.number !== null) return command;
    let number = 1;
    while (await exists(commitmentStream(commitmentCode(command.data.actionPlan, number)))) number += 1;
    return command.filled({ number });
  },
  evolve: on<Commitment, CommitmentEvent>({
    CommitmentMade: (_, { facts, text }) => ({
      status: 'active',
      actionPlan: facts.actionPlan,
      start: facts.start,
      due: facts.due,
      by: null,
      outcome: null,
      wording: {
        title: text?.title,
        description: text?.description ?? null,
        principles: facts.principles,
        dimensions: facts.dimensions,
        populations: facts.populations,
        sdgGoals: facts.sdgGoals,
        sdgIndicators: facts.sdgIndicators,
        responsible: facts.responsible,
      },
    }),
    CommitmentAmended: (
      commitment,
      { facts: { commitment: _, preparedBy: __, preparation: ___, ...changed }, text },
    ) => ({
      ...commitment,
      wording: {
        ...commitment.wording,
        ...keepGiven({
          ...changed,
          title: text?.title ?? null,
          description: text?.description ?? null,
          note: text?.note ?? null,
        }),
      },
    }),
    CommitmentDueDateRevised: (commitment, { facts }) => ({ ...commitment, due: facts.due }),
    CommitmentSuspended: (commitment) => (isLive(commitment) ? { ...commitment, status: 'suspended' } : commitment),
    CommitmentResumed: (commitment) => (isLive(commitment) ? { ...commitment, status: 'active' } : commitment),
    CommitmentWithdrawn: (commitment) => ({ ...commitment, status: 'withdrawn' }),
    CommitmentSuperseded: (commitment, { facts }) => ({ ...commitment, status: 'superseded', by: facts.by }),
    CommitmentCarriedOver: (commitment, { facts }) => ({ ...commitment, actionPlan: facts.actionPlan }),
    CommitmentConcluded: (commitment, { facts }) => ({ ...commitment, status: 'concluded', outcome: facts.outcome }),
  }),
  decide: {
    MakeCommitment: (known, { data }, others) => {
      const { actionPlan, number, language, title, description, dueText, note, preparedBy, ...facts } = data;
      const commitment = commitmentCode(actionPlan, number ?? 1);
      if (known.status !== 'unknown' && known.wording.title === title) return [];
      if (known.status !== 'unknown')
        throw new Refused(
          'COMMITMENT_CODE_TAKEN',
          `The code ${commitment} belongs to another commitment; leave number out to get the next free one.`,
          'number',
        );
      mustBeOpen(others.plan, actionPlan);
      mustStartBeforeDue(facts);
      return [
        CommitmentMade(
          { commitment, actionPlan, ...facts, ...preparedOf({ preparedBy }) },
          { language, title, description, dueText, ...(note === null ? {} : { note }) },
        ),
      ];
    },
    AmendCommitment: (known, { data }, { plans }) => {
      const { commitment, language, note, preparedBy, ...fields } = data;
      mustBeLive(standing(commitment, known, plans), commitment);
      const changed = keepGiven(
        Object.fromEntries(Object.entries(fields).filter(([name, value]) => !isSame(value, known.wording[name]))),
      );
      if (Object.keys(changed).length === 0 && (note === null || note === known.wording.note)) return [];
      const {
        title = null,
        description = null,
        ...facts
      } = {
        principles: null,
        dimensions: null,
        populations: null,
        sdgGoals: null,
        sdgIndicators: null,
        responsible: null,
        ...(changed as Partial<typeof fields>),
      };
      return [
        CommitmentAmended(
          { commitment, ...facts, ...preparedOf({ preparedBy }) },
          title === null && description === null && note === null ? null : { language, note, title, description },
        ),
      ];
    },
    ReviseDueDate: (known, { data }, { plans }) => {
      const { commitment, language, note, due, dueText } = data;
      mustBeLive(standing(commitment, known, plans), commitment);
      if (known.due === due) return [];
      mustStartBeforeDue({ start: known.start, due });
      return [
        CommitmentDueDateRevised(
          { commitment, due, ...preparedOf(data) },
          note === null && dueText === null ? null : { language, note, dueText },
        ),
      ];
    },
    SuspendCommitment: (known, { data: { commitment, ...data } }, { plans }) => {
      const now = standing(commitment, known, plans);
      mustBeLive(now, commitment);
      mustBeSettled(now, commitment);
      return now.status === 'suspended' ? [] : [CommitmentSuspended({ commitment }, noteOf(data))];
    },
    ResumeCommitment: (known, { data: { commitment, ...data } }, { plans }) => {
      const now = standing(commitment, known, plans);
      mustBeLive(now, commitment);
      mustBeSettled(now, commitment);
      return now.status === 'active' ? [] : [CommitmentResumed({ commitment }, noteOf(data))];
    },
    WithdrawCommitment: (known, { data }, { plans }) => {
      const { commitment, reasonCode } = data;
      if (known.status === 'withdrawn') return [];
      mustBeLive(standing(commitment, known, plans), commitment);
      return [CommitmentWithdrawn({ commitment, reasonCode, ...preparedOf(data) }, noteOf(data))];
    },
    SupersedeCommitment: (known, { data }, { plans, successors }) => {
      const { commitment, by } = data;
      if (known.status === 'superseded' && known.by === by) return [];
      mustBeLive(standing(commitment, known, plans), commitment);
      mustSucceed(commitment, by, successors);
      return [CommitmentSuperseded({ commitment, by }, noteOf(data))];
    },
    CarryOverCommitment: (known, { data }, { plan, plans }) => {
      const { commitment, actionPlan } = data;
      const now = standing(commitment, known, plans);
      mustBeLive(now, commitment);
      if (now.actionPlan === actionPlan && now.status !== 'unsettled') return [];
      mustBeOpen(plan, actionPlan);
      return [CommitmentCarriedOver({ commitment, actionPlan }, noteOf(data))];
    },
    ConcludeCommitment: (known, { data }, { plans }) => {
      const { commitment, outcome } = data;
      const now = standing(commitment, known, plans);
      if (now.status === 'concluded' && now.outcome === outcome) return [];
      mustBeLive(now, commitment);
      return [CommitmentConcluded({ commitment, outcome }, noteOf(data))];
    },
  },
};
