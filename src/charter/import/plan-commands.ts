import { AnnounceActionPlan, PublishActionPlan } from '../action-plan/action-plan.js';
import { MakeCommitment } from '../commitment/commitment.js';
import { DefineIndicator } from '../commitment/indicator.js';
import { AddMilestone } from '../commitment/milestone.js';
import { SubmitProgressReport } from '../progress-report/progress-report.js';
import { actionPlanStream } from '../vocabulary/codes.js';
import type { DataSet } from './data-set.js';
import { readDeadline } from './deadline-wording.js';
import type { Held, Known } from '../../platform/import/known.js';
import { codeForPlan, commitmentOf } from './charter-known.js';
import { addresses, bounded, commandStep, type Step } from '../../platform/import/step.js';
import { ofCommitment, ofPlan } from './subjects.js';

type PlanRecord = DataSet['actionPlans'][number];
type CommitmentRecord = PlanRecord['commitments'][number];
type MilestoneRecord = NonNullable<CommitmentRecord['milestones']>[number];

/** When a plan was published, as far as its source says. */
export const publishedIn = ({ publishedOn, publishedNotLaterThan }: PlanRecord): string | null =>
  publishedOn ?? bounded(null, publishedNotLaterThan);

/** A plan with all its commitments. What ends a plan comes later, with the events of the file. */
export function* planSteps(plan: PlanRecord, data: DataSet, known: Known): Generator<Step> {
  const { id, champion, planType: kind, title, coSigners, note, sourceUrl, status, period, document } = plan;
  const publishedOn = publishedIn(plan);
  const record = `actionPlans/${id}`;
  const chosen = codeForPlan(known, id, champion, plan.label);
  const sources = addresses(sourceUrl, plan.publishedOn === null ? plan.publishedNotLaterThan?.sourceUrl : null);
  const about = ofPlan(chosen.code);
  const language = plan.language ?? undefined;
  if (plan.label !== null && plan.label !== chosen.label)
    yield {
      record,
      differs: { field: 'label', held: chosen.label, said: plan.label, reason: 'the code of a plan never changes' },
    };
  yield commandStep(
    record,
    AnnounceActionPlan,
    { champion, label: chosen.label, kind, language, title, period, coSigners, note, effective: publishedOn, sources },
    {
      opens: actionPlanStream(chosen.code),
      claims: { about, fields: { title, kind, start: period?.start ?? null, end: period?.end ?? null }, sources },
      stated: ['title', 'kind', 'period'],
    },
  );
  if (status !== 'in_development') {
    const claims = { about, fields: { published: plan.publishedOn }, sources };
    yield commandStep(
      record,
      PublishActionPlan,
      { actionPlan: chosen.code, document, effective: publishedOn, sources },
      { claims, stated: ['effective'] },
    );
  }
  for (const commitment of plan.commitments) yield* commitmentSteps(commitment, plan, known);
  if (!plan.listsCommitments) return;
  const inFile = new Set(data.actionPlans.flatMap(({ commitments }) => commitments.map(({ id: own }) => own)));
  const isMissing = (one: Held): boolean =>
    one.now.actionPlan === chosen.code && !inFile.has(one.record?.slice('commitments/'.length) ?? '');
  const missing = known.partsOf(chosen.code, 'CommitmentMade').filter(isMissing);
  yield* leftOut(record, 'commitments', 'withdraw it (withdrawCommitment)', missing, known);
}

/** What an earlier file had and this one has no more: nothing ends for that, but it is reported. */
function* leftOut(
  record: string,
  field: string,
  remedy: string,
  missing: readonly Held[],
  known: Known,
): Generator<Step> {
  for (const { code, now, record: from } of missing) {
    // What people recorded since is theirs.
    if (from === null || known.endsOf(code).length > 0) continue;
    const reason = `the file no longer has ${code}; ${remedy} if it no longer applies`;
    yield { record, differs: { field, held: now.title ?? now.name, said: null, reason } };
  }
}

/** When a record is due: its date, else what its wording says, where that is a deadline. The wording is kept either way. */
const dueIn = (
  { dueDate, dueText }: Readonly<Record<'dueDate' | 'dueText', string | null>>,
  { fiscalYearStart }: PlanRecord,
): string | null => dueDate ?? (dueText === null ? null : readDeadline(dueText, fiscalYearStart ?? null));

function* commitmentSteps(one: CommitmentRecord, plan: PlanRecord, known: Known): Generator<Step> {
  const record = `actionPlans/${plan.id}/commitments/${one.id}`;
  const {
    title,
    description,
    kind,
    principles,
    principlesBasis,
    frameworkPrinciple,
    disaggregationDimensions: dimensions,
    dimensionsBasis,
  } = one;
  const {
    populations,
    sdgGoals,
    sdgIndicators,
    sdgBasis,
    responsible,
    startDate: start,
    dueText,
    note,
    knownStatus,
  } = one;
  const due = dueIn(one, plan);
  const made = plan.publishedOn ?? bounded(null, one.publishedNotLaterThan ?? plan.publishedNotLaterThan);
  const sources = addresses(...one.sourceUrls, plan.publishedOn === null ? one.publishedNotLaterThan?.sourceUrl : null);
  const language = one.language ?? plan.language ?? undefined;
  const actionPlan = codeForPlan(known, plan.id, plan.champion, plan.label).code;
  const before = commitmentOf(known, one.id);
  const claims = { fields: { title, kind, responsible, start, due }, sources };
  yield commandStep(
    record,
    MakeCommitment,
    {
      actionPlan,
      language,
      title,
      description,
      kind,
      principles,
      principlesBasis,
      frameworkPrinciple,
      dimensions,
      dimensionsBasis,
      populations,
      sdgGoals,
      sdgIndicators,
      sdgBasis,
      responsible,
      start,
      due,
      dueText,
      note,
      effective: made,
      sources,
    },
    before === undefined
      ? {}
      : {
          claims: { ...claims, about: ofCommitment(before) },
          stated: ['title', 'kind', 'responsible', 'start', 'due'],
        },
  );
  const commitment = commitmentOf(known, one.id) ?? '';
  yield* milestoneSteps(record, one, { plan, commitment, effective: made, sources }, known);
  const indicators = one.indicators ?? [];
  const unnamed = known
    .of(record, 'IndicatorDefined')
    .filter(({ said }) => !indicators.some(({ name }) => name === said.name));
  if (one.indicators !== null) yield* leftOut(record, 'indicators', 'retract its entry', unnamed, known);
  for (const { name, unit, baseline, target, language: own } of indicators) {
    yield commandStep(
      record,
      DefineIndicator,
      { commitment, language: own ?? language, name, unit, baseline, target, effective: made, sources },
      { isSame: ({ said }) => said.name === name },
    );
  }
  if (knownStatus === null) return;
  const { status, asOf, sourceUrl, reasonCode } = knownStatus;
  const claimed =
    knownStatus.claimed ?? (['delivered', 'completed_late'].includes(status) ? ('complete' as const) : null);
  const report = {
    commitment,
    claimed,
    reasonCode,
    sourceStatus: status,
    language: language ?? ('en' as const),
    narrative: knownStatus.note,
  };
  yield commandStep(
    `${record}/knownStatus`,
    SubmitProgressReport,
    { ...report, effective: asOf, sources: [sourceUrl] },
    // A status as of a later date is a further report, and corrects none.
    {
      isSame: ({ said }) => asOf === null || said.effective === asOf,
      assumed: language === undefined ? ['language'] : [],
    },
  );
}

/**
 * The milestones of a commitment. One with an id is known by that. The others are known by their title, where several have the same one, by title
 * and date; and where one is left on either side with the same date, its title was corrected.
 */
function* milestoneSteps(
  record: string,
  { milestones }: CommitmentRecord,
  of: MilestoneOf,
  known: Known,
): Generator<Step> {
  if (milestones === null) return;
  const left = new Set(known.of(record, 'MilestoneAdded'));
  const found = new Map<MilestoneRecord, Held>();
  const match = (isIt: (held: Held, one: MilestoneRecord) => boolean): void => {
    for (const one of milestones.filter((open) => !found.has(open) && !open.id)) {
      const held = [...left].find((candidate) => isIt(candidate, one));
      if (held === undefined) continue;
      found.set(one, held);
      left.delete(held);
    }
  };
  match(({ said }, one) => said.title === one.title && said.due === dueIn(one, of.plan));
  match(({ said }, { title }) => said.title === title);
  const open = milestones.filter((one) => !found.has(one) && !one.id);
  if (open.length === 1 && left.size === 1 && open[0] && dueIn(open[0], of.plan) !== null)
    match(({ said }, one) => said.due === dueIn(one, of.plan));
  for (const one of milestones) {
    const { id, title, dueText, language } = one;
    const place = id ? `${record}/milestones/${id}` : record;
    yield commandStep(
      place,
      AddMilestone,
      {
        commitment: of.commitment,
        effective: of.effective,
        sources: of.sources,
        language: language ?? undefined,
        title,
        due: dueIn(one, of.plan),
        dueText,
      },
      id ? {} : { held: found.get(one), isSame: () => false },
    );
  }
  const byId = new Set(milestones.flatMap(({ id }) => (id ? [known.idOf(`${record}/milestones/${id}`)] : [])));
  const withId = known
    .partsOf(of.commitment, 'MilestoneAdded')
    .filter((held) => held.record !== known.idOf(record) && !byId.has(held.record ?? ''));
  yield* leftOut(record, 'milestones', 'drop it (dropMilestone)', [...left, ...withId], known);
}
interface MilestoneOf {
  readonly plan: PlanRecord;
  readonly commitment: string;
  readonly effective: string | null;
  readonly sources: string[];
}

/** What the charter initiative itself promised. */
export function* networkSteps(network: DataSet['networkCommitments'][number], known: Known): Generator<Step> {
  const { id, title, owner, period, items } = network;
  const record = `networkCommitments/${id}`;
  const sources = addresses(network.sourceUrl);
  const { code: actionPlan, label } = codeForPlan(known, id, null);
  const opens = actionPlanStream(actionPlan);
  yield commandStep(
    record,
    AnnounceActionPlan,
    { label, kind: 'commit_to_data_pledge', title, period, note: `Owner: ${owner}.`, sources },
    { opens },
  );
  yield commandStep(record, PublishActionPlan, { actionPlan, sources });
  for (const item of items) {
    const place = `${record}/items/${item.id}`;
    yield commandStep(place, MakeCommitment, {
      actionPlan,
      title: item.title,
      kind: 'pledge',
      due: period?.end ?? null,
      sources,
    });
    if (item.target === null) continue;
    const target = { value: item.target, on: period?.end ?? null };
    yield commandStep(place, DefineIndicator, {
      commitment: commitmentOf(known, item.id) ?? '',
      name: item.title,
      unit: item.unit,
      target,
      sources,
    });
  }
}
