import type { DomainEvent, EventSchema } from '../kernel/message.js';
import type { Query } from './cqrs/queries.js';
import type { CodeLists } from './read-model/code-list.js';
import type { AnyDocuments } from './read-model/documents.js';
import type { Basis } from './read-model/read-model.js';
import type { View } from './read-model/view.js';

/** A kind of thing: what streams and global ids name first, as in `commitment-IDC-KENYA-1-C03`. */
export interface Noun {
  readonly noun: string;
  /** The table that holds the thing of a stream, and its key there; null where a stream has no document of its own. */
  readonly document: ((name: string) => { readonly documents: AnyDocuments; readonly key: string }) | null;
  /** The query that finds the thing by the key of its global id; null where it cannot be asked for. */
  readonly find: ((key: string, basis: Basis) => Query<unknown, object | undefined>) | null;
  /** The stream of the thing to which this one belongs; null where it belongs to none. */
  readonly parentOf: (name: string) => string | null;
}

/** The facts of an event as a sentence needs them. */
export type SentenceFacts = Readonly<Record<string, string | number | null>>;
/** What events say, each in an English sentence, by their type. */
export type Sentences = Readonly<Record<string, (facts: SentenceFacts) => string>>;

/** What a context can contribute: all of it may be left out. */
interface Contributions {
  /** Its event types, in their newest version. */
  readonly events: readonly EventSchema[];
  /** Its views, in the order in which an event goes through them. */
  readonly views: readonly View[];
  readonly nouns: readonly Noun[];
  readonly sentences: Sentences;
  /** Resolvers that are plain functions, by type and field. */
  readonly fields: Readonly<Record<string, object>>;
  /** The lists of codes that its schema names with `@known`. */
  readonly codes: CodeLists;
}

/** A bounded context, as everything outside it knows it. */
export interface BoundedContext extends Contributions {
  readonly name: string;
}

/** Declares a context by what it contributes. */
export const defineContext = (context: Pick<BoundedContext, 'name'> & Partial<Contributions>): BoundedContext => ({
  events: [],
  views: [],
  nouns: [],
  sentences: {},
  fields: {},
  codes: {},
  ...context,
});

/** The noun of a stream, and the name of its thing behind it. */
const split = (stream: string): readonly [noun: string, name: string] => {
  const at = stream.indexOf('-');
  return [stream.slice(0, at), stream.slice(at + 1)];
};

/** Several contexts as one register: what everything outside them goes by. */
export class Composition {
  readonly eventTypes: readonly EventSchema[];
  readonly views: readonly View[];
  readonly fields: Readonly<Record<string, object>>;
  readonly codes: CodeLists;
  private readonly nouns: ReadonlyMap<string, Noun>;
  private readonly sentences: Sentences;

  /** Throws where two contexts claim the same event type, noun, list of codes or field. */
  constructor(contexts: readonly BoundedContext[]) {
    this.eventTypes = contexts.flatMap(({ events }) => events);
    this.views = contexts.flatMap(({ views }) => views);
    this.nouns = new Map(once(contexts, 'noun', ({ nouns }) => nouns.map((one) => [one.noun, one] as const)));
    this.sentences = Object.fromEntries(once(contexts, 'sentence', ({ sentences }) => Object.entries(sentences)));
    this.codes = Object.fromEntries(once(contexts, 'list of codes', ({ codes }) => Object.entries(codes)));
    this.fields = fieldsOf(contexts);
    once(contexts, 'event type', ({ events }) => events.map(({ type }) => [type, type] as const));
  }

  /** The query that finds a thing by its noun and key; null where no context has things of that noun. */
  queryFor({ noun, key }: { readonly noun: string; readonly key: string }, basis: Basis): Query<unknown, object | undefined> | null {
    return this.nouns.get(noun)?.find?.(key, basis) ?? null;
  }

  /** The table and the key of the document of the thing of a stream; null where it has none. */
  readonly thingOf = (stream: string): { readonly documents: AnyDocuments; readonly key: string } | null => {
    const [noun, name] = split(stream);
    return this.nouns.get(noun)?.document?.(name) ?? null;
  };

  /** The stream of the thing to which the thing of a stream belongs; null where it belongs to none. */
  readonly parentOf = (stream: string): string | null => {
    const [noun, name] = split(stream);
    return this.nouns.get(noun)?.parentOf(name) ?? null;
  };

  /** What an event says, in an English sentence; of a type that has none, its name. Words of closed lists stand as the log has them. */
  sentenceOf({ type, facts }: DomainEvent): string {
    const sentence = this.sentences[type]?.(facts as SentenceFacts) ?? `${type.replace(/(?<=[a-z])([A-Z])/g, (capital) => ` ${capital.toLowerCase()}`)}.`;
    return sentence.replace(/\b[a-z]+(_[a-z]+)+\b/g, (word) => word.replaceAll('_', ' '));
  }
}

/** What contexts contribute under a name, each name once. */
function once<T>(
  contexts: readonly BoundedContext[],
  what: string,
  entriesOf: (context: BoundedContext) => readonly (readonly [string, T])[],
): (readonly [string, T])[] {
  const owners = new Map<string, string>();
  return contexts.flatMap((context) =>
    entriesOf(context).map((entry) => {
      const owner = owners.get(entry[0]);
      if (owner !== undefined) throw new Error(`The contexts ${owner} and ${context.name} both claim the ${what} ${entry[0]}.`);
      owners.set(entry[0], context.name);
      return entry;
    }),
  );
}

/** The fields of all contexts, by type: one context may add fields to a type of another. */
function fieldsOf(contexts: readonly BoundedContext[]): Record<string, object> {
  const pairs = once(contexts, 'field', ({ fields }) =>
    Object.entries(fields).flatMap(([type, own]) => Object.entries(own).map(([field, resolve]) => [`${type}.${field}`, resolve as unknown] as const)),
  );
  const types = new Map<string, Record<string, unknown>>();
  for (const [place, resolve] of pairs) {
    const [type = '', field = ''] = place.split('.');
    types.set(type, { ...types.get(type), [field]: resolve });
  }
  return Object.fromEntries(types);
}
