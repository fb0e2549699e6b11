import { Inject, Injectable } from '@nestjs/common';
import type { HeldRole } from '../../kernel/caller.js';
import type { Clock, Ids } from '../../kernel/ports.js';
import { IdentityDatabase } from '../database/database.js';
import { CLOCK, IDS } from '../../platform/tokens.js';

/**
 * Who was invited into which role. The log knows an invitation by an id of its own, so that it does not say who is behind an address before they
 * have accepted.
 */
@Injectable()
export class Invitations {
  constructor(
    private readonly identity: IdentityDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The invitation of a person into a role, which is made where there is none. */
  async into(person: string, { role, organisation }: HeldRole): Promise<string> {
    const before = await this.identity.db
      .selectFrom('invitations')
      .select('id')
      .where('person', '=', person)
      .where('role', '=', role)
      .where('organisation', organisation === null ? 'is' : '=', organisation)
      .executeTakeFirst();
    if (before !== undefined) return before.id;
    const id = `invitation-${this.ids()}`;
    await this.identity.db
      .insertInto('invitations')
      .values({ id, person, role, organisation, createdAt: this.clock() })
      .execute();
    return id;
  }

  /** All that a person has got. */
  async of(person: string): Promise<readonly string[]> {
    return (
      await this.identity.db.selectFrom('invitations').select('id').where('person', '=', person).orderBy('id').execute()
    ).map(({ id }) => id);
  }
}
