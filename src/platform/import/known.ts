import { EntryCorrected, EntryRetracted, type CorrectionEvent } from '../../kernel/correction/correction.js';
import type { Recorded } from '../../kernel/message.js';
import { isSame } from '../../kernel/values/same.js';
import { nameIn } from '../../kernel/stream.js';
import type { Importable, Recognition } from './importable.js';

type Fields = Readonly<Record<string, unknown>>;

/** An entry that states something which a record of a file may state as well, and what has become of it since. */
export interface Held {
  /** The id of the record that it was imported from, see `Known.idOf`; null when it was recorded by other means. */
  readonly record: string | null;
  readonly type: string;
  readonly stream: string;
  /** The code of the thing that began with it, or its name. */
  readonly code: string;
  readonly entry: number;
  /** The last entry that corrected it, else itself: what a further correction has to name. */
  tip: number;
  /** The last entry that changed any of it. */
  last: number;
  readonly facts: Fields;
  /** The content of the entry, as it was last corrected. */
  content: Fields;
  /** What the imported files have said of it, field by field, up to now. */
  said: Fields;
  /** What the register has, whoever said so. */
  now: Fields;
  readonly sources: Set<string>;
}

function append<T>(lists: Map<string, T[]>, name: string, one: T): void {
  lists.set(name, [...(lists.get(name) ?? []), one]);
}

const contentOf = ({ facts, text, effective }: Pick<Recorded, 'facts' | 'text' | 'effective'>): Fields => ({
  ...facts,
  ...text,
  effective,
});

/**
 * What the log says of where things came from: the source's own id stands in the origin of each imported entry. By it a record is known
 * again, whatever its position in the file or the digits in its id, and so is the code that it was given.
 */
export class Known {
  private readonly byRecord = new Map<string, Held[]>();
  private readonly byEntry = new Map<number, Held>();
  private readonly byThing = new Map<string, Held>();
  private readonly streams = new Set<string>();
  private readonly parts = new Map<string, Held[]>();
  private readonly ends = new Map<string, Held[]>();
  private before = -1;

  private constructor(private readonly recognitions: readonly Recognition[]) {}

  static async of(history: AsyncIterable<Recorded>, imports: readonly Importable[]): Promise<Known> {
    const known = new Known(imports.map(({ recognises }) => recognises));
    for await (const event of history) {
      known.take(event);
      known.before = event.entry;
    }
    return known;
  }

  take(event: Recorded): void {
    if (this.byEntry.has(event.entry)) return;
    this.streams.add(event.stream);
    if (event.type === EntryCorrected.type) this.correct(event as Recorded<CorrectionEvent>);
    else if (event.type === EntryRetracted.type) this.retract((event as Recorded<CorrectionEvent>).facts.entry);
    else this.add(event);
  }

  /** The entries that a record has stated, those that nobody has retracted. */
  of(record: string, type: string): readonly Held[] {
    return (this.byRecord.get(this.idOf(record)) ?? []).filter((held) => held.type === type);
  }

  /** What a thing began with, by the stream or the code of the part. */
  thing(name: string): Held | undefined {
    return this.byThing.get(name);
  }

  /** Whether the log held this before the import that is under way. */
  isFromBefore({ entry }: Held): boolean {
    return entry <= this.before;
  }

  /** What ended a thing, in order. */
  endsOf(code: string): readonly Held[] {
    return this.ends.get(code) ?? [];
  }

  /** The parts of a thing, such as the commitments of a plan, as they began. */
  partsOf(code: string, type: string): readonly Held[] {
    return (this.parts.get(code) ?? []).filter((held) => held.type === type);
  }

  /** Whether the log has a stream of this name. */
  hasStream(name: string): boolean {
    return this.streams.has(name);
  }

  /** A record by the source's own ids, wherever it stands in the file now. */
  idOf(record: string): string {
    return this.recognitions.reduce((id, { idOf }) => idOf(id), record);
  }

  private is(kind: 'opens' | 'changes' | 'ends' | 'joins', type: string): boolean {
    return this.recognitions.some((one) => one[kind].includes(type));
  }

  private named(kind: 'thingOf' | 'wholeOf', event: Recorded): string | null {
    return this.recognitions.reduce<string | null>((name, one) => name ?? one[kind](event), null);
  }

  private add(event: Recorded): void {
    const { facts, stream, entry, origin, type } = event;
    const thing = this.named('thingOf', event) ?? stream;
    const record = origin.kind === 'import' && origin.record !== null ? this.idOf(origin.record) : null;
    const begun = this.byThing.get(thing);
    if (this.is('changes', type) && begun !== undefined) {
      const {
        note: _,
        language: __,
        preparedBy: ___,
        ...named
      } = { ...facts, ...event.text } as Readonly<Record<string, unknown>>;
      const changed = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null));
      begun.now = { ...begun.now, ...changed };
      begun.last = entry;
      if (record !== null && begun.record === record) {
        begun.said = { ...begun.said, ...changed };
        for (const source of origin.sources) begun.sources.add(source);
        this.byEntry.set(entry, begun);
        return;
      }
    }
    const content = contentOf(event);
    const held: Held = {
      record,
      type,
      stream,
      entry,
      tip: entry,
      last: entry,
      facts: facts as Fields,
      content,
      said: content,
      now: content,
      sources: new Set(origin.sources),
      code: thing === stream ? nameIn(stream) : thing,
    };
    this.byEntry.set(entry, held);
    if (this.is('opens', type)) this.byThing.set(thing, held);
    const whole = this.named('wholeOf', event);
    if (this.is('joins', type) && whole !== null) append(this.parts, whole, held);
    if (this.is('ends', type)) append(this.ends, held.code, held);
    if (record !== null) this.byRecord.set(record, [...(this.byRecord.get(record) ?? []), held]);
  }

  private correct({ entry, facts, text, effective, origin }: Recorded<CorrectionEvent>): void {
    const held = this.byEntry.get(facts.entry);
    if (held === undefined || !('facts' in facts)) return;
    const content = contentOf({
      facts: facts.facts,
      text: (text as { text?: object | null } | null)?.text ?? null,
      effective,
    });
    this.byEntry.set(entry, held);
    // A correction holds the whole content: what it leaves as it was may have been amended since.
    const changed = Object.fromEntries(
      Object.entries(content).filter(([field, value]) => !isSame(value ?? null, held.content[field] ?? null)),
    );
    held.tip = entry;
    held.last = entry;
    held.content = content;
    held.now = { ...held.now, ...changed };
    if (origin.kind !== 'import') return;
    held.said = { ...held.said, ...changed };
    for (const source of origin.sources) held.sources.add(source);
  }

  private retract(entry: number): void {
    const held = this.byEntry.get(entry);
    if (held?.entry !== entry) return;
    if (held.record !== null)
      this.byRecord.set(
        held.record,
        (this.byRecord.get(held.record) ?? []).filter((one) => one !== held),
      );
    for (const lists of [this.parts, this.ends])
      for (const [name, all] of lists)
        if (all.includes(held))
          lists.set(
            name,
            all.filter((one) => one !== held),
          );
    for (const [thing, one] of this.byThing) if (one === held) this.byThing.delete(thing);
  }
}
