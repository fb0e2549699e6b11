/** What somebody says of a file that the file does not say itself, by the name of the option. */
export type FormatOptions = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A record of a file that cannot be imported, and why. */
export interface LeftOut {
  readonly record: string;
  readonly reason: string;
}

/** A file in the shape of a data set: sections by their names. */
export interface Converted {
  readonly sections: Readonly<Record<string, readonly object[]>>;
  readonly leftOut: readonly LeftOut[];
}

/** A format that others publish, which a context can read as sections of a data set. */
export interface ForeignFormat {
  /** The name by which people choose it, such as `open-sdg-data`. */
  readonly name: string;
  /** What it is, in a few words. */
  readonly what: string;
  /** The options that it takes, each with what it says. */
  readonly options: Readonly<Record<string, string>>;
  /** Converts a file. Throws `FaultyFile` where it is not in the format, or an option that it needs is missing. */
  readonly convert: (file: Uint8Array, options: FormatOptions, fileName: string) => Converted;
}

/** A converted file as the text of a data set. */
export const asDataSet = ({ sections, leftOut }: Converted): string =>
  JSON.stringify({ schemaVersion: 2, ...sections, notImported: leftOut });
