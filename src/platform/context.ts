import { createHash } from 'node:crypto';
import type { InjectionToken, Type } from '@nestjs/common';
import type { CorrectionRules } from '../kernel/correction/correct-entry.js';
import type { Decider } from '../kernel/decider.js';
import type { AnyCommand, Command, CommandClass, DomainEvent, EventSchema, Issuer } from '../kernel/message.js';
import { organisationNamed, type Permissions, type RulesInForce } from '../kernel/permission.js';
import type { Policy } from '../kernel/policy.js';
import { nameIn, nounIn } from '../kernel/stream.js';
import type { NamedThing } from '../kernel/things.js';
import { relationsOf, type StreamRelations } from '../kernel/time/timeline.js';
import type { CalendarSource } from './read-model/calendar.js';
import type { Query } from './cqrs/queries.js';
import { canonical } from './event-store/canonical.js';
import type { CodeLists } from './read-model/code-list.js';
import type { AnyDocuments } from './read-model/documents.js';
import type { Comparable } from './read-model/past/comparing.js';
import type { Basis, Projection } from './read-model/read-model.js';
import type { NamedDays } from './read-model/named-days.js';
import type { Findables } from './read-model/search/findables.js';
import type { View } from './read-model/view.js';
import type { ForeignFormat } from './import/foreign-format.js';
import type { Importable } from './import/importable.js';
import type { LinkedType, WebPage } from './web-page.js';

/** A kind of thing: what streams and global ids name first, as in `commitment-IDC-KENYA-1-C03`. */
export interface Noun {
  readonly noun: string;
  /**
   * How the name of such a thing names its organisation: the organisation's slug, in any case, is what the expression captures. Null, or
   * an expression that captures nothing, where it belongs to no organisation. Whoever acts for an organisation acts on its things only.
   */
  readonly organisation: RegExp | null;
  /** The table that holds the thing of a stream, and its key there; left out where a stream has no document of its own. */
  readonly document?: (name: string) => { readonly documents: AnyDocuments; readonly key: string };
  /** The documents that a search for the noun finds, by the key that its findables give; left out where it is not found. */
  readonly found?: AnyDocuments;
  /** The query that finds the thing by the key of its global id; left out where nobody can ask for it. */
  readonly find?: (key: string, basis: Basis) => Query<unknown, object | undefined>;
  /** The stream of the thing to which this one belongs; left out where it belongs to none. */
  readonly parentOf?: (name: string) => string | null;
  /** How two states of such a thing are compared; left out where it is not compared. */
  readonly compared?: Comparable;
}

/** A decider with the commands that it decides. */
export interface Aggregate {
  readonly decider: AnyDecider;
  readonly commands: readonly AnyCommand[];
  /** The token of an `AfterRecorded` that runs before the command is answered. */
  readonly afterRecorded?: InjectionToken;
}
export type AnyDecider = Decider<Command, unknown, DomainEvent>;

/** Declares a decider with its commands. */
export const aggregate = <C extends Command, S, E extends DomainEvent, O>(
  decider: Decider<C, S, E, O>,
  commands: readonly (Omit<CommandClass, 'new'> & { new (input: never, by: Issuer): C })[],
  afterRecorded?: InjectionToken,
): Aggregate => ({
  decider: decider as unknown as AnyDecider,
  commands,
  ...(afterRecorded === undefined ? {} : { afterRecorded }),
});

/** The facts of an event as a sentence needs them. */
export type SentenceFacts = Readonly<Record<string, string | number | null>>;
/** What events say, each in an English sentence, by their type. */
export type Sentences = Readonly<Record<string, (facts: SentenceFacts) => string>>;
/** Resolvers that are plain functions, by type and field. */
type Fields = Readonly<Record<string, object>>;

/** How entries of a context are corrected and retracted. */
export interface Correctable {
  /** Whether a fact says what the entry is about, or who stands behind it: such facts are not corrected. */
  readonly isNaming: (type: string, field: string) => boolean;
  /** What must still hold once an entry is corrected; left out where nothing can be violated. */
  readonly rules?: CorrectionRules<Readonly<Record<string, unknown>>>;
}

/** Something that a context reads from its own tables for others. */
type Read = (basis: Basis, argument: never) => unknown;

/** What a context contributes: all of it may be left out. */
interface Contributions {
  /** Its event types, in their newest version. */
  readonly events: readonly EventSchema[];
  /** What decides its commands. */
  readonly aggregates: readonly Aggregate[];
  /** Its views, in the order in which an event goes through them. */
  readonly views: readonly View[];
  /** Handlers of its queries, made by `answers`. */
  readonly queries: readonly Type[];
  /** Its resolvers, and the mutations made by `mutations`. */
  readonly resolvers: readonly Type[];
  readonly fields: Fields;
  readonly nouns: readonly Noun[];
  readonly sentences: Sentences;
  /** Its part of the schema, where that is not in a `.graphql` file of the program. */
  readonly schema: readonly string[];
  /** The lists of codes that its schema names with `@known`. */
  readonly codes: CodeLists;
  /** What it reads from its tables for other contexts, by name: they know its type, and none of its tables. */
  readonly reads: Readonly<Record<string, Read>>;
  /** Its names that stand for days wherever a filter takes a day. */
  readonly namedDays: readonly NamedDays[];
  /** What it contributes to the calendar that people subscribe to. */
  readonly calendars: readonly CalendarSource[];
  /** Who may issue its commands. A command without a row is refused to everybody. */
  readonly permissions: Permissions;
  /** Facts that the register gives when an event is recorded, by its type: whoever prepares it cannot have confirmed them. */
  readonly assigned: Readonly<Record<string, readonly string[]>>;
  /** How its entries are corrected, retracted and redacted; null where they are not. */
  readonly correctable: Correctable | null;
  /** The words by which its things are found, by type of event. */
  readonly findable: Findables;
  /** What it does by itself when something is recorded. */
  readonly policies: readonly Policy[];
  /** Its pages. */
  readonly pages: readonly WebPage[];
  /** How pages of other contexts name and link its things. */
  readonly links: readonly LinkedType[];
  /** The sections of data sets that it imports. */
  readonly imports: readonly Importable[];
  /** The formats of others that it reads as sections of a data set. */
  readonly formats: readonly ForeignFormat[];
}

/** What depends on all contexts. */
type Derived = Pick<Contributions, 'aggregates' | 'views' | 'queries' | 'resolvers' | 'fields'>;

/** A bounded context, as everything outside it knows it. */
export interface BoundedContext extends Contributions {
  readonly name: string;
  /** What it contributes once all contexts are known. */
  readonly across: (all: Composition) => Partial<Derived>;
}

/** Declares a context by what it contributes. */
export const defineContext = (context: Pick<BoundedContext, 'name'> & Partial<BoundedContext>): BoundedContext => ({
  events: [],
  aggregates: [],
  views: [],
  queries: [],
  resolvers: [],
  fields: {},
  nouns: [],
  sentences: {},
  schema: [],
  codes: {},
  reads: {},
  namedDays: [],
  calendars: [],
  permissions: {},
  assigned: {},
  correctable: null,
  findable: {},
  policies: [],
  across: () => ({}),
  pages: [],
  links: [],
  imports: [],
  formats: [],
  ...context,
});

/** What the rules of authorisation hold beyond what contexts contribute. */
type RulesFrame = Pick<RulesInForce, 'version' | 'grace' | 'lapse'>;

/** Several contexts as one register: what everything outside them goes by. */
export class Composition {
  readonly eventTypes: readonly EventSchema[];
  readonly nouns: ReadonlyMap<string, Noun>;
  readonly schema: readonly string[];
  readonly codes: CodeLists;
  readonly reads: Readonly<Record<string, Read | undefined>>;
  readonly namedDays: readonly NamedDays[];
  readonly calendars: readonly CalendarSource[];
  readonly findable: Findables;
  readonly policies: readonly Policy[];
  /** Who may do what. Once a released log has adopted a version, it stays as it is: a change is a new version, kept beside the old one. */
  readonly rules: RulesInForce;
  /** SHA-256 over the canonical JSON of the rules, by which a log names those it was written under. */
  readonly rulesDigest: string;
  readonly aggregates: readonly Aggregate[];
  readonly views: readonly View[];
  readonly fields: Fields;
  /** What Nest instantiates: query handlers and resolvers. */
  readonly providers: readonly Type[];
  readonly pages: readonly WebPage[];
  readonly links: readonly LinkedType[];
  readonly imports: readonly Importable[];
  readonly formats: readonly ForeignFormat[];
  private readonly sentences: Sentences;

  /** Throws where two contexts claim the same event type, noun, sentence, list of codes, permission or field. */
  constructor(
    readonly contexts: readonly BoundedContext[],
    frame: RulesFrame,
  ) {
    this.eventTypes = contexts.flatMap(({ events }) => events);
    this.nouns = new Map(once(contexts, 'noun', ({ nouns }) => nouns.map((one) => [one.noun, one] as const)));
    this.sentences = Object.fromEntries(once(contexts, 'sentence', ({ sentences }) => Object.entries(sentences)));
    this.codes = Object.fromEntries(once(contexts, 'list of codes', ({ codes }) => Object.entries(codes)));
    this.reads = Object.fromEntries(once(contexts, 'read', ({ reads }) => Object.entries(reads)));
    this.calendars = contexts.flatMap(({ calendars }) => calendars);
    this.namedDays = contexts.flatMap(({ namedDays }) => namedDays);
    this.findable = Object.fromEntries(
      once(contexts, 'words of the event', ({ findable }) => Object.entries(findable)),
    );
    this.schema = contexts.flatMap(({ schema }) => schema);
    this.policies = contexts.flatMap(({ policies }) => policies);
    this.fields = fieldsOf(contexts);
    this.pages = once(contexts, 'page', ({ pages }) => pages.map((page) => [page.path, page] as const)).map(
      ([, page]) => page,
    );
    this.links = contexts.flatMap(({ links }) => links);
    this.imports = contexts.flatMap(({ imports }) => imports);
    this.formats = once(contexts, 'format', ({ formats }) => formats.map((one) => [one.name, one] as const)).map(
      ([, format]) => format,
    );
    once(contexts, 'section', ({ imports }) =>
      imports.flatMap(({ sections }) => Object.keys(sections).map((name) => [name, name] as const)),
    );
    once(contexts, 'event type', ({ events }) => events.map(({ type }) => [type, type] as const));
    this.rules = {
      ...frame,
      permissions: Object.fromEntries(once(contexts, 'permission', ({ permissions }) => Object.entries(permissions))),
      naming: Object.fromEntries(
        [...this.nouns].map(([noun, { organisation }]) => [noun, organisation?.source ?? null]),
      ),
      unsealed: Object.assign({}, ...contexts.map(({ assigned }) => assigned)) as Contributions['assigned'],
    };
    this.rulesDigest = createHash('sha256').update(canonical(this.rules)).digest('hex');
    const all = contexts.map((context) => ({ name: context.name, own: context, derived: context.across(this) }));
    const both = <K extends keyof Derived>(kind: K) =>
      all.map(({ name, own, derived }) => ({ name, own: own[kind], derived: derived[kind] }));
    const listed = <T>(parts: readonly { own: readonly T[]; derived: readonly T[] | undefined }[]): T[] =>
      parts.flatMap(({ own, derived = [] }) => [...own, ...derived]);
    this.aggregates = listed(both('aggregates'));
    this.views = listed(both('views'));
    this.providers = [...listed(both('queries')), ...listed(both('resolvers'))];
    this.fields = fieldsOf(
      both('fields').flatMap(({ name, own, derived = {} }) => [own, derived].map((fields) => ({ name, fields }))),
    );
  }

  /** What a thing must wait for, and what it belongs to. */
  get relations(): StreamRelations {
    return relationsOf(this.eventTypes, this.parentOf);
  }

  /** All views, and what they depend on. */
  get projection(): Projection {
    return { views: this.views, relations: this.relations, thingOf: this.thingOf };
  }

  /** The query that finds a thing by its noun and key; null where no context has things of that noun. */
  queryFor(
    { noun, key }: { readonly noun: string; readonly key: string },
    basis: Basis,
  ): Query<unknown, object | undefined> | null {
    return this.nouns.get(noun)?.find?.(key, basis) ?? null;
  }

  /** The query that finds the thing of a stream; null where no context has one. */
  queryForStream(stream: string, basis: Basis): Query<unknown, object | undefined> | null {
    const thing = this.thingOf(stream);
    return thing === null ? null : this.queryFor({ noun: nounIn(stream), key: thing.key }, basis);
  }

  /** The table and the key of the document of the thing of a stream; null where it has none. */
  readonly thingOf = (stream: string): { readonly documents: AnyDocuments; readonly key: string } | null =>
    this.nouns.get(nounIn(stream))?.document?.(nameIn(stream)) ?? null;

  /** The stream of the thing to which the thing of a stream belongs; null where it belongs to none. */
  readonly parentOf = (stream: string): string | null =>
    this.nouns.get(nounIn(stream))?.parentOf?.(nameIn(stream)) ?? null;

  /** The organisation that a thing belongs to: null where to none, undefined where its name cannot be read or no context has such things. */
  readonly organisationOf = (named: NamedThing): string | null | undefined =>
    organisationNamed(this.rules.naming, named);

  /** The context of an event type. */
  contextOf(type: string): BoundedContext | undefined {
    return this.contexts.find(({ events }) => events.some((one) => one.type === type));
  }

  /** What an event says, in an English sentence; of a type that has none, its name. Codes of closed lists are as the log has them. */
  sentenceOf({ type, facts }: DomainEvent): string {
    const inWords = `${type.replace(/(?<=[a-z])([A-Z])/g, (capital) => ` ${capital.toLowerCase()}`)}.`;
    const sentence = this.sentences[type]?.(facts as SentenceFacts) ?? inWords;
    return sentence.replace(/\b[a-z]+(_[a-z]+)+\b/g, (word) => word.replaceAll('_', ' '));
  }
}

/** What contexts contribute under a name, each name once. */
function once<C extends { readonly name: string }, T>(
  contexts: readonly C[],
  what: string,
  entriesOf: (context: C) => readonly (readonly [string, T])[],
): (readonly [string, T])[] {
  const owners = new Map<string, string>();
  return contexts.flatMap((context) =>
    entriesOf(context).map((entry) => {
      const owner = owners.get(entry[0]);
      if (owner !== undefined)
        throw new Error(`The contexts ${owner} and ${context.name} both claim the ${what} ${entry[0]}.`);
      owners.set(entry[0], context.name);
      return entry;
    }),
  );
}

/** The fields of all contexts, by type: one context may add fields to a type of another. */
function fieldsOf(contexts: readonly { readonly name: string; readonly fields: Fields }[]): Fields {
  const pairs = once(contexts, 'field', ({ fields }) =>
    Object.entries(fields).flatMap(([type, own]) =>
      Object.entries(own).map(([field, resolve]) => [`${type}.${field}`, resolve as unknown] as const),
    ),
  );
  const types = new Map<string, Record<string, unknown>>();
  for (const [place, resolve] of pairs) {
    const [type = '', field = ''] = place.split('.');
    types.set(type, { ...types.get(type), [field]: resolve });
  }
  return Object.fromEntries(types);
}
