import type { OutlineFault } from '../../platform/import/file-faults.js';
import { defineImport } from '../../platform/import/importable.js';
import type { Known } from '../../platform/import/known.js';
import { danglingReferences, idsTwice } from '../../platform/import/references.js';
import { AmendAdvocacyMoment } from '../advocacy/moment.js';
import { ChangeCadence } from '../meeting/series.js';
import { AmendTaskTeam } from '../task-team/task-team.js';
import { collaborativeSteps } from './collaborative-steps.js';
import { collaborativeSections, type DataSet } from './data-set.js';
import { sessionSteps } from './session-steps.js';

const faults = (file: unknown, known: Known | null): OutlineFault[] => [
  ...idsTwice(file, 'collaborative.taskTeams[].id'),
  ...idsTwice(file, 'collaborative.relatedEvents[].id'),
  ...danglingReferences(file, {
    paths: [
      'collaborative.organisation',
      'collaborative.hostOrganisation',
      'collaborative.taskTeams[].organisations[]',
      'collaborative.taskTeams[].partners[]',
      'collaborative.taskTeams[].funders[]',
      'collaborative.relatedEvents[].organisers[]',
      'collaborative.relatedEvents[].participants[]',
    ],
    noun: 'an organisation',
    among: ['organisations[].id'],
    isHeld: (id) => known?.hasStream(`organisation-${id}`) === true,
  }),
];

/** The sections of a data set on the data collaborative and on sessions of the High-level Political Forum. */
export const collaborativeImport = defineImport<DataSet>({
  sections: collaborativeSections,
  faults,
  *steps(data, known) {
    if (data.collaborative) yield* collaborativeSteps(data.collaborative, data);
    for (const session of data.hlpfSessions) yield* sessionSteps(session, known);
  },
  recognises: {
    opens: ['TaskTeamFormed', 'MeetingSeriesStarted', 'AdvocacyMomentAnnounced'],
    changes: ['TaskTeamAmended', 'MeetingCadenceChanged', 'AdvocacyMomentAmended', 'AdvocacyMomentRescheduled'],
  },
  writes: {
    FormTaskTeam: 'TaskTeamFormed',
    JoinTaskTeam: 'TaskTeamJoined',
    PlanOutput: 'OutputPlanned',
    StartMeetingSeries: 'MeetingSeriesStarted',
    AnnounceAdvocacyMoment: 'AdvocacyMomentAnnounced',
    NameGoalsUnderReview: 'GoalsUnderReviewNamed',
    RecordVoluntaryReview: 'VoluntaryReviewRecorded',
  },
  refusalsOfKnown: ['TASK_TEAM_ALREADY_FORMED', 'MEETING_SERIES_ALREADY_STARTED', 'ADVOCACY_MOMENT_SLUG_TAKEN'],
  naming: ['moment', 'team', 'series', 'country', 'organisation'],
  amendments: {
    TaskTeamFormed: [{ Command: AmendTaskTeam, thing: 'team', fields: ['name', 'goals'] }],
    MeetingSeriesStarted: [{ Command: ChangeCadence, thing: 'series', fields: ['cadence'] }],
    AdvocacyMomentAnnounced: [
      { Command: AmendAdvocacyMoment, thing: 'moment', fields: ['title', 'theme', 'auspices', 'place'] },
    ],
  },
});
