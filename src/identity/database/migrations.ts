import { sql, type Kysely, type QueryExecutorProvider } from 'kysely';
import { emailKey } from '../people/email-address.js';

const ofPerson = 'person text not null references people (id) on delete cascade';

/**
 * The tables, version by version, in the SQL that SQLite and PostgreSQL share. What has once been released is never changed: a new version is
 * added. What belongs to a person goes with the person.
 */
const versions: readonly (readonly (string | ((db: QueryExecutorProvider) => Promise<void>))[])[] = [
  [
    `create table people (id text primary key, email text not null, email_key text not null unique, name text, language text not null,
       created_at bigint not null, deactivated_at bigint)`,
    `create table tickets (hash text primary key, purpose text not null, person text references people (id) on delete cascade, payload text,
       expires_at bigint not null)`,
    `create table sessions (hash text primary key, id text not null unique, ${ofPerson}, means text not null, agent text not null,
       created_at bigint not null, seen_at bigint not null)`,
    `create table api_keys (id text primary key, hash text not null, ${ofPerson}, name text not null, role text not null, organisation text,
       created_at bigint not null, expires_at bigint not null, used_at bigint)`,
    `create table passkeys (id text primary key, ${ofPerson}, public_key text not null, counter bigint not null, transports text not null,
       name text not null, created_at bigint not null, used_at bigint)`,
    `create table identities (issuer text not null, subject text not null, ${ofPerson}, primary key (issuer, subject))`,
    `create table drafts (id text primary key, author text not null references people (id) on delete cascade, organisation text,
       kind text not null, about text, content text not null, revision bigint not null, created_at bigint not null, changed_at bigint not null)`,
    ...['tickets', 'sessions', 'api_keys', 'passkeys', 'identities'].map(
      (table) => `create index ${table}_by_person on ${table} (person)`,
    ),
    'create index drafts_by_author on drafts (author)',
    'create index drafts_by_organisation on drafts (organisation)',
  ],
  [compareAddressesInAscii],
  [
    `create table invitations (id text primary key, ${ofPerson}, role text not null, organisation text, created_at bigint not null)`,
    'create index invitations_by_person on invitations (person)',
  ],
];

/**
 * Addresses used to be compared as they were typed. Where two people turn out to share one, both stay: the address is the one's who typed
 * it in ASCII, else the one's who came first.
 */
async function compareAddressesInAscii(db: QueryExecutorProvider): Promise<void> {
  const { rows } = await sql<{
    id: string;
    email: string;
    emailKey: string;
  }>`select id, email, email_key from people order by created_at`.execute(db);
  const taken = new Set(rows.map((person) => person.emailKey));
  for (const { id, email, emailKey: before } of rows) {
    const key = emailKey(email);
    if (taken.has(key)) continue;
    taken.add(key);
    await sql`update people set email_key = ${key} where id = ${id} and email_key = ${before}`.execute(db);
  }
}

/** Brings the tables to the newest version, all or nothing. Throws when they are of a newer one than this program knows. */
export async function migrate<T>(db: Kysely<T>, locked: (db: Kysely<T>) => Promise<unknown>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await locked(transaction);
    await sql`create table if not exists identity_version (version bigint primary key)`.execute(transaction);
    const found = await sql<{ version: number | null }>`select max(version) as version from identity_version`.execute(
      transaction,
    );
    const present = found.rows[0]?.version ?? 0;
    if (present > versions.length) {
      throw new Error(
        `The identity database has version ${present}, and this program supports versions up to ${versions.length}: use a newer program.`,
      );
    }
    for (const [index, statements] of versions.entries()) {
      if (index < present) continue;
      for (const statement of statements)
        await (typeof statement === 'string' ? sql.raw(statement).execute(transaction) : statement(transaction));
      await sql`insert into identity_version values (${index + 1})`.execute(transaction);
    }
  });
}
