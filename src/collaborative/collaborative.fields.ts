import { termOf } from '../kernel/time/deadline.js';
import { thingFields } from '../platform/graphql/thing-fields.js';
import type { OutputDocument, TaskTeamDocument } from './task-team/task-teams.view.js';

/** The fields that are more than a property of a document. */
export const collaborativeFields = {
  TaskTeam: thingFields<TaskTeamDocument>('taskTeam', ({ slug }) => slug),
  TaskTeamOutput: { term: ({ due }: OutputDocument) => (due === null ? null : termOf(due)) },
};
