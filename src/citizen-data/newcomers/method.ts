import { z } from 'zod';
import { TermCode } from '../../kernel/code-list.js';
import { on, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { Language, list, maybe, oneOf, WrittenIn } from '../../kernel/values/fields.js';
import { isSame } from '../../kernel/values/same.js';
import { Description, Name, Note, noteFields, noteOf, noteText } from '../../kernel/values/words.js';
import { MethodSlug, methodStream } from '../names.js';

/** For what somebody collects data. */
export const MethodPurpose = oneOf(['fill_gap', 'monitor_service', 'plan', 'advocate', 'report', 'research']);
/** An amount: of resources that a method needs at least, or of trust that its data can earn. */
export const Level = oneOf(['low', 'medium', 'high']);
export type Level = z.infer<typeof Level>;

export class DescribeMethod extends command('DescribeMethod', {
  method: MethodSlug,
  purposes: list(MethodPurpose),
  resources: Level,
  trust: Level,
  /** The term of taxonomies that marks the examples of it. */
  term: maybe(TermCode),
  language: WrittenIn,
  name: Name,
  summary: maybe(Description),
  note: maybe(Note),
}) {}
export class WithdrawMethod extends command('WithdrawMethod', { method: MethodSlug, ...noteFields }) {}

export const methodCommands = [DescribeMethod, WithdrawMethod] as const;
export type MethodCommand = InstanceType<(typeof methodCommands)[number]>;

/** What a method is good for was described; later descriptions replace it. */
export const MethodDescribed = event(
  'MethodDescribed',
  { method: MethodSlug, purposes: z.array(MethodPurpose), resources: Level, trust: Level, term: TermCode.nullable() },
  { language: Language, name: Name, summary: Description.nullable(), note: Note.nullable() },
);
/** It is no longer suggested. */
export const MethodWithdrawn = event('MethodWithdrawn', { method: MethodSlug }, noteText);

export const methodEvents = [MethodDescribed, MethodWithdrawn] as const;
export type MethodEvent = EventOf<(typeof methodEvents)[number]>;

interface Method {
  readonly status: 'unknown' | 'offered' | 'withdrawn';
  readonly content: unknown;
}

export const method: Decider<MethodCommand, Method, MethodEvent> = {
  events: methodEvents,
  stream: ({ data }) => methodStream(data.method),
  initial: { status: 'unknown', content: null },
  evolve: on<Method, MethodEvent>({
    MethodDescribed: (_, { facts, text }) => ({ status: 'offered', content: [facts, text] }),
    MethodWithdrawn: (known) => ({ ...known, status: 'withdrawn' }),
  }),
  decide: {
    DescribeMethod: (known, { data: { language, name, summary, note, ...facts } }) => {
      if (facts.purposes.length === 0)
        throw new Refused('METHOD_WITHOUT_PURPOSE', 'Say for which purposes the method fits.', 'purposes');
      const described = MethodDescribed(facts, { language, name, summary, note });
      const isSaid = known.status === 'offered' && isSame(known.content, [described.facts, described.text]);
      return isSaid ? [] : [described];
    },
    WithdrawMethod: (known, { data }) => {
      if (known.status === 'unknown')
        throw new Refused('METHOD_UNKNOWN', `No method has the slug ${data.method}.`, 'method');
      return known.status === 'withdrawn' ? [] : [MethodWithdrawn({ method: data.method }, noteOf(data))];
    },
  },
};
