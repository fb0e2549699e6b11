import { aggregate, defineContext } from '../platform/context.js';
import { citizenDataFields } from './citizen-data.fields.js';
import { citizenDataMutations, CitizenDataResolver } from './citizen-data.resolver.js';
import { codeList, codeListCommands, codeListEvents } from './code-list/list-version.js';
import { codeListQueries, codeListsView } from './code-list/code-lists.view.js';
import { citizenDataCorrectionRules } from './correction-rules.js';
import { citizenDataSentences } from './event-sentences.js';
import { exampleQueries } from './example/example-lists.view.js';
import { example, exampleCommands, exampleEvents } from './example/example.js';
import { examplesView } from './example/examples.view.js';
import { citizenDataFindable } from './findable.js';
import { citizenDataCodes } from './known-codes.view.js';
import { isNaming } from './names.js';
import { citizenDataNouns } from './nouns.js';
import { citizenDataPermissions } from './permissions.js';

/** Citizen-generated data: examples of it, and the lists of codes by which records are classified. */
export const citizenDataContext = defineContext({
  name: 'citizen-data',
  events: [...codeListEvents, ...exampleEvents],
  aggregates: [aggregate(codeList, codeListCommands), aggregate(example, exampleCommands)],
  views: [codeListsView, examplesView],
  queries: [...codeListQueries, ...exampleQueries],
  resolvers: [CitizenDataResolver, ...citizenDataMutations],
  fields: citizenDataFields,
  nouns: citizenDataNouns,
  sentences: citizenDataSentences,
  codes: citizenDataCodes,
  permissions: citizenDataPermissions,
  correctable: { isNaming, rules: citizenDataCorrectionRules },
  findable: citizenDataFindable,
});
