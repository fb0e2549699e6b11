import { createHash } from 'node:crypto';
import type { Command, Issuer } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import type { Outcome } from '../../platform/cqrs/transactor.js';
import { canonical } from '../../platform/event-store/canonical.js';
import type { Rows } from '../../platform/read-model/view.js';
import { actionPlans } from '../action-plans.view.js';
import { champions } from '../champions.view.js';
import type { Subject } from '../codes.js';
import { commitments } from '../commitments.view.js';
import { RecordStatement } from '../statement.js';
import { FaultyFile, type DataSet, type FileFault } from './data-set.js';
import { stepsOf } from './deeds.js';
import type { Claims, Step } from './step.js';

/** The register that imports into: its commands, and its rows as they stand after each of them. */
export interface Register {
  execute(command: Command): Promise<Outcome>;
  /** How many entries the log holds. */
  size(): number;
  rows(): Rows;
}

/** What became of one record. */
export interface RecordFate {
  readonly record: string;
  /** Entries written for it, now or by an earlier import. */
  readonly entries: number[];
  /** Statements set beside what the register holds: this source says otherwise, or it is another source that says so. */
  readonly statements: string[];
  /** Why nothing of it, or nothing new, is in the register; null when something is. */
  setAside: string | null;
}

export interface ImportReport {
  readonly records: readonly RecordFate[];
  /** Size of the log before and after. */
  readonly before: number;
  readonly after: number;
}

/**
 * Brings a data set into a register. Every command has an id made from its record and its content, so that importing again, or
 * going on after a crash, writes only what is missing. Throws `FaultyFile` when the register refuses a step.
 */
export async function importDataSet(
  data: DataSet,
  register: Register,
  issuer: (record: string) => Issuer,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<ImportReport> {
  const steps = [...stepsOf(data)];
  const before = register.size();
  const fates = new Map<string, RecordFate>();
  const faults: FileFault[] = [];
  for (const [index, step] of steps.entries()) {
    const fate = fates.get(step.record) ?? { record: step.record, entries: [], statements: [], setAside: null };
    fates.set(step.record, fate);
    try {
      await take(step, fate, register, issuer(step.record));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      faults.push({ place: step.record, found: step.command?.Command.type ?? 'a claim', message: error.message });
    }
    progress(index + 1, steps.length);
  }
  if (faults.length > 0) throw new FaultyFile(faults);
  return { records: [...fates.values()], before, after: register.size() };
}

async function take(step: Step, fate: RecordFate, register: Register, by: Issuer): Promise<void> {
  if (step.setAside !== undefined) fate.setAside = step.setAside;
  let isNew = false;
  if (step.command !== undefined) {
    const { Command, input } = step.command;
    try {
      const outcome = await register.execute(new Command({ ...input, commandId: idOf(step.record, Command.type, input) } as never, by));
      isNew = outcome.events.length > 0;
      fate.entries.push(...(isNew ? outcome.events.map(({ entry }) => entry) : [outcome.receipt.entry]));
    } catch (error) {
      const isAnswered = step.claims !== undefined && heldOf(register.rows(), step.claims.about) !== undefined;
      if (!isAnswered || !(error instanceof Refused) || !isThereAlready.has(error.code)) throw error;
    }
  }
  if (step.claims !== undefined && !isNew) await compare(step.record, step.claims, fate, register, by);
}

/** Refusals of what is there or has ended already: then what the record says of it is compared instead. */
const isThereAlready = new Set([
  'CHAMPION_ALREADY_JOINED', 'CHAMPION_NOT_ACTIVE', 'ACTION_PLAN_CODE_TAKEN', 'ACTION_PLAN_ENDED', 'COMMITMENT_CODE_TAKEN', 'COMMITMENT_ENDED',
]); // prettier-ignore

/** The same record with the same content always gives the same id. */
function idOf(record: string, type: string, content: object): string {
  const digest = createHash('sha256')
    .update(canonical(JSON.parse(JSON.stringify([type, content]))))
    .digest('hex');
  return `import:${record.replace(/[^\w.:/~-]/g, '_').slice(0, 150)}:${digest.slice(0, 24)}`;
}

/** What the register holds of a thing, by the names that claims use; nothing when there is no such thing. */
function heldOf(rows: Rows, { champion, actionPlan, commitment }: Subject): Readonly<Record<string, unknown>> | undefined {
  if (champion !== null) {
    const held = champions.get(rows, champion);
    return held && { ...held };
  }
  if (actionPlan !== null) {
    const held = actionPlans.get(rows, actionPlan);
    return held && { ...held, title: held.title?.text, start: held.period?.start, end: held.period?.end };
  }
  const held = commitment === null ? undefined : commitments.get(rows, commitment);
  return held && { ...held, title: held.title?.text };
}

async function compare(record: string, { about, fields, sources }: Claims, fate: RecordFate, register: Register, by: Issuer): Promise<void> {
  const held = heldOf(register.rows(), about) ?? {};
  const known = new Set(held.sources as readonly string[] | undefined);
  const isKnown = sources.every((source) => known.has(source));
  for (const [field, value] of Object.entries(fields)) {
    if (value === null || (held[field] === value && isKnown)) continue;
    const input = { ...about, field, value, sources: [...sources] };
    const outcome = await register.execute(new RecordStatement({ ...input, commandId: idOf(record, 'RecordStatement', input) }, by));
    fate.entries.push(...outcome.events.map(({ entry }) => entry));
    fate.statements.push(
      `${field} = ${value}; the register holds ${typeof held[field] === 'string' ? (held[field] === value ? 'the same' : held[field]) : 'nothing'}`,
    );
  }
  if (fate.entries.length === 0 && fate.setAside === null) fate.setAside = 'The register says the same already.';
}
