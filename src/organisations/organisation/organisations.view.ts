import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { Recorded } from '../../kernel/message.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import type { Fold } from '../../platform/read-model/fold.js';
import { anyOf, page, sortedBy, type Conditions, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import { matching } from '../../platform/read-model/search/findables.js';
import { sortKey } from '../../platform/read-model/sort-key.js';
import { view } from '../../platform/read-model/view.js';
import type { OrganisationEvent, OrganisationStatus } from './organisation.js';
import type { NameIn, OrganisationRole } from './vocabulary.js';

/** A present or former name; `since` is null if no source gives a date. */
interface OrganisationName {
  readonly name: string;
  readonly shortName: string | null;
  readonly translations: readonly NameIn[];
  readonly since: string | null;
  readonly cause: string | null;
  readonly entry: number;
}

/** A role with the dates that bound it; null where no source gives one. */
export interface RoleOfOrganisation {
  readonly role: OrganisationRole;
  /** The stream of the record that it concerns. */
  readonly subject: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly isHeld: boolean;
  readonly entry: number;
}

export interface OrganisationDocument extends RecordDocument {
  readonly slug: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly translations: readonly NameIn[];
  readonly kind: string | null;
  readonly sector: string | null;
  readonly country: string | null;
  readonly partOf: string | null;
  readonly status: Exclude<OrganisationStatus, 'unknown'>;
  readonly founded: string | null;
  readonly ended: string | null;
  readonly into: string | null;
  readonly names: readonly OrganisationName[];
  readonly roles: readonly RoleOfOrganisation[];
}

/** The table of the roles of organisations, one row a role. */
export const roleRows = 'organisation_roles';

export const organisations = new RecordDocuments<OrganisationDocument>({
  table: 'organisations',
  kind: 'Organisation',
  key: ({ slug }) => slug,
  columns: {
    sort_name: ({ name }) => sortKey(name),
    kind: ({ kind }) => kind,
    sector: ({ sector }) => sector,
    country: ({ country }) => country,
    part_of: ({ partOf }) => partOf,
    status: ({ status }) => status,
    gone_into: ({ into }) => into,
  },
  indexed: ['part_of', 'gone_into'],
  side: [
    {
      table: roleRows,
      owner: 'organisation',
      columns: { role: 'TEXT NOT NULL', subject: 'TEXT', is_held: 'INTEGER NOT NULL' },
      indexed: [
        ['role', 'is_held', 'organisation'],
        ['subject', 'role', 'organisation'],
        ['organisation', 'role', 'subject'],
      ],
      rows: ({ roles }) => roles.map(({ role, subject, isHeld }) => [role, subject, isHeld ? 1 : 0]),
    },
  ],
});

type RoleEvent = Recorded<Extract<OrganisationEvent, { type: 'OrganisationRoleAssumed' }>>;

/** A role as it begins; of an organisation that had ended by then, it has ended with it. */
const begun = (
  { facts: { role, subject }, effective, entry }: RoleEvent,
  { status, ended }: OrganisationDocument,
): RoleOfOrganisation => {
  const isHeld = status === 'active';
  return { role, subject, since: effective, until: isHeld ? null : ended, isHeld, entry };
};

/** An organisation that ends holds no role from then on. */
function end(
  fold: Fold,
  event: Recorded,
  slug: string,
  status: OrganisationDocument['status'],
  into: string | null,
): void {
  organisations.change(fold, event, slug, ({ roles }) => ({
    status,
    into,
    ended: event.effective,
    roles: roles.map((role) => (role.isHeld ? { ...role, isHeld: false, until: event.effective } : role)),
  }));
}

export const organisationsView = view<OrganisationEvent | CorrectionEvent | RedactionEvent>({
  name: 'organisations.v1',
  tables: [organisations],
  on: {
    ...correctionHandlers(organisations, ofNoun('organisation')),
    OrganisationRegistered: (event, fold) => {
      const { organisation: slug, name, shortName, names, kind, sector, country, partOf } = event.facts;
      const own = { name, shortName, translations: names };
      organisations.add(fold, event, {
        slug,
        ...own,
        kind,
        sector,
        country,
        partOf,
        status: 'active',
        founded: event.effective,
        ended: null,
        into: null,
        names: [{ ...own, since: event.effective, cause: null, entry: event.entry }],
        roles: [],
      });
    },
    OrganisationRenamed: (event, fold) => {
      const { organisation: slug, name, shortName, names: translations, cause } = event.facts;
      const own = { name, shortName, translations };
      organisations.change(fold, event, slug, ({ names }) => ({
        ...own,
        names: [...names, { ...own, since: event.effective, cause, entry: event.entry }],
      }));
    },
    OrganisationClassified: (event, fold) => {
      const { organisation: slug, kind, sector, country } = event.facts;
      organisations.change(fold, event, slug, () => ({ kind, sector, country }));
    },
    OrganisationPlaced: (event, fold) =>
      organisations.change(fold, event, event.facts.organisation, () => ({ partOf: event.facts.partOf })),
    OrganisationMerged: (event, fold) => end(fold, event, event.facts.organisation, 'merged', event.facts.into),
    OrganisationSucceeded: (event, fold) => end(fold, event, event.facts.organisation, 'succeeded', event.facts.into),
    OrganisationCeased: (event, fold) => end(fold, event, event.facts.organisation, 'ceased', null),
    OrganisationRoleAssumed: (event, fold) =>
      organisations.change(fold, event, event.facts.organisation, (known) => ({
        roles: [...known.roles, begun(event, known)],
      })),
    OrganisationRoleEnded: (event, fold) => {
      const { organisation: slug, role, subject } = event.facts;
      organisations.change(fold, event, slug, ({ roles }) => ({
        roles: roles.map((one) =>
          one.isHeld && one.role === role && one.subject === subject
            ? { ...one, isHeld: false, until: event.effective }
            : one,
        ),
      }));
    },
  },
});

export interface OrganisationFilter {
  readonly organisations?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly sectors?: readonly string[] | null;
  readonly countries?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
  readonly partOf?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
  readonly formerRoles?: boolean | null;
  readonly text?: string | null;
}

/** What a country filter calls organisations that are of none. */
const none = 'none';

const inCountries = (wanted: readonly string[] | null | undefined): Conditions =>
  anyOf('country', wanted).map(([sql, ...values]) => [
    wanted?.includes(none) === true ? `(${sql}) OR country IS NULL` : sql,
    ...values,
  ]);

/** Those that hold one of the roles on the day of the basis; with former roles, also those that have held one. */
const inRoles = ({ roles, formerRoles }: OrganisationFilter): Conditions =>
  anyOf('role', roles).map(([sql, ...values]) => [
    `key IN (SELECT organisation FROM ${roleRows} WHERE ${formerRoles === true ? '' : 'is_held = 1 AND '}${sql})`,
    ...values,
  ]);

const conditions = (filter: OrganisationFilter): Conditions => [
  ...anyOf('key', filter.organisations),
  ...anyOf('kind', filter.kinds),
  ...anyOf('sector', filter.sectors),
  ...inCountries(filter.countries),
  ...anyOf('status', filter.statuses),
  ...anyOf('part_of', filter.partOf),
  ...inRoles(filter),
  ...(filter.text ? [matching(filter.text)] : []),
];

const sorts = { slug: 'key', name: 'sort_name' } as const;

export interface OrganisationOrder {
  readonly field: keyof typeof sorts;
  readonly direction: 'asc' | 'desc';
}

export class OrganisationBySlug extends query<{ slug: string }, OrganisationDocument | undefined>() {}
export class ListOrganisations extends query<
  PageRequest & { filter?: OrganisationFilter | null; orderBy?: OrganisationOrder | null },
  Page<OrganisationDocument>
>() {}

export const organisationQueries = [
  answers(OrganisationBySlug, ({ slug }, { rows }) => organisations.get(rows, slug)),
  answers(ListOrganisations, ({ filter, orderBy, ...request }, basis) => {
    const sorted = sortedBy(sorts[orderBy?.field ?? 'name'], orderBy?.direction);
    return page(basis, { table: 'organisations', where: conditions(filter ?? {}), ...sorted }, request);
  }),
];

/** The organisations that hold a role concerning one of these records, by the stream of the record; sorted by slug. */
export function inRoleFor(
  { rows }: Basis,
  role: OrganisationRole,
  subjects: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const sql = `SELECT subject, organisation FROM ${roleRows}
    WHERE subject IN (SELECT value FROM json_each(?)) AND role = ? AND is_held = 1 ORDER BY organisation`;
  const found = new Map<string, string[]>();
  for (const { subject, organisation } of rows.all<{ subject: string; organisation: string }>(
    sql,
    JSON.stringify(subjects),
    role,
  ))
    found.set(subject, [...(found.get(subject) ?? []), organisation]);
  return found;
}
