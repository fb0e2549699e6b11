import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../kernel/caller.js';
import { languages, type Language } from '../kernel/values/fields.js';
import { cookie, cookieOf, ForeignOrigin, isOwn, sessionCookie } from '../platform/http/cookies.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { SecurityLog } from '../platform/security-log.js';
import { version } from '../version.js';
import { hashOf } from './sign-in/secret.js';
import { type Current, Sessions } from './sign-in/sessions.js';
import type { Visitor } from './sign-in/sign-in.js';
import type { SiteFiles } from '../web/assets.js';
import { preferredLanguage } from '../web/pages/negotiation.js';
import { identityMessages, type SayWords } from './messages/messages.js';
import { SITE_FILES } from '../web/tokens.js';

/** Nobody is signed in, or not lately enough for what was asked. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
  constructor(readonly why: 'mustSignIn' | 'mustSignInAgain') {
    super(why);
  }
}

/** A request for a page of the identity database: by whom, in which language, and what its forms carry. */
export interface FormRequest {
  readonly language: Language;
  readonly site: SiteFiles;
  readonly say: SayWords;
  readonly path: string;
  readonly session: Current | null;
  /** What every form of this session has in it, and no other page can know. */
  readonly formToken: string;
  readonly visitor: Visitor;
  readonly query: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
}

/** A request by a signed-in person. */
export type SignedInRequest = FormRequest & { readonly session: Current; readonly caller: Caller };

const tokenOf = (secret: string): string => hashOf(`form of ${secret}`);

/** Fields of a form or of an address; where one is given twice, the first counts. */
function fieldsOf(given: unknown): Record<string, string> {
  const entries = Object.entries((given ?? {}) as Record<string, unknown>).map(([name, value]) => [
    name,
    Array.isArray(value) ? (value as unknown[])[0] : value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string')) as Record<string, string>;
}

/** Reads what a browser sends to the pages of the identity database, and gives it its cookie. */
@Injectable()
export class FormRequests {
  constructor(
    private readonly sessions: Sessions,
    private readonly url: PublicUrl,
    private readonly security: SecurityLog,
    @Inject(SITE_FILES) private readonly site: SiteFiles,
  ) {}

  /** A look at a page. */
  async of(request: FastifyRequest, reply?: FastifyReply): Promise<FormRequest> {
    const secret = cookieOf(request.headers, sessionCookie(this.url));
    const session = secret === undefined ? null : await this.sessions.of(secret);
    const query = fieldsOf(request.query);
    const language =
      languages.find((one) => one === query.lang) ??
      session?.language ??
      preferredLanguage(request.headers['accept-language']);
    return {
      language,
      site: this.site,
      say: identityMessages.in(language),
      path: request.url.replace(/\?.*$/, ''),
      session,
      formToken: secret === undefined ? '' : tokenOf(secret),
      visitor: {
        ip: request.ip,
        agent: request.headers['user-agent'] ?? '',
        requestId: request.id,
        secret,
        answered: answerOf(reply),
      },
      query,
      form: fieldsOf(request.body),
    };
  }

  /** A form that was sent: only from a page of ours. Throws `ForeignOrigin`. */
  async readForm(request: FastifyRequest, reply?: FastifyReply): Promise<FormRequest> {
    if (!isOwn(request.headers, this.url))
      return this.refuse(request, 'a form from a page of another origin was refused');
    return this.of(request, reply);
  }

  /** A look at a page of one's own. Throws `NotSignedIn`. */
  async requireSignedIn(request: FastifyRequest): Promise<SignedInRequest> {
    return signedIn(await this.of(request));
  }

  /** A form of one's own that was sent; `fresh` for what needs a sign-in of a short while ago. Throws `NotSignedIn` and `ForeignOrigin`. */
  async requireSignedInForm(request: FastifyRequest, { fresh = false } = {}): Promise<SignedInRequest> {
    const incoming = signedIn(await this.readForm(request));
    const given = incoming.form.formToken ?? request.headers['x-form-token'];
    if (given !== incoming.formToken) return this.refuse(request, 'a form without its form token was refused');
    return fresh ? freshly(incoming) : incoming;
  }

  /** Gives the browser the secret of its session, until it is closed. */
  setCookie(reply: FastifyReply, secret: string): void {
    void reply.header('set-cookie', cookie(sessionCookie(this.url), secret, this.url, null));
  }

  /** Takes the session back, and asks the browser to forget what it has seen in it. */
  clearCookie(reply: FastifyReply): void {
    void reply
      .header('clear-site-data', '"cache", "storage"')
      .header('set-cookie', cookie(sessionCookie(this.url), '', this.url, 0));
  }

  private refuse(request: FastifyRequest, description: string): never {
    this.security.record('malicious_csrf', description, { sourceIp: request.ip, requestId: request.id });
    throw new ForeignOrigin();
  }
}

/** Resolves when an answer has gone out or its connection is closed; at once where nobody waits for one. */
const answerOf = (reply: FastifyReply | undefined): Promise<void> =>
  reply === undefined ? Promise.resolve() : new Promise((resolve) => reply.raw.once('close', () => resolve()));

function signedIn(incoming: FormRequest): SignedInRequest {
  const { session } = incoming;
  if (session === null) throw new NotSignedIn('mustSignIn');
  const caller = {
    actor: session.person,
    kind: 'person',
    scope: null,
    client: `idc-web/${version}`,
    origin: { kind: 'live', record: null },
  } as const;
  return { ...incoming, session, caller: { ...caller, correlationId: incoming.visitor.requestId } };
}

/** Throws `NotSignedIn` when the last sign-in was too long ago for what a thief would change first. */
export function freshly(incoming: SignedInRequest): SignedInRequest {
  if (!incoming.session.isFresh) throw new NotSignedIn('mustSignInAgain');
  return incoming;
}
