import { test } from '@jest/globals';
import { indicator, IndicatorMeasured, MeasureIndicator } from '../../../src/charter/commitment/indicator.js';
import { ChampionWithdrawn } from '../../../src/charter/champion/champion.js';
import { breakdowns, StateBreakdowns } from '../../../src/charter/inclusion/breakdowns.js';
import { SubmitProgressReport, progressReport } from '../../../src/charter/progress-report/progress-report.js';
import { listStream } from '../../../src/kernel/code-list.js';
import type { DomainEvent } from '../../../src/kernel/message.js';
import { indicator as defined, joined, made, reported } from '../../support/cqrs/examples.js';
import { dimensionsListed, stated } from '../../support/cqrs/inclusion-examples.js';
import { commandOf, everyRuleIsTested, given } from '../../support/cqrs/given.js';

const listed = dimensionsListed();
const by = (...names: string[]) => ({ names });
const state = (more: object = {}) =>
  commandOf(StateBreakdowns, {
    champion: 'kenya',
    sdgIndicator: '1.1.1',
    stage: 'published',
    breakdowns: [by('Sex')],
    ...more,
  });
const whenStated = (command: StateBreakdowns, ...known: DomainEvent[]) =>
  given(breakdowns, ...known)
    .beside(listStream('dimensions'), listed)
    .beside('champion-kenya', joined())
    .when(command);

test('breakdowns are stated once; another stage or series is another statement', () => {
  whenStated(state()).then(stated());
  whenStated(state(), stated()).thenNothing();
  whenStated(state({ stage: 'expected' }), stated()).then(stated({ stage: 'expected' }));
  whenStated(state({ breakdowns: [by('Sex'), by('Sex', 'Age')] }), stated()).then(
    stated(
      {},
      [
        ['Sex', 'sex'],
        ['Age', 'age'],
      ],
      [by('Sex'), by('Sex', 'Age')],
    ),
  );
});

test.each([
  ['DISABILITY_STATUS', 'disability'],
  ['Disability status', 'disability'],
  ['handicap', 'disability'],
  ['الإعاقة', 'disability'],
  ['migratory_status', 'migratory_status'],
  ['Citizenship', null],
])('a source that says %s means %s', (name, dimension) => {
  whenStated(state({ breakdowns: [by(name)] })).then(stated({}, [[name, dimension]], [by(name)]));
});

test('whoever states it says what a name means that the list does not have', () => {
  const said = {
    breakdowns: [by('Citizenship')],
    dimensions: [{ name: 'Citizenship', dimension: 'migratory_status' }],
  };
  whenStated(state(said)).then(stated({}, [['Citizenship', 'migratory_status']], [by('Citizenship')]));
  whenStated(state({ ...said, breakdowns: [by('Sex')] })).thenRefused('BREAKDOWN_UNKNOWN', ['dimensions', '0', 'name']);
  whenStated(state({ ...said, dimensions: [{ name: 'Citizenship', dimension: 'migration' }] })).thenRefused(
    'TERM_UNKNOWN',
    ['dimensions', '0', 'dimension'],
  );
});

test('a champion, a list and its version must be there; a champion that has left may still be spoken of', () => {
  given(breakdowns).beside(listStream('dimensions'), listed).when(state()).thenRefused('CHAMPION_UNKNOWN', 'champion');
  given(breakdowns).beside('champion-kenya', joined()).when(state()).thenRefused('CODE_LIST_UNKNOWN', 'codeList');
  whenStated(state({ version: '9' })).thenRefused('LIST_VERSION_UNKNOWN', 'version');
  const left = ChampionWithdrawn({ champion: 'kenya', reasonCode: 'other' });
  given(breakdowns)
    .beside(listStream('dimensions'), listed)
    .beside('champion-kenya', joined(), left)
    .when(state())
    .then(stated());
});

test('the framework is of nobody', () => {
  given(breakdowns)
    .beside(listStream('dimensions'), listed)
    .when(state({ champion: null, stage: 'allowed', series: 'SI_POV_DAY1' }))
    .then(stated({ champion: null, stage: 'allowed', series: 'SI_POV_DAY1' }));
});

const code = 'IDC-KENYA-1-C01-I1';
const women = { codeList: 'dimensions', version: '1', categories: [{ dimension: 'sex', category: 'F' }] };
const disabledWomen = {
  ...women,
  categories: [
    { dimension: 'disability', category: 'PD' },
    { dimension: 'sex', category: 'F' },
  ],
};
const measure = (breakdown?: { categories: { dimension: string; category: string }[] }) =>
  commandOf(MeasureIndicator, {
    indicator: code,
    value: '5',
    on: '2025',
    ...(breakdown === undefined ? {} : { breakdown }),
  });
const measuring = (command: MeasureIndicator, ...known: DomainEvent[]) =>
  given(indicator, made(), defined(), ...known)
    .beside(listStream('dimensions'), listed)
    .when(command);
const measured = (breakdown?: typeof women) =>
  IndicatorMeasured({ indicator: code, value: '5', on: '2025', ...(breakdown === undefined ? {} : { breakdown }) });

test('the same value of everybody, of women, and of women with disabilities are three', () => {
  const categories = (...all: [string, string][]) => ({
    categories: all.map(([dimension, category]) => ({ dimension, category })),
  });
  measuring(measure(categories(['SEX', 'F'])), measured()).then(measured(women));
  measuring(measure(categories(['sex', 'f'])), measured(women)).thenNothing();
  measuring(measure(categories(['sex', 'F'], ['disability', 'PD'])), measured(women)).then(measured(disabledWomen));
  measuring(measure(categories(['Disability status', 'PD'], ['sex', 'F'])), measured(disabledWomen)).thenNothing();
  measuring(measure(categories(['sexe', 'F'], ['sex', 'M']))).thenRefused('DIMENSION_TWICE', [
    'breakdown',
    'categories',
  ]);
  measuring(measure(categories(['six', 'F']))).thenRefused('TERM_UNKNOWN', [
    'breakdown',
    'categories',
    '0',
    'dimension',
  ]);
  given(indicator, made(), defined())
    .when(measure(categories(['sex', 'F'])))
    .thenRefused('CODE_LIST_UNKNOWN', ['breakdown', 'codeList']);
});

test('a report measures by breakdown as well', () => {
  given(progressReport, made(), defined())
    .beside(listStream('dimensions'), listed)
    .when(
      commandOf(SubmitProgressReport, {
        commitment: 'IDC-KENYA-1-C01',
        language: 'en',
        measurements: [
          { indicator: code, value: '5' },
          { indicator: code, value: '5', breakdown: { categories: [{ dimension: 'SEX', category: 'F' }] } },
        ],
      }),
    )
    .then(
      reported('IDC-KENYA-1-C01-R1', {
        commitment: 'IDC-KENYA-1-C01',
        measurements: [
          { indicator: code, value: '5', on: null },
          { indicator: code, value: '5', on: null, breakdown: women },
        ],
      }),
    );
});

everyRuleIsTested(breakdowns);
