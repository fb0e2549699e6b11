import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { HeldRole } from '../../kernel/caller.js';
import { line, maybe, wellFormed, wholeNumber } from '../../kernel/values/fields.js';
import type { Role } from '../../kernel/message.js';
import type { Clock, Ids } from '../../kernel/ports.js';
import { Refused } from '../../kernel/refusal.js';
import { SecurityLog } from '../../platform/security-log.js';
import { IdentityDatabase } from '../database/database.js';
import type { Grants } from '../grants.js';
import type { Tables } from '../database/tables.js';
import { CLOCK, IDS } from '../../platform/tokens.js';
import { GRANTS } from '../tokens.js';

export type Draft = Tables['drafts'];

/**
 * In which roles drafts are written for an organisation and read by others than their author: held for that organisation, or (`overseers`) for the
 * whole register. What is written for nobody is its author's alone.
 */
const writers: readonly Role[] = ['reporter', 'approver'];
const readers: readonly Role[] = ['reporter', 'approver', 'administrator'];
const overseers: readonly Role[] = ['auditor'];

/** Drafts that one author may have at a time, and that are listed at most. */
const mostDrafts = 200;
/** Characters of a draft: more than any command may say. */
const longest = 60_000;

const DraftInput = z
  .strictObject({
    id: maybe(z.string().max(100, 'must be the id of a draft')),
    organisation: maybe(z.string().regex(/^[a-z0-9-]{1,100}$/, 'must be the slug of a champion')),
    kind: z.string().regex(/^[a-z][A-Za-z]{1,59}$/, 'must be the name of a mutation, such as submitProgressReport'),
    about: maybe(line(200)),
    content: z
      .string()
      .max(longest, `must have at most ${longest} characters`)
      .refine(
        (text) => text.isWellFormed() && !text.includes('\0'),
        'must be well-formed Unicode without the character U+0000',
      ),
    revision: maybe(wholeNumber(0)),
  })
  .refine(({ id, revision }) => id === null || revision !== null, {
    path: ['revision'],
    message: 'must be the revision of the draft that you started from',
  });

/** A draft was saved elsewhere since its author last saw it; nothing was written over. */
export class DraftChanged extends Refused {
  constructor(readonly present: Draft) {
    const message = `The draft was saved elsewhere and is now at revision ${present.revision}. Compare the two, then save again with that revision.`;
    super('DRAFT_CHANGED', message, 'revision');
  }
}

const noSuchDraft = (): Refused => new Refused('NOT_FOUND', 'There is no such draft.', 'id');

/** The organisations for which a person holds one of these roles. */
const homes = (held: readonly HeldRole[], roles: readonly Role[]): string[] =>
  held.flatMap(({ role, organisation }) => (roles.includes(role) && organisation !== null ? [organisation] : []));

/**
 * Drafts. A draft exists for its author and its readers, and only its author changes it. For everyone else it
 * does not exist: the same query does the same work and finds nothing. Reads by an overseer are recorded in
 * the security log.
 */
@Injectable()
export class Drafts {
  constructor(
    private readonly identity: IdentityDatabase,
    @Inject(GRANTS) private readonly grants: Pick<Grants, 'heldBy'>,
    private readonly security: SecurityLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /**
   * Keeps a draft; with the id of one of the author's own, in place of what it was. Throws `DraftChanged` when that is not what the author
   * has seen: saved in another tab, say.
   */
  async save(author: string, input: unknown): Promise<Draft> {
    const { id, organisation, kind, about, content, revision } = wellFormed(DraftInput, input);
    await this.mustWriteFor(author, organisation);
    const now = this.clock();
    const given = { organisation, kind, about, content, changedAt: now };
    if (id !== null) {
      const own = this.identity.db.updateTable('drafts').where('id', '=', id).where('author', '=', author);
      const changed = await own
        .set((of) => ({ ...given, revision: of('revision', '+', 1) }))
        .where('revision', '=', revision)
        .returningAll()
        .executeTakeFirst();
      if (changed !== undefined) return changed;
      const present = await this.identity.db
        .selectFrom('drafts')
        .selectAll()
        .where('id', '=', id)
        .where('author', '=', author)
        .executeTakeFirst();
      throw present === undefined ? noSuchDraft() : new DraftChanged(present);
    }
    const { count } = await this.identity.db
      .selectFrom('drafts')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('author', '=', author)
      .executeTakeFirstOrThrow();
    if (count >= mostDrafts)
      throw new Refused(
        'TOO_MANY_DRAFTS',
        `You have ${count} drafts, and the limit is ${mostDrafts}: delete some first.`,
      );
    return this.identity.db
      .insertInto('drafts')
      .values({ id: this.ids(), author, ...given, revision: 0, createdAt: now })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  async find(reader: string, id: string, requestId?: string): Promise<Draft | undefined> {
    const { drafts, isOverseen } = await this.readableTo(reader);
    const found = await drafts.where('id', '=', id).executeTakeFirst();
    if (found !== undefined && isOverseen(found)) {
      this.security.record('sensitive_read', 'a draft was read', {
        actor: reader,
        draft: id,
        organisation: found.organisation,
        requestId,
      });
    }
    return found;
  }

  /** All drafts a person may read, last changed first. */
  async list(reader: string, organisation: string | null = null, requestId?: string): Promise<Draft[]> {
    const { drafts, isOverseen } = await this.readableTo(reader);
    const some = organisation === null ? drafts : drafts.where('organisation', '=', organisation);
    const found = await some.orderBy('changedAt', 'desc').orderBy('id', 'desc').limit(mostDrafts).execute();
    for (const overseen of new Set(found.filter(isOverseen).map((draft) => draft.organisation))) {
      this.security.record('sensitive_read', 'the drafts of an organisation were read', {
        actor: reader,
        organisation: overseen,
        requestId,
      });
    }
    return found;
  }

  async delete(author: string, id: string): Promise<void> {
    const { numDeletedRows } = await this.identity.db
      .deleteFrom('drafts')
      .where('id', '=', id)
      .where('author', '=', author)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) throw noSuchDraft();
  }

  /** What a person may read, and whether they read a draft only as an overseer. */
  private async readableTo(reader: string) {
    const held = await this.grants.heldBy(reader);
    const own = homes(held, readers);
    const isOverseer = held.some(({ role }) => overseers.includes(role));
    const drafts = this.identity.db
      .selectFrom('drafts')
      .selectAll()
      .where((or) =>
        or.or([
          or('author', '=', reader),
          or('organisation', 'in', own.length > 0 ? own : ['']),
          ...(isOverseer ? [or('organisation', 'is not', null)] : []),
        ]),
      );
    return {
      drafts,
      isOverseen: ({ author, organisation }: Draft) => author !== reader && !own.includes(organisation ?? ''),
    };
  }

  private async mustWriteFor(author: string, organisation: string | null): Promise<void> {
    if (organisation === null || homes(await this.grants.heldBy(author), writers).includes(organisation)) return;
    throw new Refused(
      'NOT_YOURS',
      'You can write drafts only for organisations in which you are a reporter or an approver.',
      'organisation',
    );
  }
}
