import type { EventDraft } from '../../../src/platform/event-store/envelope.js';
import type { Expected } from '../../../src/platform/event-store/event-store.js';
import { draft, upTo } from './drafts.js';

/** The writers of one round: the first two have streams of their own, the others share one. */
export const writers = upTo(4);

export interface PlannedAppend {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly EventDraft[];
}

const eventsIn = (writer: number, number: number): number => 1 + ((number * 3 + writer) % 5);

/** What a writer appends as its `number`-th, always the same: so that whoever comes after a crash knows what was meant. */
export function plannedAppend(round: number, writer: number, number: number): PlannedAppend {
  const commandId = `round-${round}-writer-${writer}-append-${number}`;
  const before = upTo(number).reduce((sum, earlier) => sum + eventsIn(writer, earlier), 0);
  const isOwn = writer < 2;
  return {
    stream: isOwn ? `round-${round}-writer-${writer}` : `round-${round}`,
    expected: !isOwn ? 'any' : before === 0 ? 'none' : before - 1,
    events: upTo(eventsIn(writer, number)).map((event) =>
      draft({ commandId, eventId: `${commandId}-event-${event}`, facts: { round, writer, number, event } }),
    ),
  };
}
