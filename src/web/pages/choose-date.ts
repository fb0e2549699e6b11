import { span } from '../../kernel/time/partial-date.js';
import { formatAddress, type Address } from '../parts/address.js';
import { namedPoint } from './named-points.js';

const fields = ['point', 'day', 'month', 'year', 'as'] as const;

/** The address that the form for choosing a date means; null where the request does not come from it, invalid where it names no day. */
export function chosenAddress(address: Address): string | { readonly isInvalid: true } | null {
  const { search } = address;
  if (!search.has('as')) return null;
  const day = dayOf(search);
  if (day === null) return { isInvalid: true };
  const rest = new URLSearchParams(search);
  for (const field of fields) rest.delete(field);
  return formatAddress({
    ...address,
    search: rest,
    basis: search.get('as') === 'known' ? { knownAt: day } : { effectiveOn: day },
  });
}

function dayOf(search: URLSearchParams): string | null {
  const point = search.get('point') ?? '';
  if (point !== '') return namedPoint(point)?.day ?? null;
  const number = (name: string): string => (search.get(name) ?? '').trim();
  const text = `${number('year').padStart(4, '0')}-${number('month').padStart(2, '0')}-${number('day').padStart(2, '0')}`;
  return span(text)?.precision === 'day' ? text : null;
}
