import { describe, test } from '@jest/globals';
import {
  ChampionCountStated,
  charter,
  CharterStepRecorded,
  LaunchCharter,
  PrincipleWorded,
  RecordCharterStep,
  StateChampionCount,
  WordPrinciple,
} from '../../src/charter/charter/charter.js';
import { launched, principles, registered } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

describe('the launch', () => {
  const launch = (more: object = {}) =>
    commandOf(LaunchCharter, {
      names: [{ language: 'en', name: 'Inclusive Data Charter' }],
      documentLanguages: ['en'],
      vision: 'Nobody is left uncounted.',
      principles,
      ...more,
    });

  test('the charter is launched with its vision and five principles', () => {
    given(charter).when(launch()).then(launched());
    given(charter)
      .when(launch({ language: 'fr', host: 'GPSDD' }))
      .then(launched({ language: 'fr' }, { host: 'GPSDD' }));
  });

  test('launched again with the same principles adds nothing', () => {
    given(charter, launched()).when(launch()).thenNothing();
  });

  test('it is launched once; other words, or another language, are for its principles one by one', () => {
    const reworded = principles.map((one) => ({ ...one, summary: 'Said at length.' }));
    given(charter, launched())
      .when(launch({ principles: reworded }))
      .thenRefused('CHARTER_ALREADY_LAUNCHED');
    given(charter, launched())
      .when(launch({ language: 'fr' }))
      .thenRefused('CHARTER_ALREADY_LAUNCHED');
  });
});

describe('wording a principle', () => {
  const word = (title: string, summary: string | null = null) =>
    commandOf(WordPrinciple, { number: 2, language: 'fr', title, summary });
  const worded = (title: string, summary: string | null = null) =>
    PrincipleWorded({ number: 2, language: 'fr' }, { language: 'fr', title, summary });

  test('a principle is worded in another language, and anew in the same one', () => {
    given(charter, launched()).when(word('Toutes les populations')).then(worded('Toutes les populations'));
    given(charter, launched(), worded('Toutes'))
      .when(word('Toutes les populations'))
      .then(worded('Toutes les populations'));
    given(charter, launched(), worded('Toutes'))
      .when(word('Toutes', 'Sans exception.'))
      .then(worded('Toutes', 'Sans exception.'));
  });

  test('the words it has add nothing, those of the launch included', () => {
    given(charter, launched(), worded('Toutes')).when(word('Toutes')).thenNothing();
    given(charter, launched())
      .when(commandOf(WordPrinciple, { language: 'en', number: 1, title: principles[0]?.title ?? '' }))
      .thenNothing();
  });

  test('the charter must have been launched', () => {
    given(charter).when(word('Toutes')).thenRefused('CHARTER_NOT_LAUNCHED');
  });
});

describe('the number of champions as sources give it', () => {
  const state = (count: number, more: object = {}) => commandOf(StateChampionCount, { count, ...more });
  const stated = (count: number, source: string | null = null, asOf: string | null = null) =>
    ChampionCountStated({ count, asOf, source });

  test('sources differ, and all are kept', () => {
    given(charter, launched()).when(state(10)).then(stated(10));
    given(charter, launched(), stated(10))
      .when(state(10, { sources: ['https://example.org/a', 'https://example.org/b'] }))
      .then(stated(10, 'https://example.org/a'));
    given(charter, launched(), stated(10))
      .when(state(11, { qualifier: 'more than' }))
      .then(ChampionCountStated({ count: 11, asOf: null, source: null }, { language: 'en', qualifier: 'more than' }));
  });

  test('the same number of the same source for another year is another count', () => {
    given(charter, launched(), stated(30, 'https://example.org/a', '2024'))
      .when(state(30, { sources: ['https://example.org/a'], effective: '2025' }))
      .then(stated(30, 'https://example.org/a', '2025'));
  });

  test('the same number of the same source adds nothing', () => {
    given(charter, launched(), stated(10, 'https://example.org/a'))
      .when(state(10, { sources: ['https://example.org/a'] }))
      .thenNothing();
  });

  test('the charter must have been launched', () => {
    given(charter).when(state(10)).thenRefused('CHARTER_NOT_LAUNCHED');
  });
});

describe("a step on the charter's way", () => {
  const record = (more: object = {}) =>
    commandOf(RecordCharterStep, { kind: 'drafting', title: 'A core group drafts the charter', ...more });
  const recorded = (organisations: string[] = []) =>
    CharterStepRecorded(
      { kind: 'drafting', organisations },
      { language: 'en', title: 'A core group drafts the charter', note: null },
    );

  test('is recorded with the organisations that took part', () => {
    given(charter, launched())
      .beside('organisation-dfid', registered('dfid'))
      .when(record({ organisations: ['dfid'] }))
      .then(recorded(['dfid']));
  });

  test('the same step adds nothing', () => {
    given(charter, launched(), recorded()).when(record()).thenNothing();
  });

  test('needs a charter, and organisations that are known', () => {
    given(charter).when(record()).thenRefused('CHARTER_NOT_LAUNCHED');
    given(charter, launched())
      .when(record({ organisations: ['dfid'] }))
      .thenRefused('ORGANISATION_UNKNOWN', ['organisations', '0']);
  });
});

everyRuleIsTested(charter);
