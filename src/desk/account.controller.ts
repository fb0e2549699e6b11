import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { HeldRole } from '../kernel/caller.js';
import { Language, line, maybe, wellFormed } from '../kernel/fields.js';
import { Refused } from '../kernel/refusal.js';
import { SecurityLog } from '../platform/security-log.js';
import { accountPage, deletePage, keyPage, readOnly, roleValue } from './account.pages.js';
import { Accounts } from './accounts.js';
import { DeskFaults } from './faults.filter.js';
import { faultsOf, goTo, show, type FormFaults } from './pages.js';
import { EmailAddress } from './email-address.js';
import { PersonName } from './people.js';
import { PastedSecret } from './secret.js';
import { linkPage, saying } from './sign-in.pages.js';
import { SignIn } from './sign-in.js';
import { freshly, Visits, type OwnVisit } from './visits.js';
import type { Words } from './words/en.js';

const days = 'must be a number of days from 1 to 365';
const DetailsForm = z.object({ name: maybe(PersonName), language: Language });
const CodeForm = z.object({ token: PastedSecret });
const confirmTexts = { title: 'confirmEmail', button: 'confirmEmailButton' } as const;
const AddressForm = z.object({ email: EmailAddress });
const KeyForm = z.object({ keyName: line(200), role: z.string(), days: z.coerce.number(days).int(days).min(1, days).max(365, days) });

const tellable = ['saved', 'emailSent'] as const;

/** One's own account: what the desk knows, and all that can be done about it. */
@Controller('account')
@UseFilters(DeskFaults)
export class AccountController {
  constructor(
    private readonly visits: Visits,
    private readonly accounts: Accounts,
    private readonly signIn: SignIn,
    private readonly security: SecurityLog,
  ) {}

  @Get()
  async look(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.own(request);
    await this.showAccount(
      reply,
      visit,
      tellable.find((one) => one === visit.query.told),
    );
  }

  @Post()
  async describe(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.ownSent(request);
    const { name, language } = visit.form;
    await this.trying(reply, visit, { name: 'field.name', language: 'field.language' }, async () => {
      const given = wellFormed(DetailsForm, { name: name === '' ? null : name, language });
      await this.accounts.people.describe(visit.session.person, given);
      this.security.tell('user_updated', 'name or language was changed', { actor: visit.session.person, requestId: request.id });
      goTo(reply, '/account?told=saved');
    });
  }

  @Post('email/ask')
  async askForEmail(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.ownSent(request, { fresh: true });
    await this.trying(reply, visit, { email: 'field.email' }, async () => {
      const { email } = wellFormed(AddressForm, visit.form);
      const { person } = await this.accounts.of(visit.caller);
      await this.signIn.askForNewEmail(person, email, visit.visitor);
      goTo(reply, '/account?told=emailSent');
    });
  }

  @Get('email')
  async openEmail(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.of(request);
    show(reply, linkPage(visit, '/account/email', confirmTexts));
  }

  @Post('email')
  async changeEmail(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.sent(request);
    try {
      const { token } = wellFormed(CodeForm, { token: visit.form.token });
      await this.signIn.followNewEmail(token, visit.visitor);
      goTo(reply, '/account?told=saved');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'INVALID') show(reply, linkPage(visit, '/account/email', confirmTexts, faultsOf(error, { token: 'field.token' })), 422);
      else show(reply, saying(visit, 'problem', 'linkNotGood'), 410);
    }
  }

  @Post('roles/accept')
  async acceptRole(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.ownSent(request);
    await this.trying(reply, visit, {}, async () => {
      await this.accounts.accept(visit.caller, Number(visit.form.id));
      goTo(reply, '/account?told=saved');
    });
  }

  @Post('sessions/end')
  async endSession(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.ownSent(request, { fresh: true });
    const { id } = visit.form;
    await this.accounts.endSessions(visit.caller, id ?? null);
    goTo(reply, '/account');
  }

  @Post('passkeys/options')
  async passkeyOptions(@Req() request: FastifyRequest) {
    const visit = await this.visits.ownSent(request, { fresh: true });
    const { person } = await this.accounts.of(visit.caller);
    return this.accounts.passkeys.optionsToAdd(person);
  }

  @Post('passkeys')
  async addPasskey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.ownSent(request, { fresh: true });
    try {
      await this.accounts.passkeys.add(visit.session.person, request.body);
      await this.passkeysChanged(visit, 'a passkey was added');
      void reply.status(200).send({ next: '/account?told=saved' });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      void reply.status(422).send({ message: error.message });
    }
  }

  @Post('passkeys/remove')
  async removePasskey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.ownSent(request, { fresh: true });
    await this.accounts.passkeys.remove(visit.session.person, visit.form.id ?? '');
    await this.passkeysChanged(visit, 'a passkey was removed');
    goTo(reply, '/account?told=saved');
  }

  @Post('keys')
  async makeKey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.ownSent(request, { fresh: true });
    const { keyName, role: chosen, days } = visit.form;
    await this.trying(reply, visit, { keyName: 'field.name', role: 'field.role', days: 'field.days', keys: 'tooManyKeys' }, async () => {
      const given = wellFormed(KeyForm, { keyName, role: chosen, days });
      const scope = await this.scopeFor(visit, given.role);
      const { key } = await this.accounts.makeKey(visit.caller, { scope, name: given.keyName, days: given.days });
      show(reply, keyPage(visit, key));
    });
  }

  @Post('keys/revoke')
  async revokeKey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.ownSent(request);
    await this.accounts.revokeKey(visit.caller, visit.form.id ?? '');
    goTo(reply, '/account?told=saved');
  }

  @Get('delete')
  async askToDelete(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    show(reply, deletePage(freshly(await this.visits.own(request))));
  }

  @Post('delete')
  async delete(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.ownSent(request, { fresh: true });
    await this.accounts.erase(visit.session.person);
    this.visits.take(reply);
    goTo(reply, `/sign-in?told=deleted&lang=${visit.language}`);
  }

  /** The role that a form means; null for reading only, which everybody may give to a program. */
  private async scopeFor({ caller }: OwnVisit, value: string): Promise<HeldRole | null> {
    if (value === readOnly) return null;
    const { grantable } = await this.accounts.of(caller);
    const role = grantable.find((one) => roleValue(one) === value);
    if (role === undefined) throw new Refused('NOT_YOURS', 'A key can have one of the roles that you may give to a program.', 'role');
    return role;
  }

  private async passkeysChanged({ caller }: OwnVisit, description: string): Promise<void> {
    this.security.tell('user_updated', description, { actor: caller.actor, requestId: caller.correlationId });
    this.signIn.tellOfChange((await this.accounts.of(caller)).person);
  }

  /** Does what a form asks for, or shows the form again with what is wrong; `fields` names the words for each field. */
  private async trying(reply: FastifyReply, visit: OwnVisit, fields: Readonly<Record<string, keyof Words>>, deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      await this.showAccount(reply, visit, undefined, faultsOf(error, fields));
    }
  }

  private async showAccount(reply: FastifyReply, visit: OwnVisit, told: keyof Words | undefined, faults?: FormFaults): Promise<void> {
    const account = await this.accounts.of(visit.caller);
    show(reply, accountPage(visit, account, { told, ...(faults && { faults }) }), faults === undefined ? 200 : 422);
  }
}
