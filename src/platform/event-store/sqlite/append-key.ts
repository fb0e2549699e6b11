import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const label = 'idc:row:1';

/**
 * The key under which an engine authenticates each row that it appends. It is kept outside the database, so that a row that was put into the
 * database by any other means is recognised: it is neither served nor signed.
 */
export class AppendKey {
  constructor(private readonly bytes: Uint8Array) {}

  /** The key in a file, which is created if it is missing. Throws an error naming the file if its content is no key. */
  static open(path: string): AppendKey {
    const known = AppendKey.read(path);
    if (known !== null) return known;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      const file = openSync(path, 'wx', 0o600);
      try {
        writeSync(file, `${randomBytes(32).toString('hex')}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      // Another instance has just created it.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    return AppendKey.read(path) ?? AppendKey.open(path);
  }

  /** The key in a file; null if there is none. */
  static read(path: string): AppendKey | null {
    let text: string;
    try {
      text = readFileSync(path, 'utf8').trim();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    if (!/^[0-9a-f]{64}$/.test(text))
      throw new Error(`${path} must contain 64 hexadecimal digits; restore it from a backup.`);
    return new AppendKey(Buffer.from(text, 'hex'));
  }

  /** The authentication code of an entry: HMAC-SHA-256 over the code of the entry before it (nothing before the first) and its leaf. */
  codeOf(leaf: string, before: Uint8Array | null): Uint8Array {
    return createHmac('sha256', this.bytes)
      .update(label)
      .update(before ?? '')
      .update(leaf)
      .digest();
  }

  isCodeOf(code: Uint8Array | null, leaf: string, before: Uint8Array | null): boolean {
    return code?.length === 32 && timingSafeEqual(code, this.codeOf(leaf, before));
  }
}

/** By what an engine knows which rows are its own. */
export interface Authentication {
  readonly key: AppendKey;
  /** How many entries the newest checkpoint covers: those are compared with what was signed, and only the rest need a valid code. */
  readonly signed: number;
}
