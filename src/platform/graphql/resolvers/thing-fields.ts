import type { Recorded } from '../../../kernel/message.js';
import { fieldsOf } from '../../read-model/past/chronicle.js';
import { revisionsOf } from '../../read-model/past/timelines.js';
import { pageOfArray, pagesBy, type Listing, type Page, type PageRequest } from '../../read-model/page.js';
import type { Documents, Stamp } from '../../read-model/documents.js';
import type { RecordDocument } from '../../read-model/record-documents.js';
import { asBatch, basisOf, batchLoad } from './batching.js';
import type { RequestContext } from '../context.js';
import { carried, toGlobalId } from '../global-id.js';
import type { HistoryEntry } from './history.resolver.js';
import { entryOf } from './register.resolver.js';

/** Documents that others refer to, looked up once for all that came on the same page. */
export function lookUp<D extends object, T extends Stamp>(
  documents: Documents<T>,
  name: string,
  document: D,
  keysOf: (document: D) => readonly string[],
): Map<string, T> {
  return batchLoad(document, name, (all: readonly D[], basis) => {
    const found = documents.getMany(basis.rows, all.flatMap(keysOf));
    asBatch(basis, [...found.values()]);
    return found;
  });
}

/** A reference from one document to another. */
export function refersTo<D extends object, T extends Stamp>(
  documents: Documents<T>,
  name: string,
  keyOf: (document: D) => string | null,
) {
  const keysOf = (document: D): string[] => [keyOf(document)].filter((key) => key !== null);
  return (document: D): T | null =>
    keysOf(document).map((key) => lookUp(documents, name, document, keysOf).get(key) ?? null)[0] ?? null;
}

/** References from one document to several others. */
export function refersToMany<D extends object, T extends Stamp>(
  documents: Documents<T>,
  name: string,
  keysOf: (document: D) => readonly string[],
) {
  return (document: D): T[] =>
    keysOf(document)
      .map((key) => lookUp(documents, name, document, keysOf).get(key))
      .filter((found) => found !== undefined);
}

/** A list within a thing: the same page of it for all things that came together, in one query. */
export function lists<D extends object, A extends PageRequest = PageRequest>(
  name: string,
  by: string,
  keyOf: (document: D) => string,
  listing: (args: A) => Listing,
) {
  return (document: D, args: A): Page<object> => {
    const pages = batchLoad(document, `${name} ${JSON.stringify(args)}`, (all: readonly D[], basis) => {
      const found = pagesBy<object>(basis, by, all.map(keyOf), listing(args), args);
      asBatch(
        basis,
        [...found.values()].flatMap(({ nodes }) => nodes),
      );
      return found;
    });
    return pages.get(keyOf(document)) as Page<object>;
  };
}

/** How many entries the history of a thing has, less one. */
export function revision(document: Stamp): number {
  const found = batchLoad(document, 'revision', (documents: readonly Stamp[], basis) =>
    revisionsOf(
      basis.rows,
      documents.map(({ stream }) => stream),
    ),
  );
  return found.get(document.stream) ?? 0;
}

/** The history of a thing, oldest entry first; where several things share a stream, those entries that concern it. */
export async function history<D extends RecordDocument>(
  document: D,
  args: PageRequest,
  { chronicles, inTurn }: RequestContext,
  concerns: (event: Recorded, document: D) => boolean = () => true,
): Promise<Page<HistoryEntry>> {
  const basis = basisOf(document);
  const entries = (await inTurn(() => chronicles.entries(document.stream, basis)))
    .filter((event) => concerns(event, document))
    .map((event) => ({ event, basis }));
  return pageOfArray(entries, ({ event }) => String(event.entry), args);
}

/** Since which entry each field of a thing is what it is. */
async function blame(document: RecordDocument, _: object, { chronicles, inTurn }: RequestContext): Promise<object[]> {
  const since = await inTurn(() => chronicles.since(document.stream, basisOf(document)));
  const now = fieldsOf(document);
  return [...since].map(([field, event]) => ({ field, value: now.get(field) ?? null, since: entryOf(event) }));
}

/** The global id of a thing, on the basis from which it was read. */
export const idOf =
  <D extends object>(noun: string, keyOf: (document: D) => string) =>
  (document: D): string =>
    toGlobalId({ noun, key: keyOf(document), basis: carried(basisOf(document)) });

/** The fields that every thing has: its id, its revision, its history and since when each field holds. */
export const thingFields = <D extends RecordDocument>(noun: string, keyOf: (document: D) => string) => ({
  id: idOf<D>(noun, keyOf),
  revision,
  history: (document: D, args: PageRequest, context: RequestContext) => history(document, args, context),
  blame,
});
