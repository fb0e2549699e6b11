import { z } from 'zod';
import { thing } from '../kernel/things.js';

/**
 * The permanent names in this context. A task team has a slug (`cgd`), and its outputs have readable codes built from it:
 *
 *     TT-CGD-O2                 the second output of the task team cgd
 *     MT-LNOB-3                 the third meeting of the series lnob
 *     MT-LNOB-3-D1              a decision of that meeting          MT-LNOB-3-A2 an action point
 *     AM-HLPF-2027-M1           the first message for the advocacy moment hlpf-2027
 *
 * A code never changes and is never given again.
 */
const slug = (noun: string, example: string) =>
  thing(
    noun,
    z
      .string()
      .max(40, 'must have at most 40 characters')
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, `must be lower-case letters, digits and single hyphens, such as ${example}`),
  );

const code = (noun: string, pattern: RegExp, example: string) =>
  thing(
    noun,
    z.string().max(100, 'must have at most 100 characters').regex(pattern, `must be a code such as ${example}`),
  );

export const TeamSlug = slug('taskTeam', 'citizen-data');
export const OutputCode = code('output', /^TT(-[A-Z0-9]+)+-O\d{1,4}$/, 'TT-CITIZEN-DATA-O1');

export const teamStream = (team: string): string => `taskTeam-${team}`;
export const outputCode = (team: string, number: number): string => `TT-${team.toUpperCase()}-O${number}`;

/** The task team of an output, by the output's code. */
export const teamOf = (output: string): string => output.slice('TT-'.length, output.lastIndexOf('-')).toLowerCase();

export const SeriesSlug = slug('meetingSeries', 'lnob');
export const MeetingCode = code('meeting', /^MT(-[A-Z0-9]+)+-\d{1,4}$/, 'MT-LNOB-3');
export const DecisionCode = code('decision', /^MT(-[A-Z0-9]+)+-\d{1,4}-D\d{1,4}$/, 'MT-LNOB-3-D1');
export const ActionPointCode = code('actionPoint', /^MT(-[A-Z0-9]+)+-\d{1,4}-A\d{1,4}$/, 'MT-LNOB-3-A1');

export const seriesStream = (series: string): string => `meetingSeries-${series}`;
export const meetingStream = (meeting: string): string => `meeting-${meeting}`;
export const meetingCode = (series: string, number: number): string => `MT-${series.toUpperCase()}-${number}`;
export const decisionCode = (meeting: string, number: number): string => `${meeting}-D${number}`;
export const actionPointCode = (meeting: string, number: number): string => `${meeting}-A${number}`;

/** The series of a meeting, by the meeting's code. */
export const seriesOf = (meeting: string): string =>
  meeting.slice('MT-'.length, meeting.lastIndexOf('-')).toLowerCase();
/** The meeting of a decision or an action point, by its code. */
export const meetingOf = (part: string): string => part.slice(0, part.lastIndexOf('-'));

export const MomentSlug = slug('advocacyMoment', 'hlpf-2027');
export const MessageCode = code('advocacyMessage', /^AM(-[A-Z0-9]+)+-M\d{1,4}$/, 'AM-HLPF-2027-M1');
/** A commitment of the charter, as others refer to it. */
export const CommitmentReference = code('commitment', /^IDC(-[A-Z0-9]+)+-C\d{2,4}$/, 'IDC-KENYA-1-C03');

export const momentStream = (moment: string): string => `advocacyMoment-${moment}`;
export const messageCode = (moment: string, number: number): string => `AM-${moment.toUpperCase()}-M${number}`;
export const commitmentStream = (commitment: string): string => `commitment-${commitment}`;

export const GapSlug = slug('dataGap', 'kenya-disability-indicators');
export const gapStream = (gap: string): string => `dataGap-${gap}`;

export const InitiativeSlug = slug('initiative', 'ask-everybody');
export const initiativeStream = (initiative: string): string => `initiative-${initiative}`;

const naming = new Set([
  'gap',
  'gaps',
  'initiative',
  'team',
  'output',
  'organisation',
  'series',
  'meeting',
  'decision',
  'actionPoint',
  'owner',
  'moment',
  'country',
  'message',
  'commitment',
  'commitments',
]);

/** Whether a fact says what an event is about, or who. */
export const isNaming = (_: string, field: string): boolean => naming.has(field);
