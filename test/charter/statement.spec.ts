import { describe, test } from '@jest/globals';
import { ChampionCeased } from '../../src/charter/champion/champion.js';
import { RecordStatement, statement, StatementRecorded } from '../../src/charter/statement/statement.js';
import { announced, joined, launched, made } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const none = { champion: null, actionPlan: null, commitment: null };
const source = 'https://example.org/taskforce';
const record = (more: object) =>
  commandOf(RecordStatement, { field: 'founded', value: 'October 2020', sources: [source], ...more });
const recorded = (more: object) =>
  StatementRecorded({ ...none, field: 'founded', value: 'October 2020', source, ...more });

describe('a statement', () => {
  test.each([
    { history: [launched()], subject: {} },
    { history: [joined()], subject: { champion: 'kenya' } },
    { history: [announced()], subject: { actionPlan: 'IDC-KENYA-1' } },
    { history: [made()], subject: { commitment: 'IDC-KENYA-1-C01' } },
  ])('is set beside what the register says of $subject', ({ history, subject }) => {
    given(statement, ...history)
      .when(record(subject))
      .then(recorded(subject));
  });

  test('contradicts another: both stand', () => {
    given(statement, joined(), recorded({ champion: 'kenya' }))
      .when(record({ champion: 'kenya', value: '2021' }))
      .then(recorded({ champion: 'kenya', value: '2021' }));
    given(statement, joined(), recorded({ champion: 'kenya' }))
      .when(record({ champion: 'kenya', sources: [] }))
      .then(recorded({ champion: 'kenya', source: null }));
  });

  test('may carry a note, and be about what has ended', () => {
    given(statement, joined(), ChampionCeased({ champion: 'kenya' }))
      .when(record({ champion: 'kenya', note: 'On page 3.' }))
      .then(
        StatementRecorded(
          { ...none, champion: 'kenya', field: 'founded', value: 'October 2020', source },
          { language: 'en', note: 'On page 3.' },
        ),
      );
  });

  test('of the same source is made once', () => {
    given(statement, joined(), recorded({ champion: 'kenya' }), recorded({ champion: 'kenya', value: '2021' }))
      .when(record({ champion: 'kenya', note: 'Once more.' }))
      .thenNothing();
  });

  test('is about one thing that is there', () => {
    given(statement).when(record({})).thenRefused('CHARTER_NOT_LAUNCHED');
    given(statement)
      .when(record({ champion: 'kenya' }))
      .thenRefused('CHAMPION_UNKNOWN', 'champion');
    given(statement)
      .when(record({ actionPlan: 'IDC-KENYA-1' }))
      .thenRefused('ACTION_PLAN_UNKNOWN', 'actionPlan');
    given(statement)
      .when(record({ commitment: 'IDC-KENYA-1-C01' }))
      .thenRefused('COMMITMENT_UNKNOWN', 'commitment');
    given(statement, joined())
      .when(record({ champion: 'kenya', actionPlan: 'IDC-KENYA-1' }))
      .thenRefused('SUBJECT_AMBIGUOUS', 'commitment');
  });
});

everyRuleIsTested(statement);
