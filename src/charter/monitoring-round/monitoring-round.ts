import { z } from 'zod';
import { on, presence, related, relatedAll, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { isCertainlyAfter, PartialDate } from '../../kernel/time/partial-date.js';
import { Language, list, maybe, WrittenIn } from '../../kernel/values/fields.js';
import { isSame } from '../../kernel/values/same.js';
import { Note, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import { Period, PeriodKept } from '../action-plan/action-plan.js';
import { champion, mustBeActive, type Champion } from '../champion/champion.js';
import {
  championStream,
  monitoringRoundStream,
  RoundSlug,
  SessionSlug,
  sessionStream,
  Slug,
} from '../vocabulary/codes.js';

/** Why a round was extended, closed or opened again. */
const reason = { language: WrittenIn, note: Note };

export class OpenMonitoringRound extends command('OpenMonitoringRound', {
  round: RoundSlug,
  title: Title,
  champions: list(Slug, 500),
  period: maybe(Period),
  due: PartialDate,
  languages: list(Language),
  session: maybe(SessionSlug),
  ...noteFields,
}) {}
export class ExtendMonitoringRound extends command('ExtendMonitoringRound', {
  round: RoundSlug,
  due: PartialDate,
  ...reason,
}) {}
export class CloseMonitoringRound extends command('CloseMonitoringRound', { round: RoundSlug, ...noteFields }) {}
export class ReopenMonitoringRound extends command('ReopenMonitoringRound', {
  round: RoundSlug,
  due: maybe(PartialDate),
  ...reason,
}) {}

export const monitoringRoundCommands = [
  OpenMonitoringRound,
  ExtendMonitoringRound,
  CloseMonitoringRound,
  ReopenMonitoringRound,
] as const;
export type MonitoringRoundCommand = InstanceType<(typeof monitoringRoundCommands)[number]>;

/** Champions were asked to report by a date: those named, or all where none is. */
export const MonitoringRoundOpened = event(
  'MonitoringRoundOpened',
  {
    round: RoundSlug,
    champions: z.array(Slug),
    period: PeriodKept.nullable(),
    due: PartialDate,
    languages: z.array(Language),
    session: SessionSlug.nullable(),
  },
  { language: Language, title: Title, note: Note.nullable() },
  { opens: 'stream' },
);
/** The date by which to report was moved. */
export const MonitoringRoundExtended = event(
  'MonitoringRoundExtended',
  { round: RoundSlug, due: PartialDate },
  noteText,
);
/** No more reports are taken for it. */
export const MonitoringRoundClosed = event('MonitoringRoundClosed', { round: RoundSlug }, noteText);
/** Reports are taken for it again, by another date where one is given. */
export const MonitoringRoundReopened = event(
  'MonitoringRoundReopened',
  { round: RoundSlug, due: PartialDate.nullable() },
  noteText,
);

export const monitoringRoundEvents = [
  MonitoringRoundOpened,
  MonitoringRoundExtended,
  MonitoringRoundClosed,
  MonitoringRoundReopened,
] as const;
export type MonitoringRoundEvent = EventOf<(typeof monitoringRoundEvents)[number]>;

export interface MonitoringRound {
  readonly status: 'unknown' | 'open' | 'closed';
  readonly opening: unknown;
  readonly due: string;
  /** Whom it asks; none named means all. */
  readonly champions: readonly string[];
}

function mustBeKnown({ status }: MonitoringRound, round: string): void {
  if (status === 'unknown') throw new Refused('ROUND_UNKNOWN', `No monitoring round has the slug ${round}.`, 'round');
}

/** Refuses a report for a round that is closed, or that does not ask this champion. A round that nobody opened is the source's own word. */
export function mustTakeReports(known: MonitoringRound | null, round: string | null, reporting: string | null): void {
  if (known === null || round === null || known.status === 'unknown') return;
  if (known.status === 'closed')
    throw new Refused(
      'ROUND_CLOSED',
      `The monitoring round ${round} is closed; report without a round, or ask for it to be opened again.`,
      'round',
    );
  if (reporting !== null && known.champions.length > 0 && !known.champions.includes(reporting))
    throw new Refused('ROUND_ASKS_OTHERS', `The monitoring round ${round} does not ask ${reporting}.`, 'round');
}

interface Others {
  readonly champions: ReadonlyMap<string, Champion>;
  readonly session: boolean;
}

export const monitoringRound: Decider<MonitoringRoundCommand, MonitoringRound, MonitoringRoundEvent, Others> = {
  events: monitoringRoundEvents,
  stream: ({ data }) => monitoringRoundStream(data.round),
  reads: ({ data }) => ({
    champions:
      'champions' in data
        ? relatedAll(new Map(data.champions.map((slug) => [slug, related(championStream(slug), champion)])))
        : null,
    session: 'session' in data && data.session !== null ? related(sessionStream(data.session), presence) : null,
  }),
  initial: { status: 'unknown', opening: null, due: '', champions: [] },
  evolve: on<MonitoringRound, MonitoringRoundEvent>({
    MonitoringRoundOpened: (_, { facts: { round: __, ...facts }, text }) => ({
      status: 'open',
      opening: [facts, text?.title],
      due: facts.due,
      champions: facts.champions,
    }),
    MonitoringRoundExtended: (known, { facts: { due } }) => ({ ...known, due }),
    MonitoringRoundClosed: (known) => ({ ...known, status: 'closed' }),
    MonitoringRoundReopened: (known, { facts: { due } }) => ({ ...known, status: 'open', due: due ?? known.due }),
  }),
  decide: {
    OpenMonitoringRound: (known, { data }, { champions: asked, session: hasSession }) => {
      const { round, title, champions, period, due, languages, session, language, note } = data;
      const facts = { champions, period, due, languages, session };
      if (isSame(known.opening, [facts, title])) return [];
      if (known.status !== 'unknown')
        throw new Refused('ROUND_TAKEN', `The slug ${round} belongs to another monitoring round.`, 'round');
      for (const [index, slug] of champions.entries())
        mustBeActive(asked?.get(slug) ?? null, slug, ['champions', String(index)]);
      if (session !== null && hasSession !== true)
        throw new Refused('SESSION_UNKNOWN', `No advocacy moment has the slug ${session}.`, 'session');
      return [MonitoringRoundOpened({ round, ...facts }, { language, title, note })];
    },
    ExtendMonitoringRound: (known, { data }) => {
      const { round, due } = data;
      mustBeKnown(known, round);
      if (known.due === due) return [];
      if (known.status === 'closed')
        throw new Refused('ROUND_CLOSED', `The monitoring round ${round} is closed; open it again instead.`, 'round');
      if (isCertainlyAfter(known.due, due))
        throw new Refused(
          'ROUND_NOT_EXTENDED',
          `The monitoring round ${round} is due ${known.due}: give a later date.`,
          'due',
        );
      return [MonitoringRoundExtended({ round, due }, noteOf(data))];
    },
    CloseMonitoringRound: (known, { data }) => {
      mustBeKnown(known, data.round);
      return known.status === 'closed' ? [] : [MonitoringRoundClosed({ round: data.round }, noteOf(data))];
    },
    ReopenMonitoringRound: (known, { data }) => {
      const { round, due } = data;
      mustBeKnown(known, round);
      return known.status === 'open' ? [] : [MonitoringRoundReopened({ round, due }, noteOf(data))];
    },
  },
};
