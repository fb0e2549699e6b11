import type { Command, Issuer, Recorded } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import type { Outcome } from '../cqrs/transactor.js';
import type { Rows } from '../read-model/view.js';
import { placeIn, type DataSet } from './data-set.js';
import { changesOf, correctionOf, remediesFor, unchangeable, type Remedy } from './differences.js';
import { FaultyFile, shown, type FileFault } from './file-faults.js';
import { Known, type Held } from './known.js';
import type { Importable, OwnedCommandStep, OwnedStep } from './importable.js';
import { commandId, isCommandStep, setAside, type FileChange } from './step.js';

/** The register that imports into: its commands, its log, and its rows as they stand after each command. */
export interface Register {
  execute(command: Command): Promise<Outcome>;
  /** How many entries the log holds. */
  size(): number;
  rows(): Rows;
  /** What its contexts import. */
  readonly imports: readonly Importable[];
  /** All entries of the log, from the first on. */
  history(): AsyncIterable<Recorded>;
}

/** A field of which the file says something else than the register, and what was done about it. */
export interface Difference extends FileChange {
  readonly isApplied: boolean;
  /** Why it could not be applied. */
  readonly reason: string | null;
}

/** What became of one record. */
export interface RecordResult {
  readonly record: string;
  /** Entries written for it, now or by an earlier import. */
  readonly entries: number[];
  /** Statements set beside what the register holds: this source says otherwise, or it is another source that says so. */
  readonly statements: string[];
  readonly differences: Difference[];
  /** Why nothing of it, or nothing new, is in the register; null when something is. */
  setAside: string | null;
  /** Whether it says only what the register has from other records of the file, or from earlier ones. */
  isRepeated?: boolean;
}

export interface ImportReport {
  readonly records: readonly RecordResult[];
  /** Size of the log before and after. */
  readonly before: number;
  readonly after: number;
}

export interface ImportOptions {
  /** Whether fields that the file now gives otherwise are amended; left out, they are reported with both values. */
  readonly amend?: boolean;
  readonly progress?: (done: number, of: number) => void;
}

/** What taking a step needs beside it. */
interface Import {
  readonly register: Register;
  readonly known: Known;
  readonly used: Set<Held>;
  readonly amend: boolean;
}

/**
 * Brings a data set into a register. A record is known again by the source's own id, which the log keeps, so that importing again, or
 * going on after a crash, writes only what is missing. Throws `FaultyFile` when the register refuses a step.
 */
export async function importDataSet(
  data: DataSet,
  register: Register,
  issuer: (record: string) => Issuer,
  { amend = false, progress = () => undefined }: ImportOptions = {},
): Promise<ImportReport> {
  const { imports } = register;
  const known = await Known.of(register.history(), imports);
  const total = [...stepsOf(data, known, imports)].length;
  const before = register.size();
  const results = new Map<string, RecordResult>();
  const faults: FileFault[] = [];
  const state = { register, known, used: new Set<Held>(), amend };
  let done = 0;
  for (const owned of stepsOf(data, known, imports)) {
    const { step } = owned;
    const result = results.get(step.record) ?? {
      record: step.record,
      entries: [],
      statements: [],
      differences: [],
      setAside: null,
    };
    results.set(step.record, result);
    try {
      await take(owned, result, state, issuer(step.record));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      for (const { message, field } of error.faults) {
        const value = field.reduce<unknown>(
          (at, key) => (at as Readonly<Record<string, unknown>> | null | undefined)?.[key],
          step.command?.input,
        );
        faults.push({
          place: step.record,
          found: shown(value ?? step.command?.input),
          message,
          ...placeIn(data, step.record),
        });
      }
    }
    progress((done += 1), Math.max(total, done));
  }
  if (faults.length > 0) throw new FaultyFile(faults);
  return { records: [...results.values()], before, after: register.size() };
}

/** All that is to be done for a data set, context by context. */
function* stepsOf(data: DataSet, known: Known, imports: readonly Importable[]): Generator<OwnedStep> {
  for (const owner of imports) for (const step of owner.steps(data as never, known)) yield { step, owner };
  for (const owner of imports) for (const step of owner.ties(data as never, known)) yield { step, owner };
  const [owner] = imports;
  if (owner === undefined) return;
  const reason = 'Vocabularies are part of the program; the records were checked against them.';
  const imported = new Set(imports.flatMap(({ vocabularies }) => Object.keys(vocabularies)));
  for (const name of Object.keys(data.vocabularies))
    if (!imported.has(name)) yield { step: setAside(`vocabularies/${name}`, reason), owner };
  for (const one of data.notImported) yield { step: setAside(one.record, one.reason), owner };
}

async function take({ step, owner }: OwnedStep, result: RecordResult, state: Import, by: Issuer): Promise<void> {
  const { register, known, used } = state;
  const { writes } = owner;
  if (step.setAside !== undefined) result.setAside = step.setAside;
  if (step.differs !== undefined) result.differences.push({ ...step.differs, isApplied: false });
  if (!isCommandStep(step)) return owner.keepClaims?.(step, result, register, by);
  const owned = { step, owner };

  const { Command, input } = step.command;
  const again =
    step.held ??
    known.of(step.record, writes[Command.type] ?? '').find((one) => !used.has(one) && (step.isSame?.(one) ?? true));
  if (again !== undefined) {
    used.add(again);
    return settle(again, owned, result, state, by);
  }
  if (step.change !== undefined && !state.amend && !step.change.isDue) {
    const { field, held, said } = step.change;
    result.differences.push({ field, held, said, isApplied: false, reason: null });
    return;
  }
  try {
    const command = new Command({ ...input, commandId: commandId(step.record, Command.type, input) } as never, by);
    const outcome = await register.execute(command);
    for (const event of outcome.events) known.take(event);
    for (const held of known.of(step.record, writes[Command.type] ?? ''))
      if (outcome.events.some(({ entry }) => entry === held.entry)) used.add(held);
    add(result, ...(outcome.events.length > 0 ? outcome.events.map(({ entry }) => entry) : [outcome.receipt.entry]));
    if (outcome.events.length > 0) {
      if (step.change === undefined) return;
      const { field, held, said } = step.change;
      result.differences.push({ field, held, said, isApplied: true, reason: null });
      return;
    }
    const begun = step.opens === undefined ? undefined : known.thing(step.opens);
    if (begun !== undefined) return await settle(begun, owned, result, state, by);
  } catch (error) {
    if (!(error instanceof Refused) || !owner.refusalsOfKnown.includes(error.code)) throw error;
    const begun = step.opens === undefined ? undefined : known.thing(step.opens);
    if (begun !== undefined) return settle(begun, owned, result, state, by);
    if (step.claims === undefined) throw error;
  }
  return owner.keepClaims?.(step, result, register, by);
}

const add = (result: RecordResult, ...entries: readonly number[]): void => {
  for (const entry of entries) if (!result.entries.includes(entry)) result.entries.push(entry);
};

/**
 * A difference between a record and what the register has from it: amended, stated by another source, or
 * reported.
 */
async function settle(
  held: Held,
  owned: OwnedCommandStep,
  result: RecordResult,
  state: Import,
  by: Issuer,
): Promise<void> {
  const { step, owner } = owned;
  add(result, held.entry);
  const { Command, input } = step.command;
  const command = new Command({ ...input, commandId: 'import:compared' } as never, by);
  const changes = changesOf(command, owned, held, state.known);
  if (changes.length === 0) return;
  const isAnotherSource = changes.some(({ field }) => field === 'sources') && step.claims !== undefined;
  const stated = new Set<string>();
  if (!state.amend && isAnotherSource && changes.some(({ field }) => step.stated?.includes(field))) {
    await owner.keepClaims?.(step, result, state.register, by, changes);
    for (const field of [...(step.stated ?? []), 'sources']) stated.add(field);
  }
  const applied = new Map<string, string | null>();
  if (state.amend)
    for (const remedy of remediesFor(owner, changes, held, command))
      await apply(remedy, held, step.record, result, state, by, applied);
  for (const change of changes.filter(({ field }) => !stated.has(field))) {
    const { field } = change;
    // One record may take several commands, all with its sources.
    if (field === 'sources' && result.differences.some((one) => one.field === field)) continue;
    const isApplied = applied.get(field) === null;
    result.differences.push({
      ...change,
      isApplied,
      reason: isApplied ? null : (applied.get(field) ?? unchangeable[field] ?? null),
    });
  }
}

/** Applies a remedy; what the register refuses as a change is tried as a correction, and if that is refused as well, why is kept. */
async function apply(
  remedy: Remedy,
  held: Held,
  record: string,
  result: RecordResult,
  state: Import,
  by: Issuer,
  applied: Map<string, string | null>,
): Promise<void> {
  const { register, known } = state;
  const given = remedy.fields.map((field) => [field, remedy.input[field]] as const);
  const ways =
    remedy.Command.type === 'CorrectEntry'
      ? [remedy]
      : [remedy, correctionOf(given, held, remedy.input.sources as string[])];
  let reason = 'the register considers it the same as what it already has';
  let isRefused = false;
  for (const { Command, input, fields } of ways) {
    try {
      const outcome = await register.execute(
        new Command({ ...input, commandId: commandId(record, Command.type, [input, held.last]) } as never, by),
      );
      // What wrote nothing has changed nothing, and is not reported as applied.
      if (outcome.events.length === 0) continue;
      for (const event of outcome.events) known.take(event);
      add(result, ...outcome.events.map(({ entry }) => entry));
      for (const field of fields) applied.set(field, null);
      return;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!isRefused) reason = error.message;
      isRefused = true;
    }
  }
  for (const field of remedy.fields) applied.set(field, reason);
}
