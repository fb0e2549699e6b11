import { timingSafeEqual } from 'node:crypto';
import type { HeldRole } from '../kernel/caller.js';
import type { Clock, Ids } from '../kernel/ports.js';
import type { DeskDatabase } from './database.js';
import { freshSecret, hashOf } from './secret.js';
import type { Tables } from './tables.js';

const day = 24 * 60 * 60_000;
const longestLife = 365;

export type ApiKey = Omit<Tables['apiKeys'], 'hash'>;

const form = /^idck_([0-9a-f]{32})_([\w-]{43})$/;

/** `key-<uuid>` as the key has it. */
export const prefixOf = (id: string): string => `idck_${id.replace(/^key-/, '').replaceAll('-', '')}`;
const idOf = (hex: string): string => `key-${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;

/** Keys for programs: `idck_<id>_<secret>`. Only the hash of the secret is kept, so a key is seen once, by whoever made it. */
export class ApiKeys {
  constructor(
    private readonly desk: DeskDatabase,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Makes a key for which a person answers; it expires after so many days, at most a year. */
  async make(
    person: string,
    { name, days, role, organisation }: HeldRole & { readonly name: string; readonly days: number },
  ): Promise<{ id: string; key: string }> {
    if (!Number.isInteger(days) || days < 1 || days > longestLife) throw new RangeError(`A key lives 1 to ${longestLife} days, not ${days}.`);
    const id = `key-${this.ids()}`;
    const secret = freshSecret();
    const now = this.clock();
    await this.desk.db
      .insertInto('apiKeys')
      .values({ id, hash: hashOf(secret), person, name, role, organisation, createdAt: now, expiresAt: now + days * day, usedAt: null })
      .execute();
    return { id, key: `${prefixOf(id)}_${secret}` };
  }

  /** What a key stands for, if it is right, has not expired, and whoever answers for it may still sign in. */
  async of(key: string): Promise<(HeldRole & { readonly id: string; readonly person: string }) | null> {
    const [, hex, secret] = form.exec(key) ?? [];
    if (hex === undefined || secret === undefined) return null;
    const now = this.clock();
    const found = await this.desk.db
      .selectFrom('apiKeys')
      .innerJoin('people', 'people.id', 'apiKeys.person')
      .select(['apiKeys.id', 'apiKeys.person', 'apiKeys.hash', 'apiKeys.role', 'apiKeys.organisation', 'apiKeys.usedAt'])
      .where('apiKeys.id', '=', idOf(hex))
      .where('apiKeys.expiresAt', '>', now)
      .where('people.deactivatedAt', 'is', null)
      .executeTakeFirst();
    if (found === undefined || !timingSafeEqual(Buffer.from(found.hash), Buffer.from(hashOf(secret)))) return null;
    if (now - (found.usedAt ?? 0) > day / 24) await this.desk.db.updateTable('apiKeys').set({ usedAt: now }).where('id', '=', found.id).execute();
    return { id: found.id, person: found.person, role: found.role, organisation: found.organisation };
  }

  list(person: string): Promise<ApiKey[]> {
    const columns = ['id', 'person', 'name', 'role', 'organisation', 'createdAt', 'expiresAt', 'usedAt'] as const;
    return this.desk.db.selectFrom('apiKeys').select(columns).where('person', '=', person).orderBy('createdAt').orderBy('id').execute();
  }

  /** Takes back one of the keys that a person answers for. */
  async revoke(person: string, id: string): Promise<void> {
    await this.desk.db.deleteFrom('apiKeys').where('person', '=', person).where('id', '=', id).execute();
  }
}
