import { z } from 'zod';
import type { Decider, RelatedState } from '../decider.js';
import {
  corrected,
  correctionEvents,
  correctionsIn,
  EntryCorrected,
  EntryRetracted,
  isCorrection,
  partsIn,
  Reason,
  retractedIn,
  rootOf,
  type CorrectionEvent,
} from './correction.js';
import { maybe, wholeNumber, WrittenIn } from '../values/fields.js';
import { command, type EventSchema, type DomainEvent, type Recorded } from '../message.js';
import { Trail } from '../values/persistent.js';
import { Refused, type Fault } from '../refusal.js';
import { isSame } from '../values/same.js';
import { timeline, type StreamRelations } from '../time/timeline.js';
import { preparedFields, preparedOf } from '../signing.js';

/** Whether a value is data that the log can keep: text without half characters, whole numbers, at most ten levels. */
function isPlain(value: unknown, levels = 10): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return value === null || typeof value === 'boolean';
  return levels > 0 && Object.entries(value).every(([key, item]) => key.isWellFormed() && isPlain(item, levels - 1));
}

/** Some fields of an event's content by their names, each to be checked against its type. */
const Changes = z
  .record(z.string(), z.unknown(), 'must be an object with the fields to correct')
  .refine(
    (changes) => isPlain(changes),
    'must contain well-formed text, whole numbers and at most ten levels of nesting',
  );

const about = { entry: wholeNumber(0), language: WrittenIn, note: Reason };

/** What an entry should have said: only the fields that were wrong, and, in the header, the date if that was wrong. */
export class CorrectEntry extends command('CorrectEntry', {
  ...about,
  facts: maybe(Changes),
  text: maybe(Changes),
  ...preparedFields,
}) {
  /** The entry that is named, once it was looked up. */
  readonly named: Recorded | null = null;
}
export class RetractEntry extends command('RetractEntry', { ...about, ...preparedFields }) {
  readonly named: Recorded | null = null;
}

export const correctionCommands = [CorrectEntry, RetractEntry] as const;
export type CorrectionCommand = InstanceType<(typeof correctionCommands)[number]>;

function mustStand(named: Recorded | null, entry: number, retracted: ReadonlySet<number>): asserts named is Recorded {
  if (named === null) throw new Refused('ENTRY_UNKNOWN', `The log has no entry ${entry}.`, 'entry');
  if (retracted.has(entry))
    throw new Refused('ENTRY_RETRACTED', `Entry ${entry} was retracted; record it again instead.`, 'entry');
}

/** A stream with nothing resolved: what corrections judge by. */
type Stream = readonly Recorded[];

/** The events of one stream, as they stand before and after an entry is set right, in the order in which they are folded. */
export interface SetRight {
  readonly stream: string;
  readonly before: Stream;
  readonly after: Stream;
  /** The entry that is set right, as it was first recorded. */
  readonly entry: Recorded;
}

/**
 * What must still be true once an entry is corrected: conditions that the rules would have enforced when it
 * was recorded.
 */
export interface CorrectionRules<O> {
  reads(set: SetRight): { readonly [K in keyof O]: RelatedState<O[K]> | null };
  /** Throws `Refused` where it does not. */
  mustHold(set: SetRight, others: { readonly [K in keyof O]: O[K] | null }): void;
}

/**
 * The rules for corrections, over the event types that can be corrected: those of commands. `isNaming` says
 * which facts identify the subject of an entry: they cannot be corrected; the entry is recorded again where
 * it belongs.
 */
export function corrections<O extends object>(
  types: readonly EventSchema[],
  isNaming: (type: string, field: string) => boolean,
  correctionRules: CorrectionRules<O>,
  relations: StreamRelations,
): Decider<CorrectionCommand, Trail<Recorded>, CorrectionEvent, O> {
  const schemaOf = (type: string): EventSchema | undefined => types.find((one) => one.type === type);
  const partOf = partsIn(types);

  function corrects(
    stream: Stream,
    { named, data, header }: CorrectEntry,
  ): (CorrectionEvent & Pick<DomainEvent, 'effective'>)[] {
    const { entry, language, note } = data;
    const retracted = retractedIn(stream);
    mustStand(named, entry, retracted);
    const original = rootOf(stream, named);
    const schema = schemaOf(original.type);
    if (schema === undefined)
      throw new Refused(
        'ENTRY_NOT_CORRECTABLE',
        `Entry ${entry} is ${original.type}, which cannot be corrected.`,
        'entry',
      );
    if (retracted.has(original.entry))
      throw new Refused('ENTRY_RETRACTED', `Entry ${original.entry} was retracted; record it again instead.`, 'entry');
    const correction = correctionsIn(stream, retracted).get(original.entry);
    const known = corrected(original, correction);
    const tip = correction?.entry ?? original.entry;
    const facts = asKept(schema.facts, { ...known.facts, ...data.facts });
    const text =
      data.text === null ? known.text : asKept(schema.text, { ...wordless(schema), ...known.text, ...data.text });
    const effective = header.effective ?? known.effective;
    if (isSame([facts, text, effective], [known.facts, known.text, known.effective])) return [];
    if (tip !== entry)
      throw new Refused(
        'ENTRY_ALREADY_CORRECTED',
        `Entry ${entry} was already corrected by entry ${tip}; correct that one if it is wrong.`,
        'entry',
      );
    const renamed = Object.keys(data.facts ?? {}).filter(
      (field) => isNaming(original.type, field) && !isSame(known.facts[field as never], data.facts?.[field]),
    );
    const faults = [
      ...renamed.map(isAbout),
      ...wrong(schema.facts, facts, 'facts'),
      ...wrong(schema.text, text, 'text'),
    ];
    if (faults.length > 0) throw new Refused(faults);
    const { type, schemaVersion } = original;
    const about = { entry, type, schemaVersion, part: partOf(original) };
    const event = EntryCorrected(
      { ...about, facts, ...preparedOf(data) },
      { language, note, text: text as Record<string, unknown> | null },
    );
    return [{ ...event, effective }];
  }

  function retracts(
    stream: Stream,
    { named, data }: RetractEntry,
  ): (CorrectionEvent & Pick<DomainEvent, 'effective'>)[] {
    const { entry, language, note } = data;
    const retracted = retractedIn(stream);
    if (named !== null && retracted.has(entry)) return [];
    mustStand(named, entry, retracted);
    if (schemaOf(named.type) === undefined && !isCorrection(named))
      throw new Refused(
        'ENTRY_NOT_RETRACTABLE',
        `Entry ${entry} is ${named.type}, which cannot be retracted.`,
        'entry',
      );
    const part = isCorrection(named) ? named.facts.part : partOf(named);
    return [
      {
        ...EntryRetracted({ entry, type: named.type, part, ...preparedOf(data) }, { language, note }),
        effective: named.effective,
      },
    ];
  }

  const answer = (stream: Stream, command: CorrectionCommand) =>
    command.type === 'CorrectEntry' ? corrects(stream, command) : retracts(stream, command);

  /** The stream before and after what a command comes to; null when it comes to nothing. */
  function setRight(stream: Stream, command: CorrectionCommand): SetRight | null {
    const [event] = answer(stream, command);
    const last = stream.at(-1);
    const { named } = command;
    if (event === undefined || last === undefined || named === null) return null;
    const recorded = {
      ...last,
      ...event,
      effective: event.effective ?? null,
      entry: last.entry + 1,
      revision: last.revision + 1,
    };
    const held = (events: Stream): Stream => timeline(events, relations).held.map((one) => one.event);
    return {
      stream: named.stream,
      before: held(stream),
      after: held([...stream, recorded]),
      entry: rootOf(stream, named),
    };
  }

  function decide(
    known: Trail<Recorded>,
    command: CorrectionCommand,
    others: { readonly [K in keyof O]: O[K] | null },
  ) {
    const stream = known.toArray();
    const set = setRight(stream, command);
    if (set !== null) correctionRules.mustHold(set, others);
    return answer(stream, command);
  }

  return {
    events: correctionEvents,
    asRecorded: true,
    stream: ({ named, data }) => named?.stream ?? `entry-${data.entry}`,
    prepare: async (command, { entry }) => command.with({ named: await entry(command.data.entry) }),
    lane: () => 'succession',
    initial: Trail.empty(),
    evolve: (known, event) => known.with(event as Recorded),
    reads(command, known) {
      try {
        const set = setRight(known.toArray(), command);
        if (set !== null) return correctionRules.reads(set);
      } catch (error) {
        if (!(error instanceof Refused)) throw error; // What is refused is refused again by `decide`, which looks at nothing else.
      }
      return {} as { readonly [K in keyof O]: null };
    },
    decide: { CorrectEntry: decide, RetractEntry: decide },
  };
}

/** The text part of an event type with nothing in it but the language, for an entry on which nobody wrote anything. */
function wordless({ text }: EventSchema): object {
  const shape =
    text instanceof z.ZodNullable && text.unwrap() instanceof z.ZodObject ? (text.unwrap() as z.ZodObject).shape : {};
  const compulsory = Object.entries(shape).filter(([, one]) => !(one instanceof z.ZodOptional));
  return Object.fromEntries(compulsory.map(([field]) => [field, field === 'language' ? 'en' : null]));
}

const isAbout = (field: string): Fault => ({
  code: 'CORRECTION_OF_NAME',
  message: `facts.${field} identifies the subject or a person and cannot be corrected: retract the entry, and record it again.`,
  field: ['facts', field],
});

/** A part of an event as its type keeps it, its text cleaned; as it is where it is not right. */
const asKept = <T extends object>(schema: z.ZodType, part: T): T =>
  (schema.safeParse(part).data as T | undefined) ?? part;

/** What is not right about a part of an event: one fault for each field. */
function wrong(schema: z.ZodType, part: unknown, name: 'facts' | 'text'): Fault[] {
  const result = schema.safeParse(part);
  return (result.error?.issues ?? []).map((issue) => {
    const field = [name, ...(issue.code === 'unrecognized_keys' ? issue.keys : issue.path.map(String))];
    const message =
      issue.code === 'unrecognized_keys'
        ? 'is not a field of such an entry'
        : issue.code === 'invalid_type'
          ? `must be ${issue.expected}`
          : issue.message;
    return { code: 'INVALID', message: `${field.join('.')} ${message}.`, field };
  });
}
