import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '../../kernel/values/fields.js';
import type { LinkedType, PageBasis } from '../../platform/web-page.js';
import { formatAddress, type Address, type NamedBasis } from './address.js';
import type { Catalogue, Say } from '../language/translations.js';

/** What every part of a page can know of the page it stands in. */
export interface Site {
  readonly language: Language;
  readonly address: Address;
  readonly basis: PageBasis;
  readonly links: readonly LinkedType[];
}

const Current = createContext<Site | null>(null);
export const SiteProvider = Current.Provider;

export function useSite(): Site {
  const site = useContext(Current);
  if (site === null) throw new Error('This part stands outside a page.');
  return site;
}

/** The messages of a context in the language of the page. */
export const useMessages = <Key extends string>(messages: Catalogue<Key>): Say<Key> => messages.in(useSite().language);

type Filters = Readonly<Record<string, string | number | readonly string[] | null | undefined>>;

/** Addresses of other pages, in the language and on the basis of this one. */
export function useHref(): (path: string, filters?: Filters, basis?: NamedBasis) => string {
  const { address } = useSite();
  return (path, filters = {}, basis = address.basis) =>
    formatAddress({ ...address, path, basis, search: searchOf(filters), file: null });
}

/** Filters as they stand in an address; several values of one name are repeated. */
export function searchOf(filters: Filters): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value === null || value === undefined || value === '') continue;
    for (const one of typeof value === 'object' ? value : [value]) search.append(name, String(one));
  }
  return search;
}
