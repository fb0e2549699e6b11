import { mayHaveBegunBy, type Comparable } from '../platform/read-model/past/comparing.js';
import { OutputStatus } from './task-team/output.js';
import type { TaskTeamDocument } from './task-team/task-teams.view.js';

const steps: readonly string[] = OutputStatus.options;
const isOutputStatus = (field: string): boolean => /^outputs\..+\.status$/.test(field);

export const comparedTaskTeam: Comparable = {
  table: 'task_teams',
  derived: ['dissolved'],
  behind: [
    [/^outputs/, /^Output/],
    [/^members/, /^TaskTeam(Joined|Left|Dissolved)$/],
    [/^(name|goals)/, /^TaskTeam(Formed|Amended)$/],
  ],
  kindOf({ field, before, after }) {
    if (field === 'status') return { kind: 'lifecycle_changed' };
    if (!isOutputStatus(field) || before === undefined || after === undefined) return undefined;
    return { kind: steps.indexOf(after as string) > steps.indexOf(before as string) ? 'status_up' : 'status_down' };
  },
  mayHaveHeldBy({ field, after }, { dissolved, outputs }: TaskTeamDocument, day) {
    if (field === 'status' && after === 'dissolved') return mayHaveBegunBy(day, dissolved);
    const output = outputs.find(({ code }) => field === `outputs.${code}.status`);
    return output !== undefined && mayHaveBegunBy(day, output.statusOn);
  },
  figures: [
    {
      column: 'status',
      words: ['active', 'dissolved'],
      mayHaveHeldBy: ({ status, dissolved }: TaskTeamDocument, day) => status === 'active' || mayHaveBegunBy(day, dissolved),
    },
  ],
};
