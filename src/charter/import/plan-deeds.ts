import { AnnounceActionPlan, PublishActionPlan } from '../action-plan.js';
import { MakeCommitment } from '../commitment.js';
import { DefineIndicator } from '../indicator.js';
import { AddMilestone } from '../milestone.js';
import { SupersedeActionPlan } from '../plan-ending.js';
import { SubmitProgressReport } from '../progress-report.js';
import { RecordStatement } from '../statement.js';
import { decimal, type DataSet } from './data-set.js';
import { readDeadline } from './deadline-wording.js';
import { labelOf, numberOf, type Codes } from './names.js';
import { addresses, bounded, deed, ofCommitment, ofPlan, type Step } from './step.js';

type ActionPlan = DataSet['actionPlans'][number];

/** When a plan was published, as far as its source tells. */
const publishedIn = ({ publishedOn, publishedNotLaterThan }: ActionPlan): string | null => publishedOn ?? bounded(null, publishedNotLaterThan);

/** A plan with all its commitments. What ends a plan comes later, with the events of the file. */
export function* planSteps(plan: ActionPlan, codes: Codes): Generator<Step> {
  const { id, champion, planType: kind, title, coSigners, note, sourceUrl, status } = plan;
  const publishedOn = publishedIn(plan);
  const record = `actionPlans/${id}`;
  const code = codes.plan(id);
  const sources = addresses(sourceUrl, plan.publishedOn === null ? plan.publishedNotLaterThan?.sourceUrl : null);
  const period = plan.period.start === null && plan.period.end === null ? null : plan.period;
  const claims = { about: ofPlan(code), fields: { title, kind, start: plan.period.start, end: plan.period.end }, sources };
  yield deed(record, AnnounceActionPlan, { champion, label: labelOf(id), kind, title, period, coSigners, note, effective: publishedOn, sources }, claims);
  if (status !== 'in_development') {
    yield deed(
      record,
      PublishActionPlan,
      { actionPlan: code, effective: publishedOn, sources },
      { about: ofPlan(code), fields: { published: plan.publishedOn }, sources },
    );
  }
  for (const [index, commitment] of plan.commitments.entries()) yield* commitmentSteps(commitment, index, plan, codes);
  if (status === 'period_ended') yield deed(record, RecordStatement, { actionPlan: code, field: 'status', value: status, sources });
}

/** When a record is due: its date, else what its wording says, where that is a deadline. The wording is kept either way. */
const dueIn = ({ dueDate, dueText }: Readonly<Record<'dueDate' | 'dueText', string | null>>): string | null =>
  dueDate ?? (dueText === null ? null : readDeadline(dueText));

function* commitmentSteps(one: ActionPlan['commitments'][number], index: number, plan: ActionPlan, codes: Codes): Generator<Step> {
  const record = `actionPlans/${plan.id}/commitments/${one.id}`;
  const commitment = codes.commitment(one.id);
  const { title, description, kind, principles, principlesBasis, frameworkPrinciple, disaggregationDimensions: dimensions, dimensionsBasis } = one;
  const { populations, sdgGoals, sdgIndicators, sdgBasis, responsible, startDate: start, dueText, knownStatus } = one;
  const due = dueIn(one);
  const made = plan.publishedOn ?? bounded(null, one.publishedNotLaterThan ?? plan.publishedNotLaterThan);
  const sources = addresses(...one.sourceUrls, plan.publishedOn === null ? one.publishedNotLaterThan?.sourceUrl : null);
  const claims = { about: ofCommitment(commitment), fields: { title, kind, responsible, start, due }, sources };
  yield deed(record, MakeCommitment, {
    actionPlan: codes.plan(plan.id), number: numberOf(one.id, index + 1), title, description, kind, principles, principlesBasis, frameworkPrinciple, dimensions,
    dimensionsBasis, populations, sdgGoals, sdgIndicators, sdgBasis, responsible, start, due, dueText, effective: made, sources,
  }, claims); // prettier-ignore
  for (const milestone of one.milestones) {
    yield deed(record, AddMilestone, {
      commitment,
      title: milestone.title,
      due: dueIn(milestone),
      dueText: milestone.dueText,
      effective: made,
      sources,
    });
  }
  if (knownStatus !== null) {
    const { status, asOf, note, sourceUrl } = knownStatus;
    const claimed = ['delivered', 'completed_late'].includes(status) ? 'complete' : null;
    yield deed(`${record}/knownStatus`, SubmitProgressReport, {
      commitment,
      claimed,
      sourceStatus: status,
      language: 'en',
      narrative: note,
      effective: asOf,
      sources: [sourceUrl],
    });
  }
}

/** What the charter initiative itself promised. */
export function* networkSteps(network: DataSet['networkCommitments'][number], codes: Codes): Generator<Step> {
  const { id, title, owner, period, items } = network;
  const record = `networkCommitments/${id}`;
  const sources = [network.sourceUrl];
  const actionPlan = codes.plan(id);
  yield deed(record, AnnounceActionPlan, { label: labelOf(id), kind: 'commit_to_data_pledge', title, period, note: `Owner: ${owner}.`, sources });
  yield deed(record, PublishActionPlan, { actionPlan, sources });
  for (const [index, item] of items.entries()) {
    const place = `${record}/items/${item.id}`;
    yield deed(place, MakeCommitment, { actionPlan, number: numberOf(item.id, index + 1), title: item.title, kind: 'pledge', due: period.end, sources });
    if (item.target === null) continue;
    const target = { value: decimal(item.target), on: period.end };
    yield deed(place, DefineIndicator, { commitment: codes.commitment(item.id), name: item.title, unit: item.unit, target, sources });
  }
}

/** The event that dates the end of a superseded plan: the first of its kind in the file. */
const endOf = (plan: string, events: DataSet['lifecycleEvents']) => events.find((event) => event.type === 'plan_superseded' && event.plan === plan);

/** Whether an event is recorded when the plan that replaces its plan is. */
export const isToldBySuccession = (event: DataSet['lifecycleEvents'][number], { actionPlans, lifecycleEvents }: DataSet): boolean =>
  actionPlans.some(({ supersedes }) => supersedes !== null && supersedes === event.plan && endOf(supersedes, lifecycleEvents) === event);

/** The plan that a plan replaces is superseded when a source says so, else when the new one was published. */
export function* succession(plan: ActionPlan, events: DataSet['lifecycleEvents'], codes: Codes): Generator<Step> {
  if (plan.supersedes === null) return;
  const told = endOf(plan.supersedes, events);
  const sources = [told?.sourceUrl ?? plan.sourceUrl];
  const claims = { about: ofPlan(codes.plan(plan.supersedes)), fields: { supersededBy: codes.plan(plan.id) }, sources };
  yield deed(told === undefined ? `actionPlans/${plan.id}` : `lifecycleEvents/${told.id}`, SupersedeActionPlan, {
    actionPlan: codes.plan(plan.supersedes), by: codes.plan(plan.id), note: told?.description ?? null,
    effective: told?.occurredOn ?? publishedIn(plan), sources,
  }, claims); // prettier-ignore
}
