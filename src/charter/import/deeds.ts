import { AddMilestone } from '../milestone.js';
import { AmendActionPlan, AnnounceActionPlan, ConcludeActionPlan, PublishActionPlan, SupersedeActionPlan } from '../action-plan.js';
import { CeaseChampion, JoinCharter, MergeChampion, RenameChampion } from '../champion.js';
import { LaunchCharter, StateChampionCount, WordPrinciple } from '../charter.js';
import { AmendCommitment, ConcludeCommitment, MakeCommitment } from '../commitment.js';
import { DefineIndicator } from '../indicator.js';
import { SubmitProgressReport } from '../progress-report.js';
import { RecordStatement } from '../statement.js';
import { decimal, type DataSet } from './data-set.js';
import { codesOf, labelOf, numberOf, type Codes } from './names.js';
import { addresses, deed, ofChampion, ofCommitment, ofPlan, setAside, type Step } from './step.js';

type ActionPlan = DataSet['actionPlans'][number];
type LifecycleEvent = DataSet['lifecycleEvents'][number];

/**
 * Everything that importing a data set does, in the order in which it has to be done: things before what refers to them, ends
 * after what happened before. Each record of the file has at least one step.
 */
export function* stepsOf(data: DataSet): Generator<Step> {
  const codes = codesOf(data);
  yield* charterSteps(data);
  for (const champion of data.champions) yield* championSteps(champion, data.lifecycleEvents);
  for (const { name, reason } of data.unconfirmedChampions) yield setAside(`unconfirmedChampions/${name}`, reason);
  for (const plan of data.actionPlans) yield* planSteps(plan, codes);
  for (const network of data.networkCommitments) yield* networkSteps(network, codes);
  for (const report of data.progressReports) yield reportStep(report, codes);
  for (const event of data.lifecycleEvents) {
    const step = lifecycleStep(event, data, codes);
    if (step !== null) yield step;
  }
  for (const champion of data.champions) yield* ending(champion, data.lifecycleEvents);
  for (const plan of data.actionPlans) yield* succession(plan, data.lifecycleEvents, codes);
  yield* unread(data);
}

function* charterSteps({ charter }: DataSet): Generator<Step> {
  const { names, host, documentLanguages, vision, whoMayJoin, obligations, principles, launchNote, launchedOn } = charter;
  yield deed('charter', LaunchCharter, {
    names: Object.entries(names).flatMap(([language, name]) => (name === null ? [] : [{ language: language as 'en', name }])),
    host, documentLanguages, vision, whoMayJoin, obligations, note: launchNote, effective: launchedOn,
    principles: principles.map(({ number, title, summary }) => ({ number, title: title.en ?? `Principle ${number}`, summary })),
    sources: addresses(...charter.sourceUrls, ...Object.values(charter.nameSources), ...principles.flatMap(({ sourceUrls }) => sourceUrls)),
  }); // prettier-ignore
  for (const { number, title, sourceUrls } of principles) {
    for (const language of ['fr', 'es', 'ar'] as const) {
      const words = title[language];
      if (words) yield deed(`charter/principles/${number}`, WordPrinciple, { number, language, title: words, sources: sourceUrls });
    }
  }
  for (const [index, { asOf, count, qualifier, sourceUrl }] of charter.championCounts.entries()) {
    yield deed(`charter/championCounts/${index}`, StateChampionCount, { count, qualifier, effective: asOf, sources: [sourceUrl] });
  }
}

const yearIn = / \((\d{4})\)$/;

/** A champion joins under its first known name and is then renamed up to the present one. */
function* championSteps(champion: DataSet['champions'][number], events: readonly LifecycleEvent[]): Generator<Step> {
  const { id, shortName, kind, country, joinedOn, sourceUrls, formerNames, name, note, statusNote } = champion;
  const record = `champions/${id}`;
  const names = [...formerNames.map((former) => ({ name: former.replace(yearIn, ''), since: yearIn.exec(former)?.[1] ?? null })), { name, since: null }];
  const claims = { about: ofChampion(id), fields: { shortName, kind, country, joined: joinedOn }, sources: sourceUrls };
  const first = names[0]?.name ?? name;
  yield deed(
    record,
    JoinCharter,
    {
      champion: id,
      name: first,
      shortName,
      kind,
      country,
      effective: joinedOn,
      sources: sourceUrls,
      note: [note, statusNote].filter(Boolean).join(' ') || null,
    },
    claims,
  );
  const changes = events.filter((event) => event.champion === id && (event.type === 'institution_renamed' || event.type === 'institution_merged'));
  for (const [index, next] of names.slice(1).entries()) {
    const change = changes[index];
    yield deed(change === undefined ? record : `lifecycleEvents/${change.id}`, RenameChampion, {
      champion: id, name: next.name, cause: change?.type === 'institution_merged' ? 'merged' : null, note: change?.description ?? null,
      effective: change?.occurredOn ?? next.since, sources: addresses(change?.sourceUrl ?? sourceUrls[0]),
    }); // prettier-ignore
  }
  for (const change of changes.slice(names.length - 1)) {
    yield {
      record: `lifecycleEvents/${change.id}`,
      claims: { about: ofChampion(id), fields: { [change.type]: change.description.slice(0, 200) }, sources: [change.sourceUrl] },
    };
  }
}

function* planSteps(plan: ActionPlan, codes: Codes): Generator<Step> {
  const { id, champion, planType: kind, title, coSigners, note, publishedOn, sourceUrl, status } = plan;
  const record = `actionPlans/${id}`;
  const code = codes.plan(id);
  const sources = [sourceUrl];
  const period = plan.period.start === null && plan.period.end === null ? null : plan.period;
  const claims = { about: ofPlan(code), fields: { title, kind, start: plan.period.start, end: plan.period.end }, sources };
  yield deed(record, AnnounceActionPlan, { champion, label: labelOf(id), kind, title, period, coSigners, note, effective: publishedOn, sources }, claims);
  if (status !== 'in_development') {
    yield deed(
      record,
      PublishActionPlan,
      { actionPlan: code, effective: publishedOn, sources },
      { about: ofPlan(code), fields: { published: publishedOn }, sources },
    );
  }
  for (const [index, commitment] of plan.commitments.entries()) yield* commitmentSteps(commitment, index, plan, codes);
  if (status === 'period_ended') yield deed(record, RecordStatement, { actionPlan: code, field: 'status', value: status, sources });
}

function* commitmentSteps(one: ActionPlan['commitments'][number], index: number, plan: ActionPlan, codes: Codes): Generator<Step> {
  const record = `actionPlans/${plan.id}/commitments/${one.id}`;
  const commitment = codes.commitment(one.id);
  const { title, description, kind, principles, principlesBasis, frameworkPrinciple, disaggregationDimensions: dimensions, dimensionsBasis } = one;
  const { populations, sdgGoals, sdgIndicators, sdgBasis, responsible, startDate: start, dueDate: due, dueText, sourceUrls: sources, knownStatus } = one;
  const claims = { about: ofCommitment(commitment), fields: { title, kind, responsible, start, due }, sources };
  yield deed(record, MakeCommitment, {
    actionPlan: codes.plan(plan.id), number: numberOf(one.id, index + 1), title, description, kind, principles, principlesBasis, frameworkPrinciple, dimensions,
    dimensionsBasis, populations, sdgGoals, sdgIndicators, sdgBasis, responsible, start, due, dueText, effective: plan.publishedOn, sources,
  }, claims); // prettier-ignore
  for (const milestone of one.milestones) {
    yield deed(record, AddMilestone, {
      commitment,
      title: milestone.title,
      due: milestone.dueDate,
      dueText: milestone.dueText,
      effective: plan.publishedOn,
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
function* networkSteps(network: DataSet['networkCommitments'][number], codes: Codes): Generator<Step> {
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

function reportStep(report: DataSet['progressReports'][number], codes: Codes): Step {
  const { id, champion, plan, round, year, summary, commitmentIds, relation, statusCounts, sourceUrl } = report;
  const subject = plan === null ? { champion } : { actionPlan: codes.plan(plan) };
  const { unit, base, ...figures } = statusCounts ?? { unit: 'count' as const, base: 0 };
  const counts = Object.entries(figures).map(([status, value]) => ({ status, value: decimal(value) }));
  return deed(`progressReports/${id}`, SubmitProgressReport, {
    ...subject, round, language: 'en', narrative: summary, concerns: commitmentIds.map((one) => codes.commitment(one)), relation,
    statusCounts: statusCounts === null ? null : { unit, base, counts }, effective: year === null ? null : String(year), sources: [sourceUrl],
  }); // prettier-ignore
}

/** What a dated event does; null for one that is recorded with the thing it is about. */
function lifecycleStep(event: LifecycleEvent, data: DataSet, codes: Codes): Step | null {
  const { id, type, champion, description: note, occurredOn: effective, sourceUrl } = event;
  const record = `lifecycleEvents/${id}`;
  const common = { effective, sources: [sourceUrl] };
  const commitment = event.commitment === null ? null : codes.commitment(event.commitment);
  const actionPlan = event.plan === null ? null : codes.plan(event.plan);
  const missing = (what: string): Step => setAside(record, `It names no ${what}, so there is nothing it could be recorded on.`);
  switch (type) {
    case 'champion_joined':
      return champion === null ? missing('champion') : { record, claims: { about: ofChampion(champion), fields: { joined: effective }, sources: [sourceUrl] } };
    case 'commitment_completed':
    case 'commitment_completed_late':
      return commitment === null ? missing('commitment') : deed(record, ConcludeCommitment, { commitment, outcome: 'delivered', note, ...common });
    case 'commitment_reshaped':
    case 'scope_expanded':
      return commitment === null ? missing('commitment') : deed(record, AmendCommitment, { commitment, note, ...common });
    case 'commitments_added':
    case 'commitments_discontinued':
      return actionPlan === null ? missing('plan') : deed(record, AmendActionPlan, { actionPlan, note, ...common });
    case 'institution_absorbed':
      return champion === null ? missing('champion') : deed(record, MergeChampion, { champion, note, ...common });
    case 'institution_closed':
      return champion === null ? missing('champion') : deed(record, CeaseChampion, { champion, note, ...common });
    case 'institution_merged':
    case 'institution_renamed':
      return champion === null ? missing('champion') : null;
    case 'monitoring_ended':
    case 'plan_concluded':
      return actionPlan === null
        ? missing('plan')
        : deed(record, ConcludeActionPlan, { actionPlan, outcome: type === 'monitoring_ended' ? type : 'not_stated', note, ...common });
    case 'plan_launched':
    case 'plan_presented':
    case 'plan_published':
    case 'plan_renewed':
      return actionPlan === null ? missing('plan') : { record, claims: { about: ofPlan(actionPlan), fields: { published: effective }, sources: [sourceUrl] } };
    case 'plan_reviewed':
      return actionPlan === null
        ? missing('plan')
        : deed(record, SubmitProgressReport, { actionPlan, round: 'review', language: 'en', narrative: note, ...common });
    case 'plan_superseded':
      if (actionPlan === null) return missing('plan');
      if (data.actionPlans.some(({ supersedes }) => supersedes === event.plan)) return null;
      return deed(record, RecordStatement, { actionPlan, field: 'status', value: 'superseded', note, ...common });
    case 'monitoring_round_held':
      return setAside(record, 'A round is opened in the register by the secretariat; what was reported in it is kept among the progress reports.');
  }
}

/** A champion that is said to have ended, where no event of the file tells when. */
function* ending({ id, status, statusNote, sourceUrls: sources }: DataSet['champions'][number], events: readonly LifecycleEvent[]): Generator<Step> {
  if (status === 'active' || events.some((event) => event.champion === id && ['institution_absorbed', 'institution_closed'].includes(event.type))) return;
  yield deed(`champions/${id}`, status === 'ceased' ? CeaseChampion : MergeChampion, { champion: id, note: statusNote, sources });
}

/** The plan that a plan replaces is superseded when a source says so, else when the new one was published. */
function* succession(plan: ActionPlan, events: readonly LifecycleEvent[], codes: Codes): Generator<Step> {
  if (plan.supersedes === null) return;
  const told = events.find((event) => event.type === 'plan_superseded' && event.plan === plan.supersedes);
  yield deed(told === undefined ? `actionPlans/${plan.id}` : `lifecycleEvents/${told.id}`, SupersedeActionPlan, {
    actionPlan: codes.plan(plan.supersedes), by: codes.plan(plan.id), note: told?.description ?? null,
    effective: told?.occurredOn ?? plan.publishedOn, sources: [told?.sourceUrl ?? plan.sourceUrl],
  }); // prettier-ignore
}

/** What this register has no place for yet. */
function* unread({ vocabularies, cgdExamples, collaborative, hlpfSessions }: DataSet): Generator<Step> {
  for (const name of Object.keys(vocabularies))
    yield setAside(`vocabularies/${name}`, 'The words in use are part of the program; the records were checked against them.');
  for (const [index, example] of cgdExamples.entries())
    yield setAside(`cgdExamples/${typeof example.id === 'string' ? example.id : index}`, 'Citizen-generated data are not part of the register yet.');
  if (collaborative) yield setAside('collaborative', 'Task teams, meetings and events of the collaborative are not part of the register yet.');
  for (const index of hlpfSessions.keys()) yield setAside(`hlpfSessions/${index}`, 'Sessions of the HLPF are not part of the register yet.');
}
