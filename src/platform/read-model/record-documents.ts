import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { Language } from '../../kernel/values/fields.js';
import { isRedaction, type Redaction, type RedactionEvent } from '../../kernel/correction/redaction.js';
import type { Origin, Recorded } from '../../kernel/message.js';
import { Documents, type Stamp } from './documents.js';
import type { Fold } from './fold.js';
import { nameIn, nounIn } from '../../kernel/stream.js';

/** Words with the language they were written in. */
export interface LocalText {
  readonly text: string;
  readonly language: Language;
}

/** What a source says otherwise than the register, or beyond it. */
interface Statement {
  readonly field: string;
  readonly value: string;
  readonly source: string | null;
  readonly sourceDate: string | null;
  readonly note: LocalText | null;
  readonly entry: number;
}

/** That words of its entries were taken out of the log. */
interface Redacted {
  readonly entry: number;
  readonly recordedAt: string;
  readonly reasonCode: string;
  readonly legalBasis: string;
}

/** What the documents of things have in common, whatever their context. */
export interface RecordDocument extends Stamp {
  readonly origin: Origin['kind'];
  /** All web addresses that its entries name, each once. */
  readonly sources: readonly string[];
  readonly sourceDate: string | null;
  readonly notes: readonly LocalText[];
  readonly statements: readonly Statement[];
  readonly redactions: readonly Redacted[];
}

type Own<D extends RecordDocument> = Omit<D, keyof RecordDocument>;

/** Documents of things: each entry adds its sources and its note, whatever else it changes. */
export class RecordDocuments<D extends RecordDocument> extends Documents<D> {
  /** Opens the document of a thing that was not there. */
  add(fold: Fold, event: Recorded, own: Own<D>): void {
    const { kind, sources, sourceDate } = event.origin;
    this.open(fold, event, {
      ...own,
      origin: kind,
      sources,
      sourceDate,
      notes: notesOf(event),
      statements: [],
      redactions: [],
    } as unknown as Omit<D, keyof Stamp>);
  }

  override change(
    fold: Fold,
    event: Recorded,
    key: string,
    change: (document: D) => Partial<Own<D>> | Partial<D>,
  ): void {
    super.change(fold, event, key, (document) => ({
      sources: [...new Set([...document.sources, ...event.origin.sources])],
      notes: [...document.notes, ...notesOf(event)],
      ...(change(document) as Partial<D>),
    }));
  }

  /** Sets a statement beside what the document says. */
  addStatement(fold: Fold, event: Recorded, key: string): void {
    const { field, value, source } = event.facts as Pick<Statement, 'field' | 'value' | 'source'>;
    const said: Statement = {
      field,
      value,
      source,
      sourceDate: event.origin.sourceDate,
      note: notesOf(event)[0] ?? null,
      entry: event.entry,
    };
    this.change(
      fold,
      event,
      key,
      ({ notes, statements }) => ({ notes, statements: [...statements, said] }) as unknown as Partial<D>,
    );
  }
}

/** What a view of things does with corrections, retractions and redactions: they are noted on the thing, with the reason. */
export function correctionHandlers<D extends RecordDocument>(
  things: RecordDocuments<D>,
  keyOf: (event: Recorded<CorrectionEvent | RedactionEvent>) => string | null,
) {
  const note = (event: Recorded<CorrectionEvent | RedactionEvent>, fold: Fold): void => {
    const key = keyOf(event);
    if (key !== null)
      things.change(fold, event, key, ({ redactions }) =>
        isRedaction(event) ? ({ redactions: [...redactions, sayingOf(event)] } as unknown as Partial<D>) : {},
      );
  };
  return { EntryCorrected: note, EntryRetracted: note, RedactionProposed: note, PartRedacted: note };
}

const sayingOf = ({ entry, recordedAt, facts: { reasonCode, legalBasis } }: Redaction): Redacted => ({
  entry,
  recordedAt,
  reasonCode,
  legalBasis,
});

/** The key of the thing of a stream, where it is of that noun. */
export const ofNoun =
  (noun: string) =>
  ({ stream }: Recorded): string | null =>
    nounIn(stream) === noun ? nameIn(stream) : null;

function notesOf({ text }: Recorded): readonly LocalText[] {
  const { note = null, language } = (text ?? {}) as { note?: string | null; language: Language };
  return note === null ? [] : [{ text: note, language }];
}

/** Words in their language; null where nobody wrote any. */
export const wordsOf = (text: string | null | undefined, language: Language | undefined): LocalText | null =>
  text === null || text === undefined || language === undefined ? null : { text, language };
