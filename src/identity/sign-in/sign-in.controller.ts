import { Controller, Get, Inject, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../../config.js';
import { Language, maybe, wellFormed } from '../../kernel/values/fields.js';
import { Refused } from '../../kernel/refusal.js';
import { CONFIG } from '../../platform/tokens.js';
import { IdentityFaults } from '../faults.filter.js';
import { faultsOf, goTo, show } from '../form-page.js';
import { Passkeys } from './passkeys.js';
import { EmailAddress } from '../people/email-address.js';
import { PersonName } from '../people/people.js';
import { PastedSecret } from './secret.js';
import { firstPage, linkPage, saying, sentPage, signInPage } from './sign-in.page.js';
import { NewerFirstLink, SignIn } from './sign-in.js';
import { FormRequests, type FormRequest } from '../form-requests.js';
import type { Words } from '../messages/messages.js';

const AddressForm = z.object({ email: EmailAddress });
const CodeForm = z.object({ token: PastedSecret });
const FirstForm = z.object({ token: PastedSecret, email: EmailAddress, name: maybe(PersonName), language: Language });

/** What may be said above the form for signing in: an address can name nothing else. */
const notices = [
  'mustSignIn',
  'mustSignInAgain',
  'signedOut',
  'linkNotGood',
  'providerFailed',
  'providerUnknown',
  'deleted',
] as const;

/** What a link is for, by the page that it leads to. */
const purposeOf = ({ path }: FormRequest) => (path === '/sign-in/invitation' ? 'invitation' : 'sign-in');
const enterTexts = { title: 'enter', text: 'enterText', button: 'enterButton' } as const;
const linkPages = ['sign-in/link', 'sign-in/invitation'];

/** Signing in by pages that need no script, but for passkeys. */
@Controller()
@UseFilters(IdentityFaults)
export class SignInController {
  constructor(
    private readonly formRequests: FormRequests,
    private readonly signIn: SignIn,
    private readonly passkeys: Passkeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('sign-in')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.of(request);
    this.showSignIn(
      reply,
      incoming,
      notices.find((one) => one === incoming.query.notice),
    );
  }

  @Post('sign-in')
  async send(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.readForm(request, reply);
    let email: string;
    try {
      ({ email } = wellFormed(AddressForm, incoming.form));
    } catch (error) {
      const faults = faultsOf(error, { email: 'field.email' });
      return show(reply, signInPage(incoming, { faults, provider: this.provider }), 422);
    }
    await this.signIn.askForLink(email, incoming.visitor, incoming.language);
    goTo(reply, `/sign-in/sent?lang=${incoming.language}`);
  }

  @Get('sign-in/sent')
  async sent(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    show(reply, sentPage(await this.formRequests.of(request)));
  }

  /** Looking at a link does nothing: programs that look at mail follow links. */
  @Get(linkPages)
  async open(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.of(request);
    show(reply, linkPage(incoming, incoming.path, enterTexts));
  }

  @Post(linkPages)
  async enter(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.readForm(request);
    try {
      const { token } = wellFormed(CodeForm, { token: incoming.form.token });
      await this.entering(reply, incoming, () => this.signIn.followLink(purposeOf(incoming), token, incoming.visitor));
    } catch (error) {
      show(reply, linkPage(incoming, incoming.path, enterTexts, faultsOf(error, { token: 'field.token' })), 422);
    }
  }

  @Get('sign-in/first')
  async openFirst(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    show(reply, firstPage(await this.formRequests.of(request)));
  }

  @Post('sign-in/first')
  async begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.readForm(request);
    const { token, email, name, language } = incoming.form;
    try {
      const { token: secret, ...given } = wellFormed(FirstForm, {
        token,
        email,
        name: name === '' ? null : name,
        language,
      });
      await this.entering(reply, incoming, () => this.signIn.followFirstLink(secret, given, incoming.visitor));
    } catch (error) {
      const faults = faultsOf(error, {
        token: 'field.token',
        email: 'field.email',
        name: 'field.name',
        language: 'field.language',
      });
      show(reply, firstPage(incoming, faults), 422);
    }
  }

  @Post('sign-in/passkey/options')
  async passkeyOptions(@Req() request: FastifyRequest) {
    await this.formRequests.readForm(request);
    return this.passkeys.optionsToSignIn();
  }

  @Post('sign-in/passkey')
  async passkey(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.readForm(request);
    try {
      this.formRequests.setCookie(
        reply,
        await this.signIn.letInBy('passkey', incoming.visitor, () => this.passkeys.signIn(request.body)),
      );
      void reply.status(200).send({ next: '/account' });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      void reply.status(403).send({ message: error.message });
    }
  }

  @Post('sign-out')
  async leave(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const incoming = await this.formRequests.requireSignedInForm(request);
    await this.signIn.signOut(incoming.session.person, incoming.visitor);
    this.formRequests.clearCookie(reply);
    goTo(reply, `/sign-in?notice=signedOut&lang=${incoming.language}`);
  }

  private async entering(reply: FastifyReply, incoming: FormRequest, enter: () => Promise<string>): Promise<void> {
    try {
      this.formRequests.setCookie(reply, await enter());
      goTo(reply, '/account');
    } catch (error) {
      if (error instanceof NewerFirstLink)
        show(reply, saying(incoming, 'problem', 'newerFirstLink', { time: error.madeAt }), 410);
      else if (error instanceof Refused && error.code === 'LINK_NOT_GOOD')
        show(reply, saying(incoming, 'problem', 'linkNotGood'), 410);
      else throw error;
    }
  }

  private showSignIn(reply: FastifyReply, incoming: FormRequest, notice: Words | undefined): void {
    show(reply, signInPage(incoming, { notice, provider: this.provider }));
  }

  private get provider(): string | null {
    return this.config.provider?.name ?? null;
  }
}
