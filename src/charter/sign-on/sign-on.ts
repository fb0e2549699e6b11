import { on, related, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { isCertainlyAfter } from '../../kernel/time/partial-date.js';
import { Country } from '../../kernel/values/countries.js';
import { maybe } from '../../kernel/values/fields.js';
import { Name, noteFields, noteOf, noteText } from '../../kernel/values/words.js';
import { champion, type Champion } from '../champion/champion.js';
import { championStream, signOnStream, Slug } from '../vocabulary/codes.js';
import { ChampionKind } from '../vocabulary/vocabulary.js';

const about = { champion: Slug, ...noteFields };
const candidate = { name: Name, kind: maybe(ChampionKind), country: maybe(Country) };

export class InviteToSign extends command('InviteToSign', { ...about, ...candidate }) {}
export class ExpressInterest extends command('ExpressInterest', { ...about, ...candidate }) {}
export class DeclineToSign extends command('DeclineToSign', about) {}

export const signOnCommands = [InviteToSign, ExpressInterest, DeclineToSign] as const;
export type SignOnCommand = InstanceType<(typeof signOnCommands)[number]>;

const candidateFacts = {
  champion: Slug,
  name: Name,
  kind: ChampionKind.nullable(),
  country: Country.nullable(),
};

/** An organisation was invited to sign the charter. The slug is the one that it has, or will have, as a champion. */
export const SigningInvited = event('SigningInvited', candidateFacts, noteText, { opens: 'stream' });
/** An organisation said that it may sign, invited or not. */
export const InterestExpressed = event('InterestExpressed', candidateFacts, noteText, { opens: 'stream' });
/** It will not sign, for now. */
export const SigningDeclined = event('SigningDeclined', { champion: Slug }, noteText);

export const signOnEvents = [SigningInvited, InterestExpressed, SigningDeclined] as const;
export type SignOnEvent = EventOf<(typeof signOnEvents)[number]>;

/** How far an organisation came before it signed. */
export type SignOnStage = 'invited' | 'interested' | 'declined';
interface SignOn {
  /** The last step; null before the first. */
  readonly stage: SignOnStage | null;
}

/** Steps before signing can be recorded afterwards, with their date. Refuses one that comes after its champion joined. */
function mustPrecedeJoining(known: Champion | null, { data, header, by }: SignOnCommand, today: string): void {
  if (known?.status !== 'active' || known.joined === null) return;
  const on = header.effective ?? (by.origin.kind === 'live' ? today : null);
  if (on !== null && isCertainlyAfter(on, known.joined))
    throw new Refused(
      'CHAMPION_ALREADY_JOINED',
      `The champion ${data.champion} joined on ${known.joined}: give the date of a step before that.`,
      'effective',
    );
}

function candidateOf({ data: { champion, name, kind, country } }: InviteToSign | ExpressInterest) {
  return { champion, name, kind, country };
}

export const signOn: Decider<SignOnCommand, SignOn, SignOnEvent, { champion: Champion }> = {
  events: signOnEvents,
  stream: ({ data }) => signOnStream(data.champion),
  reads: ({ data }) => ({ champion: related(championStream(data.champion), champion) }),
  initial: { stage: null },
  evolve: on<SignOn, SignOnEvent>({
    SigningInvited: () => ({ stage: 'invited' }),
    InterestExpressed: () => ({ stage: 'interested' }),
    SigningDeclined: () => ({ stage: 'declined' }),
  }),
  decide: {
    InviteToSign: (known, command, { champion }, today) => {
      if (known.stage === 'invited') return [];
      mustPrecedeJoining(champion, command, today);
      return [SigningInvited(candidateOf(command), noteOf(command.data))];
    },
    ExpressInterest: (known, command, { champion }, today) => {
      if (known.stage === 'interested') return [];
      mustPrecedeJoining(champion, command, today);
      return [InterestExpressed(candidateOf(command), noteOf(command.data))];
    },
    DeclineToSign: (known, command, { champion }, today) => {
      if (known.stage === 'declined') return [];
      if (known.stage === null)
        throw new Refused(
          'SIGN_ON_UNKNOWN',
          `Neither an invitation nor interest of ${command.data.champion} is recorded.`,
          'champion',
        );
      mustPrecedeJoining(champion, command, today);
      return [SigningDeclined({ champion: command.data.champion }, noteOf(command.data))];
    },
  },
};
