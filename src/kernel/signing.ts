import { maybe, wholeNumber } from './values/fields.js';
import { PersonId } from './caller.js';

/**
 * Whatever is signed for an organisation is signed by someone other than its author. A command names its
 * preparer; the event keeps that as a fact, together with the entry in which the preparer confirmed its exact
 * content, so that a verifier sees two people.
 */
export const preparedFields = { preparedBy: maybe(PersonId) };
export const preparedFacts = { preparedBy: PersonId.optional(), preparation: wholeNumber(0).optional() };
export const preparedOf = ({ preparedBy }: { preparedBy: string | null }) =>
  preparedBy === null ? {} : { preparedBy };
