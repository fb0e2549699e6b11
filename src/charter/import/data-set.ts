import { z } from 'zod';
import { Decimal, Language, WebAddress } from '../../kernel/fields.js';
import { Deadline } from '../../kernel/deadline.js';
import { dayOf, PartialDate, span } from '../../kernel/partial-date.js';
import { Slug } from '../codes.js';
import {
  ActionPlanKind,
  Basis,
  ChampionKind,
  CommitmentKind,
  Country,
  Description,
  Dimension,
  Name,
  Narrative,
  Note,
  PrincipleNumber,
  SdgGoal,
  SdgIndicator,
  Title,
  Wording,
} from '../vocabulary.js';

const When = PartialDate.nullable();
/** A bound of a date that no source gives, and why it holds. It is no date, and never shown as one. */
const Bound = z.strictObject({ date: PartialDate, basis: Name, sourceUrl: WebAddress }).nullish();
/** Ids of records of `organisations`, which this register does not take yet. */
const Organisations = z.array(Slug).default([]);
const note = z
  .union([Note, z.literal('').transform(() => null)])
  .nullish()
  .transform((text) => text ?? null);
const LanguageCode = z.string().regex(/^[a-z]{2,3}$/, 'must be a language code such as en');
const Titles = z.partialRecord(Language, Title.nullable());

const Commitment = z.strictObject({
  id: Slug, title: Title, description: Description.nullable(), kind: CommitmentKind,
  principles: z.array(PrincipleNumber), principlesBasis: Basis.nullable(), frameworkPrinciple: Name.nullable(),
  disaggregationDimensions: z.array(Dimension), dimensionsBasis: Basis.nullable(), populations: z.array(Name),
  sdgGoals: z.array(SdgGoal), sdgIndicators: z.array(SdgIndicator), sdgBasis: Basis.nullable(),
  responsible: Name.nullable(), startDate: When, dueDate: Deadline.nullable(), dueText: Wording.nullable(),
  milestones: z.array(z.strictObject({ title: Title, dueDate: Deadline.nullable(), dueText: Wording.nullable() })),
  knownStatus: z.strictObject({ status: Wording, asOf: When, note, sourceUrl: WebAddress }).nullable(),
  sourceUrls: z.array(WebAddress), publishedNotLaterThan: Bound,
  populationGroups: z.array(Name).default([]), responsibleOrganisation: Slug.nullish(), responsibleRole: Wording.nullish(),
}); // prettier-ignore

const ActionPlan = z.strictObject({
  id: Slug, champion: Slug, title: Title, planType: ActionPlanKind,
  period: z.strictObject({ start: When, end: When }), publishedOn: When,
  status: z.enum(['current', 'superseded', 'concluded', 'period_ended', 'monitoring_ended', 'in_development']).nullable(),
  supersedes: Slug.nullable(), coSigners: z.array(Name), note, sourceUrl: WebAddress, commitments: z.array(Commitment),
  publishedNotLaterThan: Bound, coSignerOrganisations: Organisations, otherOrganisations: Organisations,
}); // prettier-ignore

const Champion = z.strictObject({
  id: Slug, name: Name, shortName: Name.nullable(), kind: ChampionKind, country: Country.nullable(), joinedOn: When,
  status: z.enum(['active', 'ceased', 'absorbed']), statusNote: note, formerNames: z.array(Name), note, sourceUrls: z.array(WebAddress),
  joinedNotEarlierThan: Bound, joinedNotLaterThan: Bound, foundingChampion: z.boolean().nullish(), foundingChampionSourceUrl: WebAddress.nullish(),
  organisations: Organisations, formerOrganisations: Organisations,
}); // prettier-ignore

const ProgressReport = z.strictObject({
  id: Slug, champion: Slug.nullable(), round: Name.nullable(), year: z.int().nullable(), summary: Narrative, plan: Slug.nullable(),
  commitmentIds: z.array(Slug), relation: z.enum(['direct', 'aggregate', 'inferred']).nullable(),
  statusCounts: z.object({ unit: z.enum(['count', 'percent']), base: z.int().min(0) }).catchall(z.number()).nullable(),
  sourceUrl: WebAddress,
}); // prettier-ignore

const lifecycleEventTypes = [
  'champion_joined', 'commitment_completed', 'commitment_completed_late', 'commitment_reshaped', 'commitments_added', 'commitments_discontinued',
  'institution_absorbed', 'institution_closed', 'institution_merged', 'institution_renamed', 'monitoring_ended', 'monitoring_round_held', 'plan_concluded',
  'plan_launched', 'plan_presented', 'plan_published', 'plan_renewed', 'plan_reviewed', 'plan_superseded', 'scope_expanded',
] as const; // prettier-ignore

const LifecycleEvent = z.strictObject({
  id: Slug, type: z.enum(lifecycleEventTypes), champion: Slug.nullable(), plan: Slug.nullable(), commitment: Slug.nullable(),
  occurredOn: When, description: Note, sourceUrl: WebAddress, organisations: Organisations,
}); // prettier-ignore

/** A record of a section that this register does not take yet: only told apart in the report. */
const Unread = z.looseObject({});

/** The shape of a data set; version 2 adds to version 1 and changes nothing of it. Null means that no source tells. */
export const DataSet = z.strictObject({
  schemaVersion: z.literal([1, 2], 'must be 1 or 2, the versions there are'),
  note: z.string(),
  vocabularies: z.record(z.string(), z.unknown()),
  charter: z.looseObject({
    names: z.record(LanguageCode, Name.nullable()),
    nameSources: z.record(LanguageCode, WebAddress).default({}),
    launchedOn: When, launchNote: note, host: Name.nullable(), vision: Description, documentLanguages: z.array(Language),
    whoMayJoin: z.array(Name), obligations: z.array(Name),
    principles: z.array(z.strictObject({ number: PrincipleNumber, title: Titles, summary: Description.nullable(), sourceUrls: z.array(WebAddress) })).length(5, 'must be the five principles'),
    championCounts: z.array(z.strictObject({ asOf: When, count: z.int().min(0), qualifier: Wording.nullable(), sourceUrl: WebAddress })),
    sourceUrls: z.array(WebAddress),
  }),
  champions: z.array(Champion),
  unconfirmedChampions: z.array(z.strictObject({ name: Name, reason: Note, organisation: Slug.nullish() })).default([]),
  actionPlans: z.array(ActionPlan),
  networkCommitments: z.array(z.strictObject({
    id: Slug, owner: Name, ownerOrganisation: Slug.nullish(), title: Title, period: z.strictObject({ start: When, end: When }), sourceUrl: WebAddress,
    items: z.array(z.strictObject({ id: Slug, title: Title, target: z.int().nullable(), unit: Name.nullable() })),
  })).default([]),
  progressReports: z.array(ProgressReport),
  lifecycleEvents: z.array(LifecycleEvent),
  organisations: z.array(Unread).default([]),
  cgdExamples: z.array(Unread).default([]),
  citizenDataFrameworks: z.array(Unread).default([]),
  qualityCriteriaSets: z.array(Unread).default([]),
  collaborative: Unread.nullish(),
  hlpfSessions: z.array(Unread).default([]),
}); // prettier-ignore
export type DataSet = z.output<typeof DataSet>;

const text = z.string().nullable().catch(null);
const all = <T extends z.ZodType>(record: T) => z.array(record).catch([]);
const outlined = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess((value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}), z.object(shape));

/** What can be told of a file whatever else is wrong with it: ids, references and dates, null where there is none. */
const Outline = outlined({
  charter: outlined({ launchedOn: text, championCounts: all(outlined({ asOf: text })) }),
  champions: all(outlined({ id: text, joinedOn: text })),
  actionPlans: all(outlined({
    id: text, champion: text, supersedes: text, publishedOn: text,
    commitments: all(outlined({ id: text, knownStatus: outlined({ asOf: text }) })),
  })),
  networkCommitments: all(outlined({ id: text })),
  progressReports: all(outlined({ id: text, champion: text, plan: text, commitmentIds: all(text), year: z.int().nullable().catch(null) })),
  lifecycleEvents: all(outlined({ id: text, champion: text, plan: text, commitment: text, occurredOn: text })),
}); // prettier-ignore
type Outline = z.output<typeof Outline>;

/** One fault of a file: where it stands, what stands there, and what would be right. */
export interface FileFault {
  readonly place: string;
  readonly found: string;
  readonly message: string;
}

/** A file that cannot be imported; nothing of it was. */
export class FaultyFile extends Error {
  override readonly name = 'FaultyFile';
  constructor(readonly faults: readonly FileFault[]) {
    super(`The file has ${faults.length} faults.`);
  }
}

/** Reads a data set and checks all of it: its shape, its references, its dates. Throws `FaultyFile` naming every fault. */
export function readDataSet(text: string, now: number): DataSet {
  const given = parse(text);
  const result = DataSet.safeParse(given);
  const outline = Outline.parse(given);
  const faults = [...(result.error?.issues ?? []).flatMap((issue) => faultsOf(issue, given)), ...referenceFaults(outline), ...dateFaults(outline, dayOf(now))];
  if (!result.success || faults.length > 0) throw new FaultyFile(faults);
  return result.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new FaultyFile([{ place: 'the file', found: text.slice(0, 20), message: `must be JSON: ${(error as Error).message}` }]);
  }
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((place, step) => (typeof step === 'number' ? `${place}[${step}]` : place === '' ? String(step) : `${place}.${String(step)}`), '');

function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? 'nothing' : text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function faultsOf(issue: z.core.$ZodIssue, given: unknown): FileFault[] {
  const at = (path: readonly PropertyKey[]): unknown =>
    path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step], given);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      place: placeOf([...issue.path, key]),
      found: shown(at([...issue.path, key])),
      message: 'is not a field of this record',
    }));
  }
  const message =
    issue.code === 'invalid_type' ? `must be ${issue.expected}` : issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message;
  return [{ place: placeOf(issue.path) || 'the file', found: shown(at(issue.path)), message }];
}

/** Ids that stand twice, and references to what is not there. */
function referenceFaults(data: Outline): FileFault[] {
  const faults: FileFault[] = [];
  const ids = (entries: readonly (readonly [place: string, id: string | null])[]): Set<string | null> => {
    const seen = new Set<string | null>();
    for (const [place, id] of entries) {
      if (id !== null && seen.has(id)) faults.push({ place: `${place}.id`, found: shown(id), message: 'stands twice; every record needs an id of its own' });
      seen.add(id);
    }
    return seen;
  };
  const champions = ids(data.champions.map(({ id }, n) => [`champions[${n}]`, id]));
  const plans = ids([
    ...data.actionPlans.map(({ id }, n) => [`actionPlans[${n}]`, id] as const),
    ...data.networkCommitments.map(({ id }, n) => [`networkCommitments[${n}]`, id] as const),
  ]);
  const commitments = ids(data.actionPlans.flatMap((plan, p) => plan.commitments.map(({ id }, n) => [`actionPlans[${p}].commitments[${n}]`, id] as const)));
  ids(data.progressReports.map(({ id }, n) => [`progressReports[${n}]`, id]));
  ids(data.lifecycleEvents.map(({ id }, n) => [`lifecycleEvents[${n}]`, id]));
  const refers = (place: string, id: string | null, known: Set<string | null>, noun: string): void => {
    if (id !== null && !known.has(id)) faults.push({ place, found: shown(id), message: `must be the id of ${noun} of this file` });
  };
  data.actionPlans.forEach((plan, n) => {
    refers(`actionPlans[${n}].champion`, plan.champion, champions, 'a champion');
    refers(`actionPlans[${n}].supersedes`, plan.supersedes, plans, 'an action plan');
  });
  data.progressReports.forEach((report, n) => {
    refers(`progressReports[${n}].champion`, report.champion, champions, 'a champion');
    refers(`progressReports[${n}].plan`, report.plan, plans, 'an action plan');
    report.commitmentIds.forEach((id, c) => refers(`progressReports[${n}].commitmentIds[${c}]`, id, commitments, 'a commitment'));
  });
  data.lifecycleEvents.forEach((event, n) => {
    refers(`lifecycleEvents[${n}].champion`, event.champion, champions, 'a champion');
    refers(`lifecycleEvents[${n}].plan`, event.plan, plans, 'an action plan');
    refers(`lifecycleEvents[${n}].commitment`, event.commitment, commitments, 'a commitment');
  });
  return faults;
}

/** Imported history lies in the past: what is said to have happened must not lie wholly in the future. */
function dateFaults(data: Outline, today: string): FileFault[] {
  const dated: (readonly [place: string, date: string | null])[] = [
    ['charter.launchedOn', data.charter.launchedOn],
    ...data.charter.championCounts.map(({ asOf }, n) => [`charter.championCounts[${n}].asOf`, asOf] as const),
    ...data.champions.map(({ joinedOn }, n) => [`champions[${n}].joinedOn`, joinedOn] as const),
    ...data.actionPlans.map(({ publishedOn }, n) => [`actionPlans[${n}].publishedOn`, publishedOn] as const),
    ...data.actionPlans.flatMap((plan, p) =>
      plan.commitments.map(({ knownStatus }, n) => [`actionPlans[${p}].commitments[${n}].knownStatus.asOf`, knownStatus.asOf] as const),
    ),
    ...data.lifecycleEvents.map(({ occurredOn }, n) => [`lifecycleEvents[${n}].occurredOn`, occurredOn] as const),
    ...data.progressReports.map(({ year }, n) => [`progressReports[${n}].year`, year === null ? null : String(year)] as const),
  ];
  return dated
    .filter(([, date]) => date !== null && (span(date)?.first ?? '') > today)
    .map(([place, date]) => ({ place, found: shown(date), message: `must not lie in the future; today is ${today}` }));
}

/** A figure of a file as decimal text. */
export const decimal = (value: number): string => Decimal.parse(String(value));
