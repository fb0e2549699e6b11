import { Refused } from '../kernel/refusal.js';
import { indexed, isTooShort, matchOf, plainWords, tokenizer } from '../platform/read-model/search/search-words.js';
import type { Language } from '../kernel/fields.js';
import type { Recorded } from '../kernel/message.js';
import { answers, query } from '../platform/cqrs/queries.js';
import { Documents, type Stamp } from '../platform/read-model/documents.js';
import type { Fold } from '../platform/read-model/fold.js';
import { page, type Page, type PageRequest } from '../platform/read-model/page.js';
import { view } from '../platform/read-model/view.js';
import type { ActionPlanEvent } from './action-plan/action-plan.js';
import type { ChampionEvent } from './champion/champion.js';
import type { CharterEvent } from './charter/charter.js';
import type { CommitmentEvent } from './commitment/commitment.js';
import type { ProgressReportEvent } from './progress-report/progress-report.js';

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
  /** The names and titles among the parts, each in plain words on a line of its own. */
  readonly named: Readonly<Record<string, string>>;
}

/** Parts that name the thing: its title, and the names that an entry has given it. */
const isName = (part: string): boolean => /^(?:names|title|\d+)$/.test(part);

/** The words of some of a thing's parts, as they are indexed. */
const wordsOf = ({ parts }: Findable, isWanted: (part: string) => boolean): string =>
  Object.entries(parts)
    .filter(([part]) => isWanted(part))
    .map(([, words]) => words)
    .join('\n');

const countWords = (words: string): number => (words === '' ? 0 : words.split(/\s/).length);

const keyOf = ({ noun, key }: Hit): string => `${noun}/${key}`;

/** What can be found. */
const findables = new Documents<Findable>({
  table: 'findable',
  key: keyOf,
  columns: {
    commitment: ({ commitment }) => commitment,
    named: ({ named }) => `\n${Object.values(named).join('\n')}\n`,
    name_length: (thing) => countWords(wordsOf(thing, isName)),
    length: (thing) => countWords(wordsOf(thing, () => true)),
  },
  indexed: [],
  words: {
    table: 'found_by',
    tokenize: tokenizer,
    columns: { names: (thing) => wordsOf(thing, isName), words: (thing) => wordsOf(thing, (part) => !isName(part)) },
  },
});

/** Words of a thing's parts; words of the same part replace those before, null leaves them. A thing is found by all its parts together. */
function index(fold: Fold, event: Recorded, hit: Hit, parts: Readonly<Record<string, Words | null>>, commitment: string | null = null): void {
  const given = Object.entries(parts).filter((part): part is [string, Words] => part[1] !== null);
  if (given.length === 0) return;
  const { language = null } = (event.text ?? {}) as { readonly language?: Language };
  const asIndexed = (part: string, words: Words): string =>
    indexed(words.filter((word) => typeof word === 'string').join('\n'), part in event.facts ? null : language);
  const known = Object.fromEntries(given.map(([part, words]) => [part, asIndexed(part, words)]));
  const plain = (words: Words): string => words.map((word) => plainWords(word ?? '')).join('\n');
  const names = Object.fromEntries(given.filter(([part]) => isName(part)).map(([part, words]) => [part, plain(words)]));
  if (findables.get(fold, keyOf(hit)) === undefined) findables.open(fold, event, { ...hit, commitment, parts: known, named: names });
  else findables.change(fold, event, keyOf(hit), ({ parts, named }) => ({ parts: { ...parts, ...known }, named: { ...named, ...names } }));
}

/** A part that an event may leave as it was. */
const changed = (text: string | null | undefined): Words | null => (text ? [text] : null);

/** Names, titles, descriptions and narratives in all languages. Earlier names of a champion stay findable. */
export const searchView = view<CharterEvent | ChampionEvent | ActionPlanEvent | CommitmentEvent | ProgressReportEvent>({
  name: 'search.v5',
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

/**
 * What a person typed, as a full-text query. Text without a word finds nothing; single letters, which match
 * nearly everything, are refused.
 */
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

/**
 * How well the words match, lower being better: first what has just this name, then what has all the words in its names, then the rest; among these,
 * what says least beside. It follows from the thing alone, so that on one basis the order stays as it is, whatever is recorded later: the statistics of
 * the index count the words of all versions, and may not take part.
 */
const ranked = `(SELECT key, document, CASE
    WHEN instr(named, ?) > 0 THEN name_length
    WHEN document_id IN (SELECT rowid FROM found_by WHERE found_by MATCH ?) THEN 1e6 + min(name_length, 999999)
    ELSE 2e6 + min(length, 999999) END AS rank
  FROM findable WHERE document_id IN (SELECT rowid FROM found_by WHERE found_by MATCH ?))`;

function ranking(text: string): string[] {
  const match = matchFor(text, 'text');
  return [`\n${plainWords(text)}\n`, `names : (${match})`, match];
}

export const searchAnswers = [
  answers(Search, ({ text, ...request }, basis) => page<Hit>(basis, { table: ranked, bound: ranking(text), where: [], sort: 'rank' }, request)),
];
