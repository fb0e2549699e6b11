import type { Command } from '../../kernel/message.js';
import { CorrectEntry } from '../../kernel/correction/correct-entry.js';
import { Decimal } from '../../kernel/values/fields.js';
import { isSame } from '../../kernel/values/same.js';
import { sameDecimal } from '../../kernel/values/decimal.js';
import type { Importable, OwnedCommandStep } from './importable.js';
import type { Held, Known } from './known.js';
import type { FileChange, ImportCommand } from './step.js';

type Fields = Readonly<Record<string, unknown>>;

const isNothing = (value: unknown): boolean => value === null || value === undefined;

const isFigure = (value: unknown): value is string => Decimal.safeParse(value).success;

/** Whether two values of a field say the same: `20` and `20.0` are one figure, wherever a figure stands in them. */
function saysSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return isSame(one, other);
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [one as Fields, other as Fields];
  // What is null says nothing, as what is left out.
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.every((key) => {
    const [a, b] = [left[key] ?? null, right[key] ?? null];
    return saysSame(a, b) || (key === 'value' && isFigure(a) && isFigure(b) && sameDecimal(a, b));
  });
}

/**
 * The fields of which a record says something else than the files that it came in before; where it never came in one, than the register
 * holds. What a record says nothing of (null, or left out) is no difference. A field that is as the file wants it already is none either.
 */
export function changesOf(command: Command, { step, owner }: OwnedCommandStep, held: Held, known: Known): FileChange[] {
  const before = held.record === known.idOf(step.record) ? held.said : held.now;
  const given = step.command.input;
  const data = command.data as Fields;
  const changes = Object.entries(owner.stated(command)).flatMap(([field, said]): FileChange[] => {
    const isGiven =
      !isNothing(given[field === 'evidenceTitles' ? 'evidence' : field]) && !step.assumed?.includes(field);
    if (owner.naming.includes(field) || isNothing(said) || !isGiven) return [];
    // An entry without words is in no language.
    if (field === 'language' && isNothing(before.language)) return [];
    const empty = Array.isArray(said) ? [] : null;
    return saysSame(said, before[field] ?? empty) || saysSame(said, held.now[field] ?? empty)
      ? []
      : [{ field, held: held.now[field] ?? empty, said }];
  });
  const moved = owner
    .about(held)
    .find((field) => field in held.facts && !isNothing(data[field]) && data[field] !== held.facts[field]);
  if (moved !== undefined) changes.push({ field: 'about', held: held.facts[moved], said: data[moved] });
  if (owner.withoutSources.includes(held.type)) return changes;
  const added = command.header.sources.filter((source) => !held.sources.has(source));
  return added.length === 0
    ? changes
    : [...changes, { field: 'sources', held: [...held.sources], said: command.header.sources }];
}

/** Fields that no command changes, and why. */
export const unchangeable: Readonly<Record<string, string>> = {
  sources: 'the sources of an entry cannot be changed; an amendment has its own',
  about: 'the record that an entry is about cannot be corrected; retract the entry, and import the file again',
};

/** The command that brings a change, and the fields that it brings. */
export interface Remedy {
  readonly Command: ImportCommand;
  readonly input: Fields;
  readonly fields: readonly string[];
}

/** How the register takes changes: what can change in the world by the command for it, all else as a correction of the entry. */
export function remediesFor(
  { amendments }: Importable,
  changes: readonly FileChange[],
  held: Held,
  { data, header: { sources } }: Command,
): Remedy[] {
  const { language } = data as Fields;
  const open = new Map(changes.filter(({ field }) => !(field in unchangeable)).map(({ field, said }) => [field, said]));
  const remedies: Remedy[] = [];
  for (const { Command, thing, fields, wordings = {} } of amendments[held.type] ?? []) {
    const own = fields.filter((field) => open.has(field) && open.has(wordings[field] ?? field));
    if (own.length === 0) continue;
    const fieldsOfIt = Object.fromEntries(own.map((field) => [field, open.get(field)]));
    remedies.push({ Command, fields: own, input: { [thing]: held.code, language, ...fieldsOfIt, sources } });
    for (const field of own) open.delete(field);
  }
  if (open.size > 0) remedies.push(correctionOf([...open], held, sources));
  return remedies;
}

/** The correction of an entry by which some fields of it become what the file says. */
export function correctionOf(
  fields: readonly (readonly [field: string, said: unknown])[],
  held: Held,
  sources: readonly string[],
): Remedy {
  const own = fields.filter(([field]) => field !== 'effective');
  const part = (isFact: boolean): Fields | null => {
    const entries = own.filter(([field]) => field in held.facts === isFact);
    return entries.length === 0 ? null : Object.fromEntries(entries);
  };
  const effective = fields.find(([field]) => field === 'effective')?.[1] ?? null;
  const input = {
    entry: held.tip,
    note: 'The source says so in a later version of the imported file.',
    facts: part(true),
    text: part(false),
    effective,
    sources,
  };
  return { Command: CorrectEntry, input, fields: fields.map(([field]) => field) };
}
