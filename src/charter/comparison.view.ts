import { decimalDifference, sameDecimal } from '../kernel/decimal.js';
import { spanOf } from '../kernel/time/partial-date.js';
import { isSame } from '../kernel/same.js';
import { differing, others, touchedBetween, turns } from '../platform/read-model/past/between.js';
import { differences, type FieldChange } from '../platform/read-model/past/chronicle.js';
import type { Stamp } from '../platform/read-model/documents.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { commitments } from './commitment/commitments.view.js';
import { daysBetween, isMoreOrLessPrecise } from './commitment/drift.view.js';
import { silentChampions, silentCommitments } from './progress-report/silence.view.js';
import type { ProgressReportDocument } from './progress-report/progress-reports.view.js';
import { Claimed, lifecycles } from './vocabulary/vocabulary.js';

export type ChangeKind =
  | 'appeared' | 'became_known' | 'disappeared' | 'status_up' | 'status_down' | 'lifecycle_changed' | 'withdrawn' | 'due_moved' | 'target_raised' | 'target_lowered' | 'reworded'
  | 'evidence_added' | 'evidence_removed' | 'newly_silent' | 'changed'; // prettier-ignore

/** One thing about one thing that is not the same on two bases. */
export interface ComparedChange extends Partial<FieldChange> {
  readonly kind: ChangeKind;
  readonly noun: string;
  /** The slug or code of the thing. */
  readonly code: string;
  readonly stream: string;
  /** By how many days a due date moved; later is more. Null where one of the two is not dated. */
  readonly days?: number | null;
}

/** The nouns that are compared, and the tables that hold them. */
const tables = {
  charter: 'charters',
  champion: 'champions',
  actionPlan: 'action_plans',
  commitment: 'commitments',
  progressReport: 'progress_reports',
} as const;

/** What follows from other fields, or says again in another way what they say. */
const derived = new Set(['latestReport', 'claimedOn', 'originalTitle', 'originalDescription', 'countsFrom', 'isPublished', 'rewordings', 'dueRevisions']);

const steps: readonly string[] = Claimed.options;
/** How far a claim says it has come; where nothing is claimed, or not started, no step is made. */
const stepOf = (claimed: unknown): number => Math.max(0, steps.indexOf(String(claimed)));

function kindOf({ field, before, after }: FieldChange, noun: string): ChangeKind {
  if (noun === 'commitment' && field === 'claimed') {
    const moved = stepOf(after) - stepOf(before);
    return moved === 0 ? 'changed' : moved > 0 ? 'status_up' : 'status_down';
  }
  if (field === 'lifecycle' || (field === 'status' && noun !== 'commitment')) return after === 'withdrawn' ? 'withdrawn' : 'lifecycle_changed';
  if (field === 'due' || /^milestones\..+\.due$/.test(field)) return isMoreOrLessPrecise(before, after) ? 'changed' : 'due_moved';
  if (/^indicators\..+\.target$/.test(field)) return targetKind(before, after);
  if (['title', 'description', 'vision', 'principles', 'narrative'].includes(field) && typeof after === 'object')
    return isWords(after) ? 'reworded' : 'changed';
  return 'changed';
}

const isWords = (value: unknown): boolean => typeof value === 'object' && value !== null && 'text' in value;

/** A target of which only the date has changed is neither higher nor lower. */
function targetKind(before: unknown, after: unknown): ChangeKind {
  const [less, more] = [valueOf(before), valueOf(after)];
  if (less === undefined || more === undefined || sameDecimal(less, more)) return 'changed';
  return decimalDifference(less, more).startsWith('-') ? 'target_lowered' : 'target_raised';
}

interface Measured {
  readonly value: string;
  readonly on: string | null;
}

const valueOf = (reading: unknown): string | undefined => (reading as Measured | null | undefined)?.value;

const isReading = (value: unknown): value is Measured => typeof value === 'object' && value !== null && 'value' in value && 'on' in value;

/** Whether two values of an indicator, or lists of them, differ in nothing but how a number is written. */
function isSameNumber(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length && before.every((one, index) => isSameNumber(one, after[index]) || isSame(one, after[index]));
  return isReading(before) && isReading(after) && sameDecimal(before.value, after.value) && isSame({ ...before, value: '' }, { ...after, value: '' });
}

/** Whether what a date is about may have held by a day already: unknown dates may. */
const mayHaveHeldBy = (day: string, date: string | null): boolean => date === null || spanOf(date).first <= day;

/**
 * Whether a field is other than it was only because its date was vague: what stands there now may have held on the first day already,
 * and is only now known to. `day` is the first of the two; null where the two are known at different times, and not compared by days.
 */
function becameKnown({ field, after }: FieldChange, document: object, day: string | null): boolean {
  if (day === null || after === null || after === undefined) return false;
  const { claimedOn = null, ended = null } = document as { readonly claimedOn?: string | null; readonly ended?: string | null };
  if (field === 'claimed' || field === 'reasonCode') return mayHaveHeldBy(day, claimedOn);
  const isEnd = (field === 'lifecycle' || field === 'status') && typeof after === 'string' && ends.has(after);
  return (isEnd || field === 'ended' || field === 'outcome') && mayHaveHeldBy(day, ended);
}

/** The words of a lifecycle that come with the day on which they began to hold. */
const ends = new Set(['merged', 'succeeded', 'ceased', 'withdrawn', 'superseded', 'concluded']);

type Evidence = ProgressReportDocument['evidence'];

/** Evidence that is there and was not, and that is there no more, by its addresses; where only its words differ, a change. */
function evidenceChanges({ before, after }: Pick<FieldChange, 'before' | 'after'>): (FieldChange & { kind: ChangeKind })[] {
  const [was, is] = [(before ?? []) as Evidence, (after ?? []) as Evidence];
  const without = (all: Evidence, others: Evidence): Evidence => all.filter(({ url }) => !others.some((other) => other.url === url));
  const [added, removed] = [without(is, was), without(was, is)];
  const field = 'evidence';
  if (added.length + removed.length === 0) return [{ kind: 'changed', field, before, after }];
  return [
    ...(added.length === 0 ? [] : [{ kind: 'evidence_added' as const, field, before: null, after: added }]),
    ...(removed.length === 0 ? [] : [{ kind: 'evidence_removed' as const, field, before: removed, after: null }]),
  ];
}

/** What a report is evidence for: the commitment, plan or champion it is about, or the charter. */
function subjectOf({ commitment, actionPlan, champion }: ProgressReportDocument): { noun: string; code: string } {
  if (commitment !== null) return { noun: 'commitment', code: commitment };
  if (actionPlan !== null) return { noun: 'actionPlan', code: actionPlan };
  return champion === null ? { noun: 'charter', code: 'IDC' } : { noun: 'champion', code: champion };
}

function changesOf(noun: string, code: string, before: Stamp | undefined, after: Stamp | undefined, day: string | null): ComparedChange[] {
  const stream = (after ?? before)?.stream ?? '';
  const of = { noun, code, stream };
  if (before === undefined || after === undefined) {
    const isKnown = day !== null && after !== undefined && after.possible <= day;
    const shown: ComparedChange[] = [{ ...of, kind: isKnown ? 'became_known' : before === undefined ? 'appeared' : 'disappeared' }];
    if (noun !== 'progressReport') return shown;
    const report = (after ?? before) as ProgressReportDocument;
    const evidence = evidenceChanges({ before: before === undefined ? null : report.evidence, after: after === undefined ? null : report.evidence });
    const told = evidence.filter(({ kind }) => kind !== 'changed');
    return [...shown, ...told.map((change) => ({ ...subjectOf(report), stream, ...change, kind: isKnown ? ('became_known' as const) : change.kind }))];
  }
  return differences(before, after)
    .filter(({ field, before, after }) => !derived.has(field) && !isSameNumber(before, after))
    .flatMap((change): ComparedChange[] => {
      if (noun === 'progressReport' && change.field === 'evidence') return evidenceChanges(change).map((one) => ({ ...of, ...one }));
      const kind = becameKnown(change, after, day) ? 'became_known' : kindOf(change, noun);
      return [{ ...of, kind, ...change, ...(kind === 'due_moved' ? { days: daysBetween(change.before, change.after) } : {}) }];
    });
}

/**
 * Everything that is not the same on two bases, thing by thing. It reads what entries and days between the two have changed; only
 * silence, which days alone bring on, is asked of all. Others may go on in between.
 */
export async function compare(from: Basis, to: Basis): Promise<ComparedChange[]> {
  const changes: ComparedChange[] = [];
  const day = from.size === to.size && from.effectiveOn < to.effectiveOn ? from.effectiveOn : null;
  const streams = touchedBetween(from, to);
  const next = turns();
  for (const [noun, table] of Object.entries(tables)) {
    for (const { key, before, after } of await differing(table, streams, from, to)) {
      changes.push(...changesOf(noun, key, before, after, day));
      await next();
    }
  }
  return [...changes, ...(await newlySilent(from, to))];
}

/** Those that have missed two rounds on the second basis, and had not on the first. */
async function newlySilent(from: Basis, to: Basis): Promise<ComparedChange[]> {
  if (from.size === to.size && from.effectiveOn === to.effectiveOn) return [];
  const changes: ComparedChange[] = [];
  for (const [noun, silent] of [['champion', silentChampions], ['commitment', silentCommitments]] as const) {
    await others();
    const before = silent(from);
    await others();
    for (const code of silent(to)) if (!before.has(code)) changes.push({ kind: 'newly_silent', noun, code, stream: `${noun}-${code}` });
  } // prettier-ignore
  return changes;
}

/**
 * A figure on three bases: the first, the first as the second knows it, and the second. What was restated, what merely became known
 * and what progressed add up.
 */
export interface CountChange {
  readonly name: string;
  readonly from: number;
  readonly restated: number;
  readonly becameKnown: number;
  readonly progressed: number;
  readonly to: number;
}

/** How many things there are, and how many commitments stand where. Others may go on in between. */
async function count({ rows }: Basis): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const next = turns();
  for (const [noun, table] of Object.entries(tables)) {
    if (noun !== 'charter') counts.set(noun, rows.one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0);
    await next();
  }
  for (const [axis, words] of [['lifecycle', lifecycles], ['claimed', steps]] as const) {
    const found = rows.all<{ word: string; n: number }>(`SELECT ${axis} AS word, count(*) AS n FROM commitments WHERE ${axis} IS NOT NULL GROUP BY 1`);
    for (const word of words) counts.set(`${axis}.${word}`, found.find((one) => one.word === word)?.n ?? 0);
    await next();
  } // prettier-ignore
  return counts;
}

/** By how much each figure moved from one day to another through what merely became known. */
async function countKnown(from: Basis, to: Basis): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const add = (name: string, by: number): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  const known = (await compare(from, to)).filter(({ kind }) => kind === 'became_known');
  const whole = known.filter(({ field }) => field === undefined);
  for (const { noun } of whole) add(noun, 1);
  for (const { lifecycle, ended, claimed, claimedOn } of commitments.getMany(to.rows, codesOf(whole)).values()) {
    if (!ends.has(lifecycle) || mayHaveHeldBy(from.effectiveOn, ended)) add(`lifecycle.${lifecycle}`, 1);
    if (mayHaveHeldBy(from.effectiveOn, claimedOn)) add(`claimed.${claimed}`, 1);
  }
  for (const { noun, field, before, after } of known) {
    if (noun !== 'commitment' || (field !== 'lifecycle' && field !== 'claimed')) continue;
    add(`${field}.${String(before)}`, -1);
    add(`${field}.${String(after)}`, 1);
  }
  return counts;
}

const codesOf = (changes: readonly ComparedChange[]): string[] => changes.filter(({ noun }) => noun === 'commitment').map(({ code }) => code);

export async function countChanges(from: Basis, between: Basis, to: Basis): Promise<CountChange[]> {
  const [first, second, third] = [await count(from), await count(between), await count(to)];
  const known = await countKnown(between, to);
  return [...first].map(([name, before]) => {
    const [middle, after, becameKnown] = [second.get(name) ?? 0, third.get(name) ?? 0, known.get(name) ?? 0];
    return { name, from: before, restated: middle - before, becameKnown, progressed: after - middle - becameKnown, to: after };
  });
}
