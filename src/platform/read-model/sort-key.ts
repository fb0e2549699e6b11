import { fold } from './search/normalise-for-search.js';

/** Symbols in the order in which collation puts them before digits and letters. */
const signs = new Map(
  Array.from(' _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$').map((sign, index) => [sign, String.fromCharCode(2 + index)]),
);

/**
 * Letters that have no decomposition, and that are not variants of another in most languages; they sort right
 * after the letter they look like.
 */
const beside: Readonly<Record<string, string>> = { ð: 'd', ŋ: 'n', ħ: 'h', ŧ: 't', ə: 'e', ĸ: 'k' };

/**
 * A name as text whose order, by code point, is that of collation in most languages (the root of CLDR):
 * letters first, ignoring accents and case; then accents; then lower case before upper. So Ägypten sorts next
 * to Agypten, Éire with E, and Zambia after eThekwini. SQLite has no such order of its own, and JavaScript
 * provides no keys for the one it has.
 */
export function sortKey(name: string): string {
  const composed = name.normalize('NFC');
  // Alef with madda is a letter of its own here, between hamza and alef; search unifies it with alef.
  const letters = Array.from(
    fold(composed.replaceAll('آ', 'ءي')),
    (letter) => signs.get(letter) ?? beside[letter] ?? letter,
  ).join('');
  const cases = Array.from(composed, (letter) => (letter === letter.toLowerCase() ? '0' : '1'))
    .join('')
    .replace(/0+$/, '');
  return [letters, name.normalize('NFD').toLowerCase(), cases].join('\u0001');
}
