import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The one who runs the register: writes as secretariat with a token that stands in the data folder, readable to its owner alone. Whatever it
 * writes has an actor that begins with `operator-`.
 */
export class Operator {
  private readonly digest: Buffer;
  /** A random id, drawn from the token: whoever gets a new token gets a new id. */
  readonly actor: string;

  private constructor(token: string) {
    this.digest = sha256(token);
    this.actor = `operator-${createHmac('sha256', token).update('idc:actor:1').digest('hex').slice(0, 24)}`;
  }

  static tokenPath(dataDir: string): string {
    return join(dataDir, 'operator-token');
  }

  /** Reads the token, or makes one where there is none. */
  static of(dataDir: string): Operator {
    const path = Operator.tokenPath(dataDir);
    try {
      writeFileSync(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      chmodSync(path, 0o600);
    }
    const token = readFileSync(path, 'utf8').trim();
    if (token.length < 32) throw new Error(`${path} must hold a token of at least 32 characters; remove the file to get a new one.`);
    return new Operator(token);
  }

  /** Whether this is the operator's token. */
  isToken(token: string): boolean {
    return timingSafeEqual(sha256(token), this.digest);
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
