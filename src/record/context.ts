import { correctionEvents, partsIn } from '../kernel/correction/correction.js';
import { correctionCommands, corrections } from '../kernel/correction/correct-entry.js';
import { bySecretariat, row, sealed } from '../kernel/permission.js';
import { redactionCommands, redactions } from '../kernel/correction/redact-entry.js';
import { redactionEvents } from '../kernel/correction/redaction.js';
import { aggregate, defineContext, type Composition } from '../platform/context.js';
import { mutations } from '../platform/graphql/resolvers/mutations.js';
import { kindOf } from '../platform/read-model/documents.js';
import { ChangeResolver, ComparisonResolver } from './comparison/comparison.resolver.js';
import { correctable, correctionRules, isNaming } from './correctable.js';
import { NodeResolver } from './node.resolver.js';
import { recordPages } from './pages/pages.js';
import { searchFields } from './search/search.fields.js';
import { SearchResolver } from './search/search.resolver.js';
import { searchQueries, searchView } from './search/search.view.js';

const own = ['own'] as const;
const any = ['any'] as const;
const firstOf = (entries: unknown): number => (entries as readonly number[])[0] ?? -1;

/** What may happen to any entry and any thing, whatever its context: correction, retraction, redaction, comparison, search. */
export const recordContext = defineContext({
  name: 'record',
  events: [...correctionEvents, ...redactionEvents],
  queries: searchQueries,
  resolvers: [NodeResolver, SearchResolver, ComparisonResolver, ChangeResolver],
  fields: { Node: { __resolveType: kindOf } },
  pages: recordPages,
  permissions: {
    CorrectEntry: row('EntryCorrected', { approver: own, secretariat: any, operator: any }, sealed),
    RetractEntry: row('EntryRetracted', bySecretariat, sealed),
    ProposeRedaction: row('RedactionProposed', { approver: own, administrator: own, secretariat: any }),
    ConfirmRedaction: row('PartRedacted', { secretariat: any }, { second: 'proposed' }),
  },
  sentences: {
    EntryCorrected: ({ entry, type }) => `Entry ${entry} (${type}) was corrected.`,
    RedactionProposed: ({ entries, type }) =>
      `The redaction of the text of entry ${firstOf(entries)} (${type}) was proposed.`,
    PartRedacted: ({ entries, type, reasonCode }) =>
      `The text of entry ${firstOf(entries)} (${type}) was redacted: ${reasonCode}.`,
    EntryRetracted: ({ entry, type }) => `Entry ${entry} (${type}) was retracted.`,
  },
  across: (all: Composition) => {
    const types = correctable(all);
    const entry = mutations('subject', [...correctionCommands, ...redactionCommands], ({ stream }, basis) =>
      all.queryForStream(stream, basis),
    );
    return {
      aggregates: [
        aggregate(corrections(types, isNaming(all), correctionRules(all), all.relations), correctionCommands),
        aggregate(redactions(partsIn(types)), redactionCommands),
      ],
      views: [searchView(all.findable)],
      resolvers: [entry],
      fields: searchFields(all.nouns),
    };
  },
});
