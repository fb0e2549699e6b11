import type { ComponentChildren } from 'preact';
import { messages } from '../messages/messages.js';
import { formatAddress } from './address.js';
import { useMessages, useSite } from './site.js';

/** What a connection says of the page that was asked for. */
export interface PageInfo {
  readonly endCursor: string | null;
  readonly startCursor: string | null;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** The arguments of a connection for the page that an address asks for: `after` or `before` a cursor. */
export function pageOf(search: URLSearchParams, rows = 50): Readonly<Record<string, unknown>> {
  const [after, before] = [search.get('after'), search.get('before')];
  if (before !== null && before !== '') return { last: rows, before };
  return { first: rows, ...(after !== null && after !== '' && { after }) };
}

/** The variables of a query for one page of a list, to be declared as `$first: Int, $after: String, $last: Int, $before: String`. */
export const pageVariables = '$first: Int, $after: String, $last: Int, $before: String';
export const pageArguments = 'first: $first, after: $after, last: $last, before: $before';
export const pageInfo = 'pageInfo { endCursor startCursor hasNextPage hasPreviousPage }';

/** An address of this page with other filters: a null takes one away. Cursors never survive a change of filters. */
export function useFiltered(): (changes: Readonly<Record<string, string | readonly string[] | null>>) => string {
  const { address } = useSite();
  return (changes) => {
    const search = new URLSearchParams(address.search);
    for (const name of ['after', 'before', ...Object.keys(changes)]) search.delete(name);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) continue;
      for (const one of typeof value === 'string' ? [value] : value) search.append(name, one);
    }
    return formatAddress({ ...address, search, file: null });
  };
}

/** Previous and next page of a list. */
export function Pager({ info }: { readonly info: PageInfo }) {
  const say = useMessages(messages);
  const filtered = useFiltered();
  if (!info.hasNextPage && !info.hasPreviousPage) return null;
  return (
    <nav class="pager" aria-label={say('pages')}>
      {info.hasPreviousPage && info.startCursor !== null ? (
        <a rel="prev" href={filtered({ before: info.startCursor })}>
          {say('previous')}
        </a>
      ) : null}
      {info.hasNextPage && info.endCursor !== null ? (
        <a rel="next" href={filtered({ after: info.endCursor })}>
          {say('next')}
        </a>
      ) : null}
    </nav>
  );
}

export interface FacetOption {
  readonly value: string;
  readonly label: ComponentChildren;
  readonly count: number | null;
}

/** One filter of a list: its values as links with their counts, the chosen ones with a way to take them away. */
export function Facet({
  name,
  title,
  options,
}: {
  readonly name: string;
  readonly title: string;
  readonly options: readonly FacetOption[];
}) {
  const { address } = useSite();
  const say = useMessages(messages);
  const filtered = useFiltered();
  const chosen = address.search.getAll(name);
  const shown = options.filter(({ value, count }) => count !== 0 || chosen.includes(value));
  if (shown.length === 0) return null;
  return (
    <details class="facet" open={chosen.length > 0}>
      <summary>{title}</summary>
      <ul>
        {shown.map(({ value, label, count }) => {
          const isChosen = chosen.includes(value);
          const others = isChosen ? chosen.filter((one) => one !== value) : [...chosen, value];
          return (
            <li>
              <a href={filtered({ [name]: others })} aria-current={isChosen ? 'true' : undefined}>
                <span>{label}</span>
                {isChosen ? <span class="remove">{say('remove')}</span> : null}
                {count === null || isChosen ? null : <span class="count">{count}</span>}
              </a>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

/** The filters that are chosen, as fields of a form that sends further ones. */
export function ChosenFields({ except }: { readonly except: readonly string[] }) {
  const { address } = useSite();
  const kept = [...address.search].filter(([name]) => !except.includes(name) && name !== 'after' && name !== 'before');
  const basis = Object.entries(address.basis).filter(([name]) => name !== 'size');
  return (
    <>
      {[...kept, ...basis].map(([name, value]) => (
        <input type="hidden" name={name} value={String(value)} />
      ))}
    </>
  );
}
