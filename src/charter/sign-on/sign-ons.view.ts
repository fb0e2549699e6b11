import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { Recorded } from '../../kernel/message.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import type { Fold } from '../../platform/read-model/fold.js';
import { anyOf, page, type Conditions, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { sortKey } from '../../platform/read-model/sort-key.js';
import { view } from '../../platform/read-model/view.js';
import type { ChampionKind } from '../vocabulary/vocabulary.js';
import type { SignOnEvent, SignOnStage } from './sign-on.js';

/** A step with its date; `on` is null if no source gives one. */
export interface RecordedStep {
  readonly stage: SignOnStage;
  readonly on: string | null;
  readonly entry: number;
}

export interface SignOnDocument extends RecordDocument {
  /** The slug of the champion that it became, or would become. */
  readonly slug: string;
  readonly name: string;
  readonly kind: ChampionKind | null;
  readonly country: string | null;
  /** The last step before it signed. */
  readonly stage: SignOnStage;
  readonly steps: readonly RecordedStep[];
}

export const signOns = new RecordDocuments<SignOnDocument>({
  table: 'sign_ons',
  kind: 'SignOn',
  key: ({ slug }) => slug,
  columns: {
    sort_name: ({ name }) => sortKey(name),
    kind: ({ kind }) => kind,
    country: ({ country }) => country,
    stage: ({ stage }) => stage,
  },
  indexed: [],
});

type Candidate = Extract<SignOnEvent, { type: 'SigningInvited' | 'InterestExpressed' }>;

/** A step that names the organisation: what it leaves out stays as it was. */
function stepOf(stage: SignOnStage) {
  return (event: Recorded<Candidate>, fold: Fold): void => {
    const { champion: slug, name, kind, country } = event.facts;
    const step = { stage, on: event.effective, entry: event.entry };
    if (signOns.get(fold, slug) === undefined)
      signOns.add(fold, event, { slug, name, kind, country, stage, steps: [step] });
    else
      signOns.change(fold, event, slug, (known) => ({
        name,
        kind: kind ?? known.kind,
        country: country ?? known.country,
        stage,
        steps: [...known.steps, step],
      }));
  };
}

export const signOnsView = view<SignOnEvent | CorrectionEvent | RedactionEvent>({
  name: 'sign-ons.v1',
  tables: [signOns],
  on: {
    ...correctionHandlers(signOns, ofNoun('signOn')),
    SigningInvited: stepOf('invited'),
    InterestExpressed: stepOf('interested'),
    SigningDeclined: (event, fold) =>
      signOns.change(fold, event, event.facts.champion, ({ steps }) => ({
        stage: 'declined',
        steps: [...steps, { stage: 'declined', on: event.effective, entry: event.entry }],
      })),
  },
});

export interface SignOnFilter {
  readonly stages?: readonly (SignOnStage | 'endorsed')[] | null;
  readonly kinds?: readonly string[] | null;
  readonly countries?: readonly string[] | null;
}

/** Who has signed is a champion, whatever was the step before. */
const stageNow = "CASE WHEN key IN (SELECT key FROM champions) THEN 'endorsed' ELSE stage END";

const conditions = (filter: SignOnFilter | null | undefined): Conditions => [
  ...anyOf(stageNow, filter?.stages),
  ...anyOf('kind', filter?.kinds),
  ...anyOf('country', filter?.countries),
];

export class SignOnBySlug extends query<{ slug: string }, SignOnDocument | undefined>() {}
export class ListSignOns extends query<PageRequest & { filter?: SignOnFilter | null }, Page<SignOnDocument>>() {}

export const signOnQueries = [
  answers(SignOnBySlug, ({ slug }, { rows }) => signOns.get(rows, slug)),
  answers(ListSignOns, ({ filter, ...request }, basis) =>
    page(basis, { table: 'sign_ons', where: conditions(filter), sort: 'sort_name' }, request),
  ),
];
