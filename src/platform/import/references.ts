import { span } from '../../kernel/time/partial-date.js';
import { closest, didYouMean } from '../../kernel/values/suggestion.js';
import { placeOf, shown, type OutlineFault } from './file-faults.js';

/** A text of a file, and where it stands. */
interface PlacedText {
  readonly place: string;
  readonly text: string;
}

/** The texts at a path such as `champions[].organisations[]`, whatever else is wrong with the file; what is no text is left to the shape. */
export function textsAt(file: unknown, path: string): PlacedText[] {
  let found: { readonly at: readonly PropertyKey[]; readonly value: unknown }[] = [{ at: [], value: file }];
  for (const step of path.match(/\[\]|[^.[\]]+/g) ?? [])
    found = found.flatMap(({ at, value }) => {
      if (step === '[]')
        return Array.isArray(value) ? value.map((one: unknown, index) => ({ at: [...at, index], value: one })) : [];
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      return Object.hasOwn(value, step)
        ? [{ at: [...at, step], value: (value as Readonly<Record<string, unknown>>)[step] }]
        : [];
    });
  return found.flatMap(({ at, value }) => (typeof value === 'string' ? [{ place: placeOf(at), text: value }] : []));
}

/** Ids at a path that occur more than once. */
export function idsTwice(file: unknown, path: string): OutlineFault[] {
  const seen = new Set<string>();
  return textsAt(file, path).flatMap(({ place, text }) => {
    const isKnown = seen.has(text);
    seen.add(text);
    return isKnown ? [{ place, found: shown(text), message: 'occurs twice; every record needs its own id' }] : [];
  });
}

/** What the ids at some paths refer to. */
interface References {
  readonly paths: readonly string[];
  /** What they refer to, as in "an organisation". */
  readonly noun: string;
  /** Where in the file the ids stand that they may be. */
  readonly among: readonly string[];
  readonly isHeld: (id: string) => boolean;
}

/** References to what is neither in the file nor in the register. */
export function danglingReferences(file: unknown, { paths, noun, among, isHeld }: References): OutlineFault[] {
  const known = new Set(among.flatMap((path) => textsAt(file, path)).map(({ text }) => text));
  return paths
    .flatMap((path) => textsAt(file, path))
    .filter(({ text }) => !known.has(text) && !isHeld(text))
    .map(({ place, text }) => {
      const suggestion = didYouMean(closest(text, known));
      const message = `must be the id of ${noun} in this file, or of one imported before${suggestion}`;
      return { place, found: shown(text), message };
    });
}

/** Dates at some paths that lie wholly in the future: imported history is past. */
export const futureDates = (file: unknown, paths: readonly string[], today: string): OutlineFault[] =>
  paths
    .flatMap((path) => textsAt(file, path))
    .filter(({ text }) => (span(text)?.first ?? '') > today)
    .map(({ place, text }) => ({
      place,
      found: shown(text),
      message: `must not be in the future; today is ${today}`,
    }));
