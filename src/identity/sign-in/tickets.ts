import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../../kernel/ports.js';
import { IdentityDatabase } from '../database/database.js';
import { freshSecret, hashOf } from './secret.js';
import { CLOCK } from '../../platform/tokens.js';

const minute = 60_000;

/** What a one-time secret may be for, and how long it is good, in milliseconds. */
const purposes = {
  'sign-in': 15 * minute,
  invitation: 7 * 24 * 60 * minute,
  'first-secretariat': 60 * minute,
  'new-email': 15 * minute,
  'passkey-sign-in': 5 * minute,
  'passkey-registration': 5 * minute,
  provider: 10 * minute,
} as const;
export type Purpose = keyof typeof purposes;

export interface Ticket {
  readonly person: string | null;
  readonly payload: string | null;
}

/** Secrets that can be used once, for one purpose, until they expire. */
@Injectable()
export class Tickets {
  constructor(
    private readonly identity: IdentityDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes one; `secret` may be one that was drawn elsewhere. */
  async issue(
    purpose: Purpose,
    { person = null, payload = null, secret = freshSecret() }: Partial<Ticket> & { readonly secret?: string } = {},
  ): Promise<string> {
    const now = this.clock();
    await this.identity.db.deleteFrom('tickets').where('expiresAt', '<=', now).execute();
    await this.identity.db
      .insertInto('tickets')
      .values({ hash: hashOf(secret), purpose, person, payload, expiresAt: now + purposes[purpose] })
      .execute();
    return secret;
  }

  /** Uses it up; null when it is not good, or no longer. Of two who use it at once, one gets it. */
  async use(purpose: Purpose, secret: string): Promise<Ticket | null> {
    const used = await this.identity.db
      .deleteFrom('tickets')
      .where('hash', '=', hashOf(secret))
      .where('purpose', '=', purpose)
      .where('expiresAt', '>', this.clock())
      .returning(['person', 'payload'])
      .executeTakeFirst();
    return used ?? null;
  }

  /** The newest of a purpose that is still good, or null: what it carries, and the instant at which it was made, in milliseconds. */
  async pending(purpose: Purpose): Promise<{ readonly payload: string | null; readonly madeAt: number } | null> {
    const found = await this.identity.db
      .selectFrom('tickets')
      .select(['payload', 'expiresAt'])
      .where('purpose', '=', purpose)
      .where('expiresAt', '>', this.clock())
      .orderBy('expiresAt', 'desc')
      .executeTakeFirst();
    return found === undefined ? null : { payload: found.payload, madeAt: found.expiresAt - purposes[purpose] };
  }

  /** Takes back all that is under way for a person, whatever it is for: what lies in a mailbox or with a thief opens and changes nothing any more. */
  async revokeAll(person: string): Promise<void> {
    await this.identity.db.deleteFrom('tickets').where('person', '=', person).execute();
  }

  /** Takes back all of a purpose, of one person or of everybody. */
  async revoke(purpose: Purpose, person?: string): Promise<void> {
    const all = this.identity.db.deleteFrom('tickets').where('purpose', '=', purpose);
    await (person === undefined ? all : all.where('person', '=', person)).execute();
  }
}
