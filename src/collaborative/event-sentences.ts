import type { Sentences } from '../platform/context.js';

/** What the events of the collaborative say. */
export const collaborativeSentences: Sentences = {
  TaskTeamFormed: ({ name }) => `The task team ${name} was formed.`,
  TaskTeamAmended: ({ name }) =>
    name === null ? 'The goals of the task team were amended.' : `The task team is now called ${name}.`,
  TaskTeamJoined: ({ organisation, role }) => `${organisation} joined the task team as ${role}.`,
  TaskTeamLeft: ({ organisation }) => `${organisation} left the task team.`,
  TaskTeamDissolved: () => 'The task team was dissolved.',
  OutputPlanned: ({ output }) => `The output ${output} was planned.`,
  OutputProgressReported: ({ output, status }) => `The output ${output} was reported as ${status}.`,
  MeetingSeriesStarted: ({ name }) => `The series of meetings ${name} started.`,
  MeetingCadenceChanged: () => 'It now meets at other intervals.',
  MeetingSeriesEnded: () => 'The series of meetings ended.',
  MeetingScheduled: ({ on }) => `The meeting was scheduled${on === null ? '' : ` for ${on}`}.`,
  MeetingRescheduled: ({ on }) => `The meeting was moved to ${on}.`,
  MeetingAgendaCirculated: () => 'The agenda of the meeting was circulated.',
  MeetingHeld: () => 'The meeting took place.',
  MeetingCancelled: () => 'The meeting was cancelled and will not be held.',
  DecisionRecorded: ({ decision }) => `The decision ${decision} was recorded.`,
  ActionPointAgreed: ({ actionPoint, owner }) =>
    `The action point ${actionPoint} was agreed${owner === null ? '' : `, owned by ${owner}`}.`,
  ActionPointSettled: ({ actionPoint }) => `The action point ${actionPoint} was settled.`,
  AdvocacyMomentAnnounced: ({ year, kind }) => `It was announced for ${year} (${kind}).`,
  AdvocacyMomentRescheduled: ({ starts }) =>
    starts === null ? 'Its start is no longer known.' : `It now starts on ${starts}.`,
  AdvocacyMomentAmended: () => 'Its title, theme, auspices or place were amended.',
  GoalsUnderReviewNamed: () => 'The goals under review were named.',
  VoluntaryReviewRecorded: ({ country, state }) =>
    `The voluntary national review of ${country} was recorded as ${state}.`,
  AdvocacyMessageRecorded: ({ message }) => `The message ${message} was recorded.`,
  SpeakerRecorded: ({ organisation }) => `${organisation} spoke there.`,
  CommitmentAnnounced: ({ commitment }) => `The commitment ${commitment} was announced there.`,
  DataGapIdentified: () => 'The data gap was identified.',
  DataGapAdopted: ({ organisation }) => `${organisation} works on the data gap.`,
  DataGapLeft: ({ organisation }) => `${organisation} no longer works on the data gap.`,
  GapMethodPiloted: () => 'A method to fill the data gap was piloted.',
  DataGapSettled: ({ outcome }) => `The data gap was ${outcome}.`,
  InitiativeProposed: () => 'The initiative was proposed.',
  InitiativeAdvanced: ({ step }) => `The initiative is now ${step}.`,
  InitiativeJoined: ({ organisation, role }) => `${organisation} joined the initiative as ${role}.`,
  InitiativeLeft: ({ organisation }) => `${organisation} left the initiative.`,
  InitiativeAimsNamed: () => 'The data gaps and commitments that the initiative serves were named.',
  MinutesPublished: ({ language }) => `The minutes were published (${language}).`,
};
