import type { z } from 'zod';
import { on, presence, related, type Decider } from '../../kernel/decider.js';
import { command, event, type DomainEvent, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { oneOf } from '../../kernel/values/fields.js';
import { Table } from '../../kernel/values/persistent.js';
import { noteFields, noteOf, noteText } from '../../kernel/values/words.js';
import { CommitmentCode, commitmentStream, ExampleReference, exampleStream } from '../vocabulary/codes.js';
import { commitment, mustBeMade, type Commitment } from './commitment.js';

/** As what a commitment cites an example of citizen data: as the method by which it is to be kept, or as evidence for it. */
export const CitedAs = oneOf(['method', 'evidence']);
export type CitedAs = z.infer<typeof CitedAs>;

const cited = { commitment: CommitmentCode, example: ExampleReference, as: CitedAs };

export class CiteExample extends command('CiteExample', { ...cited, ...noteFields }) {}
export class WithdrawCitation extends command('WithdrawCitation', { ...cited, ...noteFields }) {}

export const citationCommands = [CiteExample, WithdrawCitation] as const;
export type CitationCommand = InstanceType<(typeof citationCommands)[number]>;

/** A commitment cites an example of citizen data. */
export const CitationMade = event('CitationMade', cited, noteText);
/** It cites it no more. */
export const CitationWithdrawn = event('CitationWithdrawn', cited, noteText);

export const citationEvents = [CitationMade, CitationWithdrawn] as const;
export type CitationEvent = EventOf<(typeof citationEvents)[number]>;

type Cited = Readonly<Pick<CitationEvent['facts'], 'example' | 'as'>>;
const keyOf = ({ example, as }: Cited): string => `${as}/${example}`;

interface Citations {
  readonly of: Commitment;
  readonly cited: Table<true>;
}

const evolveCited = on<Table<true>, CitationEvent>({
  CitationMade: (known, { facts }) => known.with(keyOf(facts), true),
  CitationWithdrawn: (known, { facts }) => known.without(keyOf(facts)),
});

/** Commitments that have ended may still cite: evidence often comes afterwards. */
export const citation: Decider<CitationCommand, Citations, CitationEvent, { example: boolean }> = {
  events: citationEvents,
  stream: ({ data }) => commitmentStream(data.commitment),
  reads: ({ data }) => ({ example: related(exampleStream(data.example), presence) }),
  initial: { of: commitment.initial, cited: Table.empty() },
  evolve: ({ of, cited }, event: DomainEvent) => ({
    of: commitment.evolve(of, event),
    cited: evolveCited(cited, event),
  }),
  decide: {
    CiteExample: (known, { data }, { example: isThere }) => {
      const { commitment, example, as } = data;
      mustBeMade(known.of, commitment);
      if (known.cited.has(keyOf(data))) return [];
      if (isThere !== true) throw new Refused('EXAMPLE_UNKNOWN', `No example has the slug ${example}.`, 'example');
      return [CitationMade({ commitment, example, as }, noteOf(data))];
    },
    WithdrawCitation: (known, { data }, { example: isThere }) => {
      const { commitment, example, as } = data;
      mustBeMade(known.of, commitment);
      if (isThere !== true) throw new Refused('EXAMPLE_UNKNOWN', `No example has the slug ${example}.`, 'example');
      return known.cited.has(keyOf(data)) ? [CitationWithdrawn({ commitment, example, as }, noteOf(data))] : [];
    },
  },
};
