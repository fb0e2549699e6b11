import type { CorrectionRules, SetRight } from '../kernel/correction/correct-entry.js';
import type { EventSchema } from '../kernel/message.js';
import type { Composition } from '../platform/context.js';

/** The event types whose entries are corrected, retracted and redacted: those of contexts that say how. */
export const correctable = ({ contexts }: Composition): readonly EventSchema[] =>
  contexts.flatMap(({ correctable, events }) => (correctable === null ? [] : events));

/** Whether a fact says what an entry is about, or who stands behind it, as the context of the event type says. */
export const isNaming =
  (all: Composition) =>
  (type: string, field: string): boolean =>
    signing.has(field) || all.contextOf(type)?.correctable?.isNaming(type, field) === true;

/** The facts of every context that say who prepared what was signed. */
const signing = new Set(['preparedBy', 'preparation']);

type Others = Readonly<Record<string, unknown>>;

/** The rules of the context whose thing the entry is about; that of a retraction is about the thing of its stream. */
export function correctionRules(all: Composition): CorrectionRules<Others> {
  const rulesOf = ({ entry, before, after }: SetRight): CorrectionRules<Others> | undefined =>
    [entry, ...after, ...before]
      .map(({ type }) => all.contextOf(type)?.correctable)
      .find((correctable) => correctable != null)?.rules;
  return {
    reads: (set) => rulesOf(set)?.reads(set) ?? {},
    mustHold: (set, others) => rulesOf(set)?.mustHold(set, others),
  };
}
