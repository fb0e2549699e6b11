import type { Recorded } from '../../kernel/message.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { Documents, type Stamp } from '../../platform/read-model/documents.js';
import type { Fold } from '../../platform/read-model/fold.js';
import { anyOf, page, type Page, type PageRequest } from '../../platform/read-model/page.js';
import { view } from '../../platform/read-model/view.js';
import type { AccessEvent, GrantableRole } from './role-messages.js';

/** A role that is held until it is withdrawn or expires. */
interface GrantDocument extends Stamp {
  readonly holder: string;
  readonly role: GrantableRole;
  readonly organisation: string | null;
  /** When it was taken on. */
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

/** A role that is offered. */
interface RoleOffer extends Stamp {
  /** A person or an invitation. */
  readonly holder: string;
  readonly role: GrantableRole;
  readonly organisation: string | null;
  readonly until: string | null;
}

const offers = new Documents<RoleOffer>({
  table: 'role_offers',
  key: keyOf,
  columns: { holder: ({ holder }) => holder, entry: ({ firstEntry }) => firstEntry },
  indexed: ['holder', 'entry'],
});

interface OfferPlace extends Stamp {
  /** The key of the offer that an entry made. */
  readonly offer: string;
}

/** The offer made by an entry, so that the holder can accept that entry. */
const offerPlaces = new Documents<OfferPlace>({
  table: 'role_offer_places',
  key: ({ firstEntry }) => String(firstEntry),
  columns: {},
  indexed: [],
});

/** A role is held from here on; a new expiry date keeps the start. */
function give(
  event: Recorded,
  { holder, role, organisation, until }: Pick<GrantDocument, 'holder' | 'role' | 'organisation' | 'until'>,
  fold: Fold,
): void {
  const held = { holder, role, organisation, until };
  const before = grants.get(fold, keyOf(held));
  if (before === undefined) grants.open(fold, event, { ...held, since: event.recordedAt });
  else grants.change(fold, event, keyOf(held), () => ({ until }));
}

/** An accepted offer is removed; the same offer made again since then stays. */
function takeUp(entry: number, fold: Fold): void {
  const offer = offerPlaces.get(fold, String(entry))?.offer;
  if (offer !== undefined && offers.get(fold, offer)?.firstEntry === entry) offers.remove(fold, offer);
}

export const grantsView = view<AccessEvent>({
  name: 'grants.v2',
  tables: [grants, offers, offerPlaces],
  on: {
    RoleOffered: (event, fold) => {
      const { proposal: _, ...offer } = event.facts;
      offers.open(fold, event, offer);
      offerPlaces.open(fold, event, { offer: keyOf(offer) });
    },
    RoleAccepted: (event, fold) => {
      takeUp(event.facts.offer, fold);
      give(event, event.facts, fold);
    },
    RoleGranted: (event, fold) => give(event, event.facts, fold),
    RoleWithdrawn: (event, fold) => {
      grants.remove(fold, keyOf(event.facts));
      offers.remove(fold, keyOf(event.facts));
    },
    RoleOfferWithdrawn: (event, fold) => offers.remove(fold, keyOf(event.facts)),
  },
});

export interface GrantFilter {
  readonly organisations?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
}

export class GrantOf extends query<Holding, GrantDocument | undefined>() {}
export class ListGrants extends query<PageRequest & { filter?: GrantFilter | null }, Page<GrantDocument>>() {}

export const grantQueries = [
  answers(GrantOf, (held, { rows }) => grants.get(rows, keyOf(held))),
  // A role that has expired by the day asked for is held by nobody, whether or not it was withdrawn.
  answers(ListGrants, ({ filter, ...request }, basis) =>
    page(
      basis,
      {
        table: 'grants',
        where: [
          ['until IS NULL OR until >= ?', basis.effectiveOn],
          ...anyOf('organisation', filter?.organisations),
          ...anyOf('role', filter?.roles),
        ],
        sort: 'key',
      },
      request,
    ),
  ),
];
