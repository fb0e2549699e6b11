import { z } from 'zod';
import { related, on, type Decider } from '../../kernel/decider.js';
import { list, maybe, newList, WebAddress } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { isCertainlyAfter, PartialDate, span } from '../../kernel/time/partial-date.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { preparedFacts, preparedFields, preparedOf } from '../../kernel/signing.js';
import { noteFields, noteOf, noteText, Name, Title } from '../../kernel/values/words.js';
import { champion, mustBeActive, type Champion } from '../champion/champion.js';
import { actionPlanStream, championStream, PlanCode, planCode, PlanLabel, Slug } from '../vocabulary/codes.js';
import { hasEnded, settledAfter, settlementFacts, type PlanOfCommitments } from '../commitment/settlement.js';
import { ActionPlanKind, Outcome } from '../vocabulary/vocabulary.js';

const endsLater = ({ start, end }: { readonly start: PartialDate | null; readonly end: PartialDate | null }): boolean =>
  start === null || end === null || span(start) === null || span(end) === null || !isCertainlyAfter(start, end);

/** From when to when a plan or a report runs; either end may be open. */
export const Period = z
  .object({ start: maybe(PartialDate), end: maybe(PartialDate) })
  .refine(endsLater, 'must not end before it starts');
export type Period = z.output<typeof Period>;
/** The same, as an event keeps it. */
export const PeriodKept = z
  .strictObject({ start: PartialDate.nullable(), end: PartialDate.nullable() })
  .refine(endsLater, 'must not end before it starts');

export class AnnounceActionPlan extends command('AnnounceActionPlan', {
  champion: maybe(Slug),
  label: PlanLabel,
  kind: ActionPlanKind,
  title: Title,
  period: maybe(Period),
  coSigners: list(Name),
  ...noteFields,
}) {}
export class PublishActionPlan extends command('PublishActionPlan', {
  actionPlan: PlanCode,
  document: maybe(WebAddress),
  ...noteFields,
  ...preparedFields,
}) {}
export class AmendActionPlan extends command('AmendActionPlan', {
  actionPlan: PlanCode,
  title: maybe(Title),
  period: maybe(Period),
  coSigners: newList(Name),
  ...noteFields,
}) {}

export const actionPlanCommands = [AnnounceActionPlan, PublishActionPlan, AmendActionPlan] as const;
export type ActionPlanCommand = InstanceType<(typeof actionPlanCommands)[number]>;

/** A plan is known to be coming or to exist; its text need not be public. `champion` null: a plan of the charter initiative itself. */
export const ActionPlanAnnounced = event(
  'ActionPlanAnnounced',
  {
    actionPlan: PlanCode,
    champion: Slug.nullable(),
    label: PlanLabel,
    kind: ActionPlanKind,
    period: PeriodKept.nullable(),
    coSigners: z.array(Name),
  },
  { ...noteText, title: Title },
  { opens: 'stream' },
);
/** Its text became public; the effective date is that of publication. */
export const ActionPlanPublished = event(
  'ActionPlanPublished',
  { actionPlan: PlanCode, document: WebAddress.nullable(), ...preparedFacts },
  noteText,
);
/** Title, period or co-signers changed, or the note says what else did; null leaves a field as it was. */
export const ActionPlanAmended = event(
  'ActionPlanAmended',
  { actionPlan: PlanCode, period: PeriodKept.nullable(), coSigners: z.array(Name).nullable() },
  { ...noteText, title: Title.nullable() },
);
/** Another plan took its place; a plan that was concluded before stays so. What is said of its commitments stands in `settlements`. */
export const ActionPlanSuperseded = event(
  'ActionPlanSuperseded',
  { actionPlan: PlanCode, by: PlanCode, ...settlementFacts },
  noteText,
);
/** It came to its end. */
export const ActionPlanConcluded = event(
  'ActionPlanConcluded',
  { actionPlan: PlanCode, outcome: Outcome, ...settlementFacts },
  noteText,
);

export const actionPlanEvents = [
  ActionPlanAnnounced,
  ActionPlanPublished,
  ActionPlanAmended,
  ActionPlanSuperseded,
  ActionPlanConcluded,
] as const;
export type ActionPlanEvent = EventOf<(typeof actionPlanEvents)[number]>;

/** The events that are stated beside the commands of this file; the others end a plan. */
const stated = [ActionPlanAnnounced, ActionPlanPublished, ActionPlanAmended] as const;

export interface ActionPlan extends PlanOfCommitments {
  readonly status: 'unknown' | 'announced' | 'published' | 'superseded' | 'concluded';
  readonly title: string | null;
  readonly period: Period | null;
  readonly coSigners: readonly string[];
  /** The last note of an amendment, so that saying it twice changes nothing. */
  readonly note: string | null;
  readonly by: string | null;
  readonly outcome: string | null;
}

/** Refuses a plan that is not in the register. */
export function mustExist(
  plan: ActionPlan | null,
  code: string,
  field: string | readonly string[] = 'actionPlan',
): asserts plan is ActionPlan {
  if (plan === null || plan.status === 'unknown')
    throw new Refused('ACTION_PLAN_UNKNOWN', `No action plan has the code ${code}.`, field);
}

/** Refuses a plan that is not there or has ended. */
export function mustBeOpen(
  plan: ActionPlan | null,
  code: string,
  field: string | readonly string[] = 'actionPlan',
): asserts plan is ActionPlan {
  mustExist(plan, code, field);
  if (hasEnded(plan)) throw new Refused('ACTION_PLAN_ENDED', `The action plan ${code} is ${plan.status}.`, field);
}

export const actionPlan: Decider<
  ActionPlanCommand,
  ActionPlan,
  EventOf<(typeof stated)[number]>,
  { champion: Champion; namesake: Champion }
> = {
  events: stated,
  stream: ({ data }) => actionPlanStream('actionPlan' in data ? data.actionPlan : planCode(data.champion, data.label)),
  initial: {
    status: 'unknown',
    title: null,
    period: null,
    coSigners: [],
    note: null,
    by: null,
    outcome: null,
    settled: {},
  },
  reads: ({ data }) => ({
    champion: 'champion' in data && data.champion !== null ? related(championStream(data.champion), champion) : null,
    namesake:
      'label' in data
        ? related(championStream(planCode(data.champion, data.label).slice('IDC-'.length).toLowerCase()), champion)
        : null,
  }),
  evolve: on<ActionPlan, ActionPlanEvent>({
    ActionPlanAnnounced: (plan, { facts, text }) => ({
      ...plan,
      status: 'announced',
      title: text?.title ?? null,
      period: facts.period,
      coSigners: facts.coSigners,
    }),
    ActionPlanPublished: (plan) => (hasEnded(plan) ? plan : { ...plan, status: 'published' }),
    ActionPlanAmended: (plan, { facts, text }) => ({
      ...plan,
      title: text?.title ?? plan.title,
      period: facts.period ?? plan.period,
      coSigners: facts.coSigners ?? plan.coSigners,
      note: text?.note ?? plan.note,
    }),
    ActionPlanSuperseded: (plan, { facts: { by, settlements } }) => ({
      ...plan,
      status: plan.status === 'concluded' ? 'concluded' : 'superseded',
      by,
      settled: settledAfter(plan.settled, settlements, null),
    }),
    ActionPlanConcluded: (plan, { facts: { outcome, settlements } }) => ({
      ...plan,
      status: 'concluded',
      outcome,
      settled: settledAfter(plan.settled, settlements, null),
    }),
  }),
  decide: {
    AnnounceActionPlan: (plan, { data }, others) => {
      const { champion: slug, label, kind, language, title, period, coSigners, note } = data;
      const code = planCode(slug, label);
      if (plan.status !== 'unknown' && plan.title === title && isSame(plan.period, period)) return [];
      if (plan.status !== 'unknown')
        throw new Refused(
          'ACTION_PLAN_CODE_TAKEN',
          `The code ${code} belongs to another plan; choose another label.`,
          'label',
        );
      if (others.namesake !== null && others.namesake.status !== 'unknown')
        throw new Refused(
          'ACTION_PLAN_CODE_TAKEN',
          `The code ${code} looks like the slug of ${others.namesake.name}; choose another label.`,
          'label',
        );
      if (slug !== null) mustBeActive(others.champion, slug);
      return [
        ActionPlanAnnounced(
          { actionPlan: code, champion: slug, label, kind, period, coSigners },
          { language, title, note },
        ),
      ];
    },
    PublishActionPlan: (plan, { data }) => {
      const { actionPlan, document } = data;
      if (plan.status === 'published') return [];
      mustBeOpen(plan, actionPlan);
      return [ActionPlanPublished({ actionPlan, document, ...preparedOf(data) }, noteOf(data))];
    },
    AmendActionPlan: (plan, { data }) => {
      const { actionPlan, language, note } = data;
      mustExist(plan, actionPlan);
      const title = data.title === plan.title ? null : data.title;
      const period = isSame(data.period, plan.period) ? null : data.period;
      const coSigners = isSame(data.coSigners, plan.coSigners) ? null : data.coSigners;
      if (title === null && period === null && coSigners === null && (note === null || note === plan.note)) return [];
      return [
        ActionPlanAmended(
          { actionPlan, period, coSigners },
          title === null && note === null ? null : { language, title, note },
        ),
      ];
    },
  },
};
