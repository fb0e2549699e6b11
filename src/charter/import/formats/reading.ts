import { FaultyFile } from '../../../platform/import/file-faults.js';
import type { FormatOptions } from '../../../platform/import/foreign-format.js';

/** A file that is not what it was said to be. */
export const faulty = (place: string, message: string, found = ''): FaultyFile =>
  new FaultyFile([{ place, message, found }]);

/** The text of a file in UTF-8, without a byte order mark. */
export function textOf(file: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw faulty('the file', 'must be text in UTF-8');
  }
}

/** The value of an option. */
export const optionOf = (options: FormatOptions, name: string): string | null => {
  const given = options[name];
  return typeof given === 'string' ? given : null;
};

/** The value of an option that the format cannot do without. */
export function needed(options: FormatOptions, name: string, what: string): string {
  const given = optionOf(options, name);
  if (given === null) throw faulty(`--${name}`, `is needed: ${what}`);
  return given;
}

export const listOf = (options: FormatOptions, name: string): readonly string[] => {
  const given = options[name];
  return given === undefined ? [] : typeof given === 'string' ? [given] : given;
};

/** Which dimension each name of the file means, as `--dimension NAME=CODE` says it; of those that the file has. */
export const meaningsOf = (options: FormatOptions, names: readonly string[]) =>
  listOf(options, 'dimension')
    .map((text) => {
      const at = text.lastIndexOf('=');
      if (at < 1) throw faulty('--dimension', 'must be a name of the file and a code, such as Region=geography', text);
      return { name: text.slice(0, at), dimension: text.slice(at + 1) };
    })
    .filter(({ name }) => names.includes(name));

/** An id for a record, by which it is known again when the file is imported anew. */
export const recordId = (...parts: readonly (string | null)[]): string =>
  parts
    .filter((part) => part !== null && part !== '')
    .join(':')
    .slice(0, 150);

/** What all formats of breakdowns are told beside the file. */
export const commonOptions = {
  champion: 'the slug of the champion whose data it is',
  indicator: 'the SDG indicator, where the file does not name it',
  date: 'when it holds, such as 2023-05',
  source: 'the web address of the file; may be repeated',
  dimension: 'what a name of the file means, such as Region=geography; may be repeated',
};

/** Categories, values and periods of one combination of dimensions, collected value by value. */
export class Tally {
  private readonly categories = new Set<string>();
  private readonly periods = new Set<string>();
  private values = 0;

  constructor(private readonly names: readonly string[]) {}

  add(categories: readonly string[], period: string): void {
    this.categories.add(categories.join(' & '));
    this.periods.add(period);
    this.values += 1;
  }

  get record() {
    const { names, values } = this;
    return { names, categories: [...this.categories].toSorted(), values, periods: [...this.periods].toSorted() };
  }
}

/** The tally of a combination, begun where there is none. */
export function tallyOf(tallies: Map<string, Tally>, names: readonly string[]): Tally {
  const key = names.join('\n');
  const tally = tallies.get(key) ?? new Tally(names);
  tallies.set(key, tally);
  return tally;
}
