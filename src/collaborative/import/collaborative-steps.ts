import { addresses, commandStep, setAside, type Step } from '../../platform/import/step.js';
import { AnnounceAdvocacyMoment } from '../advocacy/moment.js';
import { StartMeetingSeries } from '../meeting/series.js';
import { momentStream, seriesStream, teamStream } from '../names.js';
import { PlanOutput } from '../task-team/output.js';
import { FormTaskTeam, JoinTaskTeam } from '../task-team/task-team.js';
import type { CollaborativeRecord, DataSet } from './data-set.js';
import { announcedBy } from './session-steps.js';

type TaskTeamRecord = CollaborativeRecord['taskTeams'][number];
type EventRecord = CollaborativeRecord['relatedEvents'][number];

const sentences = (...parts: readonly (string | null | false)[]): string | null =>
  parts.filter(Boolean).join(' ') || null;

/** The data collaborative: its meetings, its task teams and the occasions around it. */
export function* collaborativeSteps(one: CollaborativeRecord, data: DataSet): Generator<Step> {
  const { cadenceMonths, meetingPurpose } = one;
  yield commandStep(
    'collaborative',
    StartMeetingSeries,
    {
      series: one.organisation,
      name: one.name,
      cadence: cadenceMonths === null ? null : { least: cadenceMonths.min, most: cadenceMonths.max },
      note: sentences(
        one.purpose,
        one.cadence !== null && `It meets so: ${one.cadence}.`,
        one.meetingMode !== null && `Meetings are ${one.meetingMode}.`,
        meetingPurpose.length > 0 && `They are for ${meetingPurpose.join('; ')}.`,
        one.meetingsNote,
      ),
      sources: addresses(...one.sourceUrls),
    },
    { opens: seriesStream(one.organisation) },
  );
  for (const { id } of one.meetings)
    yield setAside(
      `collaborative/meetings/${id}`,
      'Meetings are recorded in the register, with their agenda and minutes.',
    );
  for (const team of one.taskTeams) yield* taskTeamSteps(team, data.charter?.launchedOn ?? null);
  for (const event of one.relatedEvents) yield momentStep(event);
  for (const { id } of one.neighbours)
    yield setAside(
      `collaborative/neighbours/${id}`,
      'It is an initiative beside the collaborative: the register has its organisations, and no place for who led it when.',
    );
}

/** Where a page describes a team before the launch, the team was there by then. */
const beforeLaunch = 'as described before the launch of the charter';

function* taskTeamSteps(team: TaskTeamRecord, launched: string | null): Generator<Step> {
  const { id, name, goals, outputs, stage, methods, usualOrganisers } = team;
  const record = `collaborative/taskTeams/${id}`;
  const sources = addresses(...team.sourceUrls);
  const effective = stage === beforeLaunch ? announcedBy(launched) : null;
  yield commandStep(
    record,
    FormTaskTeam,
    {
      team: id,
      name,
      goals,
      note: sentences(
        stage !== null && `Its goals and outputs are given ${stage}.`,
        team.definition !== null && `Its subject: ${team.definition}`,
        methods.length > 0 && `Methods: ${methods.join(', ')}.`,
        usualOrganisers.length > 0 && `Usually organised by ${usualOrganisers.join(', ')}.`,
        team.goalsNote,
      ),
      effective,
      sources,
    },
    { opens: teamStream(id) },
  );
  const members = [
    ...team.organisations.map((organisation) => ({ organisation, role: 'member', note: null, effective }) as const),
    ...team.partners.map((organisation) => ({ organisation, role: 'partner', note: team.partnersNote }) as const),
    ...team.funders.map((organisation) => ({ organisation, role: 'funder', note: team.partnersNote }) as const),
  ];
  for (const member of members)
    yield commandStep(
      record,
      JoinTaskTeam,
      { team: id, ...member, sources },
      { isSame: ({ said }) => said.organisation === member.organisation && said.role === member.role },
    );
  for (const title of outputs)
    yield commandStep(
      record,
      PlanOutput,
      { team: id, title, effective, sources },
      { isSame: ({ said }) => said.title === title },
    );
}

const kinds: Partial<
  Record<EventRecord['kind'], 'world_data_forum' | 'statistical_commission' | 'summit' | 'launch' | 'workshop'>
> = {
  data_forum: 'world_data_forum',
  statistical_commission: 'statistical_commission',
  summit: 'summit',
  launch: 'launch',
  workshop: 'workshop',
};

function momentStep(event: EventRecord): Step {
  const { id: moment, title, startsOn: starts, endsOn: ends, place, description, advocacyMoment } = event;
  const record = `collaborative/relatedEvents/${moment}`;
  if (!advocacyMoment)
    return setAside(
      record,
      'Its source does not make it an occasion to speak up together, and the register records no other events of others.',
    );
  return commandStep(
    record,
    AnnounceAdvocacyMoment,
    {
      moment,
      kind: kinds[event.kind] ?? 'other',
      year: Number(starts.slice(0, 4)),
      starts,
      ends,
      title,
      place,
      note: description,
      effective: announcedBy(starts),
      sources: addresses(event.sourceUrl, ...event.moreSourceUrls),
    },
    { opens: momentStream(moment) },
  );
}
