import { z } from 'zod';
import type { CodeList } from '../../kernel/code-list.js';
import { sameDecimal } from '../../kernel/values/decimal.js';
import { on, type Decider, type Link } from '../../kernel/decider.js';
import { Decimal, Language, maybe, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf, type DomainEvent, type Recorded } from '../../kernel/message.js';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { Refused } from '../../kernel/refusal.js';
import { Trail, type Table } from '../../kernel/values/persistent.js';
import { noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import type { ActionPlan } from '../action-plan/action-plan.js';
import { Breakdown, breakdownBy, BreakdownKept, groupOf, listsOf } from '../inclusion/breakdown.js';
import { CommitmentCode, IndicatorCode, indicatorCode } from '../vocabulary/codes.js';
import { mustBeLive, standing } from './commitment.js';
import { partNamed, partsOf, type Parts } from './parts.js';
import type { ProgressReportEvent } from '../progress-report/progress-report.js';
import { Unit } from '../vocabulary/vocabulary.js';

/** A value of an indicator and when it holds. */
const Reading = z.object({ value: Decimal, on: maybe(PartialDate) });
const ReadingKept = z.strictObject({ value: Decimal, on: PartialDate.nullable() });
type Reading = z.output<typeof Reading>;
/** A measured value: of everybody, or of a part of the population. */
type Measured = Reading & { readonly breakdown?: BreakdownKept | null | undefined };

export class DefineIndicator extends command('DefineIndicator', {
  commitment: CommitmentCode,
  language: WrittenIn,
  name: Title,
  unit: maybe(Unit),
  baseline: maybe(Reading),
  target: maybe(Reading),
}) {}
export class ReviseIndicator extends command('ReviseIndicator', {
  indicator: IndicatorCode,
  baseline: maybe(Reading),
  target: maybe(Reading),
  ...noteFields,
}) {}
export class MeasureIndicator extends command('MeasureIndicator', {
  indicator: IndicatorCode,
  value: Decimal,
  on: maybe(PartialDate),
  /** The part of the population that the value is of; left out, everybody. */
  breakdown: maybe(Breakdown),
  ...noteFields,
}) {}

export const indicatorCommands = [DefineIndicator, ReviseIndicator, MeasureIndicator] as const;
export type IndicatorCommand = InstanceType<(typeof indicatorCommands)[number]>;

/** What a commitment is measured by: unit, where it starts and where it is to get. Values are decimal text. */
export const IndicatorDefined = event(
  'IndicatorDefined',
  {
    indicator: IndicatorCode,
    commitment: CommitmentCode,
    unit: Unit.nullable(),
    baseline: ReadingKept.nullable(),
    target: ReadingKept.nullable(),
  },
  { language: Language, name: Title },
  { opens: 'indicator' },
);
/** Baseline or target changed; null leaves it as it was. */
export const IndicatorRevised = event(
  'IndicatorRevised',
  { indicator: IndicatorCode, baseline: ReadingKept.nullable(), target: ReadingKept.nullable() },
  noteText,
);
/** It was measured. */
export const IndicatorMeasured = event(
  'IndicatorMeasured',
  {
    indicator: IndicatorCode,
    value: Decimal,
    on: PartialDate.nullable(),
    breakdown: BreakdownKept.nullable().optional(),
  },
  noteText,
);

export const indicatorEvents = [IndicatorDefined, IndicatorRevised, IndicatorMeasured] as const;
export type IndicatorEvent = EventOf<(typeof indicatorEvents)[number]>;

interface Indicator {
  readonly name: string | undefined;
  readonly unit: string | null;
  readonly baseline: Reading | null;
  readonly target: Reading | null;
  /** Each value with the date it holds for, or the date of the event that gave it. */
  readonly values: Trail<Measured>;
}

export type Indicators = Parts<Indicator>;

function changed(
  known: Table<Indicator>,
  code: string,
  change: (indicator: Indicator) => Partial<Indicator>,
): Table<Indicator> {
  const indicator = known.get(code);
  return indicator === undefined ? known : known.with(code, { ...indicator, ...change(indicator) });
}

/** A measurement with the date it holds for: where it does not say so itself, that of its event. */
const dated = (event: DomainEvent, { value, on, breakdown = null }: Measured): Measured => ({
  value,
  breakdown,
  on: on ?? (event as Partial<Recorded>).effective ?? null,
});

const measured = (known: Table<Indicator>, code: string, event: DomainEvent, reading: Measured): Table<Indicator> =>
  changed(known, code, ({ values }) => ({ values: values.with(dated(event, reading)) }));

const evolveByCode = on<Table<Indicator>, IndicatorEvent | ProgressReportEvent>({
  IndicatorDefined: (known, { facts: { indicator, unit, baseline, target }, text }) =>
    known.with(indicator, { name: text?.name, unit, baseline, target, values: Trail.empty() }),
  IndicatorRevised: (known, { facts: { indicator, baseline, target } }) =>
    changed(known, indicator, (old) => ({ baseline: baseline ?? old.baseline, target: target ?? old.target })),
  IndicatorMeasured: (known, event) => measured(known, event.facts.indicator, event, event.facts),
  ProgressReported: (known, event) =>
    event.facts.measurements.reduce((all, one) => measured(all, one.indicator, event, one), known),
});

/** Whether two readings say the same: the same number, however it is written, for the same date. */
const sameReading = (one: Reading | null, other: Reading | null): boolean =>
  one === null || other === null ? one === other : sameDecimal(one.value, other.value) && one.on === other.on;

interface Others {
  readonly plans: readonly Link<ActionPlan>[];
  readonly lists: ReadonlyMap<string, CodeList>;
}

const parts = partsOf(IndicatorDefined, evolveByCode);

export const indicator: Decider<IndicatorCommand, Indicators, IndicatorEvent, Others> = {
  events: indicatorEvents,
  ...parts,
  reads: ({ data }, known) => ({
    ...parts.reads({ data }, known),
    lists: 'breakdown' in data ? listsOf([data.breakdown]) : null,
  }),
  decide: {
    DefineIndicator: (known, { data: { commitment, language, name, unit, baseline, target } }, { plans }) => {
      mustBeLive(standing(commitment, known.of, plans), commitment);
      const namesake = known.byCode.values().find((one) => one.name === name && one.unit === unit);
      if (namesake !== undefined && sameReading(namesake.baseline, baseline) && sameReading(namesake.target, target))
        return [];
      if (namesake !== undefined)
        throw new Refused(
          'INDICATOR_ALREADY_DEFINED',
          'The commitment already has this indicator; revise its baseline or target instead.',
          'name',
        );
      return [
        IndicatorDefined(
          { indicator: indicatorCode(commitment, known.given + 1), commitment, unit, baseline, target },
          { language, name },
        ),
      ];
    },
    ReviseIndicator: (known, { data }, others) => {
      const indicator = partNamed('indicator', known, data.indicator, others);
      const baseline = sameReading(data.baseline, indicator.baseline) ? null : data.baseline;
      const target = sameReading(data.target, indicator.target) ? null : data.target;
      if (baseline === null && target === null) return [];
      return [IndicatorRevised({ indicator: data.indicator, baseline, target }, noteOf(data))];
    },
    MeasureIndicator: (known, { data, header, by }, others, today) => {
      const { indicator: code, value, on } = data;
      const { values } = partNamed('indicator', known, code, others);
      const holds = on ?? header.effective ?? (by.origin.kind === 'live' ? today : null);
      const breakdown = data.breakdown === null ? null : breakdownBy(data.breakdown, others.lists, ['breakdown']);
      const isSaid = (one: Measured): boolean =>
        sameReading(one, { value, on: holds }) && groupOf(one.breakdown) === groupOf(breakdown);
      if (values.some(isSaid)) return [];
      return [
        IndicatorMeasured({ indicator: code, value, on, ...(breakdown === null ? {} : { breakdown }) }, noteOf(data)),
      ];
    },
  },
};
