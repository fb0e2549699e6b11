import type { CorrectionRules } from '../kernel/correct-entry.js';
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

/** The rules of the context whose entry is corrected. */
export function correctionRules(all: Composition): CorrectionRules<Others> {
  const rulesOf = (type: string): CorrectionRules<Others> | undefined => all.contextOf(type)?.correctable?.rules;
  return {
    reads: (set) => rulesOf(set.entry.type)?.reads(set) ?? {},
    mustHold: (set, others) => rulesOf(set.entry.type)?.mustHold(set, others),
  };
}
