import { z } from 'zod';
import { Country } from '../../kernel/values/countries.js';
import { chain, related, on, presence, type Decider, type RelatedState, type Link } from '../../kernel/decider.js';
import { list, maybe } from '../../kernel/values/fields.js';
import { command, event, type EventOf, type Recorded } from '../../kernel/message.js';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { preparedFacts, preparedFields, preparedOf } from '../../kernel/signing.js';
import { noteFields, noteOf, noteText, Name } from '../../kernel/values/words.js';
import { actionPlanStream, championStream, Slug, subjectCode } from '../vocabulary/codes.js';
import { ChampionKind, RenamingCause, WithdrawalReason } from '../vocabulary/vocabulary.js';

/** Who takes over: another champion, or an organisation outside the charter. */
const successor = { intoChampion: maybe(Slug), intoOrganisation: maybe(Name) };

export class JoinCharter extends command('JoinCharter', {
  champion: Slug,
  name: Name,
  shortName: maybe(Name),
  kind: ChampionKind,
  country: maybe(Country),
  institutions: list(Name),
  /** Whether it was among the first, at the launch; null where no source says. */
  isFounding: maybe(z.boolean()),
  ...noteFields,
}) {}
export class RenameChampion extends command('RenameChampion', {
  champion: Slug,
  name: Name,
  shortName: maybe(Name),
  cause: maybe(RenamingCause),
  ...noteFields,
}) {}
export class NameInstitutions extends command('NameInstitutions', {
  champion: Slug,
  institutions: list(Name),
  ...noteFields,
}) {}
export class ExpectActionPlan extends command('ExpectActionPlan', {
  champion: Slug,
  due: PartialDate,
  ...noteFields,
}) {}
export class MergeChampion extends command('MergeChampion', { champion: Slug, ...successor, ...noteFields }) {}
export class SucceedChampion extends command('SucceedChampion', { champion: Slug, ...successor, ...noteFields }) {}
export class CeaseChampion extends command('CeaseChampion', { champion: Slug, ...noteFields }) {}
export class WithdrawChampion extends command('WithdrawChampion', {
  champion: Slug,
  reasonCode: WithdrawalReason,
  ...noteFields,
  ...preparedFields,
}) {}

export const championCommands = [
  JoinCharter,
  RenameChampion,
  NameInstitutions,
  ExpectActionPlan,
  MergeChampion,
  SucceedChampion,
  CeaseChampion,
  WithdrawChampion,
] as const;
export type ChampionCommand = InstanceType<(typeof championCommands)[number]>;

/** An organisation signed the charter, under the name it then had. Several institutions may sign as one. */
export const ChampionJoined = event(
  'ChampionJoined',
  {
    champion: Slug,
    name: Name,
    shortName: Name.nullable(),
    kind: ChampionKind,
    country: Country.nullable(),
    institutions: z.array(Name),
    /** Left out where no source says. */
    isFounding: z.boolean().optional(),
  },
  noteText,
  { opens: 'stream' },
);
/** It was renamed; the cause distinguishes a mere renaming from a reorganisation. */
export const ChampionRenamed = event(
  'ChampionRenamed',
  { champion: Slug, name: Name, shortName: Name.nullable(), cause: RenamingCause.nullable() },
  noteText,
);
/** The institutions that make up a joint champion, all of them. */
export const ChampionInstitutionsNamed = event(
  'ChampionInstitutionsNamed',
  { champion: Slug, institutions: z.array(Name) },
  noteText,
);
/** It is to publish its action plan by this date. */
export const ActionPlanExpected = event('ActionPlanExpected', { champion: Slug, due: PartialDate }, noteText);
/** It became part of something that existed before; both into-fields null: the source does not say of what. */
export const ChampionMerged = event(
  'ChampionMerged',
  { champion: Slug, intoChampion: Slug.nullable(), intoOrganisation: Name.nullable() },
  noteText,
);
/** Something new took its place. */
export const ChampionSucceeded = event(
  'ChampionSucceeded',
  { champion: Slug, intoChampion: Slug.nullable(), intoOrganisation: Name.nullable() },
  noteText,
);
/** The organisation ended without a successor. */
export const ChampionCeased = event('ChampionCeased', { champion: Slug }, noteText);
/** It left the charter, and said why. */
export const ChampionWithdrawn = event(
  'ChampionWithdrawn',
  { champion: Slug, reasonCode: WithdrawalReason, ...preparedFacts },
  noteText,
);

export const championEvents = [
  ChampionJoined,
  ChampionRenamed,
  ChampionInstitutionsNamed,
  ActionPlanExpected,
  ChampionMerged,
  ChampionSucceeded,
  ChampionCeased,
  ChampionWithdrawn,
] as const;
export type ChampionEvent = EventOf<(typeof championEvents)[number]>;

export type ChampionStatus = 'unknown' | 'active' | 'merged' | 'succeeded' | 'ceased' | 'withdrawn';
export interface Champion {
  readonly status: ChampionStatus;
  readonly name: string;
  readonly shortName: string | null;
  readonly institutions: readonly string[];
  /** When it joined; null also where no source says when. */
  readonly joined: string | null;
  /** By when it is to publish its action plan. */
  readonly planDue: string | null;
  /** Who it went into, once it merged or was succeeded. */
  readonly into: string | null;
  /** The same, where it is a champion of the charter. */
  readonly intoChampion: string | null;
}

/** Refuses a champion that is not there, or no longer acts. */
export function mustBeActive(
  champion: Champion | null,
  slug: string,
  field: string | readonly string[] = 'champion',
): asserts champion is Champion {
  if (champion === null || champion.status === 'unknown')
    throw new Refused('CHAMPION_UNKNOWN', `No champion has the slug ${slug}.`, field);
  if (champion.status !== 'active')
    throw new Refused(
      'CHAMPION_NOT_ACTIVE',
      `The champion ${slug} is ${champion.status}; nothing new can be recorded for it.`,
      field,
    );
}

type Ended = MergeChampion | SucceedChampion;

/** The rules that merging and succeeding share; null when the register says so already. */
function takenOver(champion: Champion, { data, type }: Ended, { into }: { into: Champion | null }) {
  const { champion: slug, intoChampion, intoOrganisation } = data;
  if (intoChampion !== null && intoOrganisation !== null)
    throw new Refused(
      'SUCCESSOR_AMBIGUOUS',
      'Give a champion or an organisation as successor, not both.',
      'intoOrganisation',
    );
  if (intoChampion === slug)
    throw new Refused('SUCCESSOR_IS_SELF', 'A champion cannot succeed itself.', 'intoChampion');
  const status = type === 'MergeChampion' ? 'merged' : 'succeeded';
  if (champion.status === status && champion.into === (intoChampion ?? intoOrganisation)) return null;
  mustBeActive(champion, slug);
  if (intoChampion !== null) mustBeActive(into, intoChampion, 'intoChampion');
  return { champion: slug, intoChampion, intoOrganisation };
}

const goneInto = ({
  intoChampion,
  intoOrganisation,
}: {
  intoChampion: string | null;
  intoOrganisation: string | null;
}) => ({
  into: intoChampion ?? intoOrganisation,
  intoChampion,
});

/** A champion and those it went into, one after another. */
export const successorsOfChampion = (slug: string): RelatedState<readonly Link<Champion>[]> =>
  chain(championStream(slug), champion, ({ intoChampion }) =>
    intoChampion === null ? null : championStream(intoChampion),
  );

export const champion: Decider<ChampionCommand, Champion, ChampionEvent, { into: Champion; plan: boolean }> = {
  events: championEvents,
  stream: ({ data }) => championStream(data.champion),
  initial: {
    status: 'unknown',
    name: '',
    shortName: null,
    institutions: [],
    joined: null,
    planDue: null,
    into: null,
    intoChampion: null,
  },
  reads: ({ data }) => ({
    into:
      'intoChampion' in data && data.intoChampion !== null
        ? related(championStream(data.intoChampion), champion)
        : null,
    plan:
      'kind' in data
        ? related(
            actionPlanStream(subjectCode({ champion: data.champion, actionPlan: null, commitment: null })),
            presence,
          )
        : null,
  }),
  evolve: on<Champion, ChampionEvent>({
    ChampionJoined: (known, event) => ({
      status: 'active',
      name: event.facts.name,
      shortName: event.facts.shortName,
      institutions: event.facts.institutions,
      joined: (event as Partial<Recorded>).effective ?? null,
      planDue: known.planDue,
      into: null,
      intoChampion: null,
    }),
    ChampionRenamed: (champion, { facts: { name, shortName } }) => ({ ...champion, name, shortName }),
    ChampionInstitutionsNamed: (champion, { facts: { institutions } }) => ({ ...champion, institutions }),
    ActionPlanExpected: (champion, { facts: { due } }) => ({ ...champion, planDue: due }),
    ChampionMerged: (champion, { facts }) => ({ ...champion, status: 'merged', ...goneInto(facts) }),
    ChampionSucceeded: (champion, { facts }) => ({ ...champion, status: 'succeeded', ...goneInto(facts) }),
    ChampionCeased: (champion) => ({ ...champion, status: 'ceased' }),
    ChampionWithdrawn: (champion) => ({ ...champion, status: 'withdrawn' }),
  }),
  decide: {
    JoinCharter: (known, { data }, others) => {
      const { champion, name, shortName, kind, country, institutions, isFounding } = data;
      if (known.status === 'active' && known.name === name) return [];
      if (known.status !== 'unknown' && known.status !== 'withdrawn') {
        throw new Refused(
          'CHAMPION_ALREADY_JOINED',
          `The slug ${champion} belongs to ${known.name}, which has already joined.`,
          'champion',
        );
      }
      if (others.plan === true)
        throw new Refused(
          'SLUG_TAKEN',
          `The slug ${champion} looks like the code of an action plan; choose another.`,
          'champion',
        );
      const joined = { champion, name, shortName, kind, country, institutions };
      return [ChampionJoined(isFounding === null ? joined : { ...joined, isFounding }, noteOf(data))];
    },
    RenameChampion: (known, { data }) => {
      const { champion, name, cause } = data;
      mustBeActive(known, champion);
      const shortName = data.shortName ?? known.shortName;
      if (known.name === name && known.shortName === shortName) return [];
      return [ChampionRenamed({ champion, name, shortName, cause }, noteOf(data))];
    },
    NameInstitutions: (known, { data }) => {
      const { champion, institutions } = data;
      mustBeActive(known, champion);
      if (isSame(known.institutions, institutions)) return [];
      return [ChampionInstitutionsNamed({ champion, institutions }, noteOf(data))];
    },
    ExpectActionPlan: (known, { data }) => {
      const { champion, due } = data;
      mustBeActive(known, champion);
      return known.planDue === due ? [] : [ActionPlanExpected({ champion, due }, noteOf(data))];
    },
    MergeChampion: (known, command, others) => {
      const facts = takenOver(known, command, others);
      return facts === null ? [] : [ChampionMerged(facts, noteOf(command.data))];
    },
    SucceedChampion: (known, command, others) => {
      const facts = takenOver(known, command, others);
      return facts === null ? [] : [ChampionSucceeded(facts, noteOf(command.data))];
    },
    CeaseChampion: (known, { data }) => {
      if (known.status === 'ceased') return [];
      mustBeActive(known, data.champion);
      return [ChampionCeased({ champion: data.champion }, noteOf(data))];
    },
    WithdrawChampion: (known, { data }) => {
      const { champion, reasonCode } = data;
      if (known.status === 'withdrawn') return [];
      mustBeActive(known, champion);
      return [ChampionWithdrawn({ champion, reasonCode, ...preparedOf(data) }, noteOf(data))];
    },
  },
};
