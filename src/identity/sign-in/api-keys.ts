import { Inject, Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import type { HeldRole } from '../../kernel/caller.js';
import type { Clock, Ids } from '../../kernel/ports.js';
import { Refused } from '../../kernel/refusal.js';
import { IdentityDatabase } from '../database/database.js';
import { freshSecret, hashOf } from './secret.js';
import type { Tables } from '../database/tables.js';
import { CLOCK, IDS } from '../../platform/tokens.js';

const day = 24 * 60 * 60_000;
const longestLife = 365;

/** Keys that only read which one person may have at a time. */
export const mostReaders = 5;

export type ApiKey = Omit<Tables['apiKeys'], 'hash'>;

/** What a key is made for: one role, or null for reading only. */
export interface KeyWanted {
  readonly scope: HeldRole | null;
  readonly name: string;
  readonly days: number;
}

/** The role that a key was made for; null for one that only reads. */
export const scopeOf = ({ role, organisation }: Pick<ApiKey, 'role' | 'organisation'>): HeldRole | null =>
  role === 'reader' ? null : { role, organisation };

const form = /^idck_([0-9a-f]{32})_([\w-]{43})$/;

/** `key-<uuid>` as the key has it. */
export const prefixOf = (id: string): string => `idck_${id.replace(/^key-/, '').replaceAll('-', '')}`;
const idOf = (hex: string): string => `key-${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;

/**
 * API keys for programs: `idck_<id>_<secret>`. Only the hash of the secret is stored, so a key is shown once,
 * to its creator.
 */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly identity: IdentityDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Makes a key for which a person answers; it expires after so many days, at most a year. Throws `Refused` for one reader too many. */
  async make(person: string, { name, days, scope }: KeyWanted): Promise<{ id: string; key: string }> {
    if (!Number.isInteger(days) || days < 1 || days > longestLife)
      throw new RangeError(`A key is valid for 1 to ${longestLife} days, not ${days}.`);
    if (scope === null) await this.mustHaveRoomForReader(person);
    const { role, organisation } = scope ?? { role: 'reader' as const, organisation: null };
    const id = `key-${this.ids()}`;
    const secret = freshSecret();
    const now = this.clock();
    await this.identity.db
      .insertInto('apiKeys')
      .values({
        id,
        hash: hashOf(secret),
        person,
        name,
        role,
        organisation,
        createdAt: now,
        expiresAt: now + days * day,
        usedAt: null,
      })
      .execute();
    return { id, key: `${prefixOf(id)}_${secret}` };
  }

  /**
   * What a key identifies, if it is valid, has not expired, and the person who answers for it may still sign
   * in.
   */
  async of(
    key: string,
  ): Promise<{ readonly id: string; readonly person: string; readonly scope: HeldRole | null } | null> {
    const [, hex, secret] = form.exec(key) ?? [];
    if (hex === undefined || secret === undefined) return null;
    const now = this.clock();
    const found = await this.identity.db
      .selectFrom('apiKeys')
      .innerJoin('people', 'people.id', 'apiKeys.person')
      .select([
        'apiKeys.id',
        'apiKeys.person',
        'apiKeys.hash',
        'apiKeys.role',
        'apiKeys.organisation',
        'apiKeys.usedAt',
      ])
      .where('apiKeys.id', '=', idOf(hex))
      .where('apiKeys.expiresAt', '>', now)
      .where('people.deactivatedAt', 'is', null)
      .executeTakeFirst();
    if (found === undefined || !timingSafeEqual(Buffer.from(found.hash), Buffer.from(hashOf(secret)))) return null;
    if (now - (found.usedAt ?? 0) > day / 24)
      await this.identity.db.updateTable('apiKeys').set({ usedAt: now }).where('id', '=', found.id).execute();
    return { id: found.id, person: found.person, scope: scopeOf(found) };
  }

  private async mustHaveRoomForReader(person: string): Promise<void> {
    const now = this.clock();
    const readers = (await this.list(person)).filter(({ role, expiresAt }) => role === 'reader' && expiresAt > now);
    if (readers.length < mostReaders) return;
    throw new Refused(
      'TOO_MANY_KEYS',
      `The limit is ${mostReaders} read-only keys for each person: revoke one first.`,
      'keys',
    );
  }

  list(person: string): Promise<ApiKey[]> {
    const columns = ['id', 'person', 'name', 'role', 'organisation', 'createdAt', 'expiresAt', 'usedAt'] as const;
    return this.identity.db
      .selectFrom('apiKeys')
      .select(columns)
      .where('person', '=', person)
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
  }

  /** Takes back one of the keys that a person answers for. */
  async revoke(person: string, id: string): Promise<void> {
    await this.identity.db.deleteFrom('apiKeys').where('person', '=', person).where('id', '=', id).execute();
  }
}
