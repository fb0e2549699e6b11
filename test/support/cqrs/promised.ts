/** A promise that a test keeps. */
export function promised<T = void>(): { readonly promise: Promise<T>; readonly keep: (value: T) => void } {
  let keep: (value: T) => void = () => undefined;
  return { promise: new Promise<T>((resolve) => (keep = resolve)), keep };
}
