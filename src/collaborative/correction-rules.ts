import type { CorrectionRules, SetRight } from '../kernel/correction/correct-entry.js';
import { relatedAll } from '../kernel/decider.js';
import { knownOrganisation, mustBeKnown } from '../kernel/organisation.js';
import { nounIn } from '../kernel/stream.js';
import { datesOf, mustAgree, type MomentDates } from './advocacy/moment-dates.js';
import { moment } from './advocacy/moment.js';

interface Others {
  readonly attendance: ReadonlyMap<string, boolean>;
}

/** The organisations that the entry names as attending, once it is set right. */
function attendanceIn({ after, entry }: SetRight): readonly string[] {
  const facts = after.find((one) => one.entry === entry.entry)?.facts as
    { readonly attendance?: readonly string[] } | undefined;
  return facts?.attendance ?? [];
}

/** Refuses dates of a moment that contradict each other once the entry is set right. */
function datesMustAgree({ after, entry }: SetRight): void {
  const known = after.reduce((state, event) => moment.evolve(state, event), moment.initial);
  if (known.status === 'unknown') return;
  for (const one of after) {
    if (one.entry === entry.entry && 'starts' in one.facts)
      mustAgree(datesOf(one.facts as MomentDates), known.year, (field) => ['facts', field]);
  }
  mustAgree(known.dates, known.year, () => ['entry']);
}

/** What the rules of the collaborative would refuse must not come about by setting an entry right. */
export const collaborativeCorrectionRules: CorrectionRules<Others> = {
  reads: (set) => ({
    attendance: relatedAll(new Map(attendanceIn(set).map((slug) => [slug, knownOrganisation(slug)]))),
  }),
  mustHold(set, { attendance }) {
    for (const [index, slug] of attendanceIn(set).entries())
      mustBeKnown(attendance?.get(slug), slug, ['facts', 'attendance', String(index)]);
    if (nounIn(set.stream) === 'advocacyMoment') datesMustAgree(set);
  },
};
