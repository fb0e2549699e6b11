import { numbersGiven } from '../../kernel/correction/correction.js';
import type { Link } from '../../kernel/decider.js';
import type { DomainEvent, EventSchema } from '../../kernel/message.js';
import { Table } from '../../kernel/values/persistent.js';
import { Refused } from '../../kernel/refusal.js';
import type { ActionPlan } from '../action-plan/action-plan.js';
import { commitmentStream, partOf } from '../vocabulary/codes.js';
import { commitment, mustBeLive, plansOf, standing, type Commitment } from './commitment.js';

/** A commitment and, by their codes, its parts of one kind: its milestones, or its indicators. */
export interface Parts<P> {
  readonly of: Commitment;
  readonly byCode: Table<P>;
  /** How many numbers were given, those of retracted parts included. */
  readonly given: number;
}

interface Others {
  readonly plans: readonly Link<ActionPlan>[] | null;
}

type Data = { readonly commitment: string } | { readonly milestone: string } | { readonly indicator: string };

/** The commitment that a command on parts concerns. */
function commitmentOf(data: Data): string {
  if ('commitment' in data) return data.commitment;
  return partOf('milestone' in data ? data.milestone : data.indicator).commitment;
}

/** What the deciders of parts have in common; `opens` is the event that adds a part. */
export const partsOf = <P>(opens: EventSchema, evolveByCode: (known: Table<P>, event: DomainEvent) => Table<P>) => ({
  stream: ({ data }: { readonly data: Data }) => commitmentStream(commitmentOf(data)),
  reads: ({ data }: { readonly data: Data }, { of }: Parts<P>) => ({ plans: plansOf(commitmentOf(data), of) }),
  initial: { of: commitment.initial, byCode: Table.empty<P>(), given: 0 },
  evolve: (known: Parts<P>, event: DomainEvent): Parts<P> => ({
    of: commitment.evolve(known.of, event),
    byCode: evolveByCode(known.byCode, event),
    given: numbersGiven(opens)(known.given, event),
  }),
});

/** The part that a command names; refuses one that is not there or whose commitment has ended. */
export function partNamed<P>(noun: 'milestone' | 'indicator', known: Parts<P>, code: string, { plans }: Others): P {
  const { commitment: name } = partOf(code);
  mustBeLive(standing(name, known.of, plans), name, noun);
  const part = known.byCode.get(code);
  const unknown = noun === 'milestone' ? 'MILESTONE_UNKNOWN' : 'INDICATOR_UNKNOWN';
  if (part === undefined) throw new Refused(unknown, `No ${noun} has the code ${code}.`, noun);
  return part;
}
