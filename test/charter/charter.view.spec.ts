import { expect, test } from '@jest/globals';
import { ChampionCountStated, PrincipleWorded } from '../../src/charter/charter/charter.js';
import { TheCharter } from '../../src/charter/charter/charter.view.js';
import { StatementRecorded } from '../../src/charter/statement/statement.js';
import { launched, principles } from '../support/cqrs/examples.js';
import { on, Views } from '../support/register/views.js';

const en = (text: string) => ({ text, language: 'en' });

test('there is no charter before its launch', async () => {
  expect(await (await Views.over()).ask(TheCharter, {})).toBeUndefined();
});

test('the charter is shown as it was launched', async () => {
  const views = await Views.over(
    on('2018-07-18', launched({ whoMayJoin: ['Governments'], obligations: ['An action plan'] }, { host: 'GPSDD' })),
  );
  expect(await views.ask(TheCharter, {})).toMatchObject({
    names: [{ language: 'en', name: 'Inclusive Data Charter' }],
    host: 'GPSDD',
    launched: '2018-07-18',
    documentLanguages: ['en'],
    vision: en('Nobody is left uncounted.'),
    whoMayJoin: [en('Governments')],
    obligations: [en('An action plan')],
    principles: principles.map(({ number, title }) => ({ number, titles: [en(title)], summaries: [] })),
    championCounts: [],
  });
});

test('a principle has the newest wording of each language', async () => {
  const worded = (language: 'en' | 'fr', title: string, summary: string | null) =>
    PrincipleWorded({ number: 2, language }, { language, title, summary });
  const views = await Views.over(
    launched(),
    worded('fr', 'Toutes', 'Sans exception.'),
    worded('en', 'Everybody', null),
    worded('fr', 'Toutes et tous', null),
  );
  const [first, second] = (await views.ask(TheCharter, {}))?.principles ?? [];
  expect(first).toEqual({ number: 1, titles: [en('All voices count')], summaries: [] });
  expect(second).toEqual({
    number: 2,
    titles: [en('Everybody'), { text: 'Toutes et tous', language: 'fr' }],
    summaries: [{ text: 'Sans exception.', language: 'fr' }],
  });
});

test('all numbers of champions are kept with their day and source, and statements stand beside them', async () => {
  const views = await Views.over(
    launched(),
    on('2018-07', ChampionCountStated({ count: 10, asOf: '2018-07', source: 'https://example.org/a' })),
    on(
      '2024',
      ChampionCountStated({ count: 25, asOf: '2024', source: null }, { language: 'en', qualifier: 'more than' }),
    ),
    StatementRecorded({
      champion: null,
      actionPlan: null,
      commitment: null,
      field: 'launched',
      value: '2017',
      source: null,
    }),
  );
  expect(await views.ask(TheCharter, {})).toMatchObject({
    championCounts: [
      { count: 10, qualifier: null, on: '2018-07', source: 'https://example.org/a', entry: 1 },
      { count: 25, qualifier: 'more than', on: '2024', source: null, entry: 2 },
    ],
    statements: [{ field: 'launched', value: '2017', entry: 3 }],
  });
});
