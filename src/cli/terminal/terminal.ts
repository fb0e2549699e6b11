/** What a terminal would act on, or show as something else than it is: control characters, bidirectional controls, and what has no width. */
const unsafe = /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{DI}\p{Zl}\p{Zp}\ufff9-\ufffb]|\p{Cs}/gu;

const escaped = (text: string): string =>
  text.replace(unsafe, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);

/**
 * A line for a terminal. What was recorded or imported may be in it: characters that the terminal would act on are shown as escapes, and
 * the further lines of a text stand indented below the first, so that none can pass for a line of the program's own.
 */
export function forTerminal(line: string): string {
  const [first = '', ...further] = line
    .replace(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', '  ')
    .split('\n')
    .map(escaped);
  const indent = `${/^ */.exec(first)?.[0] ?? ''}    | `;
  return [first, ...further.map((text) => `${indent}${text}`)].join('\n');
}

/** Prints lines, each of them as `forTerminal` gives it. */
export function say(...lines: readonly string[]): void {
  for (const line of lines) console.log(forTerminal(line));
}

/** The same, where faults and warnings go. */
export function complain(...lines: readonly string[]): void {
  for (const line of lines) console.error(forTerminal(line));
}

/** Prints a value as JSON in which every character that a terminal would act on is escaped. */
export function sayJson(value: unknown): void {
  const json = JSON.stringify(value, null, 2);
  console.log(
    json.replace(/(?!\n)[\p{Cc}\p{DI}\p{Zl}\p{Zp}\ufff9-\ufffb]/gu, (character) =>
      Array.from(
        { length: character.length },
        (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
      ).join(''),
    ),
  );
}
