import { maybe, wholeNumber } from './fields.js';
import { PersonId } from './caller.js';

/**
 * What is signed for an organisation is signed by somebody who has not written it. A command says who prepared it; the event keeps that as a fact
 * together with the entry in which the preparer confirmed its exact content, so that whoever replays the log sees two persons.
 */
export const preparedFields = { preparedBy: maybe(PersonId) };
export const preparedFacts = { preparedBy: PersonId.optional(), preparation: wholeNumber(0).optional() };
export const preparedOf = ({ preparedBy }: { preparedBy: string | null }) => (preparedBy === null ? {} : { preparedBy });
