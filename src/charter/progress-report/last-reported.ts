import type { Recorded } from '../../kernel/message.js';
import { countsFrom } from '../../kernel/time/timeline.js';

/**
 * The later of a day and that of an event, where the event is one of those by which a champion says something (`types`) and a source dates it: what is
 * dated by nothing but its recording is a word of nobody knows when.
 */
export function laterWord(known: string | null, event: Recorded, types?: RegExp): string | null {
  if (event.effective === null || types?.test(event.type) === false) return known;
  const day = countsFrom(event);
  return known === null || day > known ? day : known;
}
