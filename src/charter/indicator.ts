import { z } from 'zod';
import type { CorrectionEvent } from '../kernel/correction.js';
import { on, type Decider } from '../kernel/decider.js';
import { Decimal, Language, maybe, WrittenIn } from '../kernel/fields.js';
import { command, event, type EventOf } from '../kernel/message.js';
import { PartialDate } from '../kernel/partial-date.js';
import { Refused } from '../kernel/refusal.js';
import { isSame } from '../kernel/same.js';
import { Table, Trail } from '../kernel/persistent.js';
import { CommitmentCode, commitmentStream, IndicatorCode, indicatorCode, partOf } from './codes.js';
import { commitment, mustBeLive, type Commitment } from './commitment.js';
import { noteFields, noteOf, noteText } from './note.js';
import { Name, Title } from './vocabulary.js';

/** A value of an indicator and when it holds. */
const Reading = z.object({ value: Decimal, on: maybe(PartialDate) });
const ReadingKept = z.strictObject({ value: Decimal, on: PartialDate.nullable() });
type Reading = z.output<typeof Reading>;

export class DefineIndicator extends command('DefineIndicator', {
  commitment: CommitmentCode, language: WrittenIn, name: Title, unit: maybe(Name), baseline: maybe(Reading), target: maybe(Reading),
}) {} // prettier-ignore
export class ReviseIndicator extends command('ReviseIndicator', {
  indicator: IndicatorCode, baseline: maybe(Reading), target: maybe(Reading), ...noteFields,
}) {} // prettier-ignore
export class MeasureIndicator extends command('MeasureIndicator', {
  indicator: IndicatorCode, value: Decimal, on: maybe(PartialDate), ...noteFields,
}) {} // prettier-ignore

export const indicatorCommands = [DefineIndicator, ReviseIndicator, MeasureIndicator] as const;
export type IndicatorCommand = InstanceType<(typeof indicatorCommands)[number]>;

/** What a commitment is measured by: unit, where it starts and where it is to get. Values are decimal text. */
export const IndicatorDefined = event(
  'IndicatorDefined',
  { indicator: IndicatorCode, commitment: CommitmentCode, unit: Name.nullable(), baseline: ReadingKept.nullable(), target: ReadingKept.nullable() },
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
export const IndicatorMeasured = event('IndicatorMeasured', { indicator: IndicatorCode, value: Decimal, on: PartialDate.nullable() }, noteText);

export const indicatorEvents = [IndicatorDefined, IndicatorRevised, IndicatorMeasured] as const;
export type IndicatorEvent = EventOf<(typeof indicatorEvents)[number]>;

interface Indicator {
  readonly name: string | undefined;
  readonly unit: string | null;
  readonly baseline: Reading | null;
  readonly target: Reading | null;
  readonly values: Trail<Reading>;
}

/** A commitment and, by their codes, its indicators. */
export interface Indicators {
  readonly of: Commitment;
  readonly byCode: Table<Indicator>;
  /** How many numbers were given, those of retracted indicators included. */
  readonly given: number;
}

function changed(known: Indicators['byCode'], code: string, change: (indicator: Indicator) => Partial<Indicator>): Indicators['byCode'] {
  const indicator = known.get(code);
  return indicator === undefined ? known : known.with(code, { ...indicator, ...change(indicator) });
}

const evolveByCode = on<Indicators['byCode'], IndicatorEvent>({
  IndicatorDefined: (known, { facts: { indicator, unit, baseline, target }, text }) =>
    known.with(indicator, { name: text?.name, unit, baseline, target, values: Trail.empty() }),
  IndicatorRevised: (known, { facts: { indicator, baseline, target } }) =>
    changed(known, indicator, (old) => ({ baseline: baseline ?? old.baseline, target: target ?? old.target })),
  IndicatorMeasured: (known, { facts: { indicator, value, on } }) => changed(known, indicator, (old) => ({ values: old.values.with({ value, on }) })),
});

const countGiven = on<number, IndicatorEvent | CorrectionEvent>({
  IndicatorDefined: (given) => given + 1,
  EntryRetracted: (given, { facts }) => (facts.type === IndicatorDefined.type ? given + 1 : given),
});

/** The indicator a command names; refuses one that is not there or whose commitment has ended. */
function find(known: Indicators, code: string): Indicator {
  mustBeLive(known.of, partOf(code).commitment, 'indicator');
  const indicator = known.byCode.get(code);
  if (indicator === undefined) throw new Refused('INDICATOR_UNKNOWN', `No indicator has the code ${code}.`, 'indicator');
  return indicator;
}

export const indicator: Decider<IndicatorCommand, Indicators, IndicatorEvent> = {
  events: indicatorEvents,
  stream: ({ data }) => commitmentStream('indicator' in data ? partOf(data.indicator).commitment : data.commitment),
  initial: { of: commitment.initial, byCode: Table.empty(), given: 0 },
  evolve: (known, event) => ({
    of: commitment.evolve(known.of, event),
    byCode: evolveByCode(known.byCode, event),
    given: countGiven(known.given, event),
  }),
  decide: {
    DefineIndicator: (known, { data: { commitment, language, name, unit, baseline, target } }) => {
      mustBeLive(known.of, commitment);
      const all = known.byCode.values();
      const namesake = all.find((one) => one.name === name && one.unit === unit);
      if (namesake !== undefined && isSame([namesake.baseline, namesake.target], [baseline, target])) return [];
      if (namesake !== undefined)
        throw new Refused('INDICATOR_ALREADY_DEFINED', 'The commitment has this indicator already; revise its baseline or target instead.', 'name');
      return [IndicatorDefined({ indicator: indicatorCode(commitment, known.given + 1), commitment, unit, baseline, target }, { language, name })];
    },
    ReviseIndicator: (known, { data }) => {
      const indicator = find(known, data.indicator);
      const baseline = isSame(data.baseline, indicator.baseline) ? null : data.baseline;
      const target = isSame(data.target, indicator.target) ? null : data.target;
      if (baseline === null && target === null) return [];
      return [IndicatorRevised({ indicator: data.indicator, baseline, target }, noteOf(data))];
    },
    MeasureIndicator: (known, { data }) => {
      const { indicator: code, value, on } = data;
      const { values } = find(known, code);
      if (on !== null && values.some((one) => one.value === value && one.on === on)) return [];
      return [IndicatorMeasured({ indicator: code, value, on }, noteOf(data))];
    },
  },
};
