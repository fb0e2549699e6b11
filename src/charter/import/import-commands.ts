import { languages, type Language } from '../../kernel/values/fields.js';
import { AmendActionPlan } from '../action-plan/action-plan.js';
import { CeaseChampion, JoinCharter, MergeChampion, RenameChampion } from '../champion/champion.js';
import { LaunchCharter, RecordCharterStep, StateChampionCount, WordPrinciple } from '../charter/charter.js';
import { AmendCommitment, ConcludeCommitment } from '../commitment/commitment.js';
import { championStream, charterStream, type Subject } from '../vocabulary/codes.js';
import { ConcludeActionPlan } from '../action-plan/plan-ending.js';
import { SubmitProgressReport } from '../progress-report/progress-report.js';
import { RecordStatement } from '../statement/statement.js';
import type { DataSet } from './data-set.js';
import type { Held, Known } from '../../platform/import/known.js';
import { commitmentOf, indicatorOf, planOf } from './charter-known.js';
import { networkSteps, planSteps } from './plan-commands.js';
import { isToldBySuccession, planStatus, succession } from './plan-status.js';
import { addresses, bounded, commandStep, setAside, type Claims, type Step } from '../../platform/import/step.js';
import { ofChampion, ofCommitment, ofPlan } from './subjects.js';

type LifecycleEvent = DataSet['lifecycleEvents'][number];

/**
 * Everything that importing a data set does, in the order in which it has to be done: things before what refers to them, ends
 * after what happened before. Each record of the file has at least one step.
 */
export function* stepsOf(data: DataSet, known: Known): Generator<Step> {
  yield* charterSteps(data);
  for (const champion of data.champions) yield* championSteps(champion, data.lifecycleEvents, known);
  for (const { name, reason } of data.unconfirmedChampions) yield setAside(`unconfirmedChampions/${name}`, reason);
  for (const plan of data.actionPlans) yield* planSteps(plan, data, known);
  for (const network of data.networkCommitments) yield* networkSteps(network, known);
  for (const report of data.progressReports) yield reportStep(report, known);
  for (const event of data.lifecycleEvents) {
    const step = lifecycleStep(event, data, known);
    if (step !== null) yield step;
  }
  for (const champion of data.champions) yield* ending(champion, data.lifecycleEvents, known);
  for (const plan of data.actionPlans) yield* succession(plan, data.lifecycleEvents, known);
  for (const plan of data.actionPlans) yield* planStatus(plan, data, known);
}

const isOurs = (language: string): language is Language => (languages as readonly string[]).includes(language);

function* charterSteps({ charter }: DataSet): Generator<Step> {
  if (!charter) return;
  const { names, host, documentLanguages, vision, whoMayJoin, obligations, principles, launchNote, launchedOn } =
    charter;
  yield commandStep(
    'charter',
    LaunchCharter,
    {
      names: Object.entries(names).flatMap(([language, name]) =>
        name === null || !isOurs(language) ? [] : [{ language, name }],
      ),
      host,
      documentLanguages,
      vision,
      whoMayJoin,
      obligations,
      note: launchNote,
      effective: launchedOn,
      principles: principles.map(({ number, title, summary }) => ({
        number,
        title: title.en ?? `Principle ${number}`,
        summary,
      })),
      sources: addresses(
        ...charter.sourceUrls,
        ...Object.values(charter.nameSources),
        ...principles.flatMap(({ sourceUrls }) => sourceUrls),
      ),
    },
    { opens: charterStream },
  );
  for (const language of Object.keys(names).filter((one) => !isOurs(one)))
    yield setAside(
      `charter/names/${language}`,
      `The register supports ${languages.join(', ')}; text in other languages is not imported.`,
    );
  for (const { number, title, sourceUrls } of principles) {
    for (const language of ['fr', 'es', 'ar'] as const) {
      const words = title[language];
      if (!words) continue;
      const isSame = ({ said }: Held): boolean => said.number === number && said.language === language;
      yield commandStep(
        `charter/principles/${number}`,
        WordPrinciple,
        { number, language, title: words, sources: sourceUrls },
        { isSame },
      );
    }
  }
  for (const { asOf, count, qualifier, sourceUrl } of charter.championCounts) {
    const isSame = ({ said }: Held): boolean => said.asOf === asOf && said.source === sourceUrl;
    yield commandStep(
      `charter/championCounts/${asOf ?? 'undated'}`,
      StateChampionCount,
      { count, qualifier, effective: asOf, sources: [sourceUrl] },
      { isSame },
    );
  }
  for (const { date, kind, title, organisations, sourceUrl } of charter.milestones)
    yield commandStep(
      'charter/milestones',
      RecordCharterStep,
      { kind, title, organisations, effective: date, sources: addresses(sourceUrl) },
      { isSame: ({ said }) => said.kind === kind && said.title === title },
    );
  if (charter.founders)
    yield setAside(
      'charter/founders',
      `Founding champions are recorded as champions that joined at the launch; ${charter.founders.note ?? 'no source names the others.'}`,
    );
}

const yearIn = / \((\d{4})\)$/;

/** A champion joins under its first known name and is then renamed up to the present one. */
function* championSteps(
  champion: DataSet['champions'][number],
  events: readonly LifecycleEvent[],
  known: Known,
): Generator<Step> {
  const { id, shortName, kind, country, joinedOn, sourceUrls, formerNames, name, note, statusNote } = champion;
  const record = `champions/${id}`;
  const names = [
    ...formerNames.map((former) => ({ name: former.replace(yearIn, ''), since: yearIn.exec(former)?.[1] ?? null })),
    { name, since: null },
  ];
  const claims = { about: ofChampion(id), fields: { shortName, kind, country, joined: joinedOn }, sources: sourceUrls };
  const { joinedNotEarlierThan, joinedNotLaterThan } = champion;
  const first = names[0]?.name ?? name;
  yield commandStep(
    record,
    JoinCharter,
    {
      champion: id,
      name: first,
      shortName,
      kind,
      country,
      effective: joinedOn ?? bounded(joinedNotEarlierThan, joinedNotLaterThan),
      sources:
        joinedOn === null
          ? addresses(...sourceUrls, joinedNotEarlierThan?.sourceUrl, joinedNotLaterThan?.sourceUrl)
          : sourceUrls,
      institutions: champion.institutions,
      isFounding: champion.foundingChampion ?? null,
      note: [note, statusNote].filter(Boolean).join(' ') || null,
      language: champion.language ?? undefined,
    },
    { claims, opens: championStream(id), stated: ['shortName', 'kind', 'country', 'effective'] },
  );
  const changes = events.filter(
    (event) => event.champion === id && (event.type === 'institution_renamed' || event.type === 'institution_merged'),
  );
  for (const [index, next] of names.slice(1).entries()) {
    const change = changes[index];
    yield commandStep(
      change === undefined ? record : `lifecycleEvents/${change.id}`,
      RenameChampion,
      {
        champion: id,
        name: next.name,
        cause: change?.type === 'institution_merged' ? 'merged' : null,
        note: change?.description ?? null,
        effective: change?.occurredOn ?? next.since,
        sources: addresses(change?.sourceUrl ?? sourceUrls[0]),
      },
      change === undefined ? earlierRenaming(record, next.name, names, known) : {},
    );
  }
  for (const change of changes.slice(names.length - 1)) {
    yield {
      record: `lifecycleEvents/${change.id}`,
      claims: {
        about: ofChampion(id),
        fields: { [change.type]: change.description.slice(0, 200) },
        sources: addresses(change.sourceUrl),
      },
    };
  }
}

/** The renaming that an earlier file gave, maybe to a name that is no more in this one; else, of a champion that joined before, a change. */
function earlierRenaming(
  record: string,
  name: string,
  names: readonly { readonly name: string }[],
  known: Known,
): Pick<Step, 'held' | 'isSame' | 'change'> {
  const renamings = known.of(record, 'ChampionRenamed');
  const isStale = ({ said }: Held): boolean => !names.some((one) => one.name === said.name);
  const held = renamings.find(({ said }) => said.name === name) ?? renamings.find(isStale);
  const joined = known.of(record, 'ChampionJoined')[0];
  if (held !== undefined || joined === undefined || !known.isFromBefore(joined)) return { held, isSame: () => false };
  return { isSame: () => false, change: { field: 'name', held: (renamings.at(-1) ?? joined).now.name, said: name } };
}

function reportStep(report: DataSet['progressReports'][number], known: Known): Step {
  const {
    id,
    champion,
    plan,
    year,
    summary: narrative,
    commitmentIds,
    statusCounts,
    sourceUrl,
    reportedOn,
    measurements,
    language,
    commitment,
    ...rest
  } = report;
  const subject =
    commitment !== null
      ? { commitment: commitmentOf(known, commitment) ?? '' }
      : plan === null
        ? { champion }
        : { actionPlan: planOf(known, plan) ?? '' };
  const { unit, base, ...figures } = statusCounts ?? { unit: 'count' as const, base: 0 };
  const counts = Object.entries(figures).map(([status, value]) => ({ status, value }));
  return commandStep(
    `progressReports/${id}`,
    SubmitProgressReport,
    {
      ...subject,
      ...rest,
      language: language ?? 'en',
      narrative,
      concerns: commitmentIds.map((one) => commitmentOf(known, one) ?? ''),
      measurements: measurements?.map(({ indicator, value, on }) => ({
        indicator: indicatorOf(known, commitment ?? '', indicator)?.code ?? indicator,
        value,
        on,
      })),
      statusCounts: statusCounts === null ? null : { unit, base, counts },
      effective: reportedOn ?? (year === null ? null : String(year)),
      sources: addresses(sourceUrl),
    },
    { assumed: language === null ? ['language'] : [] },
  );
}

/** Whether nothing has ended a plan, or only this record did. */
const isNotEnded = (record: string, actionPlan: string, known: Known): boolean =>
  known.of(record, 'ActionPlanConcluded').length > 0 || known.endsOf(actionPlan).length === 0;

/** What a dated event does; null for one that is recorded with the thing it is about. */
function lifecycleStep(event: LifecycleEvent, data: DataSet, known: Known): Step | null {
  const { id, type, champion, description: note, occurredOn: effective, sourceUrl } = event;
  const record = `lifecycleEvents/${id}`;
  const sources = addresses(sourceUrl);
  const common = { note, effective, sources };
  const commitment = event.commitment === null ? null : (commitmentOf(known, event.commitment) ?? '');
  const actionPlan = event.plan === null ? null : (planOf(known, event.plan) ?? '');
  const missing = (what: string): Step =>
    setAside(record, `It names no ${what}, so there is no record to attach it to.`);
  const claims = (about: Subject, fields: Claims['fields']): Claims => ({ about, fields, sources });
  switch (type) {
    case 'champion_joined':
      return champion === null
        ? missing('champion')
        : { record, claims: claims(ofChampion(champion), { joined: effective }) };
    case 'institution_merged':
    case 'institution_renamed':
      if (champion === null) return missing('champion');
      if (data.champions.some((one) => one.id === champion)) return null;
      return setAside(record, 'The record of the champion has its new name, but that record is not in this file.');
    case 'institution_absorbed':
    case 'institution_closed': {
      if (champion === null) return missing('champion');
      const Command = type === 'institution_closed' ? CeaseChampion : MergeChampion;
      return commandStep(
        record,
        Command,
        { champion, ...common },
        { claims: claims(ofChampion(champion), { ended: effective }), stated: ['effective'] },
      );
    }
    case 'commitment_completed':
    case 'commitment_completed_late':
      if (commitment === null) return missing('commitment');
      return commandStep(
        record,
        ConcludeCommitment,
        { commitment, outcome: 'delivered', ...common },
        {
          claims: claims(ofCommitment(commitment), { outcome: 'delivered', ended: effective }),
          stated: ['outcome', 'effective'],
        },
      );
    case 'commitment_reshaped':
    case 'scope_expanded':
      return commitment === null
        ? missing('commitment')
        : commandStep(record, AmendCommitment, { commitment, ...common });
    case 'commitments_added':
    case 'commitments_discontinued':
      return actionPlan === null ? missing('plan') : commandStep(record, AmendActionPlan, { actionPlan, ...common });
    case 'monitoring_ended':
    case 'plan_concluded': {
      if (actionPlan === null) return missing('plan');
      const outcome = type === 'monitoring_ended' ? type : 'not_stated';
      return commandStep(
        record,
        ConcludeActionPlan,
        { actionPlan, outcome, ...common },
        { claims: claims(ofPlan(actionPlan), { outcome, ended: effective }), stated: ['outcome', 'effective'] },
      );
    }
    case 'plan_launched':
    case 'plan_presented':
    case 'plan_published':
    case 'plan_renewed':
      return actionPlan === null
        ? missing('plan')
        : { record, claims: claims(ofPlan(actionPlan), { published: effective }) };
    case 'plan_reviewed':
      return actionPlan === null
        ? missing('plan')
        : commandStep(record, SubmitProgressReport, {
            actionPlan,
            round: 'review',
            language: 'en',
            narrative: note,
            effective,
            sources,
          });
    case 'plan_superseded':
      if (actionPlan === null) return missing('plan');
      if (isToldBySuccession(event, data)) return null;
      // No source says by which plan: it has ended all the same.
      if (
        !data.actionPlans.some(({ supersedes }) => supersedes === event.plan) &&
        isNotEnded(record, actionPlan, known)
      )
        return commandStep(record, ConcludeActionPlan, { actionPlan, outcome: 'not_stated', ...common });
      return commandStep(record, RecordStatement, { actionPlan, field: 'status', value: 'superseded', ...common });
    case 'monitoring_round_held':
      return setAside(
        record,
        'Rounds are opened in the register by the secretariat; reports on a round are imported as progress reports.',
      );
  }
}

/** A champion that is said to have ended, although no event in the file says when. */
function* ending(
  { id, status, statusNote, sourceUrls: sources }: DataSet['champions'][number],
  events: readonly LifecycleEvent[],
  known: Known,
): Generator<Step> {
  const ended = [...known.of(`champions/${id}`, 'ChampionCeased'), ...known.of(`champions/${id}`, 'ChampionMerged')][0];
  if (status === 'active' && ended !== undefined) {
    const reason = `the file says that it is active; retract entry ${ended.entry} if that was wrong`;
    yield { record: `champions/${id}`, differs: { field: 'status', held: 'ended', said: status, reason } };
  }
  if (
    status === null ||
    status === 'active' ||
    events.some((event) => event.champion === id && ['institution_absorbed', 'institution_closed'].includes(event.type))
  )
    return;
  const Command = status === 'ceased' ? CeaseChampion : MergeChampion;
  if (ended !== undefined && ended.type !== (status === 'ceased' ? 'ChampionCeased' : 'ChampionMerged')) {
    const reason = `retract entry ${ended.entry} if that was wrong`;
    yield {
      record: `champions/${id}`,
      differs: { field: 'status', held: ended.type === 'ChampionCeased' ? 'ceased' : 'absorbed', said: status, reason },
    };
    return;
  }
  const joined = known.of(`champions/${id}`, 'ChampionJoined')[0];
  const isChange = ended === undefined && joined !== undefined && known.isFromBefore(joined);
  const change = isChange ? { change: { field: 'status', held: 'active', said: status, isDue: true } } : {};
  yield commandStep(`champions/${id}`, Command, { champion: id, note: statusNote, sources }, change);
}
