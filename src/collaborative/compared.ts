import { mayHaveBegunBy, type Comparable } from '../platform/read-model/past/comparing.js';
import { GapStatus } from './gap/gap.js';
import type { GapDocument } from './gap/gaps.view.js';
import type { InitiativeDocument } from './initiative/initiatives.view.js';
import type { MeetingDocument, SeriesDocument } from './meeting/meetings.view.js';
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
      mayHaveHeldBy: ({ status, dissolved }: TaskTeamDocument, day) =>
        status === 'active' || mayHaveBegunBy(day, dissolved),
    },
  ],
};

export const comparedSeries: Comparable = {
  table: 'meeting_series',
  derived: ['ended'],
  kindOf: ({ field }) => (field === 'status' ? { kind: 'lifecycle_changed' } : undefined),
  mayHaveHeldBy: ({ field, after }, { ended }: SeriesDocument, day) =>
    field === 'status' && after === 'ended' && mayHaveBegunBy(day, ended),
};

export const comparedMeeting: Comparable = {
  table: 'meetings',
  derived: ['settled', 'originalOn'],
  behind: [
    [/^(on|originalOn)$/, /^Meeting(Scheduled|Rescheduled)$/],
    [/^agenda/, /^MeetingAgendaCirculated$/],
    [/^decisions/, /^Decision/],
    [/^actionPoints/, /^ActionPoint/],
  ],
  kindOf: ({ field }) => (field === 'status' ? { kind: 'lifecycle_changed' } : undefined),
  mayHaveHeldBy: ({ field, after }, { settled }: MeetingDocument, day) =>
    (field === 'status' && after !== 'scheduled') || field === 'attendance' ? mayHaveBegunBy(day, settled) : false,
};

export const comparedMoment: Comparable = {
  table: 'advocacy_moments',
  derived: ['originalStarts'],
  behind: [
    [/^(originalS|s|ministerialS)tarts$|^(e|ministerialE)nds$/, /^AdvocacyMoment(Announced|Rescheduled)$/],
    [/^(title|theme|auspices|place)/, /^AdvocacyMoment(Announced|Amended)$/],
    [/^(goals|areGoalsComplete)/, /^GoalsUnderReviewNamed$/],
    [/^reviews/, /^VoluntaryReviewRecorded$/],
    [/^messages/, /^AdvocacyMessageRecorded$/],
    [/^speakers/, /^SpeakerRecorded$/],
    [/^commitments/, /^CommitmentAnnounced$/],
  ],
};

const gapSteps: readonly string[] = GapStatus.options;

export const comparedGap: Comparable = {
  table: 'data_gaps',
  derived: ['piloted', 'settled'],
  behind: [
    [/^adopters/, /^DataGap(Adopted|Left)$/],
    [/^method/, /^GapMethodPiloted$/],
    [/^lesson/, /^(GapMethodPiloted|DataGapSettled)$/],
  ],
  kindOf: ({ field, before, after }) =>
    field === 'status'
      ? { kind: gapSteps.indexOf(String(after)) > gapSteps.indexOf(String(before)) ? 'status_up' : 'status_down' }
      : undefined,
  mayHaveHeldBy: ({ field, after }, { adopters, piloted, settled }: GapDocument, day) => {
    if (field !== 'status') return false;
    if (after === 'piloted') return mayHaveBegunBy(day, piloted);
    if (after === 'scaled' || after === 'closed') return mayHaveBegunBy(day, settled);
    return after === 'adopted' && adopters.some(({ since }) => mayHaveBegunBy(day, since));
  },
};

export const comparedInitiative: Comparable = {
  table: 'initiatives',
  derived: ['statusOn'],
  behind: [
    [/^members/, /^Initiative(Joined|Left)$/],
    [/^(gaps|commitments)/, /^InitiativeAimsNamed$/],
  ],
  kindOf: ({ field }) => (field === 'status' ? { kind: 'lifecycle_changed' } : undefined),
  mayHaveHeldBy: ({ field }, { statusOn }: InitiativeDocument, day) =>
    field === 'status' && mayHaveBegunBy(day, statusOn),
};
