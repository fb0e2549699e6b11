import { z } from 'zod';
import { numbersGiven } from '../../kernel/correction/correction.js';
import { on, type Decider } from '../../kernel/decider.js';
import { Language, list, maybe, oneOf, WebAddress, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf, type Recorded } from '../../kernel/message.js';
import { Table } from '../../kernel/values/persistent.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { Deadline } from '../../kernel/time/deadline.js';
import { countsFrom } from '../../kernel/time/timeline.js';
import { Description, noteFields, noteOf, noteText, Title, Wording } from '../../kernel/values/words.js';
import { OutputCode, outputCode, teamOf, TeamSlug, teamStream } from '../names.js';
import { mustBeActive, taskTeam, type TaskTeam } from './task-team.js';

/** How far an output has come, in ascending order; `dropped` means that it is no longer planned. */
export const OutputStatus = oneOf(['dropped', 'planned', 'in_progress', 'delivered']);
export type OutputStatus = z.infer<typeof OutputStatus>;

export class PlanOutput extends command('PlanOutput', {
  team: TeamSlug,
  language: WrittenIn,
  title: Title,
  description: maybe(Description),
  due: maybe(Deadline),
  dueText: maybe(Wording),
}) {}
export class ReportOutputProgress extends command('ReportOutputProgress', {
  output: OutputCode,
  status: OutputStatus,
  evidence: list(WebAddress, 20),
  ...noteFields,
}) {}

export const outputCommands = [PlanOutput, ReportOutputProgress] as const;
export type OutputCommand = InstanceType<(typeof outputCommands)[number]>;

/** A task team planned something that it will make. */
export const OutputPlanned = event(
  'OutputPlanned',
  { output: OutputCode, team: TeamSlug, due: Deadline.nullable() },
  { language: Language, title: Title, description: Description.nullable(), dueText: Wording.nullable() },
  { opens: 'output' },
);
/** The task team reported how far an output has come, with addresses of the evidence. */
export const OutputProgressReported = event(
  'OutputProgressReported',
  { output: OutputCode, status: OutputStatus, evidence: z.array(WebAddress) },
  noteText,
);

export const outputEvents = [OutputPlanned, OutputProgressReported] as const;
export type OutputEvent = EventOf<(typeof outputEvents)[number]>;

interface Report {
  /** The day from which it counts. */
  readonly day: string;
  readonly status: OutputStatus;
  readonly content: unknown;
}

interface Output {
  readonly title: string | undefined;
  readonly due: string | null;
  /** In the order of the days from which they count. */
  readonly reports: readonly Report[];
}

/** A task team and, by their codes, its outputs. */
export interface Outputs {
  readonly of: TaskTeam;
  readonly byCode: Table<Output>;
  /** How many numbers were given, those of retracted outputs included. */
  readonly given: number;
}

const contentOf = (
  { facts: { status, evidence }, text }: Pick<EventOf<typeof OutputProgressReported>, 'facts' | 'text'>,
  effective: string | null,
) => [effective, status, evidence, text];

const evolveByCode = on<Outputs['byCode'], OutputEvent>({
  OutputPlanned: (known, { facts: { output, due }, text }) =>
    known.with(output, { title: text?.title, due, reports: [] }),
  OutputProgressReported: (known, event) => {
    const { output, status } = event.facts;
    const recorded = event as Recorded<EventOf<typeof OutputProgressReported>>;
    const planned = known.get(output);
    if (planned === undefined) return known;
    const report = { day: countsFrom(recorded), status, content: contentOf(event, recorded.effective) };
    return known.with(output, { ...planned, reports: [...planned.reports, report] });
  },
});

const isBack = (from: OutputStatus, to: OutputStatus): boolean =>
  OutputStatus.options.indexOf(to) < OutputStatus.options.indexOf(from);

export const output: Decider<OutputCommand, Outputs, OutputEvent> = {
  events: outputEvents,
  stream: ({ data }) => teamStream('output' in data ? teamOf(data.output) : data.team),
  initial: { of: taskTeam.initial, byCode: Table.empty(), given: 0 },
  evolve: (known, event) => ({
    of: taskTeam.evolve(known.of, event),
    byCode: evolveByCode(known.byCode, event),
    given: numbersGiven(OutputPlanned)(known.given, event),
  }),
  decide: {
    PlanOutput: (known, { data: { team, language, title, description, due, dueText } }) => {
      mustBeActive(known.of, team);
      const isPlanned = (one: Output): boolean =>
        one.title === title && one.due === due && one.reports.at(-1)?.status !== 'dropped';
      if (known.byCode.values().some(isPlanned)) return [];
      return [
        OutputPlanned(
          { output: outputCode(team, known.given + 1), team, due },
          { language, title, description, dueText },
        ),
      ];
    },
    ReportOutputProgress: (known, { data, header, by }, _, today) => {
      const { output: code, status, evidence } = data;
      mustBeActive(known.of, teamOf(code), 'output');
      const planned = known.byCode.get(code);
      if (planned === undefined) throw new Refused('OUTPUT_UNKNOWN', `No output has the code ${code}.`, 'output');
      const effective = header.effective ?? (by.origin.kind === 'live' ? today : null);
      const day = countsFrom({
        effective,
        origin: { ...by.origin, sources: header.sources, sourceDate: header.sourceDate },
        recordedAt: today,
      });
      const reported = OutputProgressReported({ output: code, status, evidence }, noteOf(data));
      const content = contentOf(reported, effective);
      if (planned.reports.some((one) => isSame(one.content, content))) return [];
      const before = planned.reports.findLast((one) => one.day <= day)?.status ?? 'planned';
      if (isBack(before, status) && data.note === null)
        throw new Refused(
          'REASON_REQUIRED',
          `Explain in the note why the output, which was ${before.replace('_', ' ')}, is now ${status.replace('_', ' ')}.`,
          'note',
        );
      return [reported];
    },
  },
};
