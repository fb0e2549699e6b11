import { Inject, Injectable } from '@nestjs/common';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransportFuture,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { line, wellFormed } from '../../kernel/values/fields.js';
import type { Clock } from '../../kernel/ports.js';
import { Refused } from '../../kernel/refusal.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { IdentityDatabase } from '../database/database.js';
import type { Person } from '../people/people.js';
import { freshSecret } from './secret.js';
import type { Tables } from '../database/tables.js';
import { type Purpose, Tickets } from './tickets.js';
import { CLOCK } from '../../platform/tokens.js';

export type Passkey = Pick<Tables['passkeys'], 'id' | 'name' | 'createdAt' | 'usedAt'>;

const Base64Url = z.string().regex(/^[\w-]{1,8192}$/);
const credential = { id: Base64Url, rawId: Base64Url, type: z.literal('public-key') };
const Registration = z.object({
  name: line(100),
  credential: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: Base64Url,
      attestationObject: Base64Url,
      transports: z.array(z.string().max(20)).max(8),
    }),
  }),
});
const Assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.optional(),
  }),
});

/** Loaded when the first passkey is used: it takes longer than all the rest of the identity database. */
const webauthn = () => import('@simplewebauthn/server');

const refused = (): Refused => new Refused('PASSKEY_NOT_GOOD', 'This passkey is not valid here.');
const mostPasskeys = 20;

/** Passkeys: public keys that a person's devices hold the other half of. Each challenge is good once, for five minutes. */
@Injectable()
export class Passkeys {
  constructor(
    private readonly identity: IdentityDatabase,
    private readonly tickets: Tickets,
    private readonly url: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What a browser needs to make one. */
  async optionsToAdd(person: Person): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const known = await this.identity.db
      .selectFrom('passkeys')
      .select(['id', 'transports'])
      .where('person', '=', person.id)
      .execute();
    if (known.length >= mostPasskeys)
      throw new Refused('TOO_MANY_PASSKEYS', `You have ${known.length} passkeys: remove one first.`);
    const { generateRegistrationOptions } = await webauthn();
    return generateRegistrationOptions({
      rpName: 'Inclusive Data Charter',
      rpID: this.url.host,
      userID: new TextEncoder().encode(person.id),
      userName: person.email,
      userDisplayName: person.name ?? person.email,
      challenge: await this.challenge('passkey-registration', person.id),
      attestationType: 'none',
      excludeCredentials: known.map(({ id, transports }) => ({ id, transports: transportsOf(transports) })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  /** Stores a passkey that a browser created. Throws `Refused`, also if anyone already has it. */
  async add(person: string, input: unknown): Promise<void> {
    const { name, credential } = wellFormed(Registration, input);
    const expectedChallenge = await this.used('passkey-registration', credential.response.clientDataJSON, person);
    const response = { ...credential, clientExtensionResults: {} } as unknown as RegistrationResponseJSON;
    const { verifyRegistrationResponse } = await webauthn();
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      ...this.ours(),
    }).catch(() => ({
      registrationInfo: undefined,
    }));
    if (registrationInfo === undefined) throw refused();
    const { id, publicKey, counter } = registrationInfo.credential;
    const { numInsertedOrUpdatedRows: added } = await this.identity.db
      .insertInto('passkeys')
      .values({
        id,
        person,
        publicKey: Buffer.from(publicKey).toString('base64url'),
        counter,
        transports: credential.response.transports.join(' '),
        name,
        createdAt: this.clock(),
        usedAt: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow();
    if (added !== 1n) throw refused();
  }

  /** What a browser needs to answer with one; the same for everybody, as nobody has said yet who they are. */
  async optionsToSignIn(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { generateAuthenticationOptions } = await webauthn();
    return generateAuthenticationOptions({
      rpID: this.url.host,
      challenge: await this.challenge('passkey-sign-in', null),
      userVerification: 'required',
    });
  }

  /** Whose passkey has answered. Throws `Refused`, also when it counts as a copied one would. */
  async signIn(input: unknown): Promise<string> {
    const given = wellFormed(Assertion, input);
    const expectedChallenge = await this.used('passkey-sign-in', given.response.clientDataJSON, null);
    const found = await this.identity.db
      .selectFrom('passkeys')
      .innerJoin('people', 'people.id', 'passkeys.person')
      .select(['passkeys.id', 'passkeys.person', 'passkeys.publicKey', 'passkeys.counter', 'passkeys.transports'])
      .where('passkeys.id', '=', given.id)
      .where('people.deactivatedAt', 'is', null)
      .executeTakeFirst();
    if (found === undefined) throw refused();
    const { id, publicKey, counter, transports } = found;
    const response = { ...given, clientExtensionResults: {} } as unknown as AuthenticationResponseJSON;
    const credential = {
      id,
      publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
      counter,
      transports: transportsOf(transports),
    };
    const { verifyAuthenticationResponse } = await webauthn();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      credential,
      ...this.ours(),
    }).catch(() => ({
      verified: false,
      authenticationInfo: undefined,
    }));
    if (!verified || authenticationInfo === undefined) throw refused();
    await this.identity.db
      .updateTable('passkeys')
      .set({ counter: authenticationInfo.newCounter, usedAt: this.clock() })
      .where('id', '=', id)
      .execute();
    return found.person;
  }

  list(person: string): Promise<Passkey[]> {
    return this.identity.db
      .selectFrom('passkeys')
      .select(['id', 'name', 'createdAt', 'usedAt'])
      .where('person', '=', person)
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
  }

  async remove(person: string, id: string): Promise<void> {
    await this.identity.db.deleteFrom('passkeys').where('person', '=', person).where('id', '=', id).execute();
  }

  private ours() {
    return { expectedOrigin: [...this.url.origins], expectedRPID: this.url.host, requireUserVerification: true };
  }

  /** A challenge that can be answered once: its own text is the secret of a ticket. */
  private async challenge(purpose: Purpose, person: string | null): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(
      Buffer.from(await this.tickets.issue(purpose, { person, secret: freshSecret() }), 'base64url'),
    );
  }

  private async used(purpose: Purpose, clientData: string, person: string | null): Promise<string> {
    const challenge = challengeIn(clientData);
    const ticket = challenge === null ? null : await this.tickets.use(purpose, challenge);
    if (challenge === null || ticket?.person !== person) throw refused();
    return challenge;
  }
}

function challengeIn(clientData: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : null;
  } catch {
    return null;
  }
}

const transportsOf = (text: string): AuthenticatorTransportFuture[] =>
  text.split(' ').filter((one) => one !== '') as AuthenticatorTransportFuture[];
