import type { Known } from '../../platform/import/known.js';
import { addresses, commandStep, setAside, type Step } from '../../platform/import/step.js';
import {
  CeaseOrganisation,
  MergeOrganisation,
  organisationStream,
  RegisterOrganisation,
  SucceedOrganisation,
} from '../organisation/organisation.js';
import type { DataSet, OrganisationRecord } from './data-set.js';

/** The organisations of a file, each after the one that it is part of. */
export function* organisationSteps({ organisations }: DataSet): Generator<Step> {
  const byId = new Map(organisations.map((one) => [one.id, one]));
  const done = new Set<string>();
  const register = function* (one: OrganisationRecord): Generator<Step> {
    if (done.has(one.id)) return;
    done.add(one.id);
    const whole = one.partOf === null ? undefined : byId.get(one.partOf);
    if (whole !== undefined) yield* register(whole);
    yield registration(one);
  };
  for (const one of organisations) yield* register(one);
}

function registration(one: OrganisationRecord): Step {
  const { id: organisation, names, status: _, succeededBy: __, champion: ___, sourceUrls, ...rest } = one;
  return commandStep(
    `organisations/${organisation}`,
    RegisterOrganisation,
    {
      ...rest,
      organisation,
      names: Object.entries(names ?? {}).flatMap(([language, name]) => (name === null ? [] : [{ language, name }])),
      sources: addresses(...sourceUrls),
    },
    { opens: organisationStream(organisation) },
  );
}

const endings = {
  OrganisationMerged: { Command: MergeOrganisation, status: 'merged' },
  OrganisationSucceeded: { Command: SucceedOrganisation, status: 'succeeded' },
  OrganisationCeased: { Command: CeaseOrganisation, status: 'ceased' },
} as const;
type Ending = keyof typeof endings;

/** The event by which an organisation ended, as far as the file says; null where it goes on or nobody knows. */
export const endingOf = ({ status, succeededBy }: OrganisationRecord): Ending | null =>
  status === 'ceased'
    ? succeededBy === null
      ? 'OrganisationCeased'
      : 'OrganisationSucceeded'
    : status === 'active' || status === null
      ? null
      : 'OrganisationMerged';

const ends = ['institution_merged', 'institution_absorbed', 'institution_closed'];

/** How an organisation ended, on the day of the event that has it as the first of its organisations. */
export function* organisationEnds(one: OrganisationRecord, data: DataSet, known: Known): Generator<Step> {
  const { id: organisation, status, succeededBy: into } = one;
  const record = `organisations/${organisation}`;
  const ending = endingOf(one);
  const held = known.endsOf(organisation)[0];
  const differs = (said: unknown): Step => {
    const reason = `retract entry ${held?.entry ?? ''} if that was wrong`;
    return { record, differs: { field: 'status', held: endings[held?.type as Ending].status, said, reason } };
  };
  if (ending === null) {
    if (held !== undefined && status === 'active') yield differs(status);
    return;
  }
  if (ending !== 'OrganisationCeased' && into === null) {
    yield setAside(record, `It is ${status}, and no source says into which organisation.`);
    return;
  }
  if (held !== undefined && (held.type !== ending || (held.now.into ?? null) !== into)) {
    yield differs(endings[ending].status);
    return;
  }
  if (held !== undefined && held.record !== record) return;
  const event = data.lifecycleEvents?.find(
    ({ type, organisations }) => ends.includes(type) && organisations?.[0] === organisation,
  );
  const registered = known.of(record, 'OrganisationRegistered')[0];
  const isChange = held === undefined && registered !== undefined && known.isFromBefore(registered);
  yield {
    record,
    command: {
      Command: endings[ending].Command,
      input: {
        organisation,
        ...(ending === 'OrganisationCeased' ? {} : { into }),
        note: event?.description,
        effective: event?.occurredOn,
        sources: addresses(event?.sourceUrl, ...one.sourceUrls),
      },
    },
    ...(isChange ? { change: { field: 'status', held: 'active', said: endings[ending].status, isDue: true } } : {}),
  };
}
