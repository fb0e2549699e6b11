import { describe, test } from '@jest/globals';
import {
  AmendTaskTeam,
  DissolveTaskTeam,
  FormTaskTeam,
  JoinTaskTeam,
  LeaveTaskTeam,
  taskTeam,
  TaskTeamAmended,
  TaskTeamDissolved,
  TaskTeamFormed,
  TaskTeamJoined,
  TaskTeamLeft,
} from '../../src/collaborative/task-team/task-team.js';
import { joined, memberJoined, teamFormed } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const team = 'cgd';
const dissolved = TaskTeamDissolved({ team });
const [kenya, unsd] = ['kenya', 'unsd'];

describe('forming a task team', () => {
  const form = (name: string, more: object = {}) => commandOf(FormTaskTeam, { team, name, ...more });

  test('records its name and its goals', () => {
    given(taskTeam)
      .when(form('Citizen data', { goals: ['Confidence', 'Basic material'], language: 'fr' }))
      .then(
        TaskTeamFormed(
          { team, name: 'Citizen data' },
          { language: 'fr', goals: ['Confidence', 'Basic material'], note: null },
        ),
      );
    given(taskTeam)
      .when(form('Citizen data'))
      .then(TaskTeamFormed({ team, name: 'Citizen data' }));
  });

  test('again with the same name and goals adds nothing', () => {
    given(taskTeam, teamFormed(team, 'Citizen data', ['Confidence']))
      .when(form('Citizen data', { goals: ['Confidence'] }))
      .thenNothing();
  });

  test('needs a slug that no team had before, dissolved or not', () => {
    given(taskTeam, teamFormed()).when(form('Another')).thenRefused('TASK_TEAM_ALREADY_FORMED', 'team');
    given(taskTeam, teamFormed(), dissolved).when(form('Citizen data')).thenRefused('TASK_TEAM_ALREADY_FORMED', 'team');
  });
});

describe('amending a task team', () => {
  const amend = (more: object) => commandOf(AmendTaskTeam, { team, ...more });

  test('leaves what is left out, and says nothing of what stays the same', () => {
    given(taskTeam, teamFormed(team, 'Citizen data', ['Confidence']))
      .when(amend({ name: 'Citizen-generated data', goals: ['Confidence'] }))
      .then(TaskTeamAmended({ team, name: 'Citizen-generated data' }));
    given(taskTeam, teamFormed(team, 'Citizen data', ['Confidence']))
      .when(amend({ goals: [], note: 'None any more.' }))
      .then(TaskTeamAmended({ team, name: null }, { language: 'en', goals: [], note: 'None any more.' }));
  });

  test('that changes nothing is not recorded', () => {
    given(taskTeam, teamFormed(team, 'Citizen data'))
      .when(amend({ name: 'Citizen data', goals: [], language: 'fr' }))
      .thenNothing();
    given(taskTeam, teamFormed())
      .when(amend({ note: 'Only a note.' }))
      .thenNothing();
  });

  test('is refused once it is dissolved, and before it is there', () => {
    given(taskTeam)
      .when(amend({ name: 'None' }))
      .thenRefused('TASK_TEAM_UNKNOWN', 'team');
    given(taskTeam, teamFormed(), dissolved)
      .when(amend({ name: 'Late' }))
      .thenRefused('TASK_TEAM_DISSOLVED', 'team');
  });
});

describe('the organisations of a task team', () => {
  const join = (organisation: string, role = 'member') =>
    commandOf(JoinTaskTeam, { team, organisation, role: role as 'member' });
  const leave = (organisation: string) => commandOf(LeaveTaskTeam, { team, organisation, note: 'Done.' });

  test('join in a role, and take another one later', () => {
    given(taskTeam, teamFormed())
      .beside('champion-kenya', joined(kenya))
      .when(join(kenya))
      .then(memberJoined(team, kenya));
    given(taskTeam, teamFormed(), memberJoined(team, kenya))
      .beside('champion-kenya', joined(kenya))
      .when(join(kenya, 'co_lead'))
      .then(TaskTeamJoined({ team, organisation: kenya, role: 'co_lead' }));
  });

  test('are known by themselves, or as champions', () => {
    given(taskTeam, teamFormed())
      .beside('organisation-unsd', joined(unsd))
      .when(join(unsd))
      .then(memberJoined(team, unsd));
    given(taskTeam, teamFormed()).when(join(unsd)).thenRefused('ORGANISATION_UNKNOWN', 'organisation');
  });

  test('are in it already', () => {
    given(taskTeam, teamFormed(), memberJoined(team, kenya))
      .beside('champion-kenya', joined(kenya))
      .when(join(kenya))
      .thenNothing();
  });

  test('leave, and may join again', () => {
    const left = TaskTeamLeft({ team, organisation: kenya }, { language: 'en', note: 'Done.' });
    given(taskTeam, teamFormed(), memberJoined(team, kenya)).when(leave(kenya)).then(left);
    given(taskTeam, teamFormed(), memberJoined(team, kenya), left).when(leave(kenya)).thenNothing();
    given(taskTeam, teamFormed(), memberJoined(team, kenya), left)
      .beside('champion-kenya', joined(kenya))
      .when(join(kenya))
      .then(memberJoined(team, kenya));
  });

  test('neither join nor leave where there is no team', () => {
    given(taskTeam).beside('champion-kenya', joined(kenya)).when(join(kenya)).thenRefused('TASK_TEAM_UNKNOWN', 'team');
    given(taskTeam).when(leave(kenya)).thenRefused('TASK_TEAM_UNKNOWN', 'team');
  });
});

describe('dissolving a task team', () => {
  const dissolve = commandOf(DissolveTaskTeam, { team, note: 'Its work is done.' });

  test('is recorded once, with the reason', () => {
    given(taskTeam, teamFormed())
      .when(dissolve)
      .then(TaskTeamDissolved({ team }, { language: 'en', note: 'Its work is done.' }));
    given(taskTeam, teamFormed(), dissolved).when(dissolve).thenNothing();
    given(taskTeam).when(dissolve).thenRefused('TASK_TEAM_UNKNOWN', 'team');
  });
});

everyRuleIsTested(taskTeam);
