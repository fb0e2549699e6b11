/** Resolves after some milliseconds, or when the signal is aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}

/** Waits before something that has failed is tried again: the longer, the oftener it has, up to half a second or what is said. */
export const backOff = (failures: number, signal: AbortSignal, most = 500): Promise<void> =>
  pause(Math.min(most, 20 * 2 ** failures), signal);
