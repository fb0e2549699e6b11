import { z } from 'zod';
import type { DomainEvent } from './message.js';
import type { Reducer } from './decider.js';
import { Refused } from './refusal.js';
import { thing } from './things.js';
import { Language, line, oneOf } from './values/fields.js';
import { Table } from './values/persistent.js';
import { closest, didYouMean } from './values/suggestion.js';

/**
 * Versioned lists of codes, as every context refers to them: `citizen-data` records them, and others check codes by them when they decide.
 */
const Slug = z
  .string()
  .max(60, 'must have at most 60 characters')
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'must be lower-case letters, digits and single hyphens, such as copenhagen-framework',
  );
export const ListSlug = thing('codeList', Slug);
/** The slug of a list to which something merely refers: whoever acts for an organisation may name it. */
export const ListReference = Slug;

/** What a version of a list is called, such as `2025-03` or `1.14`. */
export const ListVersion = z
  .string()
  .max(40, 'must have at most 40 characters')
  .regex(/^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/, 'must be the name of a version, such as 2025-03 or 1.14');

/** A code of a list: what records are classified by. */
export const TermCode = z
  .string()
  .max(60, 'must have at most 60 characters')
  .regex(/^[a-z0-9]+(_[a-z0-9]+)*$/, 'must be lower-case words joined by underscores, such as community_mapping');

/** A code of SDMX, such as `DISABILITY_STATUS` or `_T`. */
export const SdmxCode = z.string().regex(/^[A-Z0-9_]{1,60}$/, 'must be a code of SDMX, such as DISABILITY_STATUS');

/** What the codes of a list are for. */
export const ListPurpose = oneOf([
  'example_taxonomy',
  'promising_criteria',
  'quality_criteria',
  'dimensions',
  'population_groups',
]);
export type ListPurpose = z.infer<typeof ListPurpose>;

/** Where a label comes from: an official text, or a translation that somebody should check. */
export const LabelBasis = oneOf(['official', 'compiler']);

/** A term of a list, as an event keeps it. */
export const TermKept = z.strictObject({
  code: TermCode,
  group: TermCode.nullable(),
  rank: z.int().nullable(),
  labels: z.array(z.strictObject({ language: Language, label: line(200), basis: LabelBasis.nullable() })),
  sdmxDimension: SdmxCode.nullable(),
  sdmxCode: SdmxCode.nullable(),
  isSufficient: z.boolean().nullable(),
  isConfirmed: z.boolean(),
});
export type TermKept = z.infer<typeof TermKept>;

export const listStream = (list: string): string => `codeList-${list}`;

interface Version {
  /** All that was published with it. */
  readonly content: unknown;
  readonly terms: readonly TermKept[];
  readonly isWithdrawn: boolean;
}

export interface CodeList {
  readonly purpose: ListPurpose | null;
  /** In the order in which they were published. */
  readonly versions: Table<Version>;
}

interface Published {
  readonly version: string;
  readonly purpose: ListPurpose;
  readonly terms: readonly TermKept[];
}

/** The versions of a list, from its events. */
export const codeListState = {
  initial: { purpose: null, versions: Table.empty() },
  evolve: (known: CodeList, event: DomainEvent): CodeList => {
    const { facts, text } = event;
    if (event.type === 'ListVersionPublished') {
      const { version, purpose, terms } = facts as Published;
      return { purpose, versions: known.versions.with(version, { content: [facts, text], terms, isWithdrawn: false }) };
    }
    if (event.type !== 'ListVersionWithdrawn') return known;
    const { version } = facts as Pick<Published, 'version'>;
    const found = known.versions.get(version);
    return found === undefined
      ? known
      : { ...known, versions: known.versions.with(version, { ...found, isWithdrawn: true }) };
  },
} as const satisfies Reducer<CodeList>;

/** A version of a list, with its terms. */
export interface VersionNamed {
  readonly codeList: string;
  readonly version: string;
  readonly terms: readonly TermKept[];
}

/**
 * A version of a list with a purpose: the one named, or the last published that stands. Refuses a list, a version or a purpose that is not
 * there, and a version that was withdrawn.
 */
export function versionNamed(
  known: CodeList | null | undefined,
  { codeList, version: wanted }: { readonly codeList: string; readonly version: string | null },
  purpose: ListPurpose,
  /** The field of the command within which the list is named. */
  within: readonly string[] = [],
): VersionNamed {
  if (known?.purpose == null)
    throw new Refused('CODE_LIST_UNKNOWN', `No list of codes has the slug ${codeList}.`, [...within, 'codeList']);
  if (known.purpose !== purpose)
    throw new Refused(
      'CODE_LIST_PURPOSE',
      `The list ${codeList} is for ${known.purpose.replace('_', ' ')}; a list for ${purpose.replace('_', ' ')} is needed.`,
      [...within, 'codeList'],
    );
  const all = known.versions.entries();
  const version = wanted ?? all.findLast(([, { isWithdrawn }]) => !isWithdrawn)?.[0] ?? null;
  if (version === null)
    throw new Refused('LIST_VERSION_WITHDRAWN', `All versions of ${codeList} were withdrawn.`, [...within, 'codeList']);
  const found = known.versions.get(version);
  const others = all.map(([name]) => name);
  if (found === undefined)
    throw new Refused(
      'LIST_VERSION_UNKNOWN',
      `The list ${codeList} has no version ${version}${didYouMean(closest(version, others))}.`,
      [...within, 'version'],
    );
  if (found.isWithdrawn)
    throw new Refused('LIST_VERSION_WITHDRAWN', `Version ${version} of ${codeList} was withdrawn.`, [
      ...within,
      'version',
    ]);
  return { codeList, version, terms: found.terms };
}

/** The terms of a version of a list with a purpose, refused as by `versionNamed`. */
export const versionOf = (
  known: CodeList | null,
  named: { readonly codeList: string; readonly version: string },
  purpose: ListPurpose,
): readonly TermKept[] => versionNamed(known, named, purpose).terms;

/** Refuses a code that is not among the terms. */
export function mustBeTerm(terms: readonly TermKept[], code: string, field: readonly string[]): TermKept {
  const term = terms.find((one) => one.code === code);
  const like = closest(
    code,
    terms.map((one) => one.code),
  );
  if (term === undefined)
    throw new Refused('TERM_UNKNOWN', `The version of the list has no code ${code}${didYouMean(like)}.`, field);
  return term;
}
