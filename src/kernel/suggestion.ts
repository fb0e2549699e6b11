/** How many characters have to be changed, added, removed or swapped with their neighbour to make one word of the other. */
function distance(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next.push(
        Math.min(
          (last[column] as number) + 1,
          (next[column - 1] as number) + 1,
          (last[column - 1] as number) + (isSame ? 0 : 1),
          isSwapped ? (before[column - 2] as number) + 1 : Infinity,
        ),
      );
    }
    [before, last] = [last, next];
  }
  return last[other.length] as number;
}

/** As people compare words: without case, accents, and what is neither letter nor digit. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/** The words most like the one given, best first: at most `most`, none where nothing is near. For lists of some hundred short words. */
export function closest(given: string, words: Iterable<string>, most = 3): string[] {
  const sought = folded(given.slice(0, 60));
  if (sought.length < 2) return [];
  const allowed = Math.max(1, Math.floor(sought.length / 3));
  return [...words]
    .map((word) => ({ word, isBegun: sought.length >= 3 && folded(word).startsWith(sought), far: distance(sought, folded(word)) }))
    .filter(({ isBegun, far }) => isBegun || far <= allowed)
    .sort((one, other) => Number(other.isBegun) - Number(one.isBegun) || one.far - other.far)
    .slice(0, most)
    .map(({ word }) => word);
}

/** What to put behind a message, such as ` (did you mean KEN?)`; nothing where there is nothing to suggest. */
export const didYouMean = (suggestions: readonly string[]): string => (suggestions.length === 0 ? '' : ` (did you mean ${suggestions.join(' or ')}?)`);
