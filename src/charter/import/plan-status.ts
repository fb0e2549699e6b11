import { ConcludeActionPlan, SupersedeActionPlan } from '../action-plan/plan-ending.js';
import { RecordStatement } from '../statement/statement.js';
import type { DataSet } from './data-set.js';
import type { Held, Known } from '../../platform/import/known.js';
import { planOf } from './charter-known.js';
import { publishedIn } from './plan-commands.js';
import { addresses, commandStep, type FileChange, type Step } from '../../platform/import/step.js';
import { ofPlan } from './subjects.js';

type PlanRecord = DataSet['actionPlans'][number];

/** The event that dates the end of a superseded plan: the first of its kind in the file. */
const endOf = (plan: string, events: DataSet['lifecycleEvents']) =>
  events.find((event) => event.type === 'plan_superseded' && event.plan === plan);

/** Whether an event is recorded when the plan that replaces its plan is. */
export const isToldBySuccession = (
  event: DataSet['lifecycleEvents'][number],
  { actionPlans, lifecycleEvents }: DataSet,
): boolean =>
  actionPlans.some(
    ({ supersedes }) =>
      supersedes !== null && supersedes === event.plan && endOf(supersedes, lifecycleEvents) === event,
  );

/** The plan that a plan replaces is superseded when a source says so, else when the new one was published. */
export function* succession(plan: PlanRecord, events: DataSet['lifecycleEvents'], known: Known): Generator<Step> {
  if (plan.supersedes === null) return;
  const ending = endOf(plan.supersedes, events);
  const [before, by] = [planOf(known, plan.supersedes) ?? '', planOf(known, plan.id) ?? ''];
  const sources = addresses(ending?.sourceUrl ?? plan.sourceUrl);
  const claims = { about: ofPlan(before), fields: { supersededBy: by }, sources };
  yield commandStep(
    ending === undefined ? `actionPlans/${plan.id}` : `lifecycleEvents/${ending.id}`,
    SupersedeActionPlan,
    {
      actionPlan: before,
      by,
      note: ending?.description ?? null,
      effective: ending?.occurredOn ?? publishedIn(plan),
      sources,
    },
    { claims },
  );
}

/** Whether a plan of the file, or an event of it that does so when it is imported, ends a plan. */
const isEndedByOthers = (plan: string, { actionPlans, lifecycleEvents }: DataSet): boolean =>
  actionPlans.some(({ supersedes }) => supersedes === plan) ||
  lifecycleEvents.some((event) => event.plan === plan && endings.has(event.type));
const endings: ReadonlySet<string> = new Set(['monitoring_ended', 'plan_concluded', 'plan_superseded']);

/** Whether what ended a plan is what its status says. */
const isSaid = (status: string, { type, said, record }: Held): boolean =>
  type === 'ActionPlanSuperseded'
    ? status === 'superseded'
    : status === 'monitoring_ended'
      ? said.outcome === 'monitoring_ended'
      : status === 'concluded' || (record !== null && said.outcome === 'not_stated');

/**
 * The status that a record gives its plan, if nothing else in the file leads to it. A plan that is said to
 * have ended, without a date, is concluded without a date: its commitments are then unsettled. If the
 * register already says something else, that is reported.
 */
export function* planStatus(plan: PlanRecord, data: DataSet, known: Known): Generator<Step> {
  const { id, status, sourceUrl } = plan;
  if (status === null) return;
  const record = `actionPlans/${id}`;
  const actionPlan = planOf(known, id) ?? '';
  const sources = addresses(sourceUrl);
  const differs = (held: Held, word: string): Step => ({
    record,
    differs: {
      field: 'status',
      held: word,
      said: status,
      reason: `entry ${held.entry} of the register says so; retract it if it was wrong`,
    },
  });
  const ends = known.endsOf(actionPlan);
  const last = ends.at(-1);
  const published = known.of(record, 'ActionPlanPublished')[0];
  if (status === 'concluded' || status === 'monitoring_ended' || status === 'superseded') {
    if (last !== undefined) {
      if (!ends.some((one) => isSaid(status, one))) yield differs(last, wordOf(last));
      return;
    }
    if (isEndedByOthers(id, data)) return;
    const outcome = status === 'monitoring_ended' ? status : 'not_stated';
    const note = status === 'superseded' ? 'The source says that it was superseded, but not by which plan.' : null;
    const begun = known.of(record, 'ActionPlanAnnounced')[0];
    const change: (FileChange & { isDue: true }) | undefined =
      begun !== undefined && known.isFromBefore(begun)
        ? { field: 'status', held: published === undefined ? 'announced' : 'published', said: status, isDue: true }
        : undefined;
    yield commandStep(
      record,
      ConcludeActionPlan,
      { actionPlan, outcome, note, sources },
      { ...(change && { change }) },
    );
    return;
  }
  if (typeof last?.record === 'string' && !isEndedByOthers(id, data)) yield differs(last, wordOf(last));
  if (status === 'in_development' && published !== undefined) yield differs(published, 'published');
  const isStatus = ({ said }: Held): boolean => said.field === 'status';
  const stated = known.of(record, 'StatementRecorded').find(isStatus);
  if (status === 'period_ended')
    yield commandStep(
      record,
      RecordStatement,
      { actionPlan, field: 'status', value: status, sources },
      { isSame: isStatus },
    );
  else if (stated !== undefined) yield differs(stated, String(stated.said.value));
}

const wordOf = ({ type }: Held): string => (type === 'ActionPlanSuperseded' ? 'superseded' : 'concluded');
