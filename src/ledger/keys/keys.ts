import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadConfig, defaultOrigin } from '../../config.js';
import { writeWhole } from '../files.js';
import { BadNote, parseVkey, signerOf, type Signer, type VerifierKey } from '../checkpoint/note.js';

/** Where the keys of a data folder stand. */
export const keysFolder = (dataDir: string): string => join(dataDir, 'keys');

/** One key of the log: always its public half, and its private half unless that was removed. */
interface Held {
  readonly key: VerifierKey;
  readonly signer: Signer | null;
}

/**
 * The keys of the log, each in two files beside the database: `<number>-<id>.pem` is private (PKCS #8), `<number>-<id>.vkey` is what is published.
 * Numbers count from 001 in the order of making, so that the first key is known without an event that names it.
 */
export class LogKeys {
  private readonly published = new Set<string>();

  private constructor(
    /** The name of the log in all that is signed: the name of each of its keys. */
    readonly origin: string,
    private readonly folder: string | null,
    private held: readonly Held[],
  ) {}

  /** Keys that end with the process, for a register that does. */
  static ephemeral(cliContext: string | null): LogKeys {
    const origin = cliContext ?? defaultOrigin;
    const signer = signerOf(origin, generateKeyPairSync('ed25519').privateKey);
    return new LogKeys(origin, null, [{ key: signer.key, signer }]);
  }

  /**
   * The keys of a folder. Where there are none, the first is made if `mayMake` allows; else there is none to sign with. Throws `BadConfig` when the
   * setting names another origin than the keys have, and an error naming the file of a key that cannot be read.
   */
  static open(folder: string, cliContext: string | null, mayMake: boolean): LogKeys {
    const held = existsSync(folder) ? readKeys(folder) : [];
    const origin = held[0]?.key.name ?? cliContext ?? defaultOrigin;
    if (cliContext !== null && cliContext !== origin) {
      throw new BadConfig(
        `IDC_LOG_ORIGIN is ${cliContext}, but this log was begun as ${origin}, which is in everything that was signed; remove the setting.`,
      );
    }
    const keys = new LogKeys(origin, folder, held);
    if (held.length === 0 && mayMake) keys.publish(keys.make());
    return keys;
  }

  /** Whether they outlive the process. */
  get areKept(): boolean {
    return this.folder !== null;
  }

  /** The log's first key; null when the folder has none. */
  get first(): VerifierKey | null {
    return this.held[0]?.key ?? null;
  }

  /** Who signs under a key; null when its private half is not here. Another instance may have made it since. */
  signer(vkey: string): Signer | null {
    const known = this.held.find(({ key }) => key.vkey === vkey);
    if (known === undefined && this.folder !== null && existsSync(this.folder)) this.held = readKeys(this.folder);
    return (known ?? this.held.find(({ key }) => key.vkey === vkey))?.signer ?? null;
  }

  /** Makes a key that nobody knows of yet, and writes its private half; it signs once the log names it. */
  make(): Signer {
    const { privateKey } = generateKeyPairSync('ed25519');
    const signer = signerOf(this.origin, privateKey);
    if (this.folder !== null) {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      chmodSync(this.folder, 0o700);
      writeWhole(
        join(this.folder, `${numberAfter(this.folder)}-${signer.key.id}.pem`),
        privateKey.export({ format: 'pem', type: 'pkcs8' }),
        0o600,
      );
    }
    this.held = [...this.held, { key: signer.key, signer }];
    return signer;
  }

  /** Writes the public half of a key beside its private one, once. */
  publish({ key }: Signer): void {
    if (this.folder === null || this.published.has(key.vkey)) return;
    this.published.add(key.vkey);
    const file = readdirSync(this.folder).find((name) => name.endsWith(`-${key.id}.pem`));
    if (file !== undefined) writeWhole(join(this.folder, file.replace(/pem$/, 'vkey')), `${key.vkey}\n`, 0o600);
  }
}

const keyFile = /^(\d{3,}-[0-9a-f]{8})\.(pem|vkey)$/;

/** All keys of a folder in the order of their numbers. */
function readKeys(folder: string): Held[] {
  chmodSync(folder, 0o700);
  const names = [...new Set(readdirSync(folder).flatMap((file) => keyFile.exec(file)?.[1] ?? []))].sort(
    (one, other) => parseInt(one) - parseInt(other),
  );
  const published = names.find((name) => existsSync(join(folder, `${name}.vkey`)));
  if (published === undefined) return [];
  const origin = readVkey(join(folder, `${published}.vkey`)).name;
  return names.map((name) => {
    const [pem, vkey] = [join(folder, `${name}.pem`), join(folder, `${name}.vkey`)];
    const signer = existsSync(pem) ? signerOf(origin, readPem(pem)) : null;
    const key = existsSync(vkey) ? readVkey(vkey) : (signer as Signer).key;
    if (key.name !== origin || (signer !== null && signer.key.vkey !== key.vkey))
      throw new Error(`${vkey} and ${pem} are not halves of one key of ${origin}.`);
    return { key, signer };
  });
}

function readPem(path: string): KeyObject {
  chmodSync(path, 0o600);
  try {
    return createPrivateKey(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} must contain a private key in PEM format; restore it from a backup.`, { cause: error });
  }
}

function readVkey(path: string): VerifierKey {
  try {
    return parseVkey(readFileSync(path, 'utf8').trim());
  } catch (error) {
    throw error instanceof BadNote ? new Error(`${path}: ${error.message}`, { cause: error }) : error;
  }
}

function numberAfter(folder: string): string {
  const numbers = readdirSync(folder).flatMap((file) => (keyFile.test(file) ? [parseInt(file)] : []));
  return String(Math.max(0, ...numbers) + 1).padStart(3, '0');
}
