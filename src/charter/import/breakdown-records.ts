import { z } from 'zod';
import { TermCode } from '../../kernel/code-list.js';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { Decimal, line, maybe, WebAddress } from '../../kernel/values/fields.js';
import { SdgIndicator } from '../../kernel/values/sdg.js';
import { Name, Note, Title } from '../../kernel/values/words.js';
import { defineImport } from '../../platform/import/importable.js';
import { commandStep } from '../../platform/import/step.js';
import { MeasureIndicator } from '../commitment/indicator.js';
import { Stage, StateBreakdowns } from '../inclusion/breakdowns.js';
import { IndicatorCode, Slug } from '../vocabulary/codes.js';

const RecordId = line(150);
const periods = maybe(z.array(line(40)));
const common = { id: RecordId, sourceDate: maybe(PartialDate), sourceUrls: z.array(WebAddress).default([]) };

const BreakdownsRecord = z.strictObject({
  ...common,
  champion: maybe(Slug),
  indicator: SdgIndicator,
  stage: Stage,
  series: maybe(Title),
  area: maybe(Name),
  dimensions: z.array(z.strictObject({ name: Name, dimension: TermCode })).default([]),
  breakdowns: z
    .array(
      z.strictObject({
        names: z.array(Name),
        isAvailable: z.boolean().default(true),
        categories: maybe(z.array(Name)),
        values: maybe(z.int()),
        periods,
      }),
    )
    .default([]),
  periods,
  values: maybe(z.int()),
  isComplete: maybe(z.boolean()),
  on: maybe(PartialDate),
  note: maybe(Note),
});
const MeasuredRecord = z.strictObject({
  ...common,
  indicator: IndicatorCode,
  value: Decimal,
  on: maybe(PartialDate),
  breakdown: maybe(z.array(z.strictObject({ dimension: line(60), category: line(100) }))),
});

interface Records {
  readonly breakdowns: readonly z.output<typeof BreakdownsRecord>[];
  readonly measuredValues: readonly z.output<typeof MeasuredRecord>[];
}

/** The sections `breakdowns` and `measuredValues` of a data set: what sources state of the breakdowns of indicators, and measured values with theirs. */
export const breakdownsImport = defineImport<Records>({
  sections: {
    breakdowns: z.array(BreakdownsRecord).default([]),
    measuredValues: z.array(MeasuredRecord).default([]),
  },
  *steps({ breakdowns, measuredValues }) {
    for (const { id, on, sourceUrls, indicator, ...record } of breakdowns)
      yield commandStep(`breakdowns/${id}`, StateBreakdowns, {
        ...record,
        sdgIndicator: indicator,
        effective: on,
        sources: sourceUrls,
      });
    for (const { id, sourceUrls, breakdown, ...record } of measuredValues)
      yield commandStep(`measuredValues/${id}`, MeasureIndicator, {
        ...record,
        ...(breakdown === null || breakdown.length === 0 ? {} : { breakdown: { categories: breakdown } }),
        sources: sourceUrls,
      });
  },
  recognises: {},
  writes: { StateBreakdowns: 'BreakdownsStated', MeasureIndicator: 'IndicatorMeasured' },
  // The register finds the version of the list and the dimensions itself.
  naming: [
    ...['champion', 'sdgIndicator', 'indicator', 'stage', 'series', 'codeList', 'version', 'dimensions', 'breakdown'],
  ],
});
