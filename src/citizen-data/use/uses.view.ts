import type { Recorded } from '../../kernel/message.js';
import { wordsOf, type LocalText } from '../../platform/read-model/record-documents.js';
import type { UseEvent, UseStatus } from './use.js';

interface Step {
  readonly status: UseStatus;
  readonly on: string | null;
  readonly purpose: string | null;
  readonly reasonCode: string | null;
  readonly document: string | null;
  readonly note: LocalText | null;
  readonly entry: number;
}

export interface UseDocument {
  readonly code: string;
  readonly organisation: string;
  readonly unit: string | null;
  readonly sdgIndicator: string | null;
  readonly status: UseStatus;
  readonly steps: readonly Step[];
}

/** Which step an event is, after those before it. */
function statusOf(type: UseEvent['type'], before: readonly Step[]): UseStatus {
  switch (type) {
    case 'UseOffered':
      return 'offered';
    case 'UseValidated':
      return 'validated';
    case 'DataUsed':
      return before.some(({ status }) => status === 'used') ? 'repeated' : 'used';
    case 'UseStopped':
      return 'stopped';
  }
}

/** The uses of an example after one more event on them. */
export function usesAfter(uses: readonly UseDocument[], event: Recorded<UseEvent>): readonly UseDocument[] {
  const { facts, text, effective: on, entry } = event;
  const more = facts as { readonly document?: string | null; readonly purpose?: string; readonly reasonCode?: string };
  const stepAfter = (before: readonly Step[]): Step => ({
    status: statusOf(event.type, before),
    on,
    purpose: more.purpose ?? null,
    reasonCode: more.reasonCode ?? null,
    document: more.document ?? null,
    note: wordsOf(text?.note, text?.language),
    entry,
  });
  if ('organisation' in facts) {
    const { use: code, organisation, unit, sdgIndicator } = facts;
    const steps = [stepAfter([])];
    return [...uses, { code, organisation, unit, sdgIndicator, status: 'offered', steps }];
  }
  return uses.map((one) => {
    if (one.code !== facts.use) return one;
    const step = stepAfter(one.steps);
    // Data that are used without being validated first stay used.
    const status = step.status === 'validated' && one.status !== 'offered' ? one.status : step.status;
    return { ...one, status, steps: [...one.steps, step] };
  });
}
