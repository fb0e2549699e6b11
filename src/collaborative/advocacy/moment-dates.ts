import { maybe } from '../../kernel/values/fields.js';
import { Refused } from '../../kernel/refusal.js';
import { endOfTime, isCertainlyAfter, PartialDate, spanOf } from '../../kernel/time/partial-date.js';

/** When an advocacy moment is held, and its ministerial part: each end as precisely as it is known. */
export const momentDates = {
  starts: maybe(PartialDate),
  ends: maybe(PartialDate),
  ministerialStarts: maybe(PartialDate),
  ministerialEnds: maybe(PartialDate),
};
export const momentDatesKept = {
  starts: PartialDate.nullable(),
  ends: PartialDate.nullable(),
  ministerialStarts: PartialDate.nullable(),
  ministerialEnds: PartialDate.nullable(),
};
export type MomentDates = Readonly<Record<keyof typeof momentDates, PartialDate | null>>;

export const noDates: MomentDates = { starts: null, ends: null, ministerialStarts: null, ministerialEnds: null };

/** The dates of a moment, and nothing else. */
export const datesOf = ({ starts, ends, ministerialStarts, ministerialEnds }: MomentDates): MomentDates => ({
  starts,
  ends,
  ministerialStarts,
  ministerialEnds,
});

/** Refuses dates that contradict each other or the year, whatever days they mean. */
export function mustAgree(dates: MomentDates, year: number, fieldOf: (field: string) => readonly string[]): void {
  for (const [first, second] of [
    ['starts', 'ends'],
    ['ministerialStarts', 'ministerialEnds'],
    ['starts', 'ministerialStarts'],
    ['ministerialEnds', 'ends'],
  ] as const) {
    const [earlier, later] = [dates[first], dates[second]];
    if (earlier !== null && later !== null && isCertainlyAfter(earlier, later))
      throw new Refused(
        'ADVOCACY_DATES_OUT_OF_ORDER',
        `The date ${later} (${second}) must not be before ${earlier} (${first}).`,
        fieldOf(second),
      );
  }
  const { starts } = dates;
  if (starts === null) return;
  const { first, last } = spanOf(starts);
  if (Number(first.slice(0, 4)) > year || Number(last.slice(0, 4)) < year)
    throw new Refused(
      'ADVOCACY_DATES_OUT_OF_ORDER',
      `The date ${starts} (starts) must lie in ${year}.`,
      fieldOf('starts'),
    );
}

/** The first day on which a moment can begin: that of its year, where nothing more is known. */
export function firstDayOf({ starts, year }: Pick<MomentDates, 'starts'> & { readonly year: number }): string {
  const first = starts === null ? null : spanOf(starts).first;
  const ofYear = `${String(year).padStart(4, '0')}-01-01`;
  return first === null || first < ofYear ? ofYear : first;
}

/** The last day on which a moment can end: that of its year, where nothing more is known. */
export function lastDayOfMoment({
  starts,
  ends,
  year,
}: Pick<MomentDates, 'starts' | 'ends'> & { readonly year: number }): string {
  const known = ends ?? starts;
  const ofYear = `${String(year).padStart(4, '0')}-12-31`;
  const last = known === null ? ofYear : spanOf(known).last;
  return last === endOfTime || (ends === null && last > ofYear) ? ofYear : last;
}
