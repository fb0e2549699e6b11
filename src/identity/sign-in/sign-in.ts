import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import type { Caller, HeldRole } from '../../kernel/caller.js';
import type { Language } from '../../kernel/values/fields.js';
import type { Clock } from '../../kernel/ports.js';
import { NotAllowed, Refused } from '../../kernel/refusal.js';
import { networkOf } from '../../platform/http/addresses.js';
import { Allowances } from '../../platform/http/allowances.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { maskedEmail, SecurityLog } from '../../platform/security-log.js';
import { CLOCK, CONFIG } from '../../platform/tokens.js';
import { instanceOf } from '../database/instance.js';
import { GRANTS } from '../tokens.js';
import { emailKey } from '../people/email-address.js';
import { mustTakeTwo } from '../people/accounts.js';
import type { GrantResult, Grants } from '../grants.js';
import { Invitations } from '../people/invitations.js';
import { warningsAbout, type AddressWarning } from '../people/lookalikes.js';
import { People, type Person } from '../people/people.js';
import { Mailer } from '../mailer.js';
import { hashOf } from './secret.js';
import { type Means, Sessions } from './sessions.js';
import { Tickets } from './tickets.js';
import { identityMessages, wordOf, type SayWords } from '../messages/messages.js';

/** What is known of a browser that asks. */
export interface Visitor {
  readonly ip: string;
  readonly agent: string;
  readonly requestId: string;
  /** Resolves when the answer to the request has gone out. */
  readonly answered: Promise<void>;
  /** The secret of the session that it has already, which a new one takes the place of. */
  readonly secret: string | undefined;
}

/** The link for the first member of the secretariat was replaced by a newer one. */
export class NewerFirstLink extends Error {
  override readonly name = 'NewerFirstLink';
  constructor(readonly madeAt: string) {
    super(`A newer first link was created at ${madeAt} (UTC).`);
  }
}

const minuteOf = (instant: number): string => new Date(instant).toISOString().slice(0, 16).replace('T', ' ');

const linkNotGood = (): Refused => new Refused('LINK_NOT_GOOD', 'This link is no longer valid: request a new one.');

/** Ways in: a link by e-mail, an invitation, the first link of a register that nobody keeps yet. */
@Injectable()
export class SignIn {
  /** Distinguishes this instance from others with the same database, even after a restart. */
  private readonly instance: string;

  constructor(
    private readonly people: People,
    private readonly tickets: Tickets,
    private readonly invitations: Invitations,
    private readonly sessions: Sessions,
    private readonly mailer: Mailer,
    @Inject(GRANTS) private readonly grants: Grants,
    private readonly url: PublicUrl,
    private readonly allowances: Allowances,
    private readonly security: SecurityLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.instance = instanceOf(config);
  }

  /**
   * Sends a link to the person with this address. If nobody has it, or if it has had its share of e-mails,
   * everything is done the same way except sending, and sending happens after the response: neither content
   * nor time of the response reveals whether there is an account.
   */
  async askForLink(email: string, { ip, requestId, answered }: Visitor, language: Language): Promise<void> {
    const { people, tickets, mailer, url, allowances, security } = this;
    await allowances.takeSignIn(ip);
    const hasEmailsLeft = await this.mayWriteTo(email, ip);
    const person = await people.byEmail(email);
    const isWelcome = person?.deactivatedAt === null && hasEmailsLeft;
    const secret = await tickets.issue('sign-in', { person: isWelcome ? person.id : null });
    const spoken = person?.language ?? language;
    const say = identityMessages.in(spoken);
    const text = messageText(say, say('mailLinkText'), url.to(`/sign-in/link?lang=${spoken}#${secret}`));
    const mail = { subject: say('mailLink'), text, language: spoken };
    if (isWelcome) {
      mailer.send({ person: person.id, to: person.email, ...mail }, answered);
      security.record('authn_token_created', 'a sign-in link was sent', { actor: person.id, sourceIp: ip, requestId });
    } else {
      mailer.discard({ person: '', to: email, ...mail }, answered);
      const what = 'a sign-in link was requested for an address without an account';
      if (person?.deactivatedAt !== null)
        security.record('authn_login_fail', what, { email: maskedEmail(email), sourceIp: ip, requestId });
    }
  }

  /** Signs in with a link. Returns the secret of the new session. */
  async followLink(purpose: 'sign-in' | 'invitation', secret: string, visitor: Visitor): Promise<string> {
    const { tickets, people, allowances } = this;
    await allowances.takeSignIn(visitor.ip);
    const ticket = await tickets.use(purpose, secret);
    const person = typeof ticket?.person === 'string' ? await people.find(ticket.person) : undefined;
    if (person?.deactivatedAt !== null) return this.fail(`a link for ${purpose} was invalid`, visitor);
    // After sign-in, other pending links are not needed.
    await tickets.revoke('sign-in', person.id);
    if (purpose === 'invitation') await this.accept(person.id, ticket?.payload ?? null, visitor);
    return this.letIn(person.id, purpose === 'sign-in' ? 'link' : 'invitation', visitor);
  }

  /** Accepts what an invitation offers; what cannot be accepted keeps nobody from signing in. */
  private async accept(person: string, invitation: string | null, { ip, requestId }: Visitor): Promise<void> {
    if (invitation === null) return;
    const { grants, security } = this;
    try {
      await grants.accept(person, [invitation]);
      security.record('privilege_permissions_changed', 'an invitation was accepted', {
        actor: person,
        sourceIp: ip,
        requestId,
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      security.record('authz_fail', `an invitation could not be accepted: ${error.code}`, {
        actor: person,
        sourceIp: ip,
        requestId,
      });
    }
  }

  /** Signs in the person that another method identifies. `prove` throws `Refused` if there is none. */
  async letInBy(means: Means, visitor: Visitor, prove: () => Promise<string>): Promise<string> {
    await this.allowances.takeSignIn(visitor.ip);
    try {
      return await this.letIn(await prove(), means, visitor);
    } catch (error) {
      if (error instanceof Refused) this.tellFailure(`signing in by ${means} failed: ${error.code}`, visitor);
      throw error;
    }
  }

  /** Starts a session for a person whose sign-in was verified. */
  private async letIn(person: string, means: Means, { ip, agent, requestId, secret }: Visitor): Promise<string> {
    const session = await this.sessions.begin(person, means, agent, secret);
    const details = { actor: person, means, sourceIp: ip, requestId };
    this.security.record('authn_login_success', 'a person signed in', details);
    this.security.record('session_created', 'a session was started', details);
    return session;
  }

  /**
   * The one-time link that makes its holder the first of the secretariat; null once there is one, and while a link is good that another
   * instance with the same identity database has made. Earlier links of this instance are no longer good.
   */
  async firstLink(): Promise<string | null> {
    const { grants, tickets, url, instance } = this;
    if ((await grants.hasSecretariat()) || (await this.firstLinkElsewhere()) !== null) return null;
    await tickets.revoke('first-secretariat');
    return url.to(`/sign-in/first#${await tickets.issue('first-secretariat', { payload: instance })}`);
  }

  /** When another instance has made the first link that is good now, as `2026-07-14 09:00` in UTC; null where none has. */
  async firstLinkElsewhere(): Promise<string | null> {
    const { grants, tickets, instance } = this;
    const pending = (await grants.hasSecretariat()) ? null : await tickets.pending('first-secretariat');
    return pending === null || pending.payload === instance ? null : minuteOf(pending.madeAt);
  }

  /** Makes the first of the secretariat, and signs them in. */
  async followFirstLink(
    secret: string,
    given: { email: string; name: string | null; language: Language },
    visitor: Visitor,
  ): Promise<string> {
    const { grants, tickets, people, allowances, security } = this;
    await allowances.takeSignIn(visitor.ip);
    if ((await grants.hasSecretariat()) || (await tickets.use('first-secretariat', secret)) === null) {
      this.tellFailure('the first link was invalid', visitor);
      const newer = (await grants.hasSecretariat()) ? null : await tickets.pending('first-secretariat');
      throw newer === null ? linkNotGood() : new NewerFirstLink(minuteOf(newer.madeAt));
    }
    const person = await people.withEmail(given.email, given);
    security.record('user_created', 'the first member of the secretariat', {
      actor: person.id,
      sourceIp: visitor.ip,
      requestId: visitor.requestId,
    });
    await grants.grantFirstSecretariat(person.id);
    security.record('privilege_permissions_changed', 'granted: secretariat', { actor: person.id });
    return this.letIn(person.id, 'first-secretariat', visitor);
  }

  /** Invites an address into a role: makes the person where there is none, has the role offered or proposed, and sends a link by which they accept it. */
  async invite(
    caller: Caller,
    { email, language, ...grant }: HeldRole & { readonly email: string; readonly language: Language },
  ): Promise<GrantResult & { readonly invitation: string; readonly warnings: readonly AddressWarning[] }> {
    const { people, tickets, invitations, mailer, grants, url, allowances, security } = this;
    await grants.mustBeAllowedToGrant(caller, grant).catch((error: unknown) => {
      throw error instanceof NotAllowed ? new NotAllowed(error.isSignedIn, 'invitePerson', error.who) : error;
    });
    await allowances.take('making', caller.actor);
    const person = await people.withEmail(email, { language });
    const invitation = await invitations.into(person.id, grant);
    const given = await grants.grant(caller, invitation, grant);
    const secret = await tickets.issue('invitation', { person: person.id, payload: invitation });
    const say = identityMessages.in(person.language);
    const text = messageText(
      say,
      say('mailInvitationText', { role: say(wordOf(grant.role)) }),
      url.to(`/sign-in/invitation?lang=${person.language}#${secret}`),
    );
    mailer.send({
      person: person.id,
      to: person.email,
      subject: say('mailInvitation'),
      text,
      language: person.language,
    });
    security.record('user_created', 'a person was invited', {
      actor: caller.actor,
      invited: person.id,
      role: grant.role,
      organisation: grant.organisation,
      requestId: caller.correlationId,
    });
    return { invitation, ...given, warnings: warningsAbout(email, await people.addressesBeside(email)) };
  }

  /** Sends a link to a person's new e-mail address. */
  async askForNewEmail(person: Person, email: string, { ip, requestId }: Visitor): Promise<void> {
    const { tickets, mailer, url, security } = this;
    if (!(await this.mayWriteTo(person.id, ip))) return;
    await tickets.revoke('new-email', person.id);
    const secret = await tickets.issue('new-email', { person: person.id, payload: email });
    const say = identityMessages.in(person.language);
    const text = messageText(say, say('mailEmailText'), url.to(`/account/email?lang=${person.language}#${secret}`));
    mailer.send({ person: person.id, to: email, subject: say('mailEmail'), text, language: person.language });
    security.record('authn_token_created', 'a link for another address was sent', {
      actor: person.id,
      sourceIp: ip,
      requestId,
    });
  }

  /**
   * Counts an e-mail to an address, or by a person, and returns whether it may be sent. Throws `RateLimited`
   * if one network requests too many.
   */
  private async mayWriteTo(whom: string, ip: string): Promise<boolean> {
    const mailbox = hashOf(emailKey(whom));
    await this.allowances.take('emails', `${mailbox} ${networkOf(ip)}`);
    return this.allowances.takes('mailbox', mailbox);
  }

  async followNewEmail(secret: string, visitor: Visitor): Promise<void> {
    const { tickets, people, security } = this;
    const ticket = await tickets.use('new-email', secret);
    if (typeof ticket?.person !== 'string' || ticket.payload === null)
      return this.fail('a link for another address was invalid', visitor);
    const before = await people.find(ticket.person);
    await people.moveTo(ticket.person, ticket.payload);
    if (before !== undefined) this.recordChange(before);
    await tickets.revokeAll(ticket.person);
    security.record('user_updated', 'the e-mail address was changed', {
      actor: ticket.person,
      sourceIp: visitor.ip,
      requestId: visitor.requestId,
    });
  }

  /** Notifies a person, at their previous address, that their sign-in data was changed. */
  recordChange({ id, email, language }: Person): void {
    const say = identityMessages.in(language);
    const date = minuteOf(this.clock());
    const text = `${say('mailChangedText', { date })}\n\n${say('site')}\n`;
    this.mailer.send({ person: id, to: email, subject: say('mailChanged'), text, language });
  }

  async signOut(person: string, { ip, requestId, secret = '' }: Visitor): Promise<void> {
    await this.sessions.end(secret);
    this.security.record('session_ended', 'a person signed out', { actor: person, sourceIp: ip, requestId });
  }

  /** Deactivates a person from this moment on, or reactivates them. */
  async setActive(caller: Caller, person: string, isActive: boolean): Promise<Person> {
    const { grants, people, sessions, tickets, security } = this;
    if (!(await grants.mayKeepPeople(caller)))
      throw new NotAllowed(true, 'setPersonActive', ['secretariat', 'operator']);
    const found = await people.find(person);
    if (found === undefined) throw new Refused('NOT_FOUND', 'There is no such person.', 'person');
    if (!isActive) await mustTakeTwo(grants, caller, person);
    await people.setActive(person, isActive);
    if (!isActive) {
      await sessions.endAll(person);
      await tickets.revokeAll(person);
    }
    security.record(
      isActive ? 'user_updated' : 'user_deactivated',
      isActive ? 'may sign in again' : 'may no longer sign in',
      {
        actor: person,
        by: caller.actor,
        requestId: caller.correlationId,
      },
    );
    return found;
  }

  private fail(description: string, visitor: Visitor): never {
    this.tellFailure(description, visitor);
    throw linkNotGood();
  }

  private tellFailure(description: string, { ip, requestId }: Visitor): void {
    this.security.record('authn_login_fail', description, { sourceIp: ip, requestId });
  }
}

const messageText = (say: SayWords, text: string, link: string): string =>
  `${text}\n\n${link}\n\n${say('mailNotYou')}\n\n${say('site')}\n`;
