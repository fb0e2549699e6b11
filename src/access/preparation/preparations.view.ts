import type { EventOf, Recorded } from '../../kernel/message.js';
import type { Permissions } from '../../kernel/permission.js';
import { Documents, type Stamp } from '../../platform/read-model/documents.js';
import type { Fold } from '../../platform/read-model/fold.js';
import { view, type Rows, type View } from '../../platform/read-model/view.js';
import type { PreparationConfirmed } from './preparation.js';

/** A preparation, as the signer looks it up. */
export interface Prepared {
  readonly entry: number;
  readonly hash: string;
  /** Null once its words were redacted. */
  readonly salt: string | null;
  /** The entry that was signed on it; null while none was. */
  readonly signed: number | null;
}

interface PreparationDocument extends Stamp {
  readonly actor: string;
  readonly command: string;
  readonly hash: string;
  readonly salt: string | null;
}

const preparations = new Documents<PreparationDocument>({
  table: 'preparations',
  key: ({ firstEntry }) => String(firstEntry),
  columns: {
    entry: ({ firstEntry }) => firstEntry,
    actor: ({ actor }) => actor,
    command: ({ command }) => command,
    hash: ({ hash }) => hash,
    salt: ({ salt }) => salt,
    recorded_at: ({ recordedAt }) => recordedAt,
  },
  indexed: ['actor'],
});

interface SignedDocument extends Stamp {
  readonly preparation: number;
}

/** Entries that were signed on a preparation. */
const signedPreparations = new Documents<SignedDocument>({
  table: 'signed_preparations',
  key: ({ firstEntry }) => String(firstEntry),
  columns: { entry: ({ firstEntry }) => firstEntry, preparation: ({ preparation }) => preparation },
  indexed: ['preparation'],
});

/** Notes that an entry was signed on a preparation. */
const sign = (event: Recorded, fold: Fold): void => {
  const { preparation } = event.facts as { readonly preparation?: number };
  if (preparation !== undefined) signedPreparations.open(fold, event, { preparation });
};

const signedIn = (permissions: Permissions): readonly string[] =>
  Object.values(permissions).flatMap(({ states, second }) => (second === 'sealed' ? states : []));

/** What was prepared, and signed by the commands of which the permissions ask for it. */
export const preparationsView = (permissions: Permissions): View =>
  view<EventOf<typeof PreparationConfirmed>>({
    name: 'preparations.v1',
    tables: [preparations, signedPreparations],
    on: {
      ...Object.fromEntries(signedIn(permissions).map((type) => [type, sign])),
      PreparationConfirmed: (event, fold) => {
        const { command, hash } = event.facts;
        preparations.open(fold, event, { actor: event.actor, command, hash, salt: event.text?.salt ?? null });
      },
    },
  });

/** What a person has prepared for a command since a point in time, newest first. */
export const preparedBy = (rows: Rows, actor: string, command: string, since: string): Prepared[] =>
  rows.all<Prepared & Record<string, unknown>>(
    `SELECT entry, hash, salt, (SELECT min(entry) FROM signed_preparations WHERE preparation = preparations.entry) AS signed
     FROM preparations WHERE actor = ? AND command = ? AND recorded_at >= ? ORDER BY entry DESC`,
    actor,
    command,
    since,
  );
