import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '../../../src/ledger/bundle/verifier.mjs';
import { randomBy } from '../../support/random/random.js';
import { exportInto, firstSigner, forms, rules, type RichLog } from '../../support/event-store/sealed-log.js';
import type { Files } from './bundle-files.js';
import type { Kind } from './forgeries.js';

/** A bundle that is tampered with again and again, each time beginning with its files as they were exported. */
export class Tampering {
  private constructor(
    private readonly folder: string,
    private readonly original: ReadonlyMap<string, string>,
    private readonly old: string,
    private readonly rotatedIn: number,
  ) {}

  static async in(folder: string, { log, rotatedIn }: Pick<RichLog, 'log' | 'rotatedIn'>): Promise<Tampering> {
    const bundle = await exportInto(join(folder, 'bundle'), log);
    const files = ['log', 'checkpoints', 'keys'].flatMap((name) =>
      readdirSync(join(bundle, name)).map((file) => `${name}/${file}`),
    );
    const original = new Map(files.map((path) => [path, readFileSync(join(bundle, path), 'utf8')]));
    const old = join(folder, 'kept-from-earlier');
    writeFileSync(old, original.get(`checkpoints/${log.checkpoints.sizes.at(-1) ?? 0}`) as string);
    return new Tampering(bundle, original, old, rotatedIn);
  }

  /** Tampers once, and gives what was not found as it must be; null when all is well. */
  try({ name, codes, tamper, isSealed, needsOld, pinsKey }: Kind, seed: number): string | null {
    const files: Files = new Map(this.original);
    tamper(files, randomBy(seed), this.rotatedIn);
    const changed = [...new Set([...files.keys(), ...this.original.keys()])].filter(
      (path) => files.get(path) !== this.original.get(path),
    );
    if (changed.length === 0) return `${name} (${seed}): nothing was changed`;
    this.put(changed, files);
    try {
      const options = { forms, rules, ...(pinsKey === true ? { key: firstSigner.key.vkey } : {}) };
      const alone = verify(this.folder, options);
      if (needsOld === true && !alone.holds)
        return `${name} (${seed}): found without an old checkpoint: ${Object.keys(alone.counts).join()}`;
      const { holds, counts } =
        needsOld === true ? verify(this.folder, { ...options, checkpoints: [this.old] }) : alone;
      const found = Object.keys(counts);
      const isOf = (one: string, code: string): boolean => one === code || one.startsWith(`${code} `);
      const isRight =
        !holds &&
        codes.every((code) => found.some((one) => isOf(one, code))) &&
        (isSealed !== true || found.every((one) => codes.some((code) => isOf(one, code))));
      return isRight ? null : `${name} (${seed}): found ${found.join(', ') || 'nothing'}, not ${codes.join(', ')}`;
    } finally {
      this.put(changed, this.original);
    }
  }

  private put(paths: readonly string[], files: ReadonlyMap<string, string>): void {
    for (const path of paths) {
      const content = files.get(path);
      if (content === undefined) rmSync(join(this.folder, path));
      else writeFileSync(join(this.folder, path), content);
    }
  }
}
