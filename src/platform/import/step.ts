import { createHash } from 'node:crypto';
import type { Command, CommandClass, Issuer } from '../../kernel/message.js';
import { canonical } from '../event-store/canonical.js';
import type { Held } from './known.js';

export type ImportCommand = Omit<CommandClass, 'new'> & { new (input: never, by: Issuer): Command };

/** What a record says of a thing, field by field: where the register holds something else, or has it from elsewhere, both are kept. */
export interface Claims {
  /** What names the thing, such as its champion or its code. */
  readonly about: object;
  readonly fields: Readonly<Record<string, string | null>>;
  readonly sources: readonly string[];
}

/** A field with what the register holds and what the file says now. */
export interface FileChange {
  readonly field: string;
  readonly held: unknown;
  readonly said: unknown;
}

/** One thing to do for a record of the file: issue a command, compare claims, report what it no longer says, or set it aside with the reason. */
export interface Step {
  /** The place of the record in the file, by the source's own ids: `champions/kenya`. */
  readonly record: string;
  readonly command?: { readonly Command: ImportCommand; readonly input: Readonly<Record<string, unknown>> };
  /** The stream, or the code of the part, that the command opens, where another record or person may have opened it before. */
  readonly opens?: string;
  /** The entry that this record is known to have written; left out, it is looked for by the id of the record. */
  readonly held?: Held | undefined;
  /** Distinguishes the entries of one record and type. */
  readonly isSame?: (held: Held) => boolean;
  readonly claims?: Claims;
  /** The fields of the command that the claims speak of. */
  readonly stated?: readonly string[];
  /** What the file says otherwise than the register, or does not say any more (`said` null), and no command can bring. */
  readonly differs?: FileChange & { readonly reason: string };
  /** What an earlier file said otherwise: the command is a change, reported as such, and needs `amend` unless it `isDue` anyway. */
  readonly change?: FileChange & { readonly isDue?: boolean };
  /** Fields of the command that the file leaves out and the import fills in: they are not compared. */
  readonly assumed?: readonly string[];
  readonly setAside?: string;
}
export type CommandStep = Step & Required<Pick<Step, 'command'>>;

export const isCommandStep = (step: Step): step is CommandStep => step.command !== undefined;

/** A step that issues a command; what its input lacks is left to the command. */
export function commandStep<I extends object>(
  record: string,
  Command: { new (input: I, by: Issuer): Command } & Omit<CommandClass, 'new'>,
  input: Omit<I, 'commandId'>,
  more: Pick<Step, 'claims' | 'stated' | 'opens' | 'held' | 'isSame' | 'change' | 'assumed'> = {},
): Step {
  return { record, command: { Command: Command, input: input }, ...more };
}

export const setAside = (record: string, reason: string): Step => ({ record, setAside: reason });

/** The same record with the same content always gives the same id. */
export function commandId(record: string, type: string, content: object): string {
  const digest = createHash('sha256')
    .update(canonical(JSON.parse(JSON.stringify([type, content]))))
    .digest('hex');
  return `import:${record.replace(/[^\w.:/~-]/g, '_').slice(0, 150)}:${digest.slice(0, 24)}`;
}

/** At most the twenty addresses that an entry takes, each once. */
export const addresses = (...urls: readonly (string | null | undefined)[]): string[] =>
  [...new Set(urls.filter((url) => url !== null && url !== undefined))].slice(0, 20);

interface Bound {
  readonly date: string;
}

/** A date of which only bounds are known, as an interval; null where there are none. */
export const bounded = (notEarlier: Bound | null | undefined, notLater: Bound | null | undefined): string | null =>
  notEarlier == null && notLater == null ? null : `${notEarlier?.date ?? '..'}/${notLater?.date ?? '..'}`;
