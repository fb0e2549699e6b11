import { describe, test } from '@jest/globals';
import {
  CloseMonitoringRound,
  ExtendMonitoringRound,
  monitoringRound,
  MonitoringRoundClosed,
  MonitoringRoundExtended,
  MonitoringRoundReopened,
  OpenMonitoringRound,
  ReopenMonitoringRound,
} from '../../src/charter/monitoring-round/monitoring-round.js';
import { session } from '../support/cqrs/advocacy-examples.js';
import { joined, opened } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const round = '2024';
const note = 'Many asked for it.';
const because = { language: 'en', note } as const;
const extended = MonitoringRoundExtended({ round, due: '2024-07-10' }, because);
const closed = MonitoringRoundClosed({ round });

describe('opening a round', () => {
  const open = (more: object = {}) =>
    commandOf(OpenMonitoringRound, { round, title: 'Round 2024', due: '2024-06-30', ...more });

  test('it asks all champions, or those that it names', () => {
    given(monitoringRound).when(open()).then(opened());
    given(monitoringRound)
      .beside('champion-kenya', joined())
      .when(open({ champions: ['kenya'], languages: ['es'] }))
      .then(opened('2024', { champions: ['kenya'], languages: ['es'] }));
    given(monitoringRound)
      .when(open({ champions: ['kenya'] }))
      .thenRefused('CHAMPION_UNKNOWN', ['champions', '0']);
  });

  test('it may serve a session that is known', () => {
    given(monitoringRound)
      .beside('advocacyMoment-hlpf-2024', session('hlpf-2024'))
      .when(open({ session: 'hlpf-2024' }))
      .then(opened('2024', { session: 'hlpf-2024' }));
    given(monitoringRound)
      .when(open({ session: 'hlpf-2024' }))
      .thenRefused('SESSION_UNKNOWN', 'session');
  });

  test('the same round adds nothing, another one needs a slug of its own', () => {
    given(monitoringRound, opened()).when(open()).thenNothing();
    given(monitoringRound, opened())
      .when(open({ due: '2024-12' }))
      .thenRefused('ROUND_TAKEN', 'round');
  });
});

describe('extending a round', () => {
  const extend = (due = '2024-07-10') => commandOf(ExtendMonitoringRound, { round, due, note });

  test('gives more time, and says why', () => {
    given(monitoringRound, opened()).when(extend()).then(extended);
    given(monitoringRound, opened()).when(extend('2024-06-29')).thenRefused('ROUND_NOT_EXTENDED', 'due');
  });

  test('to the same date adds nothing', () => {
    given(monitoringRound, opened(), extended).when(extend()).thenNothing();
  });

  test('is for a round that is open', () => {
    given(monitoringRound).when(extend()).thenRefused('ROUND_UNKNOWN', 'round');
    given(monitoringRound, opened(), closed).when(extend()).thenRefused('ROUND_CLOSED', 'round');
  });
});

describe('closing a round and opening it again', () => {
  const close = commandOf(CloseMonitoringRound, { round });
  const reopen = commandOf(ReopenMonitoringRound, { round, due: '2024-09', note });
  const reopened = MonitoringRoundReopened({ round, due: '2024-09' }, because);

  test('is said once', () => {
    given(monitoringRound, opened()).when(close).then(closed);
    given(monitoringRound, opened(), closed).when(close).thenNothing();
    given(monitoringRound, opened(), closed).when(reopen).then(reopened);
    given(monitoringRound, opened()).when(reopen).thenNothing();
  });

  test('needs a round', () => {
    given(monitoringRound).when(close).thenRefused('ROUND_UNKNOWN', 'round');
    given(monitoringRound).when(reopen).thenRefused('ROUND_UNKNOWN', 'round');
  });
});

everyRuleIsTested(monitoringRound);
