import { correctionEvents } from '../kernel/correction.js';
import { redactionEvents } from '../kernel/redaction.js';
import { defineContext } from '../platform/context.js';
import { kindOf } from '../platform/read-model/documents.js';

const firstOf = (entries: unknown): number => (entries as readonly number[])[0] ?? -1;

/** What may happen to any entry, whatever its context: corrections, retractions and redactions. */
export const recordContext = defineContext({
  name: 'record',
  events: [...correctionEvents, ...redactionEvents],
  fields: { Node: { __resolveType: kindOf }, SearchResult: { __resolveType: kindOf } },
  sentences: {
    EntryCorrected: ({ entry, type }) => `Entry ${entry} (${type}) was corrected.`,
    RedactionProposed: ({ entries, type }) => `The redaction of the text of entry ${firstOf(entries)} (${type}) was proposed.`,
    PartRedacted: ({ entries, type, reasonCode }) => `The text of entry ${firstOf(entries)} (${type}) was redacted: ${reasonCode}.`,
    EntryRetracted: ({ entry, type }) => `Entry ${entry} (${type}) was retracted.`,
  },
});
