import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import {
  anyOf,
  page,
  type Conditions,
  type Listing,
  type Page,
  type PageRequest,
} from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { matchingOf } from '../../platform/read-model/search/findables.js';
import { view } from '../../platform/read-model/view.js';
import type { ExperienceEvent } from './experience.js';

interface Reply {
  readonly organisation: string;
  readonly sector: string;
  readonly reply: LocalText | null;
  readonly on: string | null;
  readonly entry: number;
}

export interface ExperienceDocument extends RecordDocument {
  readonly code: string;
  readonly organisation: string;
  readonly sector: string;
  readonly role: string;
  readonly example: string | null;
  readonly title: LocalText | null;
  readonly worked: LocalText | null;
  readonly failed: LocalText | null;
  readonly advice: LocalText | null;
  readonly told: string | null;
  readonly status: 'told' | 'withdrawn';
  readonly replies: readonly Reply[];
}

export const experiences = new RecordDocuments<ExperienceDocument>({
  table: 'experiences',
  kind: 'Experience',
  key: ({ code }) => code,
  columns: {
    organisation: ({ organisation }) => organisation,
    sector: ({ sector }) => sector,
    role: ({ role }) => role,
    example: ({ example }) => example,
    status: ({ status }) => status,
  },
  indexed: ['example'],
});

export const experiencesView = view<ExperienceEvent | CorrectionEvent | RedactionEvent>({
  name: 'experiences.v1',
  tables: [experiences],
  on: {
    ...correctionHandlers(experiences, ofNoun('experience')),
    ExperienceTold: (event, fold) => {
      const { facts, text } = event;
      const { experience: code, ...rest } = facts;
      const said = (word: string | null | undefined) => wordsOf(word, text?.language);
      experiences.add(fold, event, {
        code,
        ...rest,
        title: said(text?.title),
        worked: said(text?.worked),
        failed: said(text?.failed),
        advice: said(text?.advice),
        told: event.effective,
        status: 'told',
        replies: [],
      });
    },
    ExperienceReplied: (event, fold) => {
      const { experience: code, organisation, sector } = event.facts;
      const reply = wordsOf(event.text?.reply, event.text?.language);
      const added: Reply = { organisation, sector, reply, on: event.effective, entry: event.entry };
      experiences.change(fold, event, code, ({ replies }) => ({ replies: [...replies, added] }));
    },
    ExperienceWithdrawn: (event, fold) =>
      experiences.change(fold, event, event.facts.experience, () => ({ status: 'withdrawn' })),
  },
});

export interface ExperienceFilter {
  readonly organisations?: readonly string[] | null;
  readonly sectors?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
  readonly examples?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
  readonly text?: string | null;
}

const conditions = (filter: ExperienceFilter | null | undefined): Conditions => [
  ...anyOf('organisation', filter?.organisations),
  ...anyOf('sector', filter?.sectors),
  ...anyOf('role', filter?.roles),
  ...anyOf('example', filter?.examples),
  ...anyOf('status', filter?.statuses),
  ...(filter?.text ? [matchingOf('experience', filter.text)] : []),
];

export const experienceListing = (filter?: ExperienceFilter | null): Listing => ({
  table: 'experiences',
  where: conditions(filter),
  sort: 'key',
});

export class ExperienceByCode extends query<{ code: string }, ExperienceDocument | undefined>() {}
export class ListExperiences extends query<
  PageRequest & { filter?: ExperienceFilter | null },
  Page<ExperienceDocument>
>() {}

export const experienceQueries = [
  answers(ExperienceByCode, ({ code }, { rows }) => experiences.get(rows, code)),
  answers(ListExperiences, ({ filter, ...request }, basis) => page(basis, experienceListing(filter), request)),
];
