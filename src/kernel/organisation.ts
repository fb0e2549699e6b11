import { z } from 'zod';
import { presence, related, relatedAll, type RelatedState } from './decider.js';
import { Refused } from './refusal.js';
import { thing } from './things.js';

/** The permanent name of an organisation, champion or not, in addresses and commands: `sierra-leone`. */
export const OrganisationSlug = thing(
  'organisation',
  z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens, such as sierra-leone')
    .max(40, 'must have at most 40 characters'),
);

/** Whether the register knows an organisation: as itself, or as a champion. */
export const knownOrganisation = (slug: string): RelatedState<boolean> => ({
  *reads() {
    const isKnown = yield* related(`organisation-${slug}`, presence).reads();
    return isKnown || (yield* related(`champion-${slug}`, presence).reads());
  },
});

/** Refuses an organisation that the register does not know. */
export function mustBeKnown(
  isKnown: boolean | null | undefined,
  slug: string,
  field: string | readonly string[] = 'organisation',
): void {
  if (isKnown !== true) throw new Refused('ORGANISATION_UNKNOWN', `No organisation has the slug ${slug}.`, field);
}

/** Which of several organisations the register knows, by their slugs. */
export const knownOrganisations = (slugs: readonly string[]): RelatedState<ReadonlyMap<string, boolean>> =>
  relatedAll(new Map(slugs.map((slug) => [slug, knownOrganisation(slug)])));

/** Refuses a list that names an organisation which the register does not know. */
export function mustAllBeKnown(
  areKnown: ReadonlyMap<string, boolean> | null | undefined,
  slugs: readonly string[],
  field = 'organisations',
): void {
  for (const [index, slug] of slugs.entries()) mustBeKnown(areKnown?.get(slug), slug, [field, String(index)]);
}
