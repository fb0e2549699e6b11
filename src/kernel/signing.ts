import { maybe } from './fields.js';
import { PersonId } from './caller.js';

/**
 * What is signed for an organisation is signed by somebody who has not written it. A command says who prepared it; the event keeps it as a
 * fact where somebody did, so that whoever replays the log sees two persons.
 */
export const preparedFields = { preparedBy: maybe(PersonId) };
export const preparedFacts = { preparedBy: PersonId.optional() };
export const preparedOf = ({ preparedBy }: { preparedBy: string | null }) => (preparedBy === null ? {} : { preparedBy });
