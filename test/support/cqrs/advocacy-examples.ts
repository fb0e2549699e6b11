import { noDates, type MomentDates } from '../../../src/collaborative/advocacy/moment-dates.js';
import { AdvocacyMomentAnnounced, type MomentKind } from '../../../src/collaborative/advocacy/moment.js';
import { momentStream } from '../../../src/collaborative/names.js';
import type { DomainEvent, Recorded } from '../../../src/kernel/message.js';
import { nameIn, nounIn } from '../../../src/kernel/stream.js';

/** A session in which only what a test is about needs saying. */
export const session = (
  moment = 'hlpf-2027',
  { kind = 'hlpf', year = 2027, ...dates }: Partial<MomentDates> & { kind?: MomentKind; year?: number } = {},
) =>
  AdvocacyMomentAnnounced(
    { moment, kind, year, ...noDates, ...dates },
    { language: 'en', title: 'A session', theme: null, auspices: null, place: null, note: null },
  );

/** The stream of an event on an advocacy moment; undefined for all others. */
export const advocacyStream = ({ facts }: DomainEvent): string | undefined => {
  const { moment } = facts as { readonly moment?: string };
  return moment === undefined ? undefined : momentStream(moment);
};

/** What must be in the register for an event on an advocacy moment to find it; undefined for all others. */
export const advocacyStage = ({ type, stream }: Recorded): readonly DomainEvent[] | undefined =>
  nounIn(stream) !== 'advocacyMoment' ? undefined : type === 'AdvocacyMomentAnnounced' ? [] : [session(nameIn(stream))];
