import type { z } from 'zod';
import type { Command, Issuer, Recorded } from '../../kernel/message.js';
import type { OutlineFault } from './file-faults.js';
import type { RecordResult, Register } from './importer.js';
import type { Held, Known } from './known.js';
import type { CommandStep, FileChange, ImportCommand, Step } from './step.js';

/** How what was imported is known again in the log, by types of events. */
export interface Recognition {
  /** Events with which a thing begins. */
  readonly opens: readonly string[];
  /** Events that change what a thing began with, and only the fields that they name. */
  readonly changes: readonly string[];
  /** Events by which a thing ends. */
  readonly ends: readonly string[];
  /** Events by which a thing becomes a part of another. */
  readonly joins: readonly string[];
  /** The code of the thing that an event is about, where it is not that of its stream. */
  readonly thingOf: (event: Recorded) => string | null;
  /** The thing that the thing of an event is a part of. */
  readonly wholeOf: (event: Recorded) => string | null;
  /** The id of a record without the records that it stands in, for records that may move from one to another. */
  readonly idOf: (record: string) => string;
}

/** A command that changes some fields of what an entry has stated; `thing` is the field by which it names it. */
export interface Amendment {
  readonly Command: ImportCommand;
  readonly thing: string;
  readonly fields: readonly string[];
  /** Fields that go with another one: without a change of that, they are corrections. */
  readonly wordings?: Readonly<Record<string, string>>;
}

/** The sections of a data set that a context imports, and how. */
export interface Importable {
  /** The shape of each section, by its name in the file. */
  readonly sections: z.ZodRawShape;
  /** The shapes of the vocabularies of a data set that it imports as records; all others are part of the program. */
  readonly vocabularies: z.ZodRawShape;
  /** What is wrong between records: ids that occur twice, references to nothing, dates in the future. The file may have other faults as well. */
  readonly faults: (file: unknown, known: Known | null, today: string) => readonly OutlineFault[];
  /** What to do for each record of its sections, in an order in which it can be done; every record has at least one step. */
  readonly steps: (data: never, known: Known) => Iterable<Step>;
  /** What to do once every context has brought in its own records: what ties them to records of other contexts. */
  readonly ties: (data: never, known: Known) => Iterable<Step>;
  readonly recognises: Recognition;
  /** The event that each of its commands writes. */
  readonly writes: Readonly<Record<string, string>>;
  /** Refusals of what is there or has ended already: then what the record says of it is compared instead. */
  readonly refusalsOfKnown: readonly string[];
  /** Fields by which a command names what it is about, or which say nothing of it: they are not compared. */
  readonly naming: readonly string[];
  /** What a command states, under the names that its event has for it. */
  readonly stated: (command: Command) => Readonly<Record<string, unknown>>;
  /** Fields that say what an entry is about, which no correction can change. */
  readonly about: (held: Held) => readonly string[];
  /** Events whose sources are those of the thing that theirs is a part of. */
  readonly withoutSources: readonly string[];
  /** How what an event has stated is changed in the world, by its type; all else is a correction. */
  readonly amendments: Readonly<Record<string, readonly Amendment[]>>;
  /** Sets what a record claims beside what the register holds; null where no step has claims. */
  readonly keepClaims: KeepClaims | null;
}

export interface KeepClaims {
  (step: Step, result: RecordResult, register: Register, by: Issuer, changes?: readonly FileChange[]): Promise<void>;
}

/** Declares what a context imports; what is left out is nothing. */
export const defineImport = <Data>(
  given: Pick<Importable, 'sections' | 'writes'> &
    Partial<Omit<Importable, 'steps' | 'ties' | 'recognises'>> & {
      readonly steps: (data: Data, known: Known) => Iterable<Step>;
      readonly ties?: (data: Data, known: Known) => Iterable<Step>;
      readonly recognises: Partial<Recognition>;
    },
): Importable => ({
  vocabularies: {},
  faults: () => [],
  ties: () => [],
  refusalsOfKnown: [],
  naming: [],
  stated: ({ data, header: { effective } }) => ({ ...data, effective }),
  about: () => [],
  withoutSources: [],
  amendments: {},
  keepClaims: null,
  ...given,
  recognises: {
    opens: [],
    changes: [],
    ends: [],
    joins: [],
    thingOf: () => null,
    wholeOf: () => null,
    idOf: (record) => record,
    ...given.recognises,
  },
});

/** A step, and the context whose record it is for. */
export interface OwnedStep<S extends Step = Step> {
  readonly step: S;
  readonly owner: Importable;
}
export type OwnedCommandStep = OwnedStep<CommandStep>;
