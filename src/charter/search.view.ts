import { fold } from '../platform/read-model/fold-text.js';
import { answers, query } from '../platform/cqrs/queries.js';
import { page, type Page, type PageRequest } from '../platform/read-model/page.js';
import { view, type Rows } from '../platform/read-model/view.js';
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

/**
 * Puts words into the index under a thing and a part of it; words of the same part replace those before. A thing is found by all its
 * parts together. `commitment` is the commitment to which the words belong, if any.
 */
function index(rows: Rows, { noun, key }: Hit, part: string, words: readonly (string | null | undefined)[], commitment: string | null = null): void {
  rows.run('INSERT INTO findable (noun, key, commitment) VALUES (?, ?, ?) ON CONFLICT (noun, key) DO NOTHING', noun, key, commitment);
  const { id } = rows.one('SELECT id FROM findable WHERE noun = ? AND key = ?', noun, key) as { id: number };
  const text = fold(words.filter((word) => typeof word === 'string').join('\n'));
  rows.run('INSERT INTO findable_parts (id, part, words) VALUES (?, ?, ?) ON CONFLICT (id, part) DO UPDATE SET words = excluded.words', id, part, text);
  rows.run('DELETE FROM found_by WHERE rowid = ?', id);
  rows.run('INSERT INTO found_by (rowid, words) SELECT id, group_concat(words, char(10)) FROM findable_parts WHERE id = ? GROUP BY id', id);
}

/** Names, titles, descriptions and narratives in all languages. Earlier names of a champion stay findable. */
export const searchView = view<CharterEvent | ChampionEvent | ActionPlanEvent | CommitmentEvent | ProgressReportEvent>({
  name: 'search.v1',
  tables: `
    CREATE TABLE findable (id INTEGER PRIMARY KEY, noun TEXT NOT NULL, key TEXT NOT NULL, commitment TEXT, UNIQUE (noun, key)) STRICT;
    CREATE TABLE findable_parts (id INTEGER NOT NULL, part TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (id, part)) STRICT, WITHOUT ROWID;
    CREATE VIRTUAL TABLE found_by USING fts5 (words, tokenize = 'unicode61');`,
  on: {
    CharterLaunched: (event, rows) => {
      const { facts, text } = event;
      index(
        rows,
        { noun: 'charter', key: 'IDC' },
        'names',
        facts.names.map(({ name }) => name),
      );
      index(rows, { noun: 'charter', key: 'IDC' }, 'vision', [text?.vision]);
      for (const { number, title, summary } of text?.principles ?? [])
        index(rows, { noun: 'charter', key: 'IDC' }, `${number}/${text?.language}`, [title, summary]);
    },
    PrincipleWorded: (event, rows) => {
      const { number, language } = event.facts;
      index(rows, { noun: 'charter', key: 'IDC' }, `${number}/${language}`, [event.text?.title, event.text?.summary]);
    },
    ChampionJoined: (event, rows) => {
      const { champion: key, name, shortName, institutions } = event.facts;
      index(rows, { noun: 'champion', key }, String(event.entry), [name, shortName, ...institutions]);
    },
    ChampionRenamed: (event, rows) =>
      index(rows, { noun: 'champion', key: event.facts.champion }, String(event.entry), [event.facts.name, event.facts.shortName]),
    ChampionInstitutionsNamed: (event, rows) => index(rows, { noun: 'champion', key: event.facts.champion }, 'institutions', event.facts.institutions),
    ActionPlanAnnounced: (event, rows) => index(rows, { noun: 'actionPlan', key: event.facts.actionPlan }, 'title', [event.text?.title]),
    ActionPlanAmended: (event, rows) => {
      if (event.text?.title) index(rows, { noun: 'actionPlan', key: event.facts.actionPlan }, 'title', [event.text.title]);
    },
    CommitmentMade: (event, rows) => {
      const key = event.facts.commitment;
      index(rows, { noun: 'commitment', key }, 'title', [event.text?.title], key);
      index(rows, { noun: 'commitment', key }, 'description', [event.text?.description], key);
      index(rows, { noun: 'commitment', key }, 'populations', event.facts.populations, key);
    },
    CommitmentAmended: (event, rows) => {
      const key = event.facts.commitment;
      if (event.text?.title) index(rows, { noun: 'commitment', key }, 'title', [event.text.title], key);
      if (event.text?.description) index(rows, { noun: 'commitment', key }, 'description', [event.text.description], key);
      if (event.facts.populations) index(rows, { noun: 'commitment', key }, 'populations', event.facts.populations, key);
    },
    ProgressReported: (event, rows) => {
      const { report: key, commitment, round } = event.facts;
      index(rows, { noun: 'progressReport', key }, 'narrative', [event.text?.narrative, round], commitment);
    },
  },
});

/** What a person typed, as a full-text query: every word must occur, the last one as the beginning of a word. Text without a word finds nothing. */
function matchOf(text: string): string {
  const words = fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0 ? '""' : words.map((word, index) => (index === words.length - 1 ? `"${word}"*` : `"${word}"`)).join(' ');
}

/** A condition on the key of a list of commitments: their own words, or those of one of their reports, match. */
export const matching = (text: string): readonly [string, string] => [
  'key IN (SELECT commitment FROM findable WHERE id IN (SELECT rowid FROM found_by WHERE found_by MATCH ?))',
  matchOf(text),
];

export class Search extends query<PageRequest & { text: string }, Page<Hit>>() {}

/** How well the words match, lower being better. */
const ranked = `(SELECT noun || '/' || key AS key, rank, json_object('noun', noun, 'key', key) AS document
  FROM (SELECT rowid AS id, rank FROM found_by WHERE found_by MATCH ?) JOIN findable USING (id))`;

export const searchAnswers = [
  answers(Search, ({ text, ...request }, basis) => page<Hit>(basis, { table: ranked, bound: [matchOf(text)], where: [], sort: 'rank' }, request)),
];
