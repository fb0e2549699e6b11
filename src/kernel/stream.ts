/** The noun of a stream: what its name begins with, as `commitment` in `commitment-IDC-KENYA-1-C03`. */
export const nounIn = (stream: string): string => stream.slice(0, stream.indexOf('-'));

/** The name of the thing of a stream: a slug or a code. */
export const nameIn = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
