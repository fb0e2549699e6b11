import type { HeldRole } from '../../kernel/caller.js';
import type { Recorded, Role } from '../../kernel/message.js';
import type { EventStore } from '../../platform/event-store/event-store.js';
import { rolesStream } from './role-messages.js';
import { keyOf, roleHoldings, type Roles } from './roles.js';

type Holding = HeldRole & { readonly holder: string };

/** A role that is held until it is withdrawn or expires. */
interface Grant extends Holding {
  /** When it was taken on. */
  readonly since: string;
  readonly until: string | null;
}

/** A role that is offered, by the entry that offers it. */
export interface OpenOffer extends Holding {
  readonly entry: number;
}

/** Who holds which role at one size of the log. */
export class RoleHoldings {
  private readonly byHolder = new Map<string, Grant[]>();

  constructor(
    private readonly grants: readonly Grant[],
    private readonly offers: readonly OpenOffer[],
  ) {
    for (const grant of grants) this.byHolder.set(grant.holder, [...(this.byHolder.get(grant.holder) ?? []), grant]);
  }

  /** The roles held on a day. */
  heldBy(holder: string, day: string): HeldRole[] {
    const held = (this.byHolder.get(holder) ?? []).filter((grant) => isHeldOn(grant, day));
    return held.map(({ role, organisation }) => ({ role, organisation }));
  }

  /** The roles that were granted and not withdrawn, including expired ones. */
  everGivenTo(holder: string): HeldRole[] {
    return this.heldBy(holder, '');
  }

  /** Since when a role is held on a day; null if it is not. */
  heldSince({ holder, role, organisation }: Holding, day: string): string | null {
    const grant = (this.byHolder.get(holder) ?? []).find(
      (one) => one.role === role && one.organisation === organisation,
    );
    return grant !== undefined && isHeldOn(grant, day) ? grant.since : null;
  }

  /** Who may sign for an organisation on a day. */
  approversOf(organisation: string, day: string): string[] {
    return this.grants
      .filter((grant) => grant.role === 'approver' && grant.organisation === organisation && isHeldOn(grant, day))
      .map(({ holder }) => holder);
  }

  /**
   * Whether a role was granted to anyone and not withdrawn, even if it has expired: as long as it was, rules for two people require the second.
   */
  isEverGiven(role: Role): boolean {
    return this.grants.some((grant) => grant.role === role);
  }

  /** What is offered to any of these: a person, and the invitations that they have received. */
  offersTo(holders: readonly string[]): OpenOffer[] {
    return this.offers.filter(({ holder }) => holders.includes(holder));
  }
}

const isHeldOn = ({ until }: Grant, day: string): boolean => until === null || until >= day;

/** In the order of organisation, role and holder. */
const inOrder = (one: Holding, other: Holding): number => (orderOf(one) < orderOf(other) ? -1 : 1);
const orderOf = ({ holder, role, organisation }: Holding): string => `${organisation ?? ''} ${role} ${holder}`;

/**
 * The roles that the log itself grants. Whoever may do what is decided from these, never from the views: someone who edits a view gains nothing. What was
 * folded before is kept, and only what came since is read.
 */
export class RolesOfLog {
  private roles: Roles = roleHoldings.initial;
  private readonly since = new Map<string, string>();
  private next = 0;
  private folded = new RoleHoldings([], []);
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Pick<EventStore, 'readStream'>) {}

  /** As of the log's present size. */
  current(): Promise<RoleHoldings> {
    const read = this.reading.then(() => this.readOn());
    this.reading = read.catch(() => undefined);
    return read;
  }

  private async readOn(): Promise<RoleHoldings> {
    const before = this.next;
    for await (const event of this.store.readStream(rolesStream, { from: before })) this.take(event);
    if (this.next > before) this.folded = this.holdings();
    return this.folded;
  }

  private take(event: Recorded): void {
    this.roles = roleHoldings.evolve(this.roles, event);
    this.next = event.revision + 1;
    if (!('holder' in event.facts)) return;
    const key = keyOf(event.facts as Parameters<typeof keyOf>[0]);
    if (!this.roles.grants.has(key)) this.since.delete(key);
    else if (!this.since.has(key)) this.since.set(key, event.recordedAt);
  }

  private holdings(): RoleHoldings {
    const { grants, offers } = this.roles;
    return new RoleHoldings(
      [...grants.values()].map((held) => ({ ...held, since: this.since.get(keyOf(held)) ?? '' })).sort(inOrder),
      [...offers.values()]
        .map(({ entry, holder, role, organisation }) => ({ entry, holder, role, organisation }))
        .sort(inOrder),
    );
  }
}
