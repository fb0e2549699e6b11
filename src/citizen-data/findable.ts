import { changed, findable } from '../platform/read-model/search/findables.js';
import type { CodeListEvent } from './code-list/list-version.js';
import type { ExampleEvent } from './example/example.js';

/** The words by which lists of codes and examples are found. */
export const citizenDataFindable = findable<CodeListEvent | ExampleEvent>({
  ListVersionPublished: ({ entry, facts: { codeList, terms }, text }) => ({
    noun: 'codeList',
    key: codeList,
    parts: {
      [entry]: [text?.title],
      [`terms of ${entry}`]: terms.flatMap(({ labels }) => labels.map(({ label }) => label)),
    },
  }),
  ExampleSubmitted: ({ facts: { example, sector }, text }) => ({
    noun: 'example',
    key: example,
    parts: {
      title: [text?.title],
      sector: [sector],
      method: [text?.method],
      use: [text?.governmentUseNote],
      consent: [text?.consentNote],
    },
  }),
  ExampleUpdated: ({ facts: { example, sector }, text }) => ({
    noun: 'example',
    key: example,
    parts: {
      title: changed(text?.title),
      sector: changed(sector),
      method: changed(text?.method),
      use: changed(text?.governmentUseNote),
      consent: changed(text?.consentNote),
    },
  }),
});
