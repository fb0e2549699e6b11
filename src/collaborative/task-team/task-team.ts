import { z } from 'zod';
import { on, type Decider } from '../../kernel/decider.js';
import { Language, list, maybe, newList, oneOf, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Table } from '../../kernel/values/persistent.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { Description, Name, Note, noteFields, noteOf, noteText } from '../../kernel/values/words.js';
import { TeamSlug, teamStream } from '../names.js';

/** In which part an organisation belongs to a task team. */
export const TeamRole = oneOf(['co_lead', 'member', 'partner', 'funder']);
export type TeamRole = z.infer<typeof TeamRole>;

export class FormTaskTeam extends command('FormTaskTeam', {
  team: TeamSlug,
  name: Name,
  goals: list(Description, 20),
  ...noteFields,
}) {}
export class AmendTaskTeam extends command('AmendTaskTeam', {
  team: TeamSlug,
  language: WrittenIn,
  name: maybe(Name),
  goals: newList(Description, 20),
  note: maybe(Note),
}) {}
export class JoinTaskTeam extends command('JoinTaskTeam', {
  team: TeamSlug,
  organisation: OrganisationSlug,
  role: TeamRole,
  ...noteFields,
}) {}
export class LeaveTaskTeam extends command('LeaveTaskTeam', {
  team: TeamSlug,
  organisation: OrganisationSlug,
  ...noteFields,
}) {}
export class DissolveTaskTeam extends command('DissolveTaskTeam', { team: TeamSlug, ...noteFields }) {}

export const taskTeamCommands = [FormTaskTeam, AmendTaskTeam, JoinTaskTeam, LeaveTaskTeam, DissolveTaskTeam] as const;
export type TaskTeamCommand = InstanceType<(typeof taskTeamCommands)[number]>;

/** A task team was formed, with its goals. */
export const TaskTeamFormed = event(
  'TaskTeamFormed',
  { team: TeamSlug, name: Name },
  { language: Language, goals: z.array(Description), note: Note.nullable() },
  { opens: 'stream' },
);
/** Its name or its goals changed; null leaves them as they were. */
export const TaskTeamAmended = event(
  'TaskTeamAmended',
  { team: TeamSlug, name: Name.nullable() },
  { language: Language, goals: z.array(Description).nullable(), note: Note.nullable() },
);
/** An organisation joined, or now takes another part. */
export const TaskTeamJoined = event(
  'TaskTeamJoined',
  { team: TeamSlug, organisation: OrganisationSlug, role: TeamRole },
  noteText,
);
/** An organisation left. */
export const TaskTeamLeft = event('TaskTeamLeft', { team: TeamSlug, organisation: OrganisationSlug }, noteText);
/** The team ended. */
export const TaskTeamDissolved = event('TaskTeamDissolved', { team: TeamSlug }, noteText);

export const taskTeamEvents = [
  TaskTeamFormed,
  TaskTeamAmended,
  TaskTeamJoined,
  TaskTeamLeft,
  TaskTeamDissolved,
] as const;
export type TaskTeamEvent = EventOf<(typeof taskTeamEvents)[number]>;

export interface TaskTeam {
  readonly status: 'unknown' | 'active' | 'dissolved';
  readonly name: string;
  /** Undefined where nobody wrote any, or they were redacted. */
  readonly goals: { readonly language: Language; readonly texts: readonly string[] } | undefined;
  /** The parts that organisations now take, by their slugs. */
  readonly members: Table<TeamRole>;
}

/** Refuses a task team that is not there, or has been dissolved. */
export function mustBeActive({ status }: TaskTeam, team: string, field = 'team'): void {
  if (status === 'unknown') throw new Refused('TASK_TEAM_UNKNOWN', `No task team has the slug ${team}.`, field);
  if (status === 'dissolved')
    throw new Refused('TASK_TEAM_DISSOLVED', `The task team ${team} has been dissolved.`, field);
}

export const taskTeam: Decider<TaskTeamCommand, TaskTeam, TaskTeamEvent, { organisation: boolean }> = {
  events: taskTeamEvents,
  stream: ({ data }) => teamStream(data.team),
  reads: ({ data }) => ({ organisation: 'role' in data ? knownOrganisation(data.organisation) : null }),
  initial: { status: 'unknown', name: '', goals: undefined, members: Table.empty() },
  evolve: on<TaskTeam, TaskTeamEvent>({
    TaskTeamFormed: (team, { facts: { name }, text }) => ({
      ...team,
      status: 'active',
      name,
      goals: text === null ? undefined : { language: text.language, texts: text.goals },
    }),
    TaskTeamAmended: (team, { facts: { name }, text }) => ({
      ...team,
      name: name ?? team.name,
      goals: text?.goals ? { language: text.language, texts: text.goals } : team.goals,
    }),
    TaskTeamJoined: (team, { facts: { organisation, role } }) => ({
      ...team,
      members: team.members.with(organisation, role),
    }),
    TaskTeamLeft: (team, { facts: { organisation } }) => ({ ...team, members: team.members.without(organisation) }),
    TaskTeamDissolved: (team) => ({ ...team, status: 'dissolved' }),
  }),
  decide: {
    FormTaskTeam: (known, { data: { team, name, goals, language, note } }) => {
      if (known.status === 'active' && known.name === name && isSame(known.goals?.texts ?? [], goals)) return [];
      if (known.status !== 'unknown')
        throw new Refused(
          'TASK_TEAM_ALREADY_FORMED',
          `The slug ${team} belongs to ${known.name}. Amend it, or choose another slug.`,
          'team',
        );
      return [TaskTeamFormed({ team, name }, goals.length === 0 && note === null ? null : { language, goals, note })];
    },
    AmendTaskTeam: (known, { data: { team, language, note, ...data } }) => {
      mustBeActive(known, team);
      const name = data.name === known.name ? null : data.name;
      const isSameGoals =
        data.goals === null ||
        isSame(known.goals ?? { texts: [] }, { ...(known.goals && { language }), texts: data.goals });
      const goals = isSameGoals ? null : data.goals;
      if (name === null && goals === null) return [];
      return [TaskTeamAmended({ team, name }, goals === null && note === null ? null : { language, goals, note })];
    },
    JoinTaskTeam: (known, { data }, { organisation: isKnown }) => {
      const { team, organisation, role } = data;
      mustBeActive(known, team);
      mustBeKnown(isKnown, organisation);
      return known.members.get(organisation) === role
        ? []
        : [TaskTeamJoined({ team, organisation, role }, noteOf(data))];
    },
    LeaveTaskTeam: (known, { data }) => {
      const { team, organisation } = data;
      mustBeActive(known, team);
      return known.members.has(organisation) ? [TaskTeamLeft({ team, organisation }, noteOf(data))] : [];
    },
    DissolveTaskTeam: (known, { data }) => {
      if (known.status === 'dissolved') return [];
      mustBeActive(known, data.team);
      return [TaskTeamDissolved({ team: data.team }, noteOf(data))];
    },
  },
};
