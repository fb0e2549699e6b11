import type { Caller, HeldRole, Identify } from '../kernel/caller.js';
import { Unauthenticated } from '../kernel/refusal.js';
import { cookieOf, ForeignOrigin, isOwn, sessionCookie } from '../platform/http/cookies.js';
import type { PublicUrl } from '../platform/http/public-url.js';
import type { SecurityEvent, SecurityLog } from '../platform/security-log.js';
import type { Operator } from './operator.js';

/**
 * What the identity database knows about the secrets it issued; null for one that is invalid or has expired.
 */
export interface Credentials {
  /** `isByItself` leaves the session as idle as it was. */
  session(secret: string, isByItself: boolean): Promise<{ readonly person: string } | null>;
  /** A key with the scope null has no role: it only reads. */
  key(key: string): Promise<{ readonly id: string; readonly person: string; readonly scope: HeldRole | null } | null>;
}

/** Everything that identifies the caller. */
export interface Identification {
  readonly operator: Operator;
  readonly credentials: Credentials;
  readonly url: PublicUrl;
  readonly security: SecurityLog;
  readonly client: string;
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);
const wrong = 'The Authorization header must be Bearer and a valid token or key. Omit it to read anonymously.';

/**
 * The one place where a request gets its caller: by the cookie of a session, by the key of a program, by the operator's token, or nobody's.
 * Nothing is remembered between requests, so what is revoked is refused at the next one.
 */
export function identification({ operator, credentials, url, security, client }: Identification): Identify {
  const refuse = (
    request: Parameters<Identify>[0],
    message: string,
    event: SecurityEvent = 'authn_login_fail',
  ): never => {
    security.record(event, message, { sourceIp: request.ip, requestId: request.id });
    throw new Unauthenticated(message);
  };

  return async (request): Promise<Caller> => {
    const { headers, id } = request;
    const caller = {
      actor: 'public',
      kind: 'public',
      scope: null,
      client,
      correlationId: id,
      origin: { kind: 'live', record: null },
    } as const;
    const { authorization } = headers;
    const secret = cookieOf(headers, sessionCookie(url));
    if (authorization !== undefined && secret !== undefined) {
      return refuse(request, 'A request may have a session cookie or an Authorization header, not both.');
    }
    if (secret !== undefined) {
      if (!safe.has(request.method ?? '') && !isOwn(headers, url)) {
        security.record('malicious_csrf', 'a request with a session cookie from a page of another origin was refused', {
          sourceIp: request.ip,
          requestId: id,
        });
        throw new ForeignOrigin();
      }
      const session = await credentials.session(secret, request.isByItself === true);
      if (session === null)
        return refuse(request, 'This session has ended; sign in again.', 'session_use_after_expire');
      return { ...caller, actor: session.person, kind: 'person' };
    }
    if (authorization === undefined) return caller;
    const token = typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined;
    if (token === undefined) return refuse(request, wrong);
    const used = (actor: string) => ({ actor, sourceIp: request.ip, requestId: id });
    if (operator.isMeant(`Bearer ${token}`)) {
      security.recordHourly('authz_admin', 'the operator’s token was used', used(operator.actor));
      return { ...caller, actor: operator.actor, kind: 'operator' };
    }
    const key = await credentials.key(token);
    if (key === null) return refuse(request, wrong);
    security.recordHourly('authn_login_success', 'an API key was used', used(key.id));
    if (key.scope === null) return { ...caller, actor: key.id, kind: 'reader', owner: key.person };
    return { ...caller, actor: key.id, kind: 'key', scope: key.scope };
  };
}
