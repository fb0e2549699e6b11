import type { Command, CommandClass, Issuer } from '../../kernel/message.js';
import type { Subject } from '../codes.js';

type AnyCommand = Omit<CommandClass, 'new'> & { new (input: never, by: Issuer): Command };

/** What a record says of a thing, field by field: where the register holds something else, or has it from elsewhere, both are kept. */
export interface Claims {
  readonly about: Subject;
  readonly fields: Readonly<Record<string, string | null>>;
  readonly sources: readonly string[];
}

/** One thing to do for a record of the file: issue a command, compare claims, or set the record aside with the reason. */
export interface Step {
  /** The place of the record in the file, by its id: `champions/kenya`. */
  readonly record: string;
  readonly command?: { readonly Command: AnyCommand; readonly input: Readonly<Record<string, unknown>> };
  readonly claims?: Claims;
  readonly setAside?: string;
}

/** A step that issues a command; what its input lacks is left to the command. */
export function deed<I extends object>(
  record: string,
  Command: { new (input: I, by: Issuer): Command } & Omit<CommandClass, 'new'>,
  input: Omit<I, 'commandId'>,
  claims?: Claims,
): Step {
  return { record, command: { Command: Command, input: input }, ...(claims && { claims }) };
}

export const setAside = (record: string, reason: string): Step => ({ record, setAside: reason });

/** At most the twenty addresses that an entry takes, each once. */
export const addresses = (...urls: readonly (string | null | undefined)[]): string[] =>
  [...new Set(urls.filter((url) => url !== null && url !== undefined))].slice(0, 20);

interface Bound {
  readonly date: string;
}

/** A date of which only bounds are known, as an interval; null where there are none. */
export const bounded = (notEarlier: Bound | null | undefined, notLater: Bound | null | undefined): string | null =>
  notEarlier == null && notLater == null ? null : `${notEarlier?.date ?? '..'}/${notLater?.date ?? '..'}`;

export const ofChampion = (champion: string): Subject => ({ champion, actionPlan: null, commitment: null });
export const ofPlan = (actionPlan: string): Subject => ({ champion: null, actionPlan, commitment: null });
export const ofCommitment = (commitment: string): Subject => ({ champion: null, actionPlan: null, commitment });
