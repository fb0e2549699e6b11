import { presence, related, type RelatedState } from '../kernel/decider.js';
import { Refused } from '../kernel/refusal.js';

/** Whether the register knows an organisation: as itself, or as a champion. */
export const knownOrganisation = (slug: string): RelatedState<boolean> => ({
  *reads() {
    const isKnown = yield* related(`organisation-${slug}`, presence).reads();
    return isKnown || (yield* related(`champion-${slug}`, presence).reads());
  },
});

/** Refuses an organisation that the register does not know. */
export function mustBeKnown(isKnown: boolean | null | undefined, slug: string, field: string | readonly string[] = 'organisation'): void {
  if (isKnown !== true) throw new Refused('ORGANISATION_UNKNOWN', `No organisation has the slug ${slug}.`, field);
}
