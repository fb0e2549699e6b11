import { z } from 'zod';
import { line, maybe, wellFormed } from '../kernel/fields.js';
import type { Clock, Ids } from '../kernel/ports.js';
import { Refused } from '../kernel/refusal.js';
import type { DeskDatabase } from './database.js';
import type { Grants } from './grants.js';
import type { Tables } from './tables.js';

export type Draft = Tables['drafts'];

/** Drafts that one author may have at a time. */
const mostDrafts = 200;
/** Characters of a draft: more than any deed may say. */
const longest = 60_000;

const DraftInput = z.strictObject({
  id: maybe(z.string().max(100, 'must be the id of a draft')),
  organisation: maybe(z.string().regex(/^[a-z0-9-]{1,100}$/, 'must be the slug of a champion')),
  kind: z.string().regex(/^[a-z][A-Za-z]{1,59}$/, 'must be the name of a mutation, such as submitProgressReport'),
  about: maybe(line(200)),
  content: z
    .string()
    .max(longest, `must have at most ${longest} characters`)
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode'),
});

const noSuchDraft = (): Refused => new Refused('NOT_FOUND', 'There is no such draft.', 'id');

/**
 * What people have begun to write. A draft is there for its author, and for those who approve for the organisation that it is written for; for
 * everybody else, it is not there: the same question with the same work finds nothing.
 */
export class Drafts {
  constructor(
    private readonly desk: DeskDatabase,
    private readonly grants: Pick<Grants, 'heldBy'>,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Keeps a draft; with the id of one of the author's own, in place of what it was. */
  async save(author: string, input: unknown): Promise<Draft> {
    const { id, organisation, kind, about, content } = wellFormed(DraftInput, input);
    await this.mustWriteFor(author, organisation);
    const now = this.clock();
    const given = { organisation, kind, about, content, changedAt: now };
    if (id !== null) {
      const changed = await this.desk.db.updateTable('drafts').set(given).where('id', '=', id).where('author', '=', author).returningAll().executeTakeFirst();
      if (changed === undefined) throw noSuchDraft();
      return changed;
    }
    const { count } = await this.desk.db
      .selectFrom('drafts')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('author', '=', author)
      .executeTakeFirstOrThrow();
    if (count >= mostDrafts) throw new Refused('TOO_MANY_DRAFTS', `You have ${count} drafts, and more than ${mostDrafts} are not kept: delete some first.`);
    return this.desk.db
      .insertInto('drafts')
      .values({ id: this.ids(), author, ...given, createdAt: now })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  async find(reader: string, id: string): Promise<Draft | undefined> {
    return (await this.readableTo(reader)).where('id', '=', id).executeTakeFirst();
  }

  /** All that somebody may read, the last changed first. */
  async list(reader: string, organisation: string | null = null): Promise<Draft[]> {
    const all = await this.readableTo(reader);
    const some = organisation === null ? all : all.where('organisation', '=', organisation);
    return some.orderBy('changedAt', 'desc').orderBy('id', 'desc').limit(mostDrafts).execute();
  }

  async delete(author: string, id: string): Promise<void> {
    const { numDeletedRows } = await this.desk.db.deleteFrom('drafts').where('id', '=', id).where('author', '=', author).executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) throw noSuchDraft();
  }

  private async readableTo(reader: string) {
    const approves = (await this.grants.heldBy(reader)).flatMap(({ role, organisation }) =>
      role === 'approver' && organisation !== null ? [organisation] : [],
    );
    return this.desk.db
      .selectFrom('drafts')
      .selectAll()
      .where((or) => or.or([or('author', '=', reader), or('organisation', 'in', approves.length > 0 ? approves : [''])]));
  }

  private async mustWriteFor(author: string, organisation: string | null): Promise<void> {
    if (organisation === null) return;
    const held = await this.grants.heldBy(author);
    if (held.some((grant) => grant.organisation === organisation && (grant.role === 'reporter' || grant.role === 'approver'))) return;
    throw new Refused('NOT_YOURS', 'You can write drafts for organisations for which you are a reporter or an approver.', 'organisation');
  }
}
