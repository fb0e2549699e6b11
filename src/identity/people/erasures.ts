import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SecurityLog } from '../../platform/security-log.js';
import type { IdentityDatabase } from '../database/database.js';
import type { Mailer } from '../mailer.js';

const personId = /^person-[0-9a-f-]{36}$/;

/**
 * Deletes people, and remembers that they were deleted: random ids, one a line, in a file outside the database. After a backup was put back, the
 * list deletes again whom it had brought back, before anything is served.
 */
export class Erasures {
  /** `list` null remembers nothing: for an identity database that is forgotten anyway. */
  constructor(
    private readonly identity: IdentityDatabase,
    private readonly mailer: Mailer,
    private readonly security: SecurityLog,
    private readonly list: string | null,
  ) {}

  /**
   * Removes every trace of a person except the random id. Drafts, sessions, keys and passkeys go with them.
   * `by` is who did it, if not the person.
   */
  async erase(person: string, by?: string): Promise<void> {
    // First the promise, then the command: whatever breaks off here is finished by the next start.
    this.remember(person);
    await this.remove([person]);
    this.security.record('user_deleted', 'a person was deleted from the identity database', { actor: person, by });
  }

  /** Deletes everyone on the list again. Returns how many had come back. */
  async reapply(): Promise<number> {
    const listed = this.listed();
    let back = 0;
    for (let at = 0; at < listed.length; at += 500) {
      const some = listed.slice(at, at + 500);
      const found = await this.identity.db.selectFrom('people').select('id').where('id', 'in', some).execute();
      if (found.length > 0) await this.remove(found.map(({ id }) => id));
      back += found.length;
    }
    if (back > 0) this.security.record('user_deleted', `${back} people who came back with a backup were deleted again`);
    return back;
  }

  private async remove(people: readonly string[]): Promise<void> {
    await this.identity.db.deleteFrom('people').where('id', 'in', people).execute();
    for (const person of people) await this.mailer.forget(person);
    await this.identity.clear();
  }

  private remember(person: string): void {
    if (this.list === null) return;
    mkdirSync(dirname(this.list), { recursive: true });
    const file = openSync(this.list, 'a', 0o600);
    try {
      writeSync(file, `${person}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  private listed(): string[] {
    if (this.list === null) return [];
    try {
      return readFileSync(this.list, 'utf8')
        .split('\n')
        .filter((line) => personId.test(line));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}
