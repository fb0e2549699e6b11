import { Inject, Injectable } from '@nestjs/common';
import type { Language } from '../../kernel/values/fields.js';
import { isMachine } from '../../kernel/caller.js';
import type { Clock, Ids } from '../../kernel/ports.js';
import type { AfterRecorded } from '../../platform/cqrs/commands.js';
import type { SecurityLog } from '../../platform/security-log.js';
import { IdentityDatabase } from '../database/database.js';
import type { Grants } from '../grants.js';
import { freshSecret, hashOf } from './secret.js';
import { CLOCK, IDS } from '../../platform/tokens.js';

const minute = 60_000;

/** How long a session lasts without a request, and in total. */
const idleLimit = 30 * minute;
const absoluteLimit = 12 * 60 * minute;
/** How long after sign-in its owner may change what a thief would change first. */
const freshFor = 15 * minute;
/** The time of the last request is kept this exactly. */
const seenEvery = minute;

/** The sign-in method. */
export type Means = 'link' | 'invitation' | 'first-secretariat' | 'passkey' | 'provider';

export interface Session {
  readonly id: string;
  readonly person: string;
  readonly means: string;
  readonly agent: string;
  readonly createdAt: number;
  readonly seenAt: number;
}

/** A session together with its owner's language, and whether they signed in a short while ago. */
export type Current = Session & { readonly language: Language; readonly isFresh: boolean };

/**
 * Sessions by a secret that is kept as its hash. Each request asks the database, so that what is ended here is ended in the same moment for
 * every instance.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly identity: IdentityDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Begins a session and gives its secret; the one that the browser had before is ended. */
  async begin(person: string, means: Means, agent: string, before?: string): Promise<string> {
    if (before !== undefined) await this.end(before);
    const now = this.clock();
    await this.identity.db
      .deleteFrom('sessions')
      .where((or) => or.or([or('createdAt', '<=', now - absoluteLimit), or('seenAt', '<=', now - idleLimit)]))
      .execute();
    const secret = freshSecret();
    await this.identity.db
      .insertInto('sessions')
      .values({
        hash: hashOf(secret),
        id: this.ids(),
        person,
        means,
        agent: agent.slice(0, 200),
        createdAt: now,
        seenAt: now,
      })
      .execute();
    return secret;
  }

  /** The session of a secret, if it still lasts and its owner may sign in. It is no longer idle then, but for a request that comes by itself. */
  async of(secret: string, { isByItself = false } = {}): Promise<Current | null> {
    const now = this.clock();
    const hash = hashOf(secret);
    const found = await this.identity.db
      .selectFrom('sessions')
      .innerJoin('people', 'people.id', 'sessions.person')
      .select([...columns, 'people.language'])
      .where('sessions.hash', '=', hash)
      .where('sessions.createdAt', '>', now - absoluteLimit)
      .where('sessions.seenAt', '>', now - idleLimit)
      .where('people.deactivatedAt', 'is', null)
      .executeTakeFirst();
    if (found === undefined) return null;
    if (!isByItself && now - found.seenAt >= seenEvery)
      await this.identity.db.updateTable('sessions').set({ seenAt: now }).where('hash', '=', hash).execute();
    return { ...found, isFresh: now - found.createdAt < freshFor };
  }

  list(person: string): Promise<Session[]> {
    const now = this.clock();
    return this.identity.db
      .selectFrom('sessions')
      .select(columns)
      .where('person', '=', person)
      .where('createdAt', '>', now - absoluteLimit)
      .where('seenAt', '>', now - idleLimit)
      .orderBy('createdAt', 'desc')
      .orderBy('id')
      .execute();
  }

  async end(secret: string): Promise<void> {
    await this.identity.db.deleteFrom('sessions').where('hash', '=', hashOf(secret)).execute();
  }

  /** Ends one of a person's own sessions, by the name it has in the list. */
  async endOne(person: string, id: string): Promise<void> {
    await this.identity.db.deleteFrom('sessions').where('person', '=', person).where('id', '=', id).execute();
  }

  /** Ends all sessions of a person: when they lose their last role, and when they are deactivated. */
  async endAll(person: string): Promise<void> {
    await this.identity.db.deleteFrom('sessions').where('person', '=', person).execute();
  }
}

/**
 * Ends the sessions of people who have lost their last role. All other permissions are read from the log on
 * every request.
 */
export const renewing =
  (sessions: Sessions, grants: Pick<Grants, 'heldBy'>, security: SecurityLog): AfterRecorded =>
  async (events) => {
    const changes = events.filter(({ type }) => type === 'RoleGranted' || type === 'RoleWithdrawn');
    const holders = changes.map(({ facts }) => (facts as { readonly holder: string }).holder);
    for (const person of new Set(holders.filter((holder) => !isMachine(holder)))) {
      if ((await grants.heldBy(person)).length > 0) continue;
      await sessions.endAll(person);
      security.record('authz_change', 'the last role was withdrawn: all sessions were ended', { actor: person });
    }
  };

const columns = [
  'sessions.id',
  'sessions.person',
  'sessions.means',
  'sessions.agent',
  'sessions.createdAt',
  'sessions.seenAt',
] as const;
