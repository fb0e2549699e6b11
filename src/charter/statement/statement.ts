import { z } from 'zod';
import { on, type Decider } from '../../kernel/decider.js';
import { Language, maybe, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { Table } from '../../kernel/values/persistent.js';
import { Name, Note, Wording } from '../../kernel/values/words.js';
import { subjectStream } from '../vocabulary/codes.js';
import { mustBeThere, subjectFacts, subjectFields, subjects } from './subject.js';

export class RecordStatement extends command('RecordStatement', {
  ...subjectFields,
  field: Name,
  value: Wording,
  language: WrittenIn,
  note: maybe(Note),
}) {}

export const statementCommands = [RecordStatement] as const;
export type StatementCommand = InstanceType<(typeof statementCommands)[number]>;

/**
 * A source says something else about a thing than the register does, or says what the register does not. Both stand: a
 * statement never replaces a value, it is shown beside it with its source.
 */
export const StatementRecorded = event(
  'StatementRecorded',
  { ...subjectFacts, field: Name, value: Wording, source: z.string().nullable() },
  { language: Language, note: Note.nullable() },
);

export const statementEvents = [StatementRecorded] as const;
export type StatementEvent = EventOf<(typeof statementEvents)[number]>;

export interface Statements {
  readonly about: (typeof subjects)['initial'];
  readonly made: Table<true>;
}

const key = (field: string, value: string, source: string | null): string => JSON.stringify([field, value, source]);

const own = on<Table<true>, StatementEvent>({
  StatementRecorded: (made, { facts: { field, value, source } }) => made.with(key(field, value, source), true),
});

export const statement: Decider<StatementCommand, Statements, StatementEvent> = {
  events: statementEvents,
  stream: ({ data }) => subjectStream(data),
  initial: { about: subjects.initial, made: Table.empty() },
  evolve: (known, event) => ({ about: subjects.evolve(known.about, event), made: own(known.made, event) }),
  decide: {
    RecordStatement: (known, { data, header }) => {
      const { champion, actionPlan, commitment, field, value, language, note } = data;
      mustBeThere(known.about, data);
      const source = header.sources[0] ?? null;
      if (known.made.has(key(field, value, source))) return [];
      return [
        StatementRecorded(
          { champion, actionPlan, commitment, field, value, source },
          note === null ? null : { language, note },
        ),
      ];
    },
  },
};
