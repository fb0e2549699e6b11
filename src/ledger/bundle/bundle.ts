import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { EventStore, StoredEntry } from '../../platform/event-store/event-store.js';
import type { EventForms } from './event-forms.js';
import { parseVkey } from '../checkpoint/note.js';
import { redactionsIn } from '../redacted-entries.js';
import { speaksOfKeys } from '../keys/key-terms.js';

/** A log and what was signed of it. */
export interface SignedLog {
  readonly store: Pick<EventStore, 'readEntries' | 'readAll'>;
  /** The key that the log began with, as it is published; the log itself names the others. */
  readonly firstKey: string;
  /** The signed checkpoints, by their sizes in ascending order. */
  readonly checkpoints: { readonly sizes: readonly number[]; read(size: number): string | null };
}

/** The rules of who may do what, by version, as the verifier replays them. */
export type KnownRules = Readonly<Record<string, object>>;

/** The texts that a bundle carries: the verifier, and the guide for auditors. */
export interface Carried {
  readonly verifier: string;
  readonly guide: string;
}

/** Reads the carried texts out of the folder of this program that has `ledger/bundle/verifier.mjs` in it. */
export async function carriedBy(folder: string): Promise<Carried> {
  const read = (file: string): Promise<string> => readFile(join(folder, 'ledger/bundle', file), 'utf8');
  return { verifier: await read('verifier.mjs'), guide: await read('auditors.md') };
}

/** The folder already holds something that is no bundle, and is left as it is. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/** Nothing was signed yet, or less is there than was signed. */
export class NothingToExport extends Error {
  override readonly name = 'NothingToExport';
}

/** Every name that stands in a bundle. */
const names = ['README.md', 'checkpoints', 'keys', 'log', 'verify.mjs'];

/**
 * Writes the log, as far as its last checkpoint covers it, into a new or empty folder, or in place of an older bundle: entries, parts, checkpoints,
 * keys, the verifier with the forms of the events and the rules of who may do what, and the guide. Gives how many entries it holds. All is written beside the folder and
 * then renamed, so that what bears its name is whole. Throws `FolderInUse` or `NothingToExport`; then nothing has changed.
 */
export async function writeBundle(
  folder: string,
  {
    log,
    forms,
    rules,
    carried,
  }: { readonly log: SignedLog; readonly forms: EventForms; readonly rules: KnownRules; readonly carried: Carried },
  progress: (done: number, of: number) => void = () => undefined,
): Promise<number> {
  const target = resolve(folder);
  const isThere = await mustBeFree(target);
  const size = log.checkpoints.sizes.at(-1);
  if (size === undefined)
    throw new NothingToExport(
      'There is no signed checkpoint yet; the register signs one when it has recorded something.',
    );
  await mkdir(dirname(target), { recursive: true });
  const beside = await mkdtemp(join(dirname(target), `.${basename(target)}.new-`));
  const fresh = join(beside, 'bundle');
  try {
    for (const name of ['log', 'checkpoints', 'keys']) await mkdir(join(fresh, name), { recursive: true });
    const introduced = await writeEntries(join(fresh, 'log'), log.store, size, progress);
    for (const vkey of [log.firstKey, ...introduced]) await writeFile(join(fresh, 'keys', keyFile(vkey)), `${vkey}\n`);
    for (const each of log.checkpoints.sizes)
      await writeFile(join(fresh, 'checkpoints', String(each)), log.checkpoints.read(each) ?? '');
    await writeFile(join(fresh, 'verify.mjs'), verifierWith(forms, rules, carried.verifier));
    await writeFile(join(fresh, 'README.md'), carried.guide);
    await put(fresh, target, isThere ? join(beside, 'older') : null);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return size;
}

/** Gives a folder its name; what had the name before goes elsewhere, and comes back if that fails. */
async function put(folder: string, name: string, elsewhere: string | null): Promise<void> {
  if (elsewhere !== null) await rename(name, elsewhere);
  try {
    await rename(folder, name);
  } catch (error) {
    if (elsewhere !== null) await rename(elsewhere, name);
    throw error;
  }
}

/** Whether there is a folder already; throws where something else than a bundle is in it. */
async function mustBeFree(folder: string): Promise<boolean> {
  const found = await readdir(folder).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw code === 'ENOTDIR' ? new FolderInUse(`${folder} is a file; give a new or an empty folder.`) : error;
  });
  const strange = found?.find((name) => !names.includes(name));
  const isBundle = names.every((name) => found?.includes(name));
  if (found !== null && found.length > 0 && (strange !== undefined || !isBundle)) {
    throw new FolderInUse(
      `${folder} is not empty, and ${strange === undefined ? 'not a complete bundle' : `${strange} is not part of a bundle`}; give another one.`,
    );
  }
  return found !== null;
}

/** Writes entries and parts, one canonical line each, and gives the keys that the entries bring in. */
async function writeEntries(
  folder: string,
  store: SignedLog['store'],
  size: number,
  progress: (done: number, of: number) => void,
): Promise<string[]> {
  const leaves = await LineFile.create(join(folder, 'leaves.jsonl'));
  const parts = await LineFile.create(join(folder, 'parts.jsonl'));
  const introduced: string[] = [];
  const redacted = new Set<number>();
  for await (const { entry, facts } of redactionsIn(store))
    if (entry < size) for (const one of facts.entries) redacted.add(one);
  let done = 0;
  try {
    if (size > 0)
      for await (const entry of store.readEntries(0)) {
        await leaves.write(entry.leaf);
        await parts.write(partsLine(redacted.has(entry.entry) ? { ...entry, text: null } : entry));
        if (speaksOfKeys(entry.leaf)) introduced.push((JSON.parse(entry.facts) as { introduced: string }).introduced);
        done += 1;
        if (done % 1000 === 0 || done === size) progress(done, size);
        if (done === size) break;
      }
  } finally {
    await leaves.close();
    await parts.close();
  }
  if (done < size)
    throw new NothingToExport(`A checkpoint of ${size} entries is signed, and the log has ${done}: entries were lost.`);
  return introduced;
}

/** The parts of an entry as canonical JSON; they are stored in that form. */
const partsLine = ({ entry, facts, factsSalt, text, textSalt }: StoredEntry): string =>
  `{"entry":${entry},"facts":${part(facts, factsSalt)},"text":${text === null || textSalt === null ? 'null' : part(text, textSalt)}}`;

const part = (json: string, salt: Uint8Array): string =>
  `{"salt":"${Buffer.from(salt).toString('hex')}","value":${json}}`;

/** The file of a key: its name, as far as file systems take it, and its id. */
function keyFile(vkey: string): string {
  const { name, id } = parseVkey(vkey);
  return `${name.replace(/[^\w.-]/g, '_')}-${id}.vkey`;
}

/** The verifier with the forms of the events and the rules in it. */
const verifierWith = (forms: EventForms, rules: KnownRules, verifier: string): string =>
  Object.entries({ embeddedForms: forms, embeddedRules: rules }).reduce((text, [name, value]) => {
    const place = `const ${name} = null;`;
    if (text.split(place).length !== 2) throw new Error(`The verifier must have one line ${place}`);
    return text.replace(place, () => `const ${name} = ${JSON.stringify(value)};`);
  }, verifier);

/** A file that lines are added to, many at a time. */
class LineFile {
  private waiting: string[] = [];
  private length = 0;

  private constructor(private readonly file: FileHandle) {}

  static async create(path: string): Promise<LineFile> {
    return new LineFile(await open(path, 'wx'));
  }

  async write(line: string): Promise<void> {
    this.waiting.push(line, '\n');
    this.length += line.length;
    if (this.length > 256 * 1024) await this.flush();
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.file.close();
    }
  }

  private async flush(): Promise<void> {
    await this.file.writeFile(this.waiting.join(''));
    [this.waiting, this.length] = [[], 0];
  }
}
