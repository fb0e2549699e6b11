import type { z } from 'zod';
import { on, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Country } from '../../kernel/values/countries.js';
import { maybe, oneOf, WebAddress } from '../../kernel/values/fields.js';
import { Table } from '../../kernel/values/persistent.js';
import { isSame } from '../../kernel/values/same.js';
import { noteFields, noteOf, noteText } from '../../kernel/values/words.js';
import { readinessStream } from '../names.js';

/** The four functions of the Copenhagen Framework that a country needs. */
export const ReadinessFunction = oneOf(['definition', 'stewardship', 'standards', 'suitability']);
/** How far a country has come with one of them. */
export const ReadinessState = oneOf(['none', 'in_preparation', 'in_place']);

export class StateReadiness extends command('StateReadiness', {
  country: Country,
  function: ReadinessFunction,
  state: ReadinessState,
  /** Who says so. */
  assessor: maybe(OrganisationSlug),
  document: maybe(WebAddress),
  ...noteFields,
}) {}
export const readinessCommands = [StateReadiness] as const;
export type ReadinessCommand = StateReadiness;

/** How far a country has come with a function was stated. */
export const ReadinessStated = event(
  'ReadinessStated',
  {
    country: Country,
    function: ReadinessFunction,
    state: ReadinessState,
    assessor: OrganisationSlug.nullable(),
    document: WebAddress.nullable(),
  },
  noteText,
);
export const readinessEvents = [ReadinessStated] as const;
export type ReadinessEvent = EventOf<(typeof readinessEvents)[number]>;

/** By function, what was last stated. */
type Readiness = Table<unknown>;

export const readiness: Decider<ReadinessCommand, Readiness, ReadinessEvent, { assessor: boolean }> = {
  events: readinessEvents,
  stream: ({ data }) => readinessStream(data.country),
  reads: ({ data: { assessor } }) => ({ assessor: assessor === null ? null : knownOrganisation(assessor) }),
  initial: Table.empty(),
  evolve: on<Readiness, ReadinessEvent>({
    ReadinessStated: (known, { facts, text }) => known.with(facts.function, [facts, text]),
  }),
  decide: {
    StateReadiness: (known, { data }, { assessor: isKnown }) => {
      const { language: _, note: __, ...facts } = data;
      const stated = ReadinessStated(facts, noteOf(data));
      if (isSame(known.get(data.function) ?? null, [stated.facts, stated.text])) return [];
      if (data.assessor !== null) mustBeKnown(isKnown, data.assessor, 'assessor');
      return [stated];
    },
  },
};
export type ReadinessFunction = z.infer<typeof ReadinessFunction>;
