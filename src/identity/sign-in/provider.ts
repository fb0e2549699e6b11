import * as openid from 'openid-client';
import { Refused } from '../../kernel/refusal.js';
import type { PublicUrl } from '../../platform/http/public-url.js';
import type { SecurityLog } from '../../platform/security-log.js';
import type { IdentityDatabase } from '../database/database.js';
import { ForgedToken, IdTokens, type ProviderIdentity } from './id-token.js';
import type { People, Person } from '../people/people.js';
import type { Tickets } from './tickets.js';

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly name: string;
}

/** What the ceremony has to remember between going to the provider and coming back. */
interface Ceremony {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const callbackPath = '/sign-in/provider/callback';

/**
 * Signing in with the account of one's organisation, by OpenID Connect: code with PKCE, state, nonce and a token that is checked with the
 * provider's published keys. A provider that cannot be reached is asked again the next time.
 */
export class OpenIdProvider {
  private known: Promise<{ configuration: openid.Configuration; tokens: IdTokens }> | null = null;

  constructor(
    private readonly settings: ProviderSettings,
    private readonly identity: IdentityDatabase,
    private readonly people: People,
    private readonly tickets: Tickets,
    private readonly url: PublicUrl,
    private readonly security: SecurityLog,
  ) {}

  get name(): string {
    return this.settings.name;
  }

  /**
   * Where to send a browser, and the secret that it returns in a cookie with this state: sign-in must end in
   * the browser where it began.
   */
  async begin(): Promise<{ readonly address: string; readonly secret: string; readonly state: string }> {
    const { configuration } = await this.discovered();
    const ceremony: Ceremony = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
    };
    const address = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: this.url.to(callbackPath),
      scope: 'openid email',
      state: ceremony.state,
      nonce: ceremony.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(ceremony.verifier),
      code_challenge_method: 'S256',
    });
    const secret = await this.tickets.issue('provider', { payload: JSON.stringify(ceremony) });
    return { address: address.href, secret, state: ceremony.state };
  }

  /**
   * The person who returned: someone who signed in this way before, or was invited under an address that the
   * provider has verified. Throws `Refused`.
   */
  async finish(secret: string, query: string): Promise<string> {
    const ticket = await this.tickets.use('provider', secret);
    if (ticket?.payload == null) throw this.failed('this browser did not start signing in');
    const identity = await this.identityOf(JSON.parse(ticket.payload) as Ceremony, query);
    const { issuer } = this.settings;
    const before = await this.identity.db
      .selectFrom('identities')
      .innerJoin('people', 'people.id', 'identities.person')
      .select(['people.id', 'people.deactivatedAt'])
      .where('issuer', '=', issuer)
      .where('subject', '=', identity.subject)
      .executeTakeFirst();
    const person = before ?? (identity.email === null ? undefined : await this.notYetKnown(identity.email));
    if (person?.deactivatedAt !== null)
      throw new Refused('PROVIDER_UNKNOWN', 'The provider’s identity does not belong to an account.');
    if (before === undefined)
      await this.identity.db
        .insertInto('identities')
        .values({ issuer, subject: identity.subject, person: person.id })
        .execute();
    return person.id;
  }

  /**
   * The person with an address who has never signed in this way. Afterwards only the subject identifies them:
   * a provider may reassign an address.
   */
  private async notYetKnown(email: string): Promise<Person | undefined> {
    const person = await this.people.byEmail(email);
    if (person === undefined) return undefined;
    const known = this.identity.db
      .selectFrom('identities')
      .select('subject')
      .where('issuer', '=', this.settings.issuer)
      .where('person', '=', person.id);
    return (await known.executeTakeFirst()) === undefined ? person : undefined;
  }

  private async identityOf({ state, nonce, verifier }: Ceremony, query: string): Promise<ProviderIdentity> {
    try {
      const { configuration, tokens } = await this.discovered();
      const given = await openid.authorizationCodeGrant(
        configuration,
        new URL(`${this.url.to(callbackPath)}?${query}`),
        {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        },
      );
      return await tokens.identityIn(given.id_token ?? '', nonce);
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      throw this.failed(error instanceof ForgedToken ? `the ID token is invalid: ${message}` : (code ?? message));
    }
  }

  private failed(reason: string): Refused {
    this.security.record('authn_login_fail', 'signing in with a provider failed', {
      provider: this.settings.issuer,
      reason: reason.slice(0, 200),
    });
    return new Refused('PROVIDER_FAILED', 'Signing in with the provider failed.');
  }

  private discovered(): NonNullable<typeof this.known> {
    this.known ??= this.discover().catch((error: unknown) => {
      this.known = null;
      throw error;
    });
    return this.known;
  }

  private async discover(): Promise<{ configuration: openid.Configuration; tokens: IdTokens }> {
    const { issuer, clientId, clientSecret } = this.settings;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- for one's own machine alone: the settings take no other address without TLS
    const execute = issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [];
    const auth = clientSecret === null ? openid.None() : openid.ClientSecretPost(clientSecret);
    const configuration = await openid.discovery(new URL(issuer), clientId, undefined, auth, { execute, timeout: 10 });
    const { issuer: said, jwks_uri: keysAt } = configuration.serverMetadata();
    if (said !== issuer.replace(/\/$/, '') && said !== issuer)
      throw new Error(`The provider calls itself ${said}, not ${issuer}.`);
    if (keysAt === undefined) throw new Error('The provider publishes no keys.');
    return { configuration, tokens: new IdTokens({ issuer: said, clientId }, new URL(keysAt)) };
  }
}
