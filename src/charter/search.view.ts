import { Refused } from '../kernel/refusal.js';
import { indexed, isTooShort, matchOf, tokenizer } from '../platform/read-model/search-words.js';
import type { Language } from '../kernel/fields.js';
import type { Recorded } from '../kernel/message.js';
import { answers, query } from '../platform/cqrs/queries.js';
import { Documents, type Stamp } from '../platform/read-model/documents.js';
import type { Fold } from '../platform/read-model/fold.js';
import { page, type Page, type PageRequest } from '../platform/read-model/page.js';
import { view } from '../platform/read-model/view.js';
import type { ActionPlanEvent } from './action-plan.js';
import type { ChampionEvent } from './champion.js';
import type { CharterEvent } from './charter.js';
import type { CommitmentEvent } from './commitment.js';
import type { ProgressReportEvent } from './progress-report.js';

/** A kind of thing that can be found, and its key. */
export interface Hit {
  readonly noun: 'charter' | 'champion' | 'actionPlan' | 'commitment' | 'progressReport';
  readonly key: string;
}

type Words = readonly (string | null | undefined)[];

/** A thing that can be found, by the words of its parts as they are searched for. */
interface Findable extends Stamp, Hit {
  /** The commitment to which the words belong, if any. */
  readonly commitment: string | null;
  readonly parts: Readonly<Record<string, string>>;
}

const keyOf = ({ noun, key }: Hit): string => `${noun}/${key}`;

/** What can be found. */
const findables = new Documents<Findable>({
  table: 'findable',
  key: keyOf,
  columns: { commitment: ({ commitment }) => commitment },
  indexed: [],
  words: { table: 'found_by', tokenize: tokenizer, of: ({ parts }) => Object.values(parts).join('\n') },
});

/** Words of a thing's parts; words of the same part replace those before, null leaves them. A thing is found by all its parts together. */
function index(fold: Fold, event: Recorded, hit: Hit, parts: Readonly<Record<string, Words | null>>, commitment: string | null = null): void {
  const given = Object.entries(parts).filter((part): part is [string, Words] => part[1] !== null);
  if (given.length === 0) return;
  const { language = null } = (event.text ?? {}) as { readonly language?: Language };
  const asIndexed = (part: string, words: Words): string =>
    indexed(words.filter((word) => typeof word === 'string').join('\n'), part in event.facts ? null : language);
  const known = Object.fromEntries(given.map(([part, words]) => [part, asIndexed(part, words)]));
  if (findables.get(fold, keyOf(hit)) === undefined) findables.open(fold, event, { ...hit, commitment, parts: known });
  else findables.change(fold, event, keyOf(hit), ({ parts }) => ({ parts: { ...parts, ...known } }));
}

/** A part that an event may leave as it was. */
const changed = (text: string | null | undefined): Words | null => (text ? [text] : null);

/** Names, titles, descriptions and narratives in all languages. Earlier names of a champion stay findable. */
export const searchView = view<CharterEvent | ChampionEvent | ActionPlanEvent | CommitmentEvent | ProgressReportEvent>({
  name: 'search.v3',
  tables: [findables],
  on: {
    CharterLaunched: (event, fold) => {
      const { facts, text } = event;
      index(
        fold,
        event,
        { noun: 'charter', key: 'IDC' },
        {
          names: facts.names.map(({ name }) => name),
          vision: [text?.vision],
          ...Object.fromEntries((text?.principles ?? []).map(({ number, title, summary }) => [`${number}/${text?.language}`, [title, summary]])),
        },
      );
    },
    PrincipleWorded: (event, fold) =>
      index(fold, event, { noun: 'charter', key: 'IDC' }, { [`${event.facts.number}/${event.facts.language}`]: [event.text?.title, event.text?.summary] }),
    ChampionJoined: (event, fold) => {
      const { champion: key, name, shortName, institutions } = event.facts;
      index(fold, event, { noun: 'champion', key }, { [event.entry]: [name, shortName, ...institutions] });
    },
    ChampionRenamed: (event, fold) =>
      index(fold, event, { noun: 'champion', key: event.facts.champion }, { [event.entry]: [event.facts.name, event.facts.shortName] }),
    ChampionInstitutionsNamed: (event, fold) => index(fold, event, { noun: 'champion', key: event.facts.champion }, { institutions: event.facts.institutions }),
    ActionPlanAnnounced: (event, fold) => index(fold, event, { noun: 'actionPlan', key: event.facts.actionPlan }, { title: [event.text?.title] }),
    ActionPlanAmended: (event, fold) => index(fold, event, { noun: 'actionPlan', key: event.facts.actionPlan }, { title: changed(event.text?.title) }),
    CommitmentMade: (event, fold) => {
      const {
        facts: { commitment: key, populations },
        text,
      } = event;
      index(fold, event, { noun: 'commitment', key }, { title: [text?.title], description: [text?.description], populations }, key);
    },
    CommitmentAmended: (event, fold) => {
      const {
        facts: { commitment: key, populations },
        text,
      } = event;
      index(fold, event, { noun: 'commitment', key }, { title: changed(text?.title), description: changed(text?.description), populations }, key);
    },
    ProgressReported: (event, fold) => {
      const { report: key, commitment, round } = event.facts;
      index(fold, event, { noun: 'progressReport', key }, { narrative: [event.text?.narrative, round] }, commitment);
    },
  },
});

/** What a person typed, as a full-text query. Text without a word finds nothing; single letters, which find nearly everything, are refused. */
function matchFor(text: string, field: string | readonly string[]): string {
  if (isTooShort(text)) throw new Refused('TOO_SHORT', 'text must have a word of at least two letters.', field);
  return matchOf(text) ?? '""';
}

/** A condition on the key of a list of commitments: their own words, or those of one of their reports, match. */
export const matching = (text: string): readonly [string, string] => [
  'key IN (SELECT commitment FROM findable WHERE document_id IN (SELECT rowid FROM found_by WHERE found_by MATCH ?))',
  matchFor(text, ['filter', 'text']),
];

export class Search extends query<PageRequest & { text: string }, Page<Hit>>() {}

/** How well the words match, lower being better. */
const ranked = `(SELECT key, rank, document
  FROM (SELECT rowid AS id, rank FROM found_by WHERE found_by MATCH ?) JOIN findable ON findable.document_id = id)`;

export const searchAnswers = [
  answers(Search, ({ text, ...request }, basis) => page<Hit>(basis, { table: ranked, bound: [matchFor(text, 'text')], where: [], sort: 'rank' }, request)),
];
