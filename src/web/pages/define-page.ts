import type { ComponentChildren } from 'preact';
import type { OpenedPage, Sheet, Visit, WebPage } from '../../platform/web-page.js';
import type { Catalogue, Say } from '../language/translations.js';

/** A page as its file declares it: the data it shows, and how. */
export interface PageDefinition<Data, Key extends string> {
  readonly path: string;
  readonly filters?: readonly string[];
  readonly messages: Catalogue<Key>;
  /** Everything the page shows, by GraphQL queries on its basis; null where there is no such thing. */
  readonly load: (visit: Visit) => Promise<Data | null>;
  readonly title: (data: Data, say: Say<Key>) => string;
  readonly description?: (data: Data, say: Say<Key>) => string;
  readonly trail?: (data: Data, say: Say<Key>) => readonly (readonly [path: string, name: string])[];
  readonly layout?: OpenedPage['layout'];
  readonly body: (props: { readonly data: Data; readonly visit: Visit }) => ComponentChildren;
  /** The same data as tables: the CSV file has the first, the spreadsheet all. */
  readonly sheets?: (data: Data, say: Say<Key>, visit: Visit) => readonly Sheet[];
}

/** Makes a page out of its parts; it joins its context by `pages: [...]`. */
export function definePage<Data, Key extends string>(definition: PageDefinition<Data, Key>): WebPage {
  const { path, filters, messages, load, title, description, trail, layout, body, sheets } = definition;
  return {
    path,
    ...(filters && { filters }),
    open: async (visit) => {
      const data = await load(visit);
      if (data === null) return null;
      const say = messages.in(visit.language);
      return {
        title: title(data, say),
        ...(description && { description: description(data, say) }),
        ...(trail && { trail: trail(data, say) }),
        ...(layout && { layout }),
        body: () => body({ data, visit }),
        ...(sheets && { sheets: sheets(data, say, visit) }),
      };
    },
  };
}
