import { gather } from '../../../src/platform/event-store/reading.js';
import { uuidv7 } from 'uuidv7';
import { knownRulesIn } from '../../../src/access/roles/known-rules.js';
import { composition } from '../../../src/contexts.js';
import { programFolder } from '../../../src/program-folder.js';
import { ChampionCountStated } from '../../../src/charter/charter/charter.js';
import { EntryCorrected, EntryRetracted } from '../../../src/kernel/correction/correction.js';
import type { DomainEvent } from '../../../src/kernel/message.js';
import { carriedBy, writeBundle, type SignedLog } from '../../../src/ledger/bundle/bundle.js';
import { checkpointText } from '../../../src/ledger/checkpoint/checkpoint.js';
import { formsOf } from '../../../src/ledger/bundle/event-forms.js';
import { LogKeyRotated } from '../../../src/ledger/keys/log-key.js';
import { signNote, type Signer } from '../../../src/ledger/checkpoint/note.js';
import { Tree } from '../../../src/ledger/tree/tree.js';
import { unseal, type EventDraft } from '../../../src/platform/event-store/envelope.js';
import type { StoredEntry } from '../../../src/platform/event-store/event-store.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { tellStory } from '../../events/story.js';
import { testKey } from './log-keys.js';
import { authorisedStory } from '../identity/people.js';

export const origin = 'example.org/test-register';

export const firstSigner = testKey(origin, 'first');
export const secondSigner = testKey(origin, 'second');

export const forms = formsOf(composition.eventTypes);
export const rules = knownRulesIn(programFolder, composition.rules);

/** An event as a log takes it, with a fresh id and a command of its own. */
export const drafted = ({ type, facts, text }: DomainEvent, commandId: string = uuidv7()): EventDraft => ({
  type,
  schemaVersion: 1,
  eventId: uuidv7(),
  facts,
  text,
  effective: '2026-01',
  actor: 'somebody',
  role: 'secretariat',
  onBehalfOf: null,
  commandId,
  correlationId: 'a-request',
  causationId: null,
  client: 'idc-test/1',
  origin: { kind: 'live', record: null, sources: [], sourceDate: null },
});

/** What each checkpoint is signed with: the second key joins the first when an entry has brought it in. */
export const signersAt = (size: number, rotatedIn: number): Signer[] =>
  size > rotatedIn ? [firstSigner, secondSigner] : [firstSigner];

/** A log and the entry that changes its key. */
export interface RichLog {
  readonly entries: readonly StoredEntry[];
  readonly log: SignedLog;
  readonly rotatedIn: number;
}

/** A log of all types of events with a change of keys, commands of several events, corrections, and checkpoints on the way. */
export async function richLog(): Promise<RichLog> {
  let now = Date.parse('2026-02-01T00:00:00Z');
  const store = new MemoryEventStore(() => (now += 1000));
  const words = { language: 'en', note: 'The figure was another.' } as const;
  for (const { leaf, facts, text } of (await tellStory()).filter(
    ({ leaf }) =>
      !/"type":"(LogKeyRotated|Entry|Redaction|PartRedacted|Role|AuthorisationRules|Preparation)/.test(leaf),
  )) {
    const {
      stream,
      entry: _,
      revision: __,
      recordedAt: ___,
      format: ____,
      ...told
    } = JSON.parse(leaf) as EventDraft & Record<string, unknown> & { stream: string };
    const draft = {
      ...told,
      facts: JSON.parse(facts) as object,
      text: text === null ? null : (JSON.parse(text) as object),
    };
    const earlier = await store.readCommand(told.commandId);
    if (earlier === null) await store.append(stream, 'any', [draft]);
    else await store.append(stream, 'any', [{ ...draft, commandId: `${told.commandId}-${draft.eventId}` }]);
  }
  const { size: rotatedIn } = await store.head();
  await store.append('ledger-log', 'none', [
    drafted(LogKeyRotated({ retired: firstSigner.key.vkey, introduced: secondSigner.key.vkey })),
  ]);
  for (let number = 0; number < 3; number++) {
    const commandId = uuidv7();
    const { type } = ChampionCountStated;
    const several = ['a', 'b', 'c'].map((name) =>
      drafted(ChampionCountStated({ count: number, asOf: null, source: name }), commandId),
    );
    const { firstEntry } = await store.append('charter-IDC', 'any', several);
    await store.append('charter-IDC', 'exists', [
      drafted(
        EntryCorrected(
          { entry: firstEntry, type, schemaVersion: 1, part: null, facts: { count: 100, asOf: '2026', source: null } },
          { ...words, text: null },
        ),
      ),
    ]);
    await store.append('charter-IDC', 'exists', [
      drafted(EntryRetracted({ entry: firstEntry + 1, type, part: null }, { ...words, language: 'fr' })),
    ]);
  }
  const entries = await gather(store.readEntries(0));
  return { entries, rotatedIn, log: signedLog(entries, [7, 20, rotatedIn, rotatedIn + 1, entries.length], rotatedIn) };
}

/** Entries as a signed log, with checkpoints of these sizes. */
export function signedLog(entries: readonly StoredEntry[], sizes: readonly number[], rotatedIn = Infinity): SignedLog {
  const tree = new Tree();
  for (const { leaf } of entries) tree.append(leaf);
  return {
    store: {
      readEntries: () =>
        (async function* () {
          yield* entries;
        })(),
      readAll: async function* ({ filter } = {}) {
        for (const { leaf, facts, text } of entries) {
          const event = unseal(leaf, facts, text);
          if (filter?.types?.includes(event.type) !== false) yield event;
        }
      },
    },
    firstKey: firstSigner.key.vkey,
    checkpoints: {
      sizes,
      read: (size) => signNote(checkpointText({ origin, size, root: tree.rootAt(size) }), signersAt(size, rotatedIn)),
    },
  };
}

/** Writes a bundle of a log as the register does. */
export async function exportInto(folder: string, log: SignedLog): Promise<string> {
  await writeBundle(folder, { log, forms, rules, carried: await carriedBy(programFolder) });
  return folder;
}

/** A log in which people of all roles did what they may. */
export async function authorisedLog(): Promise<RichLog> {
  const people = await authorisedStory();
  const entries = await gather(people.store.readEntries(0));
  await people.close();
  return { entries, rotatedIn: Infinity, log: signedLog(entries, [0, 10, entries.length]) };
}
