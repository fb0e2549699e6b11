import type { z } from 'zod';
import { numbersGiven } from '../../kernel/correction/correction.js';
import { on, type Decider } from '../../kernel/decider.js';
import { command, event, type DomainEvent, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { Language, maybe, oneOf, WebAddress } from '../../kernel/values/fields.js';
import { Table } from '../../kernel/values/persistent.js';
import { isSame } from '../../kernel/values/same.js';
import { SdgIndicator } from '../../kernel/values/sdg.js';
import { Name, Note, noteFields, noteOf, noteText } from '../../kernel/values/words.js';
import { exampleState, mustBeOffered, type Example } from '../example/example.js';
import { ExampleSlug, exampleStream, slugIn, UseCode, useCode } from '../names.js';

/** For what a government uses the data. */
export const UsePurpose = oneOf(['reporting', 'planning', 'policy']);
/** How far a use has come. */
export const UseStatus = oneOf(['offered', 'validated', 'used', 'repeated', 'stopped']);
export type UseStatus = z.infer<typeof UseStatus>;
/** Why a use was stopped. */
export const StopReason = oneOf(['quality', 'no_longer_produced', 'no_longer_needed', 'replaced', 'cost', 'other']);

const step = { use: UseCode, document: maybe(WebAddress), ...noteFields };

export class OfferUse extends command('OfferUse', {
  example: ExampleSlug,
  organisation: OrganisationSlug,
  /** The unit of the office that is to use the data. */
  unit: maybe(Name),
  sdgIndicator: maybe(SdgIndicator),
  ...noteFields,
}) {}
export class ValidateUse extends command('ValidateUse', step) {}
export class UseData extends command('UseData', { ...step, purpose: UsePurpose }) {}
export class StopUse extends command('StopUse', { ...step, reasonCode: StopReason }) {}

export const useCommands = [OfferUse, ValidateUse, UseData, StopUse] as const;
export type UseCommand = InstanceType<(typeof useCommands)[number]>;

const stepFacts = { use: UseCode, document: WebAddress.nullable() };

/** The data of an example were offered to an office of a government. */
export const UseOffered = event(
  'UseOffered',
  {
    use: UseCode,
    example: ExampleSlug,
    organisation: OrganisationSlug,
    unit: Name.nullable(),
    sdgIndicator: SdgIndicator.nullable(),
  },
  { language: Language, note: Note.nullable() },
  { opens: 'use' },
);
/** The office found them good enough. */
export const UseValidated = event('UseValidated', stepFacts, noteText);
/** It used them, once more where it had before. */
export const DataUsed = event('DataUsed', { ...stepFacts, purpose: UsePurpose }, noteText);
/** It uses them no more. */
export const UseStopped = event('UseStopped', { ...stepFacts, reasonCode: StopReason }, noteText);

export const useEvents = [UseOffered, UseValidated, DataUsed, UseStopped] as const;
export type UseEvent = EventOf<(typeof useEvents)[number]>;

interface Use {
  readonly offer: unknown;
  readonly status: UseStatus;
  readonly uses: readonly unknown[];
}

interface Uses {
  readonly of: Example;
  readonly byCode: Table<Use>;
  readonly given: number;
}

const changed = (known: Table<Use>, code: string, change: (use: Use) => Partial<Use>): Table<Use> => {
  const found = known.get(code);
  return found === undefined ? known : known.with(code, { ...found, ...change(found) });
};

/** What tells one time that data were used from another. */
const timeOf = (
  { facts, text }: Pick<EventOf<typeof DataUsed>, 'facts' | 'text'>,
  effective: string | null,
): unknown => [facts, text, effective];

const evolveByCode = on<Table<Use>, UseEvent>({
  UseOffered: (known, { facts: { use, organisation, unit, sdgIndicator } }) =>
    known.with(use, { offer: [organisation, unit, sdgIndicator], status: 'offered', uses: [] }),
  UseValidated: (known, { facts: { use } }) =>
    changed(known, use, ({ status }) => ({ status: status === 'offered' ? 'validated' : status })),
  DataUsed: (known, event) =>
    changed(known, event.facts.use, ({ uses }) => ({
      status: uses.length === 0 ? 'used' : 'repeated',
      uses: [...uses, timeOf(event, (event as { effective?: string | null }).effective ?? null)],
    })),
  UseStopped: (known, { facts: { use } }) => changed(known, use, () => ({ status: 'stopped' })),
});

/** The use that a command names; refuses one that is not there, or was stopped. */
function useNamed({ byCode }: Uses, code: string): Use {
  const found = byCode.get(code);
  if (found === undefined) throw new Refused('USE_UNKNOWN', `No use has the code ${code}.`, 'use');
  if (found.status === 'stopped')
    throw new Refused('USE_STOPPED', `The use ${code} was stopped: offer it again.`, 'use');
  return found;
}

export const use: Decider<UseCommand, Uses, UseEvent, { organisation: boolean }> = {
  events: useEvents,
  stream: ({ data }) => exampleStream('example' in data ? data.example : slugIn(data.use)),
  reads: ({ data }) => ({ organisation: 'organisation' in data ? knownOrganisation(data.organisation) : null }),
  initial: { of: exampleState.initial, byCode: Table.empty(), given: 0 },
  evolve: (known, event: DomainEvent) => ({
    of: exampleState.evolve(known.of, event),
    byCode: evolveByCode(known.byCode, event),
    given: numbersGiven(UseOffered)(known.given, event),
  }),
  decide: {
    OfferUse: (known, { data }, { organisation: isKnown }) => {
      const { example, organisation, unit, sdgIndicator } = data;
      mustBeOffered(known.of, example);
      mustBeKnown(isKnown, organisation);
      const offer = [organisation, unit, sdgIndicator];
      if (known.byCode.values().some((one) => one.status !== 'stopped' && isSame(one.offer, offer))) return [];
      return [
        UseOffered({ use: useCode(example, known.given + 1), example, organisation, unit, sdgIndicator }, noteOf(data)),
      ];
    },
    ValidateUse: (known, { data }) => {
      const { use: code, document } = data;
      if (useNamed(known, code).status !== 'offered') return [];
      return [UseValidated({ use: code, document }, noteOf(data))];
    },
    UseData: (known, { data, header, by }, _, today) => {
      const { use: code, document, purpose } = data;
      const { status, uses } = useNamed(known, code);
      const used = DataUsed({ use: code, document, purpose }, noteOf(data));
      const effective = header.effective ?? (by.origin.kind === 'live' ? today : null);
      if (uses.some((one) => isSame(one, timeOf(used, effective)))) return [];
      if (status === 'offered' && by.origin.kind === 'live')
        throw new Refused('USE_NOT_VALIDATED', `The use ${code} has not been validated yet.`, 'use');
      return [used];
    },
    StopUse: (known, { data }) => {
      const { use: code, document, reasonCode } = data;
      if (known.byCode.get(code)?.status === 'stopped') return [];
      useNamed(known, code);
      return [UseStopped({ use: code, document, reasonCode }, noteOf(data))];
    },
  },
};
