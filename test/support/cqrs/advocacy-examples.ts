import { noDates, type MomentDates } from '../../../src/collaborative/advocacy/moment-dates.js';
import { AdvocacyMomentAnnounced, type MomentKind } from '../../../src/collaborative/advocacy/moment.js';
import { DataGapAdopted, DataGapIdentified } from '../../../src/collaborative/gap/gap.js';
import { InitiativeJoined, InitiativeProposed } from '../../../src/collaborative/initiative/initiative.js';
import { gapStream, initiativeStream, momentStream } from '../../../src/collaborative/names.js';
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

/** The stream of an event on an advocacy moment or a data gap; undefined for all others. */
export const advocacyStream = ({ facts }: DomainEvent): string | undefined => {
  const { moment, gap, initiative } = facts as {
    readonly moment?: string;
    readonly gap?: string;
    readonly initiative?: string;
  };
  if (initiative !== undefined) return initiativeStream(initiative);
  if (gap !== undefined) return gapStream(gap);
  return moment === undefined ? undefined : momentStream(moment);
};

/** What must be in the register for an event on an advocacy moment or a data gap to find it; undefined for all others. */
export function advocacyStage({ type, stream, facts }: Recorded): readonly DomainEvent[] | undefined {
  switch (nounIn(stream)) {
    case 'advocacyMoment':
      return type === 'AdvocacyMomentAnnounced' ? [] : [session(nameIn(stream))];
    case 'dataGap': {
      const gap = nameIn(stream);
      if (type === 'DataGapIdentified') return [];
      const identified = DataGapIdentified(
        { gap, population: null, sdgIndicator: null, country: null },
        { language: 'en', title: 'A gap', note: null },
      );
      const { organisation = '' } = facts as { readonly organisation?: string };
      return type === 'DataGapLeft' ? [identified, DataGapAdopted({ gap, organisation })] : [identified];
    }
    case 'initiative': {
      const initiative = nameIn(stream);
      if (type === 'InitiativeProposed') return [];
      const proposed = InitiativeProposed({ initiative }, { language: 'en', title: 'A title', description: null });
      const { organisation = '' } = facts as { readonly organisation?: string };
      return type === 'InitiativeLeft'
        ? [proposed, InitiativeJoined({ initiative, organisation, role: 'lead' })]
        : [proposed];
    }
    default:
      return undefined;
  }
}
