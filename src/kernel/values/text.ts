/**
 * Normalises what people type, so that two texts that look the same are the same.
 *
 * Removed, because they are invisible: control characters, and everything that Unicode calls
 * default-ignorable (zero-width characters, bidirectional controls, soft hyphens, fillers, tags, variation
 * selectors). The rest is normalised to NFC. Only those that change what is seen are kept:
 *
 * - U+200C (ZWNJ) between two letters of the Arabic script that would join without it (`می‌خواهم`), and after
 *   a virama;
 * - U+200D (ZWJ) next to a virama, after an Arabic letter that nothing joins, and between two emoji;
 * - U+FE0F and U+FE0E after an emoji that would be shown the other way, and in a keycap;
 * - the free variation selectors of Mongolian after a Mongolian letter.
 */

/** Characters that leave no trace. Mn, Lo and So have some as well: U+034F, the Hangul fillers, the blank of braille. */
const invisible = /[\p{Cc}\p{DI}\ufff9-\ufffb]/u;
const allInvisible = new RegExp(invisible, 'gu');
const unseen = /(?!\n|\t|\u200c|\u200d|\ufe0e|\ufe0f|[\u180b-\u180d\u180f])[\p{Cc}\p{DI}\ufff9-\ufffb]/gu;

const virama =
  '\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d3b\\u0d3c\\u0d4d\\u0dca\\u1039\\u17d2\\u1a60\\u1b44\\u1baa\\ua806\\ua8c4\\ua953\\ua9c0\\uaaf6\\u{11046}';
/**
 * Letters of the Arabic script that do not join what follows them: alef, dal, reh, waw and similar ones, and
 * hamza.
 */
const unjoining =
  '\\u0621-\\u0625\\u0627\\u0629\\u062f-\\u0632\\u0648\\u0671-\\u0677\\u0688-\\u0699\\u06c0\\u06c3-\\u06cb\\u06cd\\u06cf\\u06d2\\u06d3\\u06d5\\u06ee\\u06ef' +
  '\\u0759-\\u075b\\u076b\\u076c\\u0771\\u0773\\u0774\\u0778\\u0779\\u08aa-\\u08ac\\u08ae\\u08b1\\u08b2\\u08b9';
const joining = `(?=\\p{sc=Arabic})(?![${unjoining}])\\p{L}`;
const arabic = '(?=\\p{sc=Arabic})(?!\\u0621|\\u0674)\\p{L}';
const emoji = '\\p{ExtPict}(?:\\ufe0f|\\p{EMod})?';

const mongolian = '(?<=\\p{sc=Mongolian})[\\u180b-\\u180d\\u180f]';

/** Joiners and selectors that are seen, each by what has to stand around it. */
const seen: Readonly<Record<string, RegExp>> = Object.fromEntries(
  Object.entries({
    '\u200c': [`(?<=[${virama}])\\u200c(?=\\p{L})`, `(?<=${joining}\\p{M}{0,8})\\u200c(?=${arabic})`],
    '\u200d': [
      `(?<=[${virama}])\\u200d(?=\\p{L})`,
      `(?<=\\p{L})\\u200d(?=[${virama}])`,
      `(?<=${joining}\\p{M}{0,8})\\u200d(?!\\p{sc=Arabic})`,
      `(?<=${emoji})\\u200d(?=\\p{ExtPict})`,
    ],
    '\ufe0f': ['(?<=(?!\\p{EPres})\\p{ExtPict})\\ufe0f', '(?<=[0-9#*])\\ufe0f(?=\\u20e3)'],
    '\ufe0e': ['(?<=\\p{EPres})\\ufe0e'],
    '\u180b': [mongolian],
    '\u180c': [mongolian],
    '\u180d': [mongolian],
    '\u180f': [mongolian],
  }).map(([character, places]) => [character, new RegExp(places.join('|'), 'uy')]),
);

function isSeen(text: string, index: number): boolean {
  const places = seen[text.charAt(index)];
  if (places === undefined) return false;
  places.lastIndex = index;
  return places.test(text);
}
const conditional = /\u200c|\u200d|\ufe0e|\ufe0f|[\u180b-\u180d\u180f]/gu;
const runs = /[\u200c\u200d]{2,}|([\ufe0e\ufe0f])[\ufe0e\ufe0f]+/gu;

/** The text without what nobody sees, in NFC. Line feeds and tabs stay. */
function withoutUnseen(text: string): string {
  const joined = text
    .replace(unseen, '')
    .normalize('NFC')
    .replace(runs, (run) => run.charAt(0));
  if (joined.search(conditional) === -1) return joined;
  const cleaned = joined.replace(conditional, (character, index: number) => (isSeen(joined, index) ? character : ''));
  // What was removed may have been between a letter and its accent, or may have protected another character.
  return cleaned === joined ? cleaned : withoutUnseen(cleaned);
}

/**
 * Whether more combining marks stand on one character than any language has, those between which nothing is seen counted together. Unicode gives
 * 30 as what is enough (UAX 15, Stream-Safe Text); the time to put marks into their order grows with the square of their number.
 */
export const hasTooManyMarks = (text: string): boolean => /\p{M}{31}/u.test(text.replace(allInvisible, ''));

const lineBreaks = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
/** Spaces of whatever width, and the blank of braille, which looks like one. */
const spaces = /[\t\p{Zs}\u2800]+/gu;

/** One line as the register keeps it: see above; trimmed, and any run of spaces is one space. A line break stays, for the caller to refuse. */
export const cleanLine = (text: string): string =>
  withoutUnseen(text.replace(lineBreaks, '\n')).replace(spaces, ' ').trim();

/** Text of any number of lines as the register keeps it: see above; line breaks are line feeds, and nothing blank stands before or after. */
export const cleanProse = (text: string): string =>
  withoutUnseen(text.replace(lineBreaks, '\n').replaceAll('\u2800', ' ')).trim();

/** Whether a text has a character in it that nobody sees. */
export const hasInvisible = (text: string): boolean => invisible.test(text);

/** Whether it contains a letter or a digit. Fillers that count as letters do not count. */
export const isReadable = (text: string): boolean => /(?!\p{DI})[\p{L}\p{N}]/u.test(text);

/** Whether there is anything in it that a reader sees. */
export const isVisible = (text: string): boolean => /(?!\p{DI}|\u2800)[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
