import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { Recorded } from '../../kernel/message.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import type { Fold } from '../../platform/read-model/fold.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { view } from '../../platform/read-model/view.js';
import type { AssessmentEvent } from '../quality/assessment.js';
import { assessmentOf, type AssessmentDocument } from '../quality/assessments.view.js';
import type { UseEvent } from '../use/use.js';
import { usesAfter, type UseDocument } from '../use/uses.view.js';
import { slugIn } from '../names.js';
import type { Verdict } from './classes.js';
import type { ExampleEvent } from './example.js';

export interface Judgement {
  readonly codeList: string;
  readonly version: string;
  readonly verdict: Verdict;
  readonly criteriaMet: readonly string[];
  readonly judge: string;
  readonly on: string | null;
  readonly note: LocalText | null;
  readonly entry: number;
}

export interface Categories {
  readonly codeList: string;
  readonly version: string;
  readonly terms: readonly { readonly code: string; readonly group: string | null }[];
  readonly on: string | null;
  readonly entry: number;
}

export interface Review {
  readonly outcome: string;
  readonly reviewer: string | null;
  readonly on: string | null;
  readonly note: LocalText | null;
  readonly entry: number;
}

/** What an update can change, apart from words. */
interface Classes {
  readonly kind: string | null;
  readonly participationStep: number | null;
  readonly stages: readonly string[];
  readonly sector: string | null;
  readonly sdgGoals: readonly number[];
  readonly sdgTargets: readonly string[];
  readonly sdgIndicators: readonly string[];
  readonly sdgBasis: string | null;
  readonly populations: readonly string[];
  readonly countries: readonly string[];
  readonly organisations: readonly string[];
  readonly governmentUse: string | null;
  readonly consent: string | null;
  readonly ownership: string | null;
}

export interface ExampleDocument extends RecordDocument, Classes {
  readonly slug: string;
  readonly title: LocalText | null;
  readonly method: LocalText | null;
  readonly consentNote: LocalText | null;
  readonly governmentUseNote: LocalText | null;
  readonly status: 'submitted' | 'reviewed' | 'published' | 'retired';
  readonly submitted: string | null;
  readonly published: string | null;
  readonly updated: string | null;
  readonly retired: string | null;
  readonly retirementReason: string | null;
  /** How often it was updated. */
  readonly updates: number;
  readonly reviews: readonly Review[];
  readonly categories: Categories | null;
  /** Oldest first. */
  readonly judgements: readonly Judgement[];
  readonly assessments: readonly AssessmentDocument[];
  readonly uses: readonly UseDocument[];
}

/** The table of what each example is about, one row for each. */
export const exampleLinks = 'example_links';

export const examples = new RecordDocuments<ExampleDocument>({
  table: 'examples',
  kind: 'Example',
  key: ({ slug }) => slug,
  columns: {
    status: ({ status }) => status,
    kind: ({ kind }) => kind,
    step: ({ participationStep }) => participationStep,
    sector: ({ sector }) => sector,
    government_use: ({ governmentUse }) => governmentUse,
    verdict: ({ judgements }) => judgements.at(-1)?.verdict ?? null,
    recorded_at: ({ recordedAt }) => recordedAt,
  },
  indexed: [],
  side: [
    {
      table: exampleLinks,
      owner: 'example',
      columns: { kind: 'TEXT NOT NULL', value: 'ANY NOT NULL' },
      indexed: [
        ['kind', 'value', 'example'],
        ['example', 'kind', 'value'],
      ],
      rows: (document) =>
        Object.entries({
          stage: document.stages,
          goal: document.sdgGoals,
          target: document.sdgTargets,
          indicator: document.sdgIndicators,
          population: document.populations,
          country: document.countries,
          organisation: document.organisations,
          term: document.categories?.terms.map(({ code }) => code) ?? [],
          guideline: new Set(document.assessments.flatMap(({ recommends }) => recommends)),
          ...byGroup(document.categories?.terms ?? []),
        }).flatMap(([kind, values]) => [...values].map((value) => [kind, value] as const)),
    },
  ],
});

/** The terms of each facet of a taxonomy, such as the methods and the tasks. */
function byGroup(terms: Categories['terms']): Readonly<Record<string, readonly string[]>> {
  const groups: Record<string, string[]> = {};
  for (const { code, group } of terms) if (group !== null) (groups[`group/${group}`] ??= []).push(code);
  return groups;
}

const given = <T extends object>(fields: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as never;

const turn = (event: Recorded<ExampleEvent>, fold: Fold, change: Partial<ExampleDocument>): void =>
  examples.change(fold, event, event.facts.example, () => change);

const onUse = (event: Recorded<UseEvent>, fold: Fold): void =>
  examples.change(fold, event, slugIn(event.facts.use), ({ uses }) => ({ uses: usesAfter(uses, event) }));

export const examplesView = view<ExampleEvent | AssessmentEvent | UseEvent | CorrectionEvent | RedactionEvent>({
  name: 'examples.v2',
  tables: [examples],
  on: {
    ...correctionHandlers(examples, ofNoun('example')),
    ExampleSubmitted: (event, fold) => {
      const { facts, text } = event;
      const { example: slug, ...classes } = facts;
      const said = (word: string | null | undefined) => wordsOf(word, text?.language);
      examples.add(fold, event, {
        slug,
        ...classes,
        title: said(text?.title),
        method: said(text?.method),
        consentNote: said(text?.consentNote),
        governmentUseNote: said(text?.governmentUseNote),
        status: 'submitted',
        submitted: event.effective,
        published: null,
        updated: null,
        retired: null,
        retirementReason: null,
        updates: 0,
        reviews: [],
        categories: null,
        judgements: [],
        assessments: [],
        uses: [],
      });
    },
    ExampleUpdated: (event, fold) => {
      const { facts, text } = event;
      const { example: slug, ...classes } = facts;
      const said = (word: string | null | undefined) => wordsOf(word, text?.language);
      examples.change(fold, event, slug, ({ status, updates }) => ({
        ...given(classes),
        ...given({
          title: said(text?.title),
          method: said(text?.method),
          consentNote: said(text?.consentNote),
          governmentUseNote: said(text?.governmentUseNote),
        }),
        status: status === 'reviewed' ? 'submitted' : status,
        updated: event.effective,
        updates: updates + 1,
      }));
    },
    ExampleReviewed: (event, fold) => {
      const { facts, text } = event;
      const { example: slug, outcome, reviewer } = facts;
      const note = wordsOf(text?.note, text?.language);
      const review: Review = { outcome, reviewer, on: event.effective, note, entry: event.entry };
      examples.change(fold, event, slug, ({ reviews }) => ({ status: 'reviewed', reviews: [...reviews, review] }));
    },
    ExamplePublished: (event, fold) => turn(event, fold, { status: 'published', published: event.effective }),
    ExampleCategorised: (event, fold) => {
      const { codeList, version, terms } = event.facts;
      turn(event, fold, { categories: { codeList, version, terms, on: event.effective, entry: event.entry } });
    },
    ExampleJudged: (event, fold) => {
      const { example: slug, ...facts } = event.facts;
      const note = wordsOf(event.text?.note, event.text?.language);
      const judgement: Judgement = { ...facts, on: event.effective, note, entry: event.entry };
      examples.change(fold, event, slug, ({ judgements }) => ({ judgements: [...judgements, judgement] }));
    },
    QualityAssessed: (event, fold) =>
      examples.change(fold, event, event.facts.example, ({ assessments }) => ({
        assessments: [...assessments, assessmentOf(event)],
      })),
    UseOffered: onUse,
    UseValidated: onUse,
    DataUsed: onUse,
    UseStopped: onUse,
    ExampleRetired: (event, fold) =>
      turn(event, fold, {
        status: 'retired',
        retired: event.effective,
        retirementReason: event.facts.reasonCode,
      }),
  },
});
