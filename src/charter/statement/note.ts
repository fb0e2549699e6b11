import { Language, maybe, WrittenIn } from '../../kernel/fields.js';
import { Note } from '../vocabulary/vocabulary.js';

/** The fields by which a command may say something in words, and in which language. */
export const noteFields = { language: WrittenIn, note: maybe(Note) };

/** The text part of an event that may carry such a note. */
export const noteText = { language: Language, note: Note.nullable() };

/** The text part of an event: none when nobody wrote anything. */
export const noteOf = ({ language, note }: { language: Language; note: string | null }) => (note === null ? null : { language, note });
