import { languages, type Language } from '../../kernel/values/fields.js';

/** The files that a page can be had as, beside HTML. */
export const fileKinds = ['csv', 'xlsx', 'json'] as const;
export type FileKind = (typeof fileKinds)[number];

/** Which state of the register an address names: a prefix of the log by its size or by an instant, and a day in the world. */
export interface NamedBasis {
  /** The first so many entries: `/at/249/…`. */
  readonly size?: number;
  /** A day, all of which counts, or an instant: `?knownAt=2026-03-01`. */
  readonly knownAt?: string;
  /** `?effectiveOn=2020-12-31`. */
  readonly effectiveOn?: string;
}

/** An address of the site, taken apart. */
export interface Address {
  readonly language: Language;
  /** Without language, basis and file name extension: `/commitments`. */
  readonly path: string;
  readonly basis: NamedBasis;
  readonly search: URLSearchParams;
  readonly file: FileKind | null;
}

const basisParameters = ['knownAt', 'effectiveOn'] as const;
const pattern = new RegExp(`^(?:/at/(\\d{1,15}))?/(${languages.join('|')})(/[^?#]*)?$`);
const extension = new RegExp(`\\.(${fileKinds.join('|')})$`);

/** Takes an address apart; null where it is none of a page. */
export function parseAddress(url: string): Address | null {
  const [before = '', query = ''] = url.replace(/#.*$/, '').split(/\?(.*)/s);
  const [, size, language, rest = '/'] = pattern.exec(before) ?? [];
  if (language === undefined) return null;
  const search = new URLSearchParams(query);
  const basis = {
    ...(size !== undefined && { size: Number(size) }),
    ...Object.fromEntries(basisParameters.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []))),
  } as NamedBasis;
  for (const name of basisParameters) search.delete(name);
  const file = (extension.exec(rest)?.[1] ?? null) as FileKind | null;
  const named = rest.replace(extension, '').replace(/(?<=.)\/$/, '') || '/';
  const path = file !== null && named === '/index' ? '/' : named;
  return { language: language as Language, path, basis, search, file };
}

/** Puts an address together again. */
export function formatAddress({ language, path, basis, search, file }: Address): string {
  const query = new URLSearchParams(search);
  if (basis.knownAt !== undefined) query.set('knownAt', basis.knownAt);
  if (basis.effectiveOn !== undefined) query.set('effectiveOn', basis.effectiveOn);
  const text = query.toString();
  const name = file === null ? path : `${path === '/' ? '/index' : path}.${file}`;
  return `${basis.size === undefined ? '' : `/at/${basis.size}`}/${language}${name}${text === '' ? '' : `?${text}`}`;
}

/** Whether an address names its whole basis, so that it shows the same for ever. */
export const isFixed = ({ size, knownAt }: NamedBasis): boolean => size !== undefined || knownAt !== undefined;

/** Whether an address is that of a page as HTML, whose answer is the same for everybody. */
export const isPage = (url: string): boolean => parseAddress(url)?.file === null;
