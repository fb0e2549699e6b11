import { Controller, Get, Inject, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config.js';
import { Language, maybe, wellFormed } from '../kernel/fields.js';
import { Refused } from '../kernel/refusal.js';
import { CONFIG } from '../platform/tokens.js';
import { DeskFaults } from './faults.filter.js';
import { faultsOf, goTo, show } from './pages.js';
import { Passkeys } from './passkeys.js';
import { EmailAddress } from './email-address.js';
import { PersonName } from './people.js';
import { PastedSecret } from './secret.js';
import { firstPage, linkPage, saying, sentPage, signInPage } from './sign-in.pages.js';
import { NewerFirstLink, SignIn } from './sign-in.js';
import { Visits, type Visit } from './visits.js';
import type { Words } from './words/en.js';

const AddressForm = z.object({ email: EmailAddress });
const CodeForm = z.object({ token: PastedSecret });
const FirstForm = z.object({ token: PastedSecret, email: EmailAddress, name: maybe(PersonName), language: Language });

/** What may be said above the form for signing in: an address can name nothing else. */
const tellable = ['mustSignIn', 'mustSignInAgain', 'signedOut', 'linkNotGood', 'providerFailed', 'providerUnknown', 'deleted'] as const;

/** What a link is for, by the page that it leads to. */
const purposeOf = ({ path }: Visit) => (path === '/sign-in/invitation' ? 'invitation' : 'sign-in');
const enterTexts = { title: 'enter', text: 'enterText', button: 'enterButton' } as const;
const linkPages = ['sign-in/link', 'sign-in/invitation'];

/** Signing in by pages that need no script, but for passkeys. */
@Controller()
@UseFilters(DeskFaults)
export class SignInController {
  constructor(
    private readonly visits: Visits,
    private readonly signIn: SignIn,
    private readonly passkeys: Passkeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('sign-in')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.of(request);
    this.showSignIn(
      reply,
      visit,
      tellable.find((one) => one === visit.query.told),
    );
  }

  @Post('sign-in')
  async send(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.sent(request, reply);
    let email: string;
    try {
      ({ email } = wellFormed(AddressForm, visit.form));
    } catch (error) {
      const faults = faultsOf(error, { email: 'field.email' });
      return show(reply, signInPage(visit, { faults, provider: this.provider }), 422);
    }
    await this.signIn.askForLink(email, visit.visitor, visit.language);
    goTo(reply, `/sign-in/sent?lang=${visit.language}`);
  }

  @Get('sign-in/sent')
  async sent(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    show(reply, sentPage(await this.visits.of(request)));
  }

  /** Looking at a link does nothing: programs that look at mail follow links. */
  @Get(linkPages)
  async open(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.of(request);
    show(reply, linkPage(visit, visit.path, enterTexts));
  }

  @Post(linkPages)
  async enter(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.sent(request);
    try {
      const { token } = wellFormed(CodeForm, { token: visit.form.token });
      await this.entering(reply, visit, () => this.signIn.followLink(purposeOf(visit), token, visit.visitor));
    } catch (error) {
      show(reply, linkPage(visit, visit.path, enterTexts, faultsOf(error, { token: 'field.token' })), 422);
    }
  }

  @Get('sign-in/first')
  async openFirst(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    show(reply, firstPage(await this.visits.of(request)));
  }

  @Post('sign-in/first')
  async begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.sent(request);
    const { token, email, name, language } = visit.form;
    try {
      const { token: secret, ...given } = wellFormed(FirstForm, { token, email, name: name === '' ? null : name, language });
      await this.entering(reply, visit, () => this.signIn.followFirstLink(secret, given, visit.visitor));
    } catch (error) {
      const faults = faultsOf(error, { token: 'field.token', email: 'field.email', name: 'field.name', language: 'field.language' });
      show(reply, firstPage(visit, faults), 422);
    }
  }

  @Post('sign-in/passkey/options')
  async passkeyOptions(@Req() request: FastifyRequest) {
    await this.visits.sent(request);
    return this.passkeys.optionsToSignIn();
  }

  @Post('sign-in/passkey')
  async passkey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.sent(request);
    try {
      this.visits.give(reply, await this.signIn.letInBy('passkey', visit.visitor, () => this.passkeys.signIn(request.body)));
      void reply.status(200).send({ next: '/account' });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      void reply.status(403).send({ message: error.message });
    }
  }

  @Post('sign-out')
  async leave(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.visits.ownSent(request);
    await this.signIn.signOut(visit.session.person, visit.visitor);
    this.visits.take(reply);
    goTo(reply, `/sign-in?told=signedOut&lang=${visit.language}`);
  }

  private async entering(reply: FastifyReply, visit: Visit, enter: () => Promise<string>): Promise<void> {
    try {
      this.visits.give(reply, await enter());
      goTo(reply, '/account');
    } catch (error) {
      if (error instanceof NewerFirstLink) show(reply, saying(visit, 'problem', 'newerFirstLink', { time: error.madeAt }), 410);
      else if (error instanceof Refused && error.code === 'LINK_NOT_GOOD') show(reply, saying(visit, 'problem', 'linkNotGood'), 410);
      else throw error;
    }
  }

  private showSignIn(reply: FastifyReply, visit: Visit, told: keyof Words | undefined): void {
    show(reply, signInPage(visit, { told, provider: this.provider }));
  }

  private get provider(): string | null {
    return this.config.provider?.name ?? null;
  }
}
