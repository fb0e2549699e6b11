import type { HeldRole } from '../kernel/caller.js';
import type { Role } from '../kernel/message.js';
import { answers, query } from '../platform/cqrs/queries.js';
import { Documents, type Stamp } from '../platform/read-model/documents.js';
import { anyOf, page, type Page, type PageRequest } from '../platform/read-model/page.js';
import { view, type Rows } from '../platform/read-model/view.js';
import type { AccessEvent, GrantableRole } from './roles.js';

/** A role that somebody holds, until somebody withdraws it or its last day is over. */
interface GrantDocument extends Stamp {
  readonly holder: string;
  readonly role: GrantableRole;
  readonly organisation: string | null;
  /** When it was given, or last given anew. */
  readonly since: string;
  readonly until: string | null;
}

type Holding = Pick<GrantDocument, 'holder' | 'role' | 'organisation'>;
const keyOf = ({ holder, role, organisation }: Holding): string => `${organisation ?? ''} ${role} ${holder}`;

const grants = new Documents<GrantDocument>({
  table: 'grants',
  key: keyOf,
  columns: {
    holder: ({ holder }) => holder,
    role: ({ role }) => role,
    organisation: ({ organisation }) => organisation,
    until: ({ until }) => until,
  },
  indexed: ['holder'],
});

export const grantsView = view<AccessEvent>({
  name: 'grants.v1',
  tables: grants.tables,
  forget: (stream, rows) => grants.forget(rows, stream),
  on: {
    RoleGranted: (event, rows) => {
      const { proposal: _, ...held } = event.facts;
      grants.open(rows, event, { ...held, since: event.recordedAt });
    },
    RoleWithdrawn: (event, rows) => void rows.run('DELETE FROM grants WHERE key = ?', keyOf(event.facts)),
  },
});

/** The roles that somebody holds on a day. */
export function rolesHeldBy(rows: Rows, holder: string, day: string): HeldRole[] {
  return rows.all<HeldRole & Record<string, unknown>>(
    'SELECT role, organisation FROM grants WHERE holder = ? AND (until IS NULL OR until >= ?) ORDER BY key',
    holder,
    day,
  );
}

/** The roles that somebody was given and nobody has withdrawn, be they expired. */
export const rolesEverGiven = (rows: Rows, holder: string): HeldRole[] => rolesHeldBy(rows, holder, '');

/** Whether anybody was given a role that nobody has withdrawn, be it expired: for as long, rules of two persons ask for the second. */
export const isEverGiven = (rows: Rows, role: Role): boolean => rows.all('SELECT 1 FROM grants WHERE role = ? LIMIT 1', role).length > 0;

export interface GrantFilter {
  readonly organisations?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
}

export class GrantOf extends query<Holding, GrantDocument | undefined>() {}
export class ListGrants extends query<PageRequest & { filter?: GrantFilter | null }, Page<GrantDocument>>() {}

export const grantAnswers = [
  answers(GrantOf, (held, { rows }) => grants.get(rows, keyOf(held))),
  // A role that has expired by the day asked for is held by nobody, whether or not it was withdrawn.
  answers(ListGrants, ({ filter, ...request }, basis) =>
    page(
      basis,
      {
        table: 'grants',
        where: [['until IS NULL OR until >= ?', basis.effectiveOn], ...anyOf('organisation', filter?.organisations), ...anyOf('role', filter?.roles)],
        sort: 'key',
      },
      request,
    ),
  ),
];
