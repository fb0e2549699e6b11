/**
 * How many characters have to be changed, added, removed or swapped with their neighbour to make one word of the other; `Infinity` where it is more than
 * `most`. Only what lies within `most` of the diagonal is worked out: nothing else can lead to so few.
 */
function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  const width = other.length + 1;
  const beyond = most + 1;
  let before = new Uint16Array(width).fill(beyond);
  let last = Uint16Array.from({ length: width }, (_, column) => Math.min(column, beyond));
  let next = new Uint16Array(width);
  for (let row = 1; row <= one.length; row += 1) {
    next.fill(beyond);
    next[0] = Math.min(row, beyond);
    let least = next[0];
    for (let column = Math.max(1, row - most); column <= Math.min(other.length, row + most); column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped =
        column > 1 && row > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const found = Math.min(
        (last[column] as number) + 1,
        (next[column - 1] as number) + 1,
        (last[column - 1] as number) + (isSame ? 0 : 1),
        isSwapped ? (before[column - 2] as number) + 1 : beyond,
        beyond,
      );
      next[column] = found;
      least = Math.min(least, found);
    }
    if (least > most) return Infinity;
    [before, last, next] = [last, next, before];
  }
  const found = last[other.length] as number;
  return found > most ? Infinity : found;
}

/** Normalises words for comparison: without case, accents and anything that is neither letter nor digit. */
export const folded = (text: string): string =>
  /^[a-z\d]*$/.test(text)
    ? text
    : text
        .normalize('NFKD')
        .replace(/[^\p{L}\p{N}]/gu, '')
        .toLowerCase();

/** The words most like the one given, best first: at most `most`, none where nothing is near. For lists of some hundred short words. */
export function closest(given: string, words: Iterable<string>, most = 3): string[] {
  const sought = folded(given.slice(0, 60)).slice(0, 60);
  if (sought.length < 2) return [];
  const allowed = Math.max(1, Math.floor(sought.length / 3));
  return [...words]
    .map((word) => {
      const other = folded(word);
      const isBegun = sought.length >= 3 && other.startsWith(sought);
      return { word, isBegun, far: isBegun ? other.length - sought.length : distance(sought, other, allowed) };
    })
    .filter(({ far }) => far !== Infinity)
    .sort((one, other) => Number(other.isBegun) - Number(one.isBegun) || one.far - other.far)
    .slice(0, most)
    .map(({ word }) => word);
}

/** What to put behind a message, such as ` (did you mean KEN?)`; nothing where there is nothing to suggest. */
export const didYouMean = (suggestions: readonly string[]): string =>
  suggestions.length === 0 ? '' : ` (did you mean ${suggestions.join(' or ')}?)`;
