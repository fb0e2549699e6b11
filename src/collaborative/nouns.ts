import type { Noun } from '../platform/context.js';
import { AdvocacyMomentBySlug, moments } from './advocacy/moments.view.js';
import {
  comparedGap,
  comparedInitiative,
  comparedMeeting,
  comparedMoment,
  comparedSeries,
  comparedTaskTeam,
} from './compared.js';
import { DataGapBySlug, gaps } from './gap/gaps.view.js';
import { InitiativeBySlug, initiatives } from './initiative/initiatives.view.js';
import { MeetingByCode, meetings, meetingSeries, MeetingSeriesBySlug } from './meeting/meetings.view.js';
import { seriesOf, seriesStream } from './names.js';
import { TaskTeamBySlug, taskTeams } from './task-team/task-teams.view.js';

/** The things of the collaborative that have a name of their own. */
export const collaborativeNouns: readonly Noun[] = [
  {
    noun: 'taskTeam',
    organisation: null,
    document: (key) => ({ documents: taskTeams, key }),
    found: taskTeams,
    find: (slug, basis) => new TaskTeamBySlug({ slug }, basis),
    compared: comparedTaskTeam,
  },
  { noun: 'output', organisation: null },
  {
    noun: 'meetingSeries',
    organisation: null,
    document: (key) => ({ documents: meetingSeries, key }),
    found: meetingSeries,
    find: (slug, basis) => new MeetingSeriesBySlug({ slug }, basis),
    compared: comparedSeries,
  },
  {
    noun: 'meeting',
    organisation: null,
    document: (key) => ({ documents: meetings, key }),
    found: meetings,
    find: (code, basis) => new MeetingByCode({ code }, basis),
    parentOf: (code) => seriesStream(seriesOf(code)),
    compared: comparedMeeting,
  },
  { noun: 'decision', organisation: null },
  { noun: 'actionPoint', organisation: null },
  {
    noun: 'advocacyMoment',
    organisation: null,
    document: (key) => ({ documents: moments, key }),
    found: moments,
    find: (slug, basis) => new AdvocacyMomentBySlug({ slug }, basis),
    compared: comparedMoment,
  },
  { noun: 'advocacyMessage', organisation: null },
  {
    noun: 'dataGap',
    organisation: null,
    document: (key) => ({ documents: gaps, key }),
    found: gaps,
    find: (slug, basis) => new DataGapBySlug({ slug }, basis),
    compared: comparedGap,
  },
  {
    noun: 'initiative',
    organisation: null,
    document: (key) => ({ documents: initiatives, key }),
    found: initiatives,
    find: (slug, basis) => new InitiativeBySlug({ slug }, basis),
    compared: comparedInitiative,
  },
];
