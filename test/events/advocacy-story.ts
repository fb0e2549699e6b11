import {
  AmendAdvocacyMoment,
  AnnounceAdvocacyMoment,
  NameGoalsUnderReview,
  RecordAdvocacyMessage,
  RecordCommitmentAnnounced,
  RecordSpeaker,
  RecordVoluntaryReview,
  RescheduleAdvocacyMoment,
} from '../../src/collaborative/advocacy/moment.js';
import {
  AdoptDataGap,
  IdentifyDataGap,
  LeaveDataGap,
  PilotGapMethod,
  SettleDataGap,
} from '../../src/collaborative/gap/gap.js';
import {
  AdvanceInitiative,
  JoinInitiative,
  LeaveInitiative,
  NameInitiativeAims,
  ProposeInitiative,
} from '../../src/collaborative/initiative/initiative.js';
import type { Command } from '../../src/kernel/message.js';
import { commandOf } from '../support/cqrs/given.js';

const note = 'As the source puts it.';
const moment = 'hlpf-2027';
const gap = 'kenya-disability';
const initiative = 'ask-everybody';

/** Commands that together state every type of event on advocacy moments and data gaps. */
export const advocacyStory: readonly Command[] = [
  commandOf(AnnounceAdvocacyMoment, {
    moment,
    kind: 'hlpf',
    year: 2027,
    starts: '2027-07',
    ends: '2027-07',
    ministerialStarts: '2027-07',
    ministerialEnds: '2027-07',
    title: 'High-level Political Forum 2027',
    theme: 'To be agreed',
    auspices: 'ECOSOC',
    place: 'New York',
    note,
    effective: '2026',
    sources: ['https://example.org/source'],
  }),
  commandOf(RescheduleAdvocacyMoment, { moment, starts: '2027-07-06', ends: '2027-07-15', note }),
  commandOf(AmendAdvocacyMoment, { moment, theme: 'Inclusive data', note }),
  commandOf(NameGoalsUnderReview, { moment, goals: [5, 10], isComplete: false, note }),
  commandOf(RecordVoluntaryReview, { moment, country: 'KEN', state: 'listed', ordinal: 4, note }),
  commandOf(RecordAdvocacyMessage, { moment, text: 'Count everybody.' }),
  commandOf(RecordSpeaker, { moment, organisation: 'kenya', note }),
  commandOf(RecordCommitmentAnnounced, { moment, commitment: 'IDC-KENYA-1-C01', note }),
  commandOf(IdentifyDataGap, {
    gap,
    title: 'Persons with disabilities',
    population: 'persons with disabilities',
    sdgIndicator: '8.5.2',
    country: 'KEN',
    note,
    effective: '2025',
  }),
  commandOf(AdoptDataGap, { gap, organisation: 'kenya', note }),
  commandOf(LeaveDataGap, { gap, organisation: 'kenya', note }),
  commandOf(PilotGapMethod, { gap, method: 'Six questions', lesson: 'Train first.' }),
  commandOf(ProposeInitiative, {
    initiative,
    title: 'Ask everybody',
    description: 'The short set of questions in every survey.',
    effective: '2025',
  }),
  commandOf(JoinInitiative, { initiative, organisation: 'kenya', role: 'lead', note }),
  commandOf(NameInitiativeAims, { initiative, gaps: [gap], commitments: ['IDC-KENYA-1-C01'], note }),
  commandOf(LeaveInitiative, { initiative, organisation: 'kenya', note }),
  commandOf(AdvanceInitiative, { initiative, step: 'running', note }),
  commandOf(SettleDataGap, { gap, outcome: 'scaled', lesson: 'Pay enumerators.', note }),
];
