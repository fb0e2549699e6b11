import type { EventStore } from '../../platform/event-store/event-store.js';
import type { LogKeys } from './keys.js';
import type { LedgerEvent } from './log-key.js';
import { parseVkey, type Signer, type VerifierKey } from '../checkpoint/note.js';

/** What an entry says of the log's keys. */
interface Rotation {
  readonly entry: number;
  readonly retired: string;
  readonly introduced: string;
}

/** A key of the log, and from which entry to which it is the one that must sign. */
export interface KeyTerm {
  readonly vkey: string;
  /** The entry that introduced it; null for the first key, which no entry names. */
  readonly introducedBy: number | null;
  /** The entry that retired it; null while it is the current one. */
  readonly retiredBy: number | null;
}

/** Whether an entry is about the log's keys. In canonical JSON its type is written like this and nothing else can be. */
export const speaksOfKeys = (leaf: string): boolean => leaf.includes('"type":"LogKeyRotated"');

/** Which keys sign for which size of the log: the first one of the folder, then those that the log itself names. */
export class Rotations {
  private readonly all: Rotation[] = [];

  constructor(private readonly keys: LogKeys) {}

  /** Notes what an entry that speaks of keys says of them. */
  async read(entry: number, store: EventStore): Promise<void> {
    for await (const { facts } of store.readEntries(entry)) {
      this.all.push({ entry, ...(JSON.parse(facts) as LedgerEvent['facts']) });
      break;
    }
  }

  /** The keys of the log in their order. A register in memory has its own alone, whatever the log that was copied into it says. */
  get terms(): readonly KeyTerm[] {
    const all = this.keys.areKept ? this.all : [];
    const first = all[0]?.retired ?? this.keys.first?.vkey;
    if (first === undefined) return [];
    const vkeys = [
      { vkey: first, introducedBy: null },
      ...all.map(({ introduced, entry }) => ({ vkey: introduced, introducedBy: entry })),
    ];
    return vkeys.map((key, index) => ({ ...key, retiredBy: all[index]?.entry ?? null }));
  }

  /** The keys by which signatures of this log are checked. */
  get verifierKeys(): readonly VerifierKey[] {
    return this.terms.map(({ vkey }) => parseVkey(vkey));
  }

  /**
   * Who signs for a log of a size: the key that is then current, and the one before it until the next rotation, if it is still here.
   * Null when the current key is not here.
   */
  signersAt(size: number): readonly Signer[] | null {
    const known = this.terms.filter(({ introducedBy }) => introducedBy === null || introducedBy < size).slice(-2);
    const signers = known.map(({ vkey }) => this.keys.signer(vkey));
    const current = signers.pop() ?? null;
    return current === null ? null : [...signers.filter((signer) => signer !== null), current];
  }
}
