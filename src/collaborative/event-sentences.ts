import type { Sentences } from '../platform/context.js';

/** What the events of the collaborative say. */
export const collaborativeSentences: Sentences = {
  TaskTeamFormed: ({ name }) => `The task team ${name} was formed.`,
  TaskTeamAmended: ({ name }) => (name === null ? 'The goals of the task team were amended.' : `The task team is now called ${name}.`),
  TaskTeamJoined: ({ organisation, role }) => `${organisation} joined the task team as ${role}.`,
  TaskTeamLeft: ({ organisation }) => `${organisation} left the task team.`,
  TaskTeamDissolved: () => 'The task team was dissolved.',
  OutputPlanned: ({ output }) => `The output ${output} was planned.`,
  OutputProgressReported: ({ output, status }) => `The output ${output} was reported as ${status}.`,
};
