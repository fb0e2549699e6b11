import type { z } from 'zod';
import { on, type Decider } from '../../kernel/decider.js';
import { Country } from '../../kernel/values/countries.js';
import { Language, line, maybe, oneOf, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { SdgIndicator } from '../../kernel/values/sdg.js';
import { Description, Note, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import { GapSlug, gapStream } from '../names.js';

/** `scaled`: its method is in regular use; `closed`: the gap is no longer there, or nobody means to fill it any more. */
export const GapStatus = oneOf(['identified', 'adopted', 'piloted', 'scaled', 'closed']);
export type GapStatus = z.infer<typeof GapStatus>;

const PopulationGroup = line(100);

export class IdentifyDataGap extends command('IdentifyDataGap', {
  gap: GapSlug,
  title: Title,
  population: maybe(PopulationGroup),
  sdgIndicator: maybe(SdgIndicator),
  country: maybe(Country),
  ...noteFields,
}) {}
export class AdoptDataGap extends command('AdoptDataGap', {
  gap: GapSlug,
  organisation: OrganisationSlug,
  ...noteFields,
}) {}
export class LeaveDataGap extends command('LeaveDataGap', {
  gap: GapSlug,
  organisation: OrganisationSlug,
  ...noteFields,
}) {}
export class PilotGapMethod extends command('PilotGapMethod', {
  gap: GapSlug,
  language: WrittenIn,
  method: Description,
  lesson: maybe(Description),
}) {}
export class SettleDataGap extends command('SettleDataGap', {
  gap: GapSlug,
  outcome: oneOf(['scaled', 'closed']),
  language: WrittenIn,
  lesson: maybe(Description),
  note: maybe(Note),
}) {}

export const gapCommands = [IdentifyDataGap, AdoptDataGap, LeaveDataGap, PilotGapMethod, SettleDataGap] as const;
export type GapCommand = InstanceType<(typeof gapCommands)[number]>;

/** Data are missing on a population group, an indicator or a topic, in a country or everywhere. */
export const DataGapIdentified = event(
  'DataGapIdentified',
  {
    gap: GapSlug,
    population: PopulationGroup.nullable(),
    sdgIndicator: SdgIndicator.nullable(),
    country: Country.nullable(),
  },
  { language: Language, title: Title, note: Note.nullable() },
  { opens: 'stream' },
);
/** An organisation works on the gap. */
export const DataGapAdopted = event('DataGapAdopted', { gap: GapSlug, organisation: OrganisationSlug }, noteText);
/** It no longer does. */
export const DataGapLeft = event('DataGapLeft', { gap: GapSlug, organisation: OrganisationSlug }, noteText);
/** A method was tried out. It and its lesson replace those before. */
export const GapMethodPiloted = event(
  'GapMethodPiloted',
  { gap: GapSlug },
  { language: Language, method: Description, lesson: Description.nullable() },
);
export const DataGapSettled = event(
  'DataGapSettled',
  { gap: GapSlug, outcome: oneOf(['scaled', 'closed']) },
  { language: Language, lesson: Description.nullable(), note: Note.nullable() },
);

export const gapEvents = [DataGapIdentified, DataGapAdopted, DataGapLeft, GapMethodPiloted, DataGapSettled] as const;
export type GapEvent = EventOf<(typeof gapEvents)[number]>;

export interface Gap {
  readonly status: 'unknown' | GapStatus;
  readonly title: string | null;
  readonly about: readonly (string | null)[];
  readonly organisations: readonly string[];
  readonly method: string | null;
  readonly lesson: string | null;
}

/** The step that a gap has reached by who works on it: what was piloted stays so. */
export const stepWith = (status: GapStatus, organisations: readonly string[]): GapStatus =>
  status !== 'identified' && status !== 'adopted' ? status : organisations.length > 0 ? 'adopted' : 'identified';

function mustBeOpen({ status }: Gap, slug: string): void {
  if (status === 'unknown') throw new Refused('DATA_GAP_UNKNOWN', `No data gap has the slug ${slug}.`, 'gap');
  if (status === 'closed') throw new Refused('DATA_GAP_CLOSED', `The data gap ${slug} is closed.`, 'gap');
}

export const gap: Decider<GapCommand, Gap, GapEvent, { organisation: boolean }> = {
  events: gapEvents,
  stream: ({ data }) => gapStream(data.gap),
  reads: (command) => ({
    organisation: command instanceof AdoptDataGap ? knownOrganisation(command.data.organisation) : null,
  }),
  initial: { status: 'unknown', title: null, about: [], organisations: [], method: null, lesson: null },
  evolve: on<Gap, GapEvent>({
    DataGapIdentified: (known, { facts: { population, sdgIndicator, country }, text }) => ({
      ...known,
      status: 'identified',
      title: text?.title ?? null,
      about: [population, sdgIndicator, country],
    }),
    DataGapAdopted: (known, { facts: { organisation } }) =>
      withOrganisations(known, [...known.organisations.filter((one) => one !== organisation), organisation]),
    DataGapLeft: (known, { facts: { organisation } }) =>
      withOrganisations(
        known,
        known.organisations.filter((one) => one !== organisation),
      ),
    GapMethodPiloted: (known, { text }) => ({
      ...known,
      status: known.status === 'scaled' || known.status === 'closed' ? known.status : 'piloted',
      method: text?.method ?? null,
      lesson: text?.lesson ?? known.lesson,
    }),
    DataGapSettled: (known, { facts: { outcome }, text }) => ({
      ...known,
      status: outcome,
      lesson: text?.lesson ?? known.lesson,
    }),
  }),
  decide: {
    IdentifyDataGap: (known, { data }) => {
      const { gap: slug, title, population, sdgIndicator, country, language, note } = data;
      const about = [population, sdgIndicator, country];
      if (known.status !== 'unknown') {
        if (known.title === title && about.every((one, index) => one === known.about[index])) return [];
        throw new Refused('DATA_GAP_SLUG_TAKEN', `Another data gap has the slug ${slug}; choose another.`, 'gap');
      }
      return [DataGapIdentified({ gap: slug, population, sdgIndicator, country }, { language, title, note })];
    },
    AdoptDataGap: (known, { data }, { organisation: isKnown }) => {
      const { gap: slug, organisation } = data;
      mustBeOpen(known, slug);
      if (known.organisations.includes(organisation)) return [];
      mustBeKnown(isKnown, organisation);
      return [DataGapAdopted({ gap: slug, organisation }, noteOf(data))];
    },
    LeaveDataGap: (known, { data }) => {
      const { gap: slug, organisation } = data;
      if (known.status === 'unknown') mustBeOpen(known, slug);
      return known.organisations.includes(organisation) ? [DataGapLeft({ gap: slug, organisation }, noteOf(data))] : [];
    },
    PilotGapMethod: (known, { data: { gap: slug, language, method, lesson } }) => {
      mustBeOpen(known, slug);
      if (known.method === method && (lesson === null || lesson === known.lesson)) return [];
      return [GapMethodPiloted({ gap: slug }, { language, method, lesson })];
    },
    SettleDataGap: (known, { data: { gap: slug, outcome, language, lesson, note } }) => {
      if (known.status === outcome) return [];
      mustBeOpen(known, slug);
      return [
        DataGapSettled({ gap: slug, outcome }, lesson === null && note === null ? null : { language, lesson, note }),
      ];
    },
  },
};

const withOrganisations = (known: Gap, organisations: readonly string[]): Gap => ({
  ...known,
  organisations,
  status: known.status === 'unknown' ? known.status : stepWith(known.status, organisations),
});
