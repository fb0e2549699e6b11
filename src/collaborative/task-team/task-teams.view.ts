import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { lastDay } from '../../kernel/time/partial-date.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import {
  anyOf,
  page,
  sortedBy,
  unknownLast,
  type Conditions,
  type Page,
  type PageRequest,
} from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { sortKey } from '../../platform/read-model/sort-key.js';
import { view } from '../../platform/read-model/view.js';
import { teamOf } from '../names.js';
import type { OutputEvent, OutputStatus } from './output.js';
import type { TaskTeamEvent, TeamRole } from './task-team.js';

/** A part that an organisation takes or took in a team; dates are null if no source gives them. */
export interface Membership {
  readonly organisation: string;
  readonly role: TeamRole;
  readonly isCurrent: boolean;
  readonly since: string | null;
  readonly until: string | null;
  readonly entry: number;
}

interface OutputReport {
  readonly status: OutputStatus;
  readonly on: string | null;
  readonly evidence: readonly string[];
  readonly note: LocalText | null;
  readonly entry: number;
}

export interface OutputDocument {
  readonly code: string;
  readonly title: LocalText | null;
  readonly description: LocalText | null;
  readonly due: string | null;
  readonly dueText: string | null;
  readonly status: OutputStatus;
  /** The date of its present status; null if no source gives one. */
  readonly statusOn: string | null;
  readonly reports: readonly OutputReport[];
}

export interface TaskTeamDocument extends RecordDocument {
  readonly slug: string;
  readonly name: string;
  readonly goals: readonly LocalText[];
  readonly status: 'active' | 'dissolved';
  readonly formed: string | null;
  readonly dissolved: string | null;
  readonly members: readonly Membership[];
  readonly outputs: readonly OutputDocument[];
}

export const taskTeams = new RecordDocuments<TaskTeamDocument>({
  table: 'task_teams',
  kind: 'TaskTeam',
  key: ({ slug }) => slug,
  columns: {
    sort_name: ({ name }) => sortKey(name),
    status: ({ status }) => status,
    formed: ({ formed }) => (formed === null ? null : lastDay(formed)),
    members: ({ members }) =>
      JSON.stringify(members.filter(({ isCurrent }) => isCurrent).map(({ organisation }) => organisation)),
    output_statuses: ({ outputs }) => JSON.stringify(outputs.map(({ status }) => status)),
  },
  indexed: [],
});

/** Those memberships that are not over yet end: of one organisation, or all. */
const ended = (members: readonly Membership[], until: string | null, organisation?: string): readonly Membership[] =>
  members.map((one) =>
    one.isCurrent && (organisation ?? one.organisation) === one.organisation
      ? { ...one, isCurrent: false, until }
      : one,
  );

/** An organisation left, perhaps before the team was dissolved, which then says less about when. */
const left = (members: readonly Membership[], organisation: string, until: string | null): readonly Membership[] => {
  const last = members.findLast((one) => one.organisation === organisation);
  return members.map((one) => (one === last ? { ...one, isCurrent: false, until } : one));
};

const goalsOf = (
  text: { readonly goals: readonly string[] | null; readonly language: LocalText['language'] } | null,
): readonly LocalText[] | null => text?.goals?.map((goal) => ({ text: goal, language: text.language })) ?? null;

export const taskTeamsView = view<TaskTeamEvent | OutputEvent | CorrectionEvent | RedactionEvent>({
  name: 'task-teams.v1',
  tables: [taskTeams],
  on: {
    ...correctionHandlers(taskTeams, ofNoun('taskTeam')),
    TaskTeamFormed: (event, fold) =>
      taskTeams.add(fold, event, {
        slug: event.facts.team,
        name: event.facts.name,
        goals: goalsOf(event.text) ?? [],
        status: 'active',
        formed: event.effective,
        dissolved: null,
        members: [],
        outputs: [],
      }),
    TaskTeamAmended: (event, fold) =>
      taskTeams.change(fold, event, event.facts.team, ({ name, goals }) => ({
        name: event.facts.name ?? name,
        goals: goalsOf(event.text) ?? goals,
      })),
    TaskTeamJoined: (event, fold) => {
      const { team, organisation, role } = event.facts;
      const joined = { organisation, role, isCurrent: true, since: event.effective, until: null, entry: event.entry };
      taskTeams.change(fold, event, team, ({ members }) => ({
        members: [...ended(members, event.effective, organisation), joined],
      }));
    },
    TaskTeamLeft: (event, fold) =>
      taskTeams.change(fold, event, event.facts.team, ({ members }) => ({
        members: left(members, event.facts.organisation, event.effective),
      })),
    TaskTeamDissolved: (event, fold) =>
      taskTeams.change(fold, event, event.facts.team, ({ members }) => ({
        status: 'dissolved',
        dissolved: event.effective,
        members: ended(members, event.effective),
      })),
    OutputPlanned: (event, fold) => {
      const { facts, text } = event;
      const planned: OutputDocument = {
        code: facts.output,
        title: wordsOf(text?.title, text?.language),
        description: wordsOf(text?.description, text?.language),
        due: facts.due,
        dueText: text?.dueText ?? null,
        status: 'planned',
        statusOn: event.effective,
        reports: [],
      };
      taskTeams.change(fold, event, facts.team, ({ outputs }) => ({ outputs: [...outputs, planned] }));
    },
    OutputProgressReported: (event, fold) => {
      const { output: code, status, evidence } = event.facts;
      const report: OutputReport = {
        status,
        on: event.effective,
        evidence,
        note: wordsOf(event.text?.note, event.text?.language),
        entry: event.entry,
      };
      taskTeams.change(fold, event, teamOf(code), ({ outputs }) => ({
        outputs: outputs.map((one) =>
          one.code === code ? { ...one, status, statusOn: event.effective, reports: [...one.reports, report] } : one,
        ),
      }));
    },
  },
});

export interface TaskTeamFilter {
  readonly teams?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
  readonly organisations?: readonly string[] | null;
  readonly outputStatuses?: readonly string[] | null;
}

/** "Has any of these" over a column that holds a list. */
const hasAnyOf = (column: string, wanted: readonly string[] | null | undefined): Conditions =>
  wanted == null
    ? []
    : [
        [
          `EXISTS (SELECT 1 FROM json_each(${column}) AS one WHERE one.value IN (SELECT value FROM json_each(?)))`,
          JSON.stringify(wanted),
        ],
      ];

const taskTeamConditions = (filter: TaskTeamFilter | null | undefined): Conditions => [
  ...anyOf('key', filter?.teams),
  ...anyOf('status', filter?.statuses),
  ...hasAnyOf('members', filter?.organisations),
  ...hasAnyOf('output_statuses', filter?.outputStatuses),
];

const sorts = { slug: 'key', name: 'sort_name', formed: unknownLast('formed') } as const;

export interface TaskTeamOrder {
  readonly field: keyof typeof sorts;
  readonly direction: 'asc' | 'desc';
}

export class TaskTeamBySlug extends query<{ slug: string }, TaskTeamDocument | undefined>() {}
export class ListTaskTeams extends query<
  PageRequest & { filter?: TaskTeamFilter | null; orderBy?: TaskTeamOrder | null },
  Page<TaskTeamDocument>
>() {}

export const taskTeamQueries = [
  answers(TaskTeamBySlug, ({ slug }, { rows }) => taskTeams.get(rows, slug)),
  answers(ListTaskTeams, ({ filter, orderBy, ...request }, basis) =>
    page(
      basis,
      {
        table: 'task_teams',
        where: taskTeamConditions(filter),
        ...sortedBy(sorts[orderBy?.field ?? 'name'], orderBy?.direction),
      },
      request,
    ),
  ),
];
