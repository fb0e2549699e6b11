import { z } from 'zod';
import { list, maybe, WebAddress, wellFormed, wholeNumber } from './values/fields.js';
import { PartialDate } from './time/partial-date.js';
import { Refused } from './refusal.js';

/**
 * The role in which a command is issued. `operator` runs the register and is the break-glass credential: each
 * of its entries says so. `policy` is the register itself, reacting to an entry.
 */
export type Role =
  'public' | 'reporter' | 'approver' | 'administrator' | 'secretariat' | 'assessor' | 'auditor' | 'operator' | 'policy';

/** How an entry came into the log. `record` names the record of the imported file by the source's own ids; `sources` are web addresses. */
export interface Origin {
  readonly kind: 'live' | 'import';
  readonly record: string | null;
  readonly sources: readonly string[];
  readonly sourceDate: string | null;
}

/** Who issues a command and through what. `actor` is a random id, never a name or an e-mail address. */
export interface Issuer {
  readonly actor: string;
  readonly role: Role;
  /** The organisation spoken for: a champion's slug, or null. */
  readonly onBehalfOf: string | null;
  /** Program and version, such as `idc-api/0.1.0`. */
  readonly client: string;
  /** Joins all that one request or one import did. */
  readonly correlationId: string;
  /** The event that this reacts to, or null. */
  readonly causationId: string | null;
  readonly origin: Pick<Origin, 'kind' | 'record'>;
}

/** Something that happened, as a decider states it: facts are what figures count, text is what people wrote. */
export interface DomainEvent {
  readonly type: string;
  readonly facts: object;
  readonly text: object | null;
  /** When it holds, where that is not the command's to say. */
  readonly effective?: PartialDate | null;
}

/** A event as the log keeps it: where it stands, who did it, when it holds and when it was recorded. */
export type Recorded<E extends DomainEvent = DomainEvent> = Omit<E, 'effective'> & {
  readonly schemaVersion: number;
  readonly stream: string;
  /** Place in its stream, dense from 0. */
  readonly revision: number;
  /** Place in the log, dense from 0: the number people quote. */
  readonly entry: number;
  readonly eventId: string;
  readonly actor: string;
  readonly role: Role;
  readonly onBehalfOf: string | null;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly client: string;
  readonly origin: Origin;
  /** When it holds in the world; null if no source gives a date. */
  readonly effective: PartialDate | null;
  /** When the log took it: ISO 8601 in UTC with milliseconds, never decreasing. */
  readonly recordedAt: string;
};

/** What is stored of an event type: its name, its version, and the schemas of its two parts. */
export interface EventSchema {
  readonly type: string;
  readonly schemaVersion: number;
  readonly facts: z.ZodType;
  readonly text: z.ZodType;
  /** What begins with it: `stream`, or the fact that names a part of the stream's thing; null when it opens nothing. */
  readonly opens: string | null;
}

/** An event type; called, it states that the event happened. */
export interface EventType<T extends string, F extends object, X extends object> extends EventSchema {
  (facts: F, text?: X | null): { readonly type: T; readonly facts: F; readonly text: X | null };
  readonly type: T;
}

/** The events that a list of event types can state. */
export type EventOf<D> =
  D extends EventType<infer T, infer F, infer X>
    ? { readonly type: T; readonly facts: F; readonly text: X | null }
    : never;

/**
 * Declares an event type: what is fact and what is text. The schemas describe what is stored, for ever: a field may be
 * added as optional; anything else is a new type with an upcast from this one. `opens` says what begins with such an event: nothing
 * about a thing counts before it.
 */
export function event<const T extends string, F extends z.ZodRawShape, X extends z.ZodRawShape = Record<string, never>>(
  type: T,
  facts: F,
  text?: X,
  { opens = null }: { readonly opens?: 'stream' | (keyof F & string) | null } = {},
) {
  const state = (stated: z.output<z.ZodObject<F>>, wording: z.output<z.ZodObject<X>> | null = null) => ({
    type,
    facts: stated,
    text: wording,
  });
  return Object.assign(state, {
    type,
    schemaVersion: 1,
    facts: z.strictObject(facts),
    text: text === undefined ? z.null() : z.strictObject(text).nullable(),
    opens,
  }) as unknown as EventType<T, z.output<z.ZodObject<F>>, z.output<z.ZodObject<X>>>;
}

const CommandId = z
  .string()
  .regex(/^[\w.:/~-]{1,200}$/, 'must be 1 to 200 letters, digits or . : / ~ _ -, and new for every command');

/** What the ids of reactions begin with, and no others: nobody can take the id of a reaction that is still to come. */
export const reactionIds = 'policy:';

/** The id that a caller gave to what may be no well-formed command; null where it is no id, or one that a caller cannot take. */
export function commandIdIn(input: object): string | null {
  const found = CommandId.safeParse((input as { commandId?: unknown }).commandId);
  return found.success && !found.data.startsWith(reactionIds) ? found.data : null;
}

/** What every command may say beside its own data. */
const header = {
  /** Made by the caller, unique in the log: sent again, the same command returns its first result. */
  commandId: CommandId,
  /** The revision of the thing that the caller has seen; the command is refused when it has moved on. */
  expectedRevision: maybe(wholeNumber(0)),
  /** When the command holds in the world; left out, it is the day of recording. */
  effective: maybe(PartialDate),
  /** Web addresses that say so. */
  sources: list(WebAddress, 20),
  /** The date the source gives itself. */
  sourceDate: maybe(PartialDate),
};
export const headerFields = Object.keys(header);

export interface Command {
  readonly type: string;
  readonly header: z.output<z.ZodObject<typeof header>>;
  readonly data: object;
  readonly by: Issuer;
}

export interface CommandClass<C extends Command = Command> {
  new (input: never, by: Issuer): C;
  readonly type: C['type'];
  readonly schema: z.ZodObject;
}

/** A class of commands, whatever its input. */
export type AnyCommand = Omit<CommandClass, 'new'> & { new (input: never, by: Issuer): Command };

/**
 * Declares a command: its name, and what it says. A command that exists is well-formed: each field is checked here (`Refused`, naming every
 * one that is wrong). Who may issue it is in the `permissions.ts` of its context; its issuer is what came of that.
 */
export function command<const T extends string, S extends z.ZodRawShape>(type: T, shape: S) {
  const schema = z.strictObject({ ...header, ...shape });
  return class {
    static readonly type: T = type;
    static readonly schema: z.ZodObject = schema;
    readonly type: T = type;
    readonly header: z.output<z.ZodObject<typeof header>>;
    readonly data: z.output<z.ZodObject<S>>;

    constructor(
      input: z.input<z.ZodObject<S>> & z.input<z.ZodObject<typeof header>>,
      readonly by: Issuer,
    ) {
      const { commandId, expectedRevision, effective, sources, sourceDate, ...data } = wellFormed(
        schema,
        input,
      ) as z.output<z.ZodObject<typeof header>>;
      if (by.role !== 'policy' && commandId.startsWith(reactionIds))
        throw new Refused(
          'COMMAND_ID_RESERVED',
          `A commandId that begins with ${reactionIds} is reserved for the register itself.`,
          'commandId',
        );
      this.header = { commandId, expectedRevision, effective, sources, sourceDate };
      this.data = data as z.output<z.ZodObject<S>>;
    }

    /** The same command with more of its data filled in. */
    filled(more: Partial<z.output<z.ZodObject<S>>>): this {
      return this.with({ data: { ...this.data, ...more } } as Partial<this>);
    }

    /** The same command with other properties. */
    with(other: Partial<this>): this {
      return Object.assign(Object.create(Object.getPrototypeOf(this) as object) as this, this, other);
    }
  };
}
