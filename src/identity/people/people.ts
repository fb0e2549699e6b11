import { Inject, Injectable } from '@nestjs/common';
import { line, type Language } from '../../kernel/values/fields.js';
import type { Clock, Ids } from '../../kernel/ports.js';
import { Refused } from '../../kernel/refusal.js';
import { IdentityDatabase } from '../database/database.js';
import { emailKey } from './email-address.js';
import type { Tables } from '../database/tables.js';
import { CLOCK, IDS } from '../../platform/tokens.js';

export type Person = Omit<Tables['people'], 'emailKey'>;

/** Addresses that a new one is compared with. */
const mostCompared = 20_000;

export const PersonName = line(200);

/** Who is known by name and address, and by which random id the log knows them. */
@Injectable()
export class People {
  constructor(
    private readonly identity: IdentityDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The person with this address, who is made where there is none. */
  async withEmail(
    email: string,
    given: { readonly name?: string | null; readonly language: Language },
  ): Promise<Person> {
    const row = {
      id: `person-${this.ids()}`,
      email,
      emailKey: emailKey(email),
      name: given.name ?? null,
      language: given.language,
    };
    await this.identity.db
      .insertInto('people')
      .values({ ...row, createdAt: this.clock(), deactivatedAt: null })
      .onConflict((conflict) => conflict.column('emailKey').doNothing())
      .execute();
    return (await this.byEmail(email)) as Person;
  }

  byEmail(email: string): Promise<Person | undefined> {
    return this.identity.db
      .selectFrom('people')
      .select(columns)
      .where('emailKey', '=', emailKey(email))
      .executeTakeFirst();
  }

  /** The addresses of all others than this one. */
  async addressesBeside(email: string): Promise<string[]> {
    const others = await this.identity.db
      .selectFrom('people')
      .select('email')
      .where('emailKey', '!=', emailKey(email))
      .limit(mostCompared)
      .execute();
    return others.map((other) => other.email);
  }

  find(id: string): Promise<Person | undefined> {
    return this.identity.db.selectFrom('people').select(columns).where('id', '=', id).executeTakeFirst();
  }

  async describe(id: string, { name, language }: Pick<Person, 'name' | 'language'>): Promise<void> {
    await this.identity.db.updateTable('people').set({ name, language }).where('id', '=', id).execute();
  }

  /** Changes a person's e-mail address. Refused if another person has it. */
  async moveTo(id: string, email: string): Promise<void> {
    const other = await this.byEmail(email);
    if (other !== undefined && other.id !== id)
      throw new Refused('EMAIL_IN_USE', 'This address cannot be used; choose another one.', 'email');
    await this.identity.db
      .updateTable('people')
      .set({ email, emailKey: emailKey(email) })
      .where('id', '=', id)
      .execute();
  }

  /** Keeps a person from signing in, or lets them again. */
  async setActive(id: string, isActive: boolean): Promise<void> {
    await this.identity.db
      .updateTable('people')
      .set({ deactivatedAt: isActive ? null : this.clock() })
      .where('id', '=', id)
      .execute();
  }
}

const columns = ['id', 'email', 'name', 'language', 'createdAt', 'deactivatedAt'] as const;
