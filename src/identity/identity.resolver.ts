import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import type { Caller } from '../kernel/caller.js';
import { maybe, wellFormed, WrittenIn } from '../kernel/values/fields.js';
import { NotAllowed, Refused, type Fault } from '../kernel/refusal.js';
import { neverKeep } from '../platform/graphql/answers/cached-answers.js';
import type { RequestContext } from '../platform/graphql/context.js';
import { RateLimited } from '../platform/http/allowances.js';
import { Accounts } from './people/accounts.js';
import { DraftChanged, Drafts, type Draft } from './people/drafts.js';
import { EmailAddress } from './people/email-address.js';
import type { AddressWarning } from './people/lookalikes.js';
import { People } from './people/people.js';
import { SignIn } from './sign-in/sign-in.js';

const Invitation = z.strictObject({
  email: EmailAddress,
  role: z.enum(
    ['reporter', 'approver', 'administrator', 'secretariat', 'assessor', 'auditor'],
    'must be a role that can be granted',
  ),
  organisation: maybe(z.string().regex(/^[a-z0-9-]{1,100}$/, 'must be the slug of a champion')),
  language: WrittenIn,
});

const PersonId = z.string().regex(/^person-[0-9a-f-]{36}$/, 'must be the id of a person, such as the `id` of `me`');
const ErasePerson = z.strictObject({ person: PersonId });
const SetPersonActive = z.strictObject({ person: PersonId, active: z.boolean() });
const DeleteDraft = z.strictObject({ id: z.string().regex(/^[\w-]{1,60}$/, 'must be the id of a draft') });

/**
 * The queries and mutations of the identity database for a signed-in person. None of it is in the log, and no
 * response is cached.
 */
@Resolver()
export class IdentityResolver {
  constructor(
    private readonly people: People,
    private readonly drafts: Drafts,
    private readonly signIn: SignIn,
    private readonly accounts: Accounts,
  ) {}

  @Query()
  async me(@Context() context: RequestContext) {
    const person = await personOf(context);
    if (person === null) return null;
    const found = await this.people.find(person);
    return found && { ...found, offers: await this.accounts.offeredTo(person) };
  }

  @Query()
  async draft(@Args('id') id: string, @Context() context: RequestContext) {
    const person = await personOf(context);
    const found = person === null ? undefined : await this.drafts.find(person, id, context.req.id);
    return found === undefined ? null : shownDraft(found);
  }

  @Query('drafts')
  async list(@Args('organisation') organisation: string | null, @Context() context: RequestContext) {
    const person = await personOf(context);
    return person === null ? [] : (await this.drafts.list(person, organisation, context.req.id)).map(shownDraft);
  }

  @Mutation()
  saveDraft(@Args('input') input: object, @Context() context: RequestContext) {
    return done('draft', async () =>
      shownDraft(await this.drafts.save(await mustBePerson(context, 'saveDraft'), input)),
    ).catch((error: unknown) => {
      if (error instanceof DraftChanged) return { draft: shownDraft(error.present), userErrors: error.faults };
      throw error;
    });
  }

  @Mutation()
  deleteDraft(@Args('input') input: object, @Context() context: RequestContext) {
    return done('draft', async () => {
      const { id } = wellFormed(DeleteDraft, input);
      await this.drafts.delete(await mustBePerson(context, 'deleteDraft'), id);
      return null;
    });
  }

  @Mutation()
  async invitePerson(@Args('input') input: object, @Context() context: RequestContext) {
    let proposal: number | null = null;
    let warnings: readonly AddressWarning[] = [];
    const payload = await done('invitation', async () => {
      const caller = await mustBeSomebody(context, 'invitePerson');
      const invited = await this.signIn.invite(caller, wellFormed(Invitation, input));
      ({ proposal, warnings } = invited);
      return invited.invitation;
    });
    return { ...payload, proposal, warnings };
  }

  @Mutation()
  erasePerson(@Args('input') input: object, @Context() context: RequestContext) {
    return done('person', async () => {
      const caller = await mustBeSomebody(context, 'erasePerson');
      const { person } = wellFormed(ErasePerson, input);
      await this.accounts.eraseAs(caller, person);
      return person;
    });
  }

  @Mutation()
  setPersonActive(@Args('input') input: object, @Context() context: RequestContext) {
    return done('person', async () => {
      const caller = await mustBeSomebody(context, 'setPersonActive');
      const { person, active } = wellFormed(SetPersonActive, input);
      return (await this.signIn.setActive(caller, person, active)).id;
    });
  }
}

/** The person who asks, or null; the answer is for nobody else. */
async function personOf(context: RequestContext): Promise<string | null> {
  const { kind, actor } = await context.identify();
  if (kind === 'public') return null;
  neverKeep(context.req);
  return kind === 'person' ? actor : null;
}

async function mustBeSomebody(context: RequestContext, attempt: string): Promise<Caller> {
  const caller = await context.identify();
  if (caller.kind === 'public') throw new NotAllowed(false, attempt);
  return caller;
}

async function mustBePerson(context: RequestContext, attempt: string): Promise<string> {
  const caller = await mustBeSomebody(context, attempt);
  if (caller.kind !== 'person') throw new NotAllowed(true, attempt, 'persons');
  return caller.actor;
}

/** A payload: the record under its name, and the user errors. */
async function done<T>(
  thing: string,
  attempt: () => Promise<T>,
): Promise<{ userErrors: readonly Fault[]; [thing: string]: unknown }> {
  try {
    return { [thing]: await attempt(), userErrors: [] };
  } catch (error) {
    if (error instanceof Refused && !(error instanceof DraftChanged))
      return { [thing]: null, userErrors: error.faults };
    if (error instanceof RateLimited)
      return { [thing]: null, userErrors: [{ code: 'RATE_LIMITED', message: error.message, field: [] }] };
    throw error;
  }
}

const shownDraft = ({ createdAt, changedAt, ...draft }: Draft) => ({
  ...draft,
  createdAt: new Date(createdAt).toISOString(),
  changedAt: new Date(changedAt).toISOString(),
});
