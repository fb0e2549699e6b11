import { describe, test } from '@jest/globals';
import {
  output,
  OutputPlanned,
  OutputProgressReported,
  PlanOutput,
  ReportOutputProgress,
  type OutputStatus,
} from '../../src/collaborative/task-team/output.js';
import { TaskTeamDissolved } from '../../src/collaborative/task-team/task-team.js';
import { outputPlanned, teamFormed } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const team = 'cgd';
const code = 'TT-CGD-O1';
const dissolved = TaskTeamDissolved({ team });
/** A report, and the day on which it holds. */
const reported = (status: OutputStatus, effective: string | null = '2020', note: string | null = null) => ({
  ...OutputProgressReported({ output: code, status, evidence: [] }, note === null ? null : { language: 'en', note }),
  effective,
});

describe('planning an output', () => {
  const plan = (title: string, more: object = {}) => commandOf(PlanOutput, { team, title, ...more });

  test('gives it the next code', () => {
    given(output, teamFormed(), outputPlanned(code))
      .when(plan('Guidelines', { description: 'On method.', due: '2019', dueText: 'in 2019', language: 'es' }))
      .then(
        OutputPlanned(
          { output: 'TT-CGD-O2', team, due: '2019' },
          { language: 'es', title: 'Guidelines', description: 'On method.', dueText: 'in 2019' },
        ),
      );
  });

  test('that is planned already adds nothing; one that was dropped can be planned again', () => {
    given(output, teamFormed(), outputPlanned(code, 'Guidelines')).when(plan('Guidelines')).thenNothing();
    given(output, teamFormed(), outputPlanned(code, 'Guidelines'), reported('dropped', '2020', 'No money.'))
      .when(plan('Guidelines'))
      .then(outputPlanned('TT-CGD-O2', 'Guidelines'));
  });

  test('needs a team that works', () => {
    given(output).when(plan('Guidelines')).thenRefused('TASK_TEAM_UNKNOWN', 'team');
    given(output, teamFormed(), dissolved).when(plan('Guidelines')).thenRefused('TASK_TEAM_DISSOLVED', 'team');
  });
});

describe('reporting the progress of an output', () => {
  const report = (status: OutputStatus, more: object = {}) =>
    commandOf(ReportOutputProgress, { output: code, status, effective: '2021', ...more });
  const planned = [teamFormed(), outputPlanned(code)];

  test('records the status with its evidence and its note', () => {
    given(output, ...planned)
      .when(report('delivered', { evidence: ['https://example.org/guide'], note: 'Publié.', language: 'fr' }))
      .then(
        OutputProgressReported(
          { output: code, status: 'delivered', evidence: ['https://example.org/guide'] },
          { language: 'fr', note: 'Publié.' },
        ),
      );
  });

  test('that says the same as of the same date adds nothing; as of another date it does', () => {
    given(output, ...planned, reported('in_progress', '2021'))
      .when(report('in_progress'))
      .thenNothing();
    given(output, ...planned, reported('in_progress', '2020'))
      .when(report('in_progress'))
      .then(OutputProgressReported({ output: code, status: 'in_progress', evidence: [] }));
  });

  test.each<[OutputStatus, OutputStatus]>([
    ['delivered', 'in_progress'],
    ['in_progress', 'planned'],
    ['delivered', 'dropped'],
  ])('from %s back to %s needs a reason', (before, after) => {
    given(output, ...planned, reported(before))
      .when(report(after))
      .thenRefused('REASON_REQUIRED', 'note');
    given(output, ...planned, reported(before))
      .when(report(after, { note: 'Withdrawn.' }))
      .then(
        OutputProgressReported({ output: code, status: after, evidence: [] }, { language: 'en', note: 'Withdrawn.' }),
      );
  });

  test('dropping what was only planned needs a reason too', () => {
    given(output, ...planned)
      .when(report('dropped'))
      .thenRefused('REASON_REQUIRED', 'note');
  });

  test('a step is judged by the dates, not by the order of recording', () => {
    given(output, ...planned, reported('delivered', '2022'))
      .when(report('in_progress'))
      .then(OutputProgressReported({ output: code, status: 'in_progress', evidence: [] }));
  });

  test('needs an output that is planned, of a team that works', () => {
    given(output, teamFormed()).when(report('delivered')).thenRefused('OUTPUT_UNKNOWN', 'output');
    given(output).when(report('delivered')).thenRefused('TASK_TEAM_UNKNOWN', 'output');
    given(output, ...planned, dissolved)
      .when(report('delivered'))
      .thenRefused('TASK_TEAM_DISSOLVED', 'output');
  });
});

everyRuleIsTested(output);
