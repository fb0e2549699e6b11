import { spanOf } from '../kernel/partial-date.js';
import { differences, type FieldChange } from '../platform/read-model/chronicle.js';
import type { Stamp } from '../platform/read-model/documents.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { commitments, type CommitmentDocument } from './commitments.view.js';
import { daysBetween, decimalDifference } from './drift.view.js';
import type { ProgressReportDocument } from './progress-reports.view.js';
import { isSilent } from './reporting.js';
import { Claimed, lifecycles } from './vocabulary.js';

export type ChangeKind =
  | 'appeared' | 'became_known' | 'disappeared' | 'status_up' | 'status_down' | 'lifecycle_changed' | 'withdrawn' | 'due_moved' | 'target_raised' | 'target_lowered' | 'reworded'
  | 'evidence_added' | 'newly_silent' | 'changed'; // prettier-ignore

/** One thing about one thing that is not the same on two bases. */
export interface Change extends Partial<FieldChange> {
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
function kindOf({ field, before, after }: FieldChange, noun: string): ChangeKind {
  if (noun === 'commitment' && field === 'claimed') return steps.indexOf(String(after)) > steps.indexOf(String(before)) ? 'status_up' : 'status_down';
  if (field === 'lifecycle' || (field === 'status' && noun !== 'commitment')) return after === 'withdrawn' ? 'withdrawn' : 'lifecycle_changed';
  if (field === 'due' || /^milestones\..+\.due$/.test(field)) return 'due_moved';
  if (/^indicators\..+\.target$/.test(field)) return targetKind(before, after);
  if (['title', 'description', 'vision', 'principles', 'narrative'].includes(field) && typeof after === 'object')
    return isWords(after) ? 'reworded' : 'changed';
  if (field === 'evidence') return 'evidence_added';
  return 'changed';
}

const isWords = (value: unknown): boolean => typeof value === 'object' && value !== null && 'text' in value;
/** A target of which only the date has changed is neither higher nor lower. */
function targetKind(before: unknown, after: unknown): ChangeKind {
  const [less, more] = [before, after].map((reading) => (reading as { value?: string } | null)?.value);
  if (less === undefined || more === undefined || less === more) return 'changed';
  return decimalDifference(less, more).startsWith('-') ? 'target_lowered' : 'target_raised';
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

function changesOf(noun: string, code: string, before: Stamp | undefined, after: Stamp | undefined, day: string | null): Change[] {
  const stream = (after ?? before)?.stream ?? '';
  const of = { noun, code, stream };
  if (before === undefined || after === undefined) {
    const isKnown = day !== null && after !== undefined && after.possible <= day;
    const shown: Change[] = [{ ...of, kind: isKnown ? 'became_known' : before === undefined ? 'appeared' : 'disappeared' }];
    const report = after as ProgressReportDocument | undefined;
    if (noun === 'progressReport' && report?.commitment != null && report.evidence.length > 0)
      shown.push({
        kind: isKnown ? 'became_known' : 'evidence_added',
        noun: 'commitment',
        code: report.commitment,
        stream,
        field: 'evidence',
        before: null,
        after: report.evidence,
      });
    return shown;
  }
  return differences(before, after)
    .filter(({ field }) => !derived.has(field))
    .map((change) => {
      const kind = becameKnown(change, after, day) ? 'became_known' : kindOf(change, noun);
      return { ...of, kind, ...change, ...(kind === 'due_moved' ? { days: daysBetween(change.before, change.after) } : {}) };
    });
}

/** The day on which something was last heard of each living commitment. */
function lastHeard({ rows }: Basis): Map<string, string> {
  const heard = rows.all<{ key: string; day: string }>(
    `SELECT c.key AS key, max(coalesce((SELECT max(substr(reported, 1, 10)) FROM report_touches WHERE touched = c.key), ''), t.own_first) AS day
     FROM commitments AS c JOIN timelines AS t ON t.stream = c.stream WHERE c.lifecycle IN ('active', 'draft')`,
  );
  return new Map(heard.map(({ key, day }) => [key, day]));
}

/** The commitments that are silent on a basis. */
export function silentOn(basis: Basis): ReadonlySet<string> {
  return new Set([...lastHeard(basis)].filter(([, day]) => isSilent(day, basis.effectiveOn)).map(([key]) => key));
}

/** Everything that is not the same on two bases, thing by thing. */
export function compare(from: Basis, to: Basis): Change[] {
  const changes: Change[] = [];
  const day = from.size === to.size && from.effectiveOn < to.effectiveOn ? from.effectiveOn : null;
  for (const [noun, table] of Object.entries(tables)) {
    const read = ({ rows }: Basis) =>
      new Map(rows.all<{ key: string; document: string }>(`SELECT key, document FROM ${table}`).map((row) => [row.key, row.document]));
    const [before, after] = [read(from), read(to)];
    for (const code of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      const [one, other] = [before.get(code), after.get(code)];
      if (one !== other) changes.push(...changesOf(noun, code, parsed(one), parsed(other), day));
    }
  }
  const wereSilent = silentOn(from);
  for (const code of silentOn(to)) if (!wereSilent.has(code)) changes.push({ kind: 'newly_silent', noun: 'commitment', code, stream: `commitment-${code}` });
  return changes;
}

const parsed = (document: string | undefined): (CommitmentDocument & Stamp) | undefined =>
  document === undefined ? undefined : (JSON.parse(document) as CommitmentDocument);

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

/** How many things there are, and how many commitments stand where. */
function count({ rows }: Basis): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [noun, table] of Object.entries(tables))
    if (noun !== 'charter') counts.set(noun, rows.one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0);
  for (const [axis, words] of [['lifecycle', lifecycles], ['claimed', steps]] as const) {
    const found = rows.all<{ word: string; n: number }>(`SELECT ${axis} AS word, count(*) AS n FROM commitments WHERE ${axis} IS NOT NULL GROUP BY 1`);
    for (const word of words) counts.set(`${axis}.${word}`, found.find((one) => one.word === word)?.n ?? 0);
  } // prettier-ignore
  return counts;
}

/** By how much each figure moved from one day to another through what merely became known. */
function countKnown(from: Basis, to: Basis): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string, by: number): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  const known = compare(from, to).filter(({ kind }) => kind === 'became_known');
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

const codesOf = (changes: readonly Change[]): string[] => changes.filter(({ noun }) => noun === 'commitment').map(({ code }) => code);

export function countChanges(from: Basis, between: Basis, to: Basis): CountChange[] {
  const [first, second, third] = [count(from), count(between), count(to)];
  const known = countKnown(between, to);
  return [...first].map(([name, before]) => {
    const [middle, after, becameKnown] = [second.get(name) ?? 0, third.get(name) ?? 0, known.get(name) ?? 0];
    return { name, from: before, restated: middle - before, becameKnown, progressed: after - middle - becameKnown, to: after };
  });
}
