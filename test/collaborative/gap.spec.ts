import { test } from '@jest/globals';
import {
  AdoptDataGap,
  DataGapAdopted,
  DataGapIdentified,
  DataGapLeft,
  DataGapSettled,
  gap,
  GapMethodPiloted,
  IdentifyDataGap,
  LeaveDataGap,
  PilotGapMethod,
  SettleDataGap,
} from '../../src/collaborative/gap/gap.js';
import { joined } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const slug = 'disability';
const identify = (title = 'Persons with disabilities') => commandOf(IdentifyDataGap, { gap: slug, title });
const identified = DataGapIdentified(
  { gap: slug, population: null, sdgIndicator: null, country: null },
  { language: 'en', title: 'Persons with disabilities', note: null },
);
const adopt = commandOf(AdoptDataGap, { gap: slug, organisation: 'kenya' });
const adopted = DataGapAdopted({ gap: slug, organisation: 'kenya' });
const leave = commandOf(LeaveDataGap, { gap: slug, organisation: 'kenya' });
const pilot = commandOf(PilotGapMethod, { gap: slug, method: 'Six questions' });
const piloted = GapMethodPiloted({ gap: slug }, { language: 'en', method: 'Six questions', lesson: null });
const settle = (outcome: 'scaled' | 'closed') => commandOf(SettleDataGap, { gap: slug, outcome });
const settled = (outcome: 'scaled' | 'closed') => DataGapSettled({ gap: slug, outcome });

test('a gap is identified once', () => {
  given(gap).when(identify()).then(identified);
  given(gap, identified).when(identify()).thenNothing();
  given(gap, identified).when(identify('Another')).thenRefused('DATA_GAP_SLUG_TAKEN', 'gap');
});

test('organisations adopt it and leave it', () => {
  given(gap, identified).beside('champion-kenya', joined('kenya')).when(adopt).then(adopted);
  given(gap, identified, adopted).when(adopt).thenNothing();
  given(gap, identified).when(adopt).thenRefused('ORGANISATION_UNKNOWN', 'organisation');
  given(gap, identified, adopted)
    .when(leave)
    .then(DataGapLeft({ gap: slug, organisation: 'kenya' }));
  given(gap, identified).when(leave).thenNothing();
  given(gap).when(leave).thenRefused('DATA_GAP_UNKNOWN', 'gap');
});

test('a method is piloted and scaled, and the gap is closed', () => {
  given(gap, identified).when(pilot).then(piloted);
  given(gap, identified, piloted).when(pilot).thenNothing();
  given(gap, identified, settled('closed')).when(pilot).thenRefused('DATA_GAP_CLOSED', 'gap');
  given(gap, identified, piloted).when(settle('scaled')).then(settled('scaled'));
  given(gap, identified, settled('scaled')).when(settle('scaled')).thenNothing();
  given(gap, identified, settled('scaled')).when(settle('closed')).then(settled('closed'));
  given(gap, identified, settled('closed')).when(settle('scaled')).thenRefused('DATA_GAP_CLOSED', 'gap');
});

everyRuleIsTested(gap);
