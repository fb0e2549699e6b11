import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { HeldRole } from '../../kernel/caller.js';
import { Language, line, maybe, wellFormed } from '../../kernel/values/fields.js';
import { Refused } from '../../kernel/refusal.js';
import { SecurityLog } from '../../platform/security-log.js';
import { accountPage, deletePage, keyPage, readOnly, roleValue } from './account.page.js';
import { Accounts } from './accounts.js';
import { IdentityFaults } from '../faults.filter.js';
import { faultsOf, goTo, show, type FormFaults } from '../form-page.js';
import { EmailAddress } from './email-address.js';
import { PersonName } from './people.js';
import { PastedSecret } from '../sign-in/secret.js';
import { linkPage, saying } from '../sign-in/sign-in.page.js';
import { SignIn } from '../sign-in/sign-in.js';
import { freshly, FormRequests, type SignedInRequest } from '../form-requests.js';
import type { Words } from '../messages/messages.js';

const days = 'must be a number of days from 1 to 365';
const DetailsForm = z.object({ name: maybe(PersonName), language: Language });
const CodeForm = z.object({ token: PastedSecret });
const confirmTexts = { title: 'confirmEmail', button: 'confirmEmailButton' } as const;
const AddressForm = z.object({ email: EmailAddress });
const KeyForm = z.object({
  keyName: line(200),
  role: z.string(),
  days: z.coerce.number(days).int(days).min(1, days).max(365, days),
});

const notices = ['saved', 'emailSent'] as const;

/** One's own account: what the identity database knows, and all that can be done about it. */
@Controller('account')
@UseFilters(IdentityFaults)
export class AccountController {
  constructor(
    private readonly formRequests: FormRequests,
    private readonly accounts: Accounts,
    private readonly signIn: SignIn,
    private readonly security: SecurityLog,
  ) {}

  @Get()
  async look(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedIn(request);
    await this.showAccount(
      reply,
      incoming,
      notices.find((one) => one === incoming.query.notice),
    );
  }

  @Post()
  async describe(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedInForm(request);
    const { name, language } = incoming.form;
    await this.trying(reply, incoming, { name: 'field.name', language: 'field.language' }, async () => {
      const given = wellFormed(DetailsForm, { name: name === '' ? null : name, language });
      await this.accounts.people.describe(incoming.session.person, given);
      this.security.record('user_updated', 'name or language was changed', {
        actor: incoming.session.person,
        requestId: request.id,
      });
      goTo(reply, '/account?notice=saved');
    });
  }

  @Post('email/ask')
  async askForEmail(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedInForm(request, { fresh: true });
    await this.trying(reply, incoming, { email: 'field.email' }, async () => {
      const { email } = wellFormed(AddressForm, incoming.form);
      const { person } = await this.accounts.of(incoming.caller);
      await this.signIn.askForNewEmail(person, email, incoming.visitor);
      goTo(reply, '/account?notice=emailSent');
    });
  }

  @Get('email')
  async openEmail(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.of(request);
    show(reply, linkPage(incoming, '/account/email', confirmTexts));
  }

  @Post('email')
  async changeEmail(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.readForm(request);
    try {
      const { token } = wellFormed(CodeForm, { token: incoming.form.token });
      await this.signIn.followNewEmail(token, incoming.visitor);
      goTo(reply, '/account?notice=saved');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'INVALID')
        show(reply, linkPage(incoming, '/account/email', confirmTexts, faultsOf(error, { token: 'field.token' })), 422);
      else show(reply, saying(incoming, 'problem', 'linkNotGood'), 410);
    }
  }

  @Post('roles/accept')
  async acceptRole(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedInForm(request);
    await this.trying(reply, incoming, {}, async () => {
      await this.accounts.accept(incoming.caller, Number(incoming.form.id));
      goTo(reply, '/account?notice=saved');
    });
  }

  @Post('sessions/end')
  async endSession(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedInForm(request, { fresh: true });
    const { id } = incoming.form;
    await this.accounts.endSessions(incoming.caller, id ?? null);
    goTo(reply, '/account');
  }

  @Post('passkeys/options')
  async passkeyOptions(@Req() request: FastifyRequest) {
    const incoming = await this.formRequests.requireSignedInForm(request, { fresh: true });
    const { person } = await this.accounts.of(incoming.caller);
    return this.accounts.passkeys.optionsToAdd(person);
  }

  @Post('passkeys')
  async addPasskey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedInForm(request, { fresh: true });
    try {
      await this.accounts.passkeys.add(incoming.session.person, request.body);
      await this.passkeysChanged(incoming, 'a passkey was added');
      void reply.status(200).send({ next: '/account?notice=saved' });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      void reply.status(422).send({ message: error.message });
    }
  }

  @Post('passkeys/remove')
  async removePasskey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedInForm(request, { fresh: true });
    await this.accounts.passkeys.remove(incoming.session.person, incoming.form.id ?? '');
    await this.passkeysChanged(incoming, 'a passkey was removed');
    goTo(reply, '/account?notice=saved');
  }

  @Post('keys')
  async makeKey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedInForm(request, { fresh: true });
    const { keyName, role: chosen, days } = incoming.form;
    await this.trying(
      reply,
      incoming,
      { keyName: 'field.name', role: 'field.role', days: 'field.days', keys: 'tooManyKeys' },
      async () => {
        const given = wellFormed(KeyForm, { keyName, role: chosen, days });
        const scope = await this.scopeFor(incoming, given.role);
        const { key } = await this.accounts.makeKey(incoming.caller, { scope, name: given.keyName, days: given.days });
        show(reply, keyPage(incoming, key));
      },
    );
  }

  @Post('keys/revoke')
  async revokeKey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedInForm(request);
    await this.accounts.revokeKey(incoming.caller, incoming.form.id ?? '');
    goTo(reply, '/account?notice=saved');
  }

  @Get('delete')
  async askToDelete(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    show(reply, deletePage(freshly(await this.formRequests.requireSignedIn(request))));
  }

  @Post('delete')
  async delete(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedInForm(request, { fresh: true });
    await this.accounts.erase(incoming.session.person);
    this.formRequests.clearCookie(reply);
    goTo(reply, `/sign-in?notice=deleted&lang=${incoming.language}`);
  }

  /** The role that a form means; null for reading only, which everybody may give to a program. */
  private async scopeFor({ caller }: SignedInRequest, value: string): Promise<HeldRole | null> {
    if (value === readOnly) return null;
    const { grantable } = await this.accounts.of(caller);
    const role = grantable.find((one) => roleValue(one) === value);
    if (role === undefined)
      throw new Refused('NOT_YOURS', 'An API key can have one of the roles that you may grant to a program.', 'role');
    return role;
  }

  private async passkeysChanged({ caller }: SignedInRequest, description: string): Promise<void> {
    this.security.record('user_updated', description, { actor: caller.actor, requestId: caller.correlationId });
    this.signIn.recordChange((await this.accounts.of(caller)).person);
  }

  /** Does what a form asks for, or shows the form again with what is wrong; `fields` names the words for each field. */
  private async trying(
    reply: FastifyReply,
    incoming: SignedInRequest,
    fields: Readonly<Record<string, Words>>,
    attempt: () => Promise<void>,
  ): Promise<void> {
    try {
      await attempt();
    } catch (error) {
      await this.showAccount(reply, incoming, undefined, faultsOf(error, fields));
    }
  }

  private async showAccount(
    reply: FastifyReply,
    incoming: SignedInRequest,
    notice: Words | undefined,
    faults?: FormFaults,
  ): Promise<void> {
    const account = await this.accounts.of(incoming.caller);
    show(
      reply,
      accountPage(incoming, account, { notice, ...(faults && { faults }) }),
      faults === undefined ? 200 : 422,
    );
  }
}
