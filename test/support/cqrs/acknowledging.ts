import { z } from 'zod';
import type { Decider } from '../../../src/kernel/decider.js';
import { wholeNumber } from '../../../src/kernel/values/fields.js';
import { command, event, type EventOf } from '../../../src/kernel/message.js';
import { policy, reaction } from '../../../src/kernel/policy.js';
import { Refused } from '../../../src/kernel/refusal.js';

export const ReportAcknowledged = event('ReportAcknowledged', { report: wholeNumber(0) });
export class AcknowledgeReport extends command('AcknowledgeReport', {
  thing: z.string(),
  report: wholeNumber(0),
  claimed: z.string(),
}) {}

/** Acknowledges whatever it is told to, as often as it is told; only what is said to be complete has to be looked at by somebody. */
export const acknowledgement: Decider<AcknowledgeReport, null, EventOf<typeof ReportAcknowledged>> = {
  events: [ReportAcknowledged],
  initial: null,
  evolve: () => null,
  stream: ({ data }) => `acknowledgement-${data.thing}`,
  decide: {
    AcknowledgeReport: (_, { data: { report, claimed } }) => {
      if (claimed === 'complete') throw new Refused('NOT_TO_BE_ACKNOWLEDGED', 'What is complete is assessed first.');
      return [ReportAcknowledged({ report })];
    },
  },
};

interface ProgressReported {
  readonly type: 'ProgressReported';
  readonly facts: { readonly claimed: string };
  readonly text: null;
}

/** Acknowledges each progress report. */
export const acknowledge = policy<ProgressReported>({
  name: 'acknowledge',
  since: 'beginning',
  on: {
    ProgressReported: ({ entry, stream, facts: { claimed } }) => [
      reaction(AcknowledgeReport, { thing: stream, report: entry, claimed }),
    ],
  },
});

/** The entries that acknowledgements are about, in their order. */
export const reportsOf = (acknowledged: readonly { readonly facts: { readonly report: number } }[]): number[] =>
  acknowledged.map(({ facts }) => facts.report);
