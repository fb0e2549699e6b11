import { test } from '@jest/globals';
import { DataGapIdentified } from '../../src/collaborative/gap/gap.js';
import {
  AdvanceInitiative,
  initiative,
  InitiativeAdvanced,
  InitiativeAimsNamed,
  InitiativeJoined,
  InitiativeLeft,
  InitiativeProposed,
  JoinInitiative,
  LeaveInitiative,
  NameInitiativeAims,
  ProposeInitiative,
} from '../../src/collaborative/initiative/initiative.js';
import { joined } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const slug = 'ask-everybody';
const propose = (title = 'Ask everybody') => commandOf(ProposeInitiative, { initiative: slug, title });
const proposed = InitiativeProposed(
  { initiative: slug },
  { language: 'en', title: 'Ask everybody', description: null },
);
type Step = 'agreed' | 'running' | 'concluded' | 'dropped';
const advance = (step: Step, note: string | null = null) =>
  commandOf(AdvanceInitiative, { initiative: slug, step, ...(note === null ? {} : { note }) });
const advanced = (step: Step) => InitiativeAdvanced({ initiative: slug, step });
const join = (role: 'lead' | 'partner') => commandOf(JoinInitiative, { initiative: slug, organisation: 'kenya', role });
const joinedAs = (role: 'lead' | 'partner') => InitiativeJoined({ initiative: slug, organisation: 'kenya', role });
const leave = commandOf(LeaveInitiative, { initiative: slug, organisation: 'kenya' });
const aim = (gaps: string[], commitments: string[] = []) =>
  commandOf(NameInitiativeAims, { initiative: slug, gaps, commitments });
const identified = DataGapIdentified(
  { gap: 'disability', population: null, sdgIndicator: null, country: null },
  { language: 'en', title: 'A gap', note: null },
);

test('an initiative is proposed once', () => {
  given(initiative).when(propose()).then(proposed);
  given(initiative, proposed).when(propose()).thenNothing();
  given(initiative, proposed).when(propose('Another')).thenRefused('INITIATIVE_SLUG_TAKEN', 'initiative');
});

test('it advances step by step or past steps, never back, and is dropped with a reason only', () => {
  given(initiative).when(advance('agreed')).thenRefused('INITIATIVE_UNKNOWN', 'initiative');
  given(initiative, proposed).when(advance('agreed')).then(advanced('agreed'));
  given(initiative, proposed).when(advance('running')).then(advanced('running'));
  given(initiative, proposed, advanced('running')).when(advance('running')).thenNothing();
  given(initiative, proposed, advanced('running'))
    .when(advance('agreed'))
    .thenRefused('INITIATIVE_STEP_OUT_OF_ORDER', 'step');
  given(initiative, proposed).when(advance('dropped')).thenRefused('REASON_REQUIRED', 'note');
  given(initiative, proposed)
    .when(advance('dropped', 'No money.'))
    .then(InitiativeAdvanced({ initiative: slug, step: 'dropped' }, { language: 'en', note: 'No money.' }));
  given(initiative, proposed, advanced('concluded'))
    .when(advance('dropped', 'No money.'))
    .thenRefused('INITIATIVE_ENDED', 'initiative');
});

test('organisations join it in a role, and leave it even when it has ended', () => {
  given(initiative, proposed).beside('champion-kenya', joined('kenya')).when(join('lead')).then(joinedAs('lead'));
  given(initiative, proposed).when(join('lead')).thenRefused('ORGANISATION_UNKNOWN', 'organisation');
  given(initiative, proposed, joinedAs('lead')).when(join('lead')).thenNothing();
  given(initiative, proposed, joinedAs('partner'))
    .beside('champion-kenya', joined('kenya'))
    .when(join('lead'))
    .then(joinedAs('lead'));
  given(initiative, proposed, advanced('concluded')).when(join('lead')).thenRefused('INITIATIVE_ENDED', 'initiative');
  given(initiative, proposed, joinedAs('lead'), advanced('concluded'))
    .when(leave)
    .then(InitiativeLeft({ initiative: slug, organisation: 'kenya' }));
  given(initiative, proposed).when(leave).thenNothing();
  given(initiative).when(leave).thenRefused('INITIATIVE_UNKNOWN', 'initiative');
});

test('it serves data gaps and commitments that the register knows', () => {
  const aims = (gaps: string[]) => InitiativeAimsNamed({ initiative: slug, gaps, commitments: [] });
  given(initiative, proposed)
    .beside('dataGap-disability', identified)
    .when(aim(['disability']))
    .then(aims(['disability']));
  given(initiative, proposed, aims(['disability']))
    .when(aim(['disability']))
    .thenNothing();
  given(initiative, proposed, aims(['disability']))
    .when(aim([]))
    .then(aims([]));
  given(initiative, proposed)
    .when(aim(['nowhere']))
    .thenRefused('DATA_GAP_UNKNOWN', ['gaps', '0']);
  given(initiative, proposed)
    .when(aim([], ['IDC-KENYA-1-C01']))
    .thenRefused('COMMITMENT_UNKNOWN', ['commitments', '0']);
});

everyRuleIsTested(initiative);
