import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify, type JWTVerifyGetKey } from 'jose';

/** What we take from an ID token. */
export interface ProviderIdentity {
  readonly subject: string;
  /** Only when the provider says that it has verified it. */
  readonly email: string | null;
}

/** Signatures by a private key of the provider, and nothing else: no shared secret, no "none". */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
/** Headers that bring a key along, or say where to fetch one. */
const ownKeys = ['jku', 'x5u', 'jwk', 'x5c', 'crit'];
/** Seconds that clocks may differ. */
const tolerance = 30;

/** An ID token that is not right, and why; the reason is for the security log. */
export class ForgedToken extends Error {
  override readonly name = 'ForgedToken';
}

/** Checks ID tokens against the keys that the provider publishes at its fixed address. */
export class IdTokens {
  private readonly keys: JWTVerifyGetKey;

  constructor(
    private readonly expected: { readonly issuer: string; readonly clientId: string },
    keysAt: URL,
  ) {
    this.keys = createRemoteJWKSet(keysAt, { timeoutDuration: 10_000 });
  }

  /** Whom a token means. Throws `ForgedToken`. */
  async identityIn(token: string, nonce: string): Promise<ProviderIdentity> {
    try {
      mustBePlain(token);
      const { payload } = await jwtVerify(token, this.keys, {
        algorithms,
        issuer: this.expected.issuer,
        audience: this.expected.clientId,
        clockTolerance: tolerance,
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat', 'nonce'],
      });
      const { sub, aud, azp, nonce: given, email, email_verified: isVerified } = payload;
      if (given !== nonce) throw new ForgedToken('the nonce differs');
      if (typeof sub !== 'string' || sub === '' || sub.length > 255) throw new ForgedToken('it has no subject');
      if ((Array.isArray(aud) && aud.length > 1) || (azp !== undefined && azp !== this.expected.clientId))
        throw new ForgedToken('it has other audiences too');
      return { subject: sub, email: typeof email === 'string' && isVerified === true ? email : null };
    } catch (error) {
      if (error instanceof ForgedToken) throw error;
      throw new ForgedToken((error as { code?: string }).code ?? 'it cannot be read');
    }
  }
}

/** A signed token of three parts, whose header says no more than it needs and whose claims are said once. */
function mustBePlain(token: string): void {
  const parts = token.split('.');
  if (parts.length !== 3) throw new ForgedToken('it is not a signed token');
  const header = decodeProtectedHeader(token);
  const alien = ownKeys.find((name) => name in header);
  if (alien !== undefined) throw new ForgedToken(`its header contains ${alien}`);
  if (header.typ !== undefined && header.typ !== 'JWT') throw new ForgedToken('it is a token of another type');
  for (const part of parts.slice(0, 2)) {
    if (saysTwice(Buffer.from(part, 'base64url').toString('utf8'))) throw new ForgedToken('it has a duplicate claim');
  }
}

/** Whether an object in a JSON text has two members of one name, of which readers would take either. The text must be valid JSON. */
export function saysTwice(json: string): boolean {
  const open: (Set<string> | null)[] = [];
  let isTwice = false;
  for (const [token, , colon] of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*(:))?|[{}[\]]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) {
      const name = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) as string;
      const names = open.at(-1);
      isTwice ||= names?.has(name) === true;
      names?.add(name);
    }
  }
  return isTwice;
}
