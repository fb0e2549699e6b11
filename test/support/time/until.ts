import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '../../../src/platform/event-store/event-store.js';
import { OtherLog, StrayRecord, WrongSetting } from '../../../src/platform/event-store/kurrent/errors.js';

/** Milliseconds after which a wait is given up: more than any takes on a busy machine, less than a test may take. */
const patience = 45_000;

/** Turns of the event loop that are waited without a pause: most of what is waited for comes within a few. */
const quickTurns = 200;

type Nothing = false | null | undefined;

/** Resolves when something is so, with what was found. Throws after a generous time, naming what was waited for. */
export async function until<T>(
  what: string,
  find: () => T | Promise<T>,
  within = patience,
): Promise<Exclude<T, Nothing>> {
  const end = performance.now() + within;
  for (let turn = 0; ; turn++) {
    const found = await find();
    if (found) return found as Exclude<T, Nothing>;
    if (performance.now() > end) throw new Error(`Waited in vain for ${within / 1000} s: ${what}.`);
    await (turn < quickTurns ? new Promise(setImmediate) : pause(5));
  }
}

/** Repeats work until the event store answers. Throws what waiting cannot mend as it is, and after a generous time what was thrown last. */
export async function persist<T>(what: string, work: () => Promise<T>, within = patience): Promise<T> {
  const end = performance.now() + within;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const lasts = [WrongSetting, OtherLog, StrayRecord].some((kind) => error instanceof kind);
      if (!(error instanceof StoreUnavailable) || lasts) throw error;
      if (performance.now() > end) throw new Error(`Tried in vain for ${within / 1000} s: ${what}.`, { cause: error });
      await pause(5);
    }
  }
}
