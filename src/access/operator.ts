import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Issuer } from '../kernel/message.js';

/**
 * The one who runs the register, and the key that is the break-glass credential: a token that stands in the folder of secrets, readable to its owner alone. Whatever it
 * writes is marked with a role of its own.
 */
export class Operator {
  private readonly digest: Buffer;
  /** A random id derived from the token: a new token means a new id. */
  readonly actor: string;

  private constructor(
    token: string,
    private readonly takesToken: boolean,
  ) {
    this.digest = sha256(token);
    this.actor = `operator-${createHmac('sha256', token).update('idc:actor:1').digest('hex').slice(0, 24)}`;
  }

  static tokenPath(dataDir: string): string {
    return join(dataDir, 'operator-token');
  }

  /** Reads the token, or makes one where there is none. With `takesToken` false it opens nothing: only who holds the data folder acts as operator. */
  static of(dataDir: string, takesToken = true): Operator {
    const path = Operator.tokenPath(dataDir);
    try {
      writeFileSync(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      chmodSync(path, 0o600);
    }
    const token = readFileSync(path, 'utf8').trim();
    if (token.length < 32)
      throw new Error(`${path} must contain a token of at least 32 characters; delete the file to generate a new one.`);
    return new Operator(token, takesToken);
  }

  /** Whether an Authorization header carries the operator's token. */
  isMeant(authorization: string | undefined): boolean {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    return this.takesToken && token !== undefined && timingSafeEqual(sha256(token), this.digest);
  }

  /** The operator as who issues commands: by the token, or on the machine itself. */
  issuer(request: Pick<Issuer, 'client' | 'correlationId' | 'origin'>): Issuer {
    return { actor: this.actor, role: 'operator', onBehalfOf: null, causationId: null, ...request };
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
