import { z } from 'zod';
import { glance, on, type Decider } from '../kernel/decider.js';
import { Language, list, maybe } from '../kernel/fields.js';
import { command, event, type EventOf } from '../kernel/message.js';
import { Refused } from '../kernel/refusal.js';
import { championStream, Slug } from './codes.js';
import { ChampionKind, Country, Name, Note, RenamingCause, WithdrawalReason } from './vocabulary.js';

const note = { language: Language.default('en'), note: maybe(Note) };

/** Who takes over: another champion, or an organisation outside the charter. */
const successor = { intoChampion: maybe(Slug), intoOrganisation: maybe(Name) };

export class JoinCharter extends command('JoinCharter', ['secretariat'], {
  champion: Slug, name: Name, shortName: maybe(Name), kind: ChampionKind, country: maybe(Country), institutions: list(Name), ...note,
}) {} // prettier-ignore
export class RenameChampion extends command('RenameChampion', ['administrator', 'secretariat'], {
  champion: Slug, name: Name, shortName: maybe(Name), cause: maybe(RenamingCause), ...note,
}) {} // prettier-ignore
export class NameInstitutions extends command('NameInstitutions', ['administrator', 'secretariat'], {
  champion: Slug, institutions: list(Name), ...note,
}) {} // prettier-ignore
export class MergeChampion extends command('MergeChampion', ['secretariat'], { champion: Slug, ...successor, ...note }) {}
export class SucceedChampion extends command('SucceedChampion', ['secretariat'], { champion: Slug, ...successor, ...note }) {}
export class CeaseChampion extends command('CeaseChampion', ['secretariat'], { champion: Slug, ...note }) {}
export class WithdrawChampion extends command('WithdrawChampion', ['approver', 'secretariat'], {
  champion: Slug, reasonCode: WithdrawalReason, ...note,
}) {} // prettier-ignore

export const championCommands = [JoinCharter, RenameChampion, NameInstitutions, MergeChampion, SucceedChampion, CeaseChampion, WithdrawChampion] as const;
export type ChampionCommand = InstanceType<(typeof championCommands)[number]>;

const words = { language: Language, note: Note.nullable() };

/** An organisation signed the charter, under the name it then had. Several institutions may sign as one. */
export const ChampionJoined = event(
  'ChampionJoined',
  { champion: Slug, name: Name, shortName: Name.nullable(), kind: ChampionKind, country: Country.nullable(), institutions: z.array(Name) },
  words,
);
/** It goes by another name; the cause tells a mere renaming from a reorganisation. */
export const ChampionRenamed = event('ChampionRenamed', { champion: Slug, name: Name, shortName: Name.nullable(), cause: RenamingCause.nullable() }, words);
/** The institutions that make up a joint champion, all of them. */
export const ChampionInstitutionsNamed = event('ChampionInstitutionsNamed', { champion: Slug, institutions: z.array(Name) }, words);
/** It became part of something that existed before; both into-fields null: the source does not say of what. */
export const ChampionMerged = event('ChampionMerged', { champion: Slug, intoChampion: Slug.nullable(), intoOrganisation: Name.nullable() }, words);
/** Something new took its place. */
export const ChampionSucceeded = event('ChampionSucceeded', { champion: Slug, intoChampion: Slug.nullable(), intoOrganisation: Name.nullable() }, words);
/** The organisation ended without a successor. */
export const ChampionCeased = event('ChampionCeased', { champion: Slug }, words);
/** It left the charter, and said why. */
export const ChampionWithdrawn = event('ChampionWithdrawn', { champion: Slug, reasonCode: WithdrawalReason }, words);

export const championEvents = [ChampionJoined, ChampionRenamed, ChampionInstitutionsNamed, ChampionMerged, ChampionSucceeded, ChampionCeased, ChampionWithdrawn] as const;
export type ChampionEvent = EventOf<(typeof championEvents)[number]>;

export type ChampionStatus = 'unknown' | 'active' | 'merged' | 'succeeded' | 'ceased' | 'withdrawn';
export interface Champion {
  readonly status: ChampionStatus;
  readonly name: string;
  readonly shortName: string | null;
  readonly institutions: readonly string[];
  /** Who it went into, once it merged or was succeeded. */
  readonly into: string | null;
}

const wording = ({ language, note }: { language: Language; note: string | null }) => (note === null ? null : { language, note });

/** Refuses a champion that is not there, or no longer acts. */
export function mustBeActive(champion: Champion | null, slug: string, field = 'champion'): asserts champion is Champion {
  if (champion === null || champion.status === 'unknown') throw new Refused('CHAMPION_UNKNOWN', `No champion has the slug ${slug}.`, field);
  if (champion.status !== 'active') throw new Refused('CHAMPION_NOT_ACTIVE', `The champion ${slug} is ${champion.status}; nothing new is recorded for it.`, field);
}

type Ended = MergeChampion | SucceedChampion;

/** The rules that merging and succeeding share; null when the register says so already. */
function takenOver(champion: Champion, { data, type }: Ended, { into }: { into: Champion | null }) {
  const { champion: slug, intoChampion, intoOrganisation } = data;
  if (intoChampion !== null && intoOrganisation !== null) throw new Refused('SUCCESSOR_AMBIGUOUS', 'Name a champion or an organisation as successor, not both.', 'intoOrganisation');
  if (intoChampion === slug) throw new Refused('SUCCESSOR_IS_SELF', 'A champion cannot go into itself.', 'intoChampion');
  const status = type === 'MergeChampion' ? 'merged' : 'succeeded';
  if (champion.status === status && champion.into === (intoChampion ?? intoOrganisation)) return null;
  mustBeActive(champion, slug);
  if (intoChampion !== null) mustBeActive(into, intoChampion, 'intoChampion');
  return { champion: slug, intoChampion, intoOrganisation };
}

export const champion: Decider<ChampionCommand, Champion, ChampionEvent, { into: Champion }> = {
  stream: ({ data }) => championStream(data.champion),
  initial: { status: 'unknown', name: '', shortName: null, institutions: [], into: null },
  considers: ({ data }) => ({
    into: 'intoChampion' in data && data.intoChampion !== null ? glance(championStream(data.intoChampion), champion) : null,
  }),
  evolve: on<Champion, ChampionEvent>({
    ChampionJoined: (_, { facts: { name, shortName, institutions } }) => ({ status: 'active', name, shortName, institutions, into: null }),
    ChampionRenamed: (champion, { facts: { name, shortName } }) => ({ ...champion, name, shortName }),
    ChampionInstitutionsNamed: (champion, { facts: { institutions } }) => ({ ...champion, institutions }),
    ChampionMerged: (champion, { facts }) => ({ ...champion, status: 'merged', into: facts.intoChampion ?? facts.intoOrganisation }),
    ChampionSucceeded: (champion, { facts }) => ({ ...champion, status: 'succeeded', into: facts.intoChampion ?? facts.intoOrganisation }),
    ChampionCeased: (champion) => ({ ...champion, status: 'ceased' }),
    ChampionWithdrawn: (champion) => ({ ...champion, status: 'withdrawn' }),
  }),
  decide: {
    JoinCharter: (known, { data }) => {
      const { champion, name, shortName, kind, country, institutions } = data;
      if (known.status === 'active' && known.name === name) return [];
      if (known.status !== 'unknown' && known.status !== 'withdrawn') {
        throw new Refused('CHAMPION_ALREADY_JOINED', `The slug ${champion} belongs to ${known.name}, which joined before.`, 'champion');
      }
      return [ChampionJoined({ champion, name, shortName, kind, country, institutions }, wording(data))];
    },
    RenameChampion: (known, { data }) => {
      const { champion, name, cause } = data;
      mustBeActive(known, champion);
      const shortName = data.shortName ?? known.shortName;
      if (known.name === name && known.shortName === shortName) return [];
      return [ChampionRenamed({ champion, name, shortName, cause }, wording(data))];
    },
    NameInstitutions: (known, { data }) => {
      const { champion, institutions } = data;
      mustBeActive(known, champion);
      if (JSON.stringify(known.institutions) === JSON.stringify(institutions)) return [];
      return [ChampionInstitutionsNamed({ champion, institutions }, wording(data))];
    },
    MergeChampion: (known, command, others) => {
      const facts = takenOver(known, command, others);
      return facts === null ? [] : [ChampionMerged(facts, wording(command.data))];
    },
    SucceedChampion: (known, command, others) => {
      const facts = takenOver(known, command, others);
      return facts === null ? [] : [ChampionSucceeded(facts, wording(command.data))];
    },
    CeaseChampion: (known, { data }) => {
      if (known.status === 'ceased') return [];
      mustBeActive(known, data.champion);
      return [ChampionCeased({ champion: data.champion }, wording(data))];
    },
    WithdrawChampion: (known, { data }) => {
      const { champion, reasonCode } = data;
      if (known.status === 'withdrawn') return [];
      mustBeActive(known, champion);
      return [ChampionWithdrawn({ champion, reasonCode }, wording(data))];
    },
  },
};
