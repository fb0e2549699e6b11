import { termOf, type Heard } from '../kernel/time/deadline.js';
import type { Language } from '../kernel/fields.js';
import type { Recorded } from '../kernel/message.js';
import { endOfTime, lastDay } from '../kernel/time/partial-date.js';
import type { RequestContext } from '../platform/graphql/context.js';
import type { HistoryEntry } from '../platform/graphql/history.resolver.js';
import { carried, toGlobalId } from '../platform/graphql/global-id.js';
import { entryOf } from '../platform/graphql/register.resolver.js';
import { basisOf, asBatch, batchLoad } from '../platform/graphql/batching.js';
import { fieldsOf } from '../platform/read-model/past/chronicle.js';
import { pageOfArray, pagesBy, type Listing, type Page, type PageRequest } from '../platform/read-model/page.js';
import type { Documents, Stamp } from '../platform/read-model/documents.js';
import { revisionsOf } from '../platform/read-model/past/timelines.js';
import { actionPlans, supersededBy, type ActionPlanDocument } from './action-plan/action-plans.view.js';
import { champions, type ChampionDocument } from './champion/champions.view.js';
import { charters, type CharterDocument } from './charter/charter.view.js';
import { commitmentListing, type CommitmentFilter } from './commitment/commitment-lists.view.js';
import { commitments, type CommitmentDocument, type IndicatorDocument } from './commitment/commitments.view.js';
import { driftOf } from './commitment/drift.view.js';
import { newestFirst, progressReports, touchingCommitments, type ProgressReportDocument } from './progress-report/progress-reports.view.js';
import { lastHeardOf, silentChampions, silentCommitments } from './progress-report/silence.view.js';
import { isOverdue } from './progress-report/reporting.js';
import type { Hit } from './search.view.js';
import { filterOf, labelOf, nameOf } from './status/status-groups.view.js';
import type { Coverage, StatusCount } from './status/status.view.js';
import type { RecordDocument } from './things.js';

/** Documents that others refer to, looked up once for all that came on the same page. */
function lookUp<D extends object, T extends Stamp>(
  documents: Documents<T>,
  name: string,
  document: D,
  keysOf: (document: D) => readonly string[],
): Map<string, T> {
  return batchLoad(document, name, (all: readonly D[], basis) => {
    const found = documents.getMany(basis.rows, all.flatMap(keysOf));
    asBatch(basis, [...found.values()]);
    return found;
  });
}

/** A reference from one document to another. */
function refersTo<D extends object, T extends Stamp>(documents: Documents<T>, name: string, keyOf: (document: D) => string | null) {
  const keysOf = (document: D): string[] => [keyOf(document)].filter((key) => key !== null);
  return (document: D): T | null => keysOf(document).map((key) => lookUp(documents, name, document, keysOf).get(key) ?? null)[0] ?? null;
}

/** References from one document to several others. */
function refersToMany<D extends object, T extends Stamp>(documents: Documents<T>, name: string, keysOf: (document: D) => readonly string[]) {
  return (document: D): T[] =>
    keysOf(document)
      .map((key) => lookUp(documents, name, document, keysOf).get(key))
      .filter((found) => found !== undefined);
}

/** A list within a thing: the same page of it for all things that came together, in one query. */
function lists<D extends object, A extends PageRequest = PageRequest>(name: string, by: string, keyOf: (document: D) => string, listing: (args: A) => Listing) {
  return (document: D, args: A): Page<object> => {
    const pages = batchLoad(document, `${name} ${JSON.stringify(args)}`, (all: readonly D[], basis) => {
      const found = pagesBy<object>(basis, by, all.map(keyOf), listing(args), args);
      asBatch(
        basis,
        [...found.values()].flatMap(({ nodes }) => nodes),
      );
      return found;
    });
    return pages.get(keyOf(document)) as Page<object>;
  };
}

/** The plans that others took the place of, by those. */
function superseded(plan: ActionPlanDocument): readonly ActionPlanDocument[] {
  const found = batchLoad(plan, 'supersedes', (plans: readonly ActionPlanDocument[], basis) => {
    const before = supersededBy(basis, plans.map(code));
    asBatch(basis, before);
    return before;
  });
  return found.filter(({ supersededBy }) => supersededBy === plan.code);
}

/** How many entries the history of a thing has, less one. */
function revision(document: Stamp): number {
  const found = batchLoad(document, 'revision', (documents: readonly Stamp[], basis) =>
    revisionsOf(
      basis.rows,
      documents.map(({ stream }) => stream),
    ),
  );
  return found.get(document.stream) ?? 0;
}

/** The history of a thing, oldest entry first; of a report, those entries of its subject that concern it. */
async function history(document: RecordDocument, args: PageRequest, { chronicles, inTurn }: RequestContext): Promise<Page<HistoryEntry>> {
  const basis = basisOf(document);
  const concerns = ({ facts }: Recorded): boolean => {
    const { report, part } = facts as { report?: string; part?: string | null };
    return !('reported' in document) || [report, part].includes((document as ProgressReportDocument).code);
  };
  const entries = (await inTurn(() => chronicles.entries(document.stream, basis))).filter(concerns).map((event) => ({ event, basis }));
  return pageOfArray(entries, ({ event }) => String(event.entry), args);
}

/** Since which entry each field of a thing is what it is. */
async function blameOf(document: RecordDocument, _: object, { chronicles, inTurn }: RequestContext): Promise<object[]> {
  const since = await inTurn(() => chronicles.since(document.stream, basisOf(document)));
  const now = fieldsOf(document);
  return [...since].map(([field, event]) => ({ field, value: now.get(field) ?? null, since: entryOf(event) }));
}

/** A deadline taken apart. */
const termIn = ({ due }: { readonly due: string | null }) => (due === null ? null : termOf(due));

/** Since when a commitment is known to stand, and the day of the last word on it. */
function heardOf(document: CommitmentDocument): Heard {
  const [made, recorded] = [document.made === null ? endOfTime : lastDay(document.made), document.recordedAt.slice(0, 10)];
  return { since: made === endOfTime ? recorded : made, heard: lastHeardOfCommitment(document) };
}

type Filtered = PageRequest & { readonly filter?: CommitmentFilter | null };
const slug = ({ slug }: ChampionDocument): string => slug;
const code = ({ code }: { readonly code: string }): string => code;
/** When a record was last heard of: one SQL query for the whole batch. */
const lastHeard =
  <D extends object>(table: 'commitments' | 'action_plans' | 'champions', keyOf: (document: D) => string) =>
  (document: D): string | null =>
    batchLoad(document, 'lastHeard', (all: readonly D[], basis) => lastHeardOf(basis, table, all.map(keyOf))).get(keyOf(document)) ?? null;

const lastHeardOfCommitment = lastHeard<CommitmentDocument>('commitments', code);

const ofCommitments = ({ filter }: Filtered): Listing => commitmentListing(filter);
const reports = (): Listing => newestFirst;

/** What a search found is fetched whole, all hits of a page together. */
const hits = { charter: charters, champion: champions, actionPlan: actionPlans, commitment: commitments, progressReport: progressReports } as const;
const found = Object.fromEntries(
  Object.entries(hits).map(([noun, documents]) => [
    noun,
    refersTo<Hit, Stamp>(documents as unknown as Documents<Stamp>, `found ${noun}`, (hit) => (hit.noun === noun ? hit.key : null)),
  ]),
);
const whole = (hit: Hit): object => found[hit.noun]?.(hit) ?? hit;

/** The global id of a thing, on the basis from which it was read. */
const idOf =
  <D extends object>(noun: string, keyOf: (document: D) => string) =>
  (document: D): string =>
    toGlobalId({ noun, key: keyOf(document), basis: carried(basisOf(document)) });

/** The fields that are more than a property of a document. Plain functions: they run for every thing of a list. */
export const charterFields = {
  SearchResultConnection: {
    nodes: ({ nodes }: Page<Hit>) => nodes.map(whole),
  },
  SearchResultEdge: {
    node: ({ node }: { node: Hit }) => whole(node),
  },
  RoleGrant: {
    organisation: refersTo<{ readonly organisation: string | null }, ChampionDocument>(champions, 'champion', ({ organisation }) => organisation),
  },
  Charter: {
    revision,
    history,
    blame: blameOf,
    id: idOf<CharterDocument>('charter', () => 'IDC'),
  },
  Champion: {
    revision,
    history,
    blame: blameOf,
    id: idOf<ChampionDocument>('champion', slug),
    intoChampion: refersTo<ChampionDocument, ChampionDocument>(champions, 'intoChampion', ({ intoChampion }) => intoChampion),
    lastHeard: lastHeard<ChampionDocument>('champions', slug),
    isSilent: (document: ChampionDocument) => batchLoad(document, 'silent', (_, basis) => silentChampions(basis)).has(document.slug),
    actionPlans: lists<ChampionDocument>('actionPlans', 'champion', slug, () => ({ table: 'action_plans', where: [], sort: 'key' })),
    commitments: lists<ChampionDocument, Filtered>('commitments', 'champion', slug, ofCommitments),
    progressReports: lists<ChampionDocument>('progressReports', 'champion', slug, reports),
  },
  ActionPlan: {
    revision,
    history,
    blame: blameOf,
    id: idOf<ActionPlanDocument>('actionPlan', code),
    champion: refersTo<ActionPlanDocument, ChampionDocument>(champions, 'champion', ({ champion }) => champion),
    supersededBy: refersTo<ActionPlanDocument, ActionPlanDocument>(actionPlans, 'supersededBy', ({ supersededBy }) => supersededBy),
    supersedes: superseded,
    lastHeard: lastHeard<ActionPlanDocument>('action_plans', code),
    settlements: ({ settled }: ActionPlanDocument) => Object.values(settled).sort((one, other) => (one.commitment < other.commitment ? -1 : 1)),
    commitments: lists<ActionPlanDocument, Filtered>('commitments', 'action_plan', code, ofCommitments),
    progressReports: lists<ActionPlanDocument>('progressReports', 'action_plan', code, reports),
  },
  Commitment: {
    revision,
    drift: driftOf,
    isOverdue: (document: CommitmentDocument) => isOverdue(document, basisOf(document).effectiveOn, () => heardOf(document)),
    term: termIn,
    lastHeard: lastHeardOfCommitment,
    isSilent: (document: CommitmentDocument) => batchLoad(document, 'silent', (_, basis) => silentCommitments(basis)).has(document.code),
    history,
    blame: blameOf,
    id: idOf<CommitmentDocument>('commitment', code),
    originalTitle: ({ originalTitle, title }: CommitmentDocument) => originalTitle ?? title,
    originalDescription: ({ originalDescription, description }: CommitmentDocument) => originalDescription ?? description,
    champion: refersTo<CommitmentDocument, ChampionDocument>(champions, 'champion', ({ champion }) => champion),
    actionPlan: refersTo<CommitmentDocument, ActionPlanDocument>(actionPlans, 'actionPlan', ({ actionPlan }) => actionPlan),
    madeIn: refersTo<CommitmentDocument, ActionPlanDocument>(actionPlans, 'madeIn', ({ madeIn }) => madeIn),
    supersededBy: refersTo<CommitmentDocument, CommitmentDocument>(commitments, 'supersededBy', ({ supersededBy }) => supersededBy),
    milestones: ({ milestones }: CommitmentDocument, args: PageRequest) => pageOfArray(milestones, code, args),
    indicators: ({ indicators }: CommitmentDocument, args: PageRequest) => pageOfArray(indicators, code, args),
    progressReports: lists<CommitmentDocument>('progressReports', 'touched', code, () => touchingCommitments),
  },
  Milestone: { term: termIn },
  Indicator: {
    values: ({ values }: IndicatorDocument, args: PageRequest) => pageOfArray(values, ({ entry, on, value }) => `${entry}/${on}/${value}`, args),
  },
  ProgressReport: {
    revision,
    history,
    id: idOf<ProgressReportDocument>('progressReport', code),
    champion: refersTo<ProgressReportDocument, ChampionDocument>(champions, 'champion', ({ champion }) => champion),
    actionPlan: refersTo<ProgressReportDocument, ActionPlanDocument>(actionPlans, 'actionPlan', ({ actionPlan }) => actionPlan),
    commitment: refersTo<ProgressReportDocument, CommitmentDocument>(commitments, 'commitment', ({ commitment }) => commitment),
    concerns: refersToMany<ProgressReportDocument, CommitmentDocument>(commitments, 'concerns', ({ concerns }) => concerns),
  },
  StatusCount: {
    group: nameOf,
    label: (count: StatusCount, { language }: { readonly language: Language }) => labelOf(count, language),
    filter: filterOf,
  },
  Coverage: {
    champions: refersToMany<Coverage & object, ChampionDocument>(champions, 'champions', ({ champions }) => champions),
  },
};
