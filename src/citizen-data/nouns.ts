import type { Noun } from '../platform/context.js';
import { CodeListBySlug, codeLists } from './code-list/code-lists.view.js';
import { comparedCodeList, comparedExample } from './compared.js';
import { ExampleBySlug } from './example/example-lists.view.js';
import { examples } from './example/examples.view.js';

/** The things of this context that have a name of their own. */
export const citizenDataNouns: readonly Noun[] = [
  {
    noun: 'codeList',
    organisation: null,
    document: (key) => ({ documents: codeLists, key }),
    found: codeLists,
    find: (slug, basis) => new CodeListBySlug({ slug }, basis),
    compared: comparedCodeList,
  },
  {
    noun: 'example',
    organisation: null,
    document: (key) => ({ documents: examples, key }),
    found: examples,
    find: (slug, basis) => new ExampleBySlug({ slug }, basis),
    compared: comparedExample,
  },
];
