import { rootOf, rootsIn, type Parts } from './correction.js';
import type { Decider } from '../decider.js';
import { wholeNumber } from '../values/fields.js';
import { command, type Recorded } from '../message.js';
import {
  LegalBasis,
  PartRedacted,
  redactedIn,
  redactionEvents,
  RedactionProposed,
  RedactionReason,
  type RedactionEvent,
} from './redaction.js';
import { Trail } from '../values/persistent.js';
import { Refused } from '../refusal.js';
import { isSame } from '../values/same.js';

/** Asks that the words of an entry be taken out of the log, for good. */
export class ProposeRedaction extends command('ProposeRedaction', {
  entry: wholeNumber(0),
  reasonCode: RedactionReason,
  legalBasis: LegalBasis,
}) {
  /** The entry that is named, once it was looked up. */
  readonly named: Recorded | null = null;
}
/** Removes what another person has proposed. */
export class ConfirmRedaction extends command('ConfirmRedaction', { proposal: wholeNumber(0) }) {
  readonly named: Recorded | null = null;
}

export const redactionCommands = [ProposeRedaction, ConfirmRedaction] as const;
export type RedactionCommand = InstanceType<(typeof redactionCommands)[number]>;

/** A stream as it was recorded. */
type Stream = readonly Recorded[];

/** The rules for redactions; `partOf` returns the part of the stream's record that an entry is about. */
export function redactions(partOf: Parts): Decider<RedactionCommand, Trail<Recorded>, RedactionEvent> {
  return {
    events: redactionEvents,
    asRecorded: true,
    stream: ({ named, data }) => named?.stream ?? `entry-${'entry' in data ? data.entry : data.proposal}`,
    prepare: async (command, { entry }) =>
      command.with({ named: await entry('entry' in command.data ? command.data.entry : command.data.proposal) }),
    initial: Trail.empty(),
    evolve: (stream, event) => stream.with(event as Recorded),
    decide: {
      ProposeRedaction: (recorded, { data: { entry, reasonCode, legalBasis }, by }) => {
        const stream = recorded.toArray();
        const named = stream.find((one) => one.entry === entry);
        if (named === undefined) throw new Refused('ENTRY_UNKNOWN', `The log has no entry ${entry}.`, 'entry');
        if (redactedIn(stream).has(entry)) return [];
        if (named.text === null)
          throw new Refused('NOTHING_TO_REDACT', `Entry ${entry} has no text; facts are not redacted.`, 'entry');
        const root = rootOf(stream, named);
        const { type } = root;
        const facts = {
          entries: withSameWords(stream, root),
          type,
          concerns: partOf(root),
          part: 'text',
          reasonCode,
          legalBasis,
        } as const;
        const isProposed = stream.some(
          (one) => one.type === RedactionProposed.type && one.actor === by.actor && isSame(one.facts, facts),
        );
        return isProposed ? [] : [RedactionProposed(facts)];
      },
      ConfirmRedaction: (recorded, { data: { proposal }, by }) => {
        const stream = recorded.toArray();
        const proposed = stream.find(
          (one): one is Recorded<RedactionEvent> => one.entry === proposal && one.type === RedactionProposed.type,
        );
        if (proposed === undefined)
          throw new Refused('PROPOSAL_UNKNOWN', `Entry ${proposal} does not propose a redaction.`, 'proposal');
        const { facts, actor: proposedBy } = proposed;
        const [first = -1] = facts.entries;
        if (redactedIn(stream).has(first)) return [];
        if (proposedBy === by.actor)
          throw new Refused(
            'SECOND_PERSON',
            'The proposer of a redaction cannot confirm it; another person has to.',
            'proposal',
          );
        const root = stream.find(({ entry }) => entry === first);
        if (root === undefined || !isSame(withSameWords(stream, root), facts.entries))
          throw new Refused(
            'PROPOSAL_OUTDATED',
            `Entry ${first} was corrected since; propose its redaction again.`,
            'proposal',
          );
        return [PartRedacted({ ...facts, proposal, proposedBy })];
      },
    },
  };
}

/** An entry and all corrections of it, which hold its words too; then the preparations of them, whose salts would let one try out what the words were. */
function withSameWords(stream: Stream, root: Recorded): number[] {
  const roots = rootsIn(stream);
  const holding = stream.filter((one) => roots.get(one.entry) === root);
  return [
    ...holding.map(({ entry }) => entry),
    ...holding.flatMap(({ facts }) => (facts as { readonly preparation?: number }).preparation ?? []),
  ];
}
