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
    RedactionProposed: ({ entries, type }) => `Somebody asked that the words of entry ${firstOf(entries)} (${type}) be taken out of the log.`,
    PartRedacted: ({ entries, type, reasonCode }) => `The words of entry ${firstOf(entries)} (${type}) were taken out of the log: ${reasonCode}.`,
    EntryRetracted: ({ entry, type }) => `Entry ${entry} (${type}) was retracted.`,
  },
});
