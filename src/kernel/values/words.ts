import { Language, line, maybe, prose, WrittenIn } from './fields.js';

export const Name = line(200);
export const Title = line(300);
export const Description = prose(5_000);
export const Note = prose(5_000);
export const Narrative = prose(20_000);
/** A source's own words for a date or a state, such as "spring 2022". */
export const Wording = line(200);

/** The fields by which a command may say something in words, and in which language. */
export const noteFields = { language: WrittenIn, note: maybe(Note) };

/** The text part of an event that may carry such a note. */
export const noteText = { language: Language, note: Note.nullable() };

/** The text part of an event: none when nobody wrote anything. */
export const noteOf = ({ language, note }: { language: Language; note: string | null }) =>
  note === null ? null : { language, note };
