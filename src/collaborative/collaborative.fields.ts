import type { Composition } from '../platform/context.js';
import { termOf } from '../kernel/time/deadline.js';
import { asBatch, basisOf, batchLoad, batchOfOne } from '../platform/graphql/resolvers/batching.js';
import { lists, refersTo, refersToMany, thingFields } from '../platform/graphql/resolvers/thing-fields.js';
import type { Documents, Stamp } from '../platform/read-model/documents.js';
import type { HlpfCell } from './advocacy/hlpf.view.js';
import { moments, momentsOf, type MomentDocument } from './advocacy/moments.view.js';
import { gaps, gapsOf, type GapDocument } from './gap/gaps.view.js';
import {
  initiativesOf,
  initiatives,
  type InitiativeDocument,
  type InitiativeLink,
} from './initiative/initiatives.view.js';
import { joinedUp, workersOn } from './initiative/join-up.view.js';
import { nextMeetingBy } from './meeting/cadence.js';
import {
  lastMet,
  lookBackFrom,
  meetingListing,
  meetingSeries,
  type LastMet,
  type MeetingDocument,
  type SeriesDocument,
} from './meeting/meetings.view.js';
import type { OutputDocument, TaskTeamDocument } from './task-team/task-teams.view.js';

const slug = ({ slug }: { readonly slug: string }): string => slug;

const never: LastMet = { lastHeld: null, hasUndated: false };
const lastMetOf = (series: SeriesDocument): LastMet =>
  batchLoad(series, 'lastMet', (all: readonly SeriesDocument[], basis) => lastMet(basis, all.map(slug))).get(
    series.slug,
  ) ?? never;

/** By when a series has to meet again; null where it need not, or nobody knows. */
function nextBy(series: SeriesDocument): string | null {
  const { lastHeld, hasUndated } = lastMetOf(series);
  if (series.status === 'ended') return null;
  return nextMeetingBy(series.cadence, lastHeld ?? (hasUndated ? null : series.started));
}

/** Whether a series should have met again; a meeting without a date may have been in time. */
function isOverdue(series: SeriesDocument): boolean | null {
  if (series.status === 'ended') return false;
  const by = nextBy(series);
  if (by === null) return null;
  if (basisOf(series).effectiveOn <= by) return false;
  return lastMetOf(series).hasUndated ? null : true;
}

/** The fields that are more than a property of a document. */
export const collaborativeFields = {
  TaskTeam: thingFields<TaskTeamDocument>('taskTeam', slug),
  TaskTeamOutput: { term: ({ due }: OutputDocument) => (due === null ? null : termOf(due)) },
  MeetingSeries: {
    ...thingFields<SeriesDocument>('meetingSeries', slug),
    lastHeld: (series: SeriesDocument) => lastMetOf(series).lastHeld,
    nextBy,
    isOverdue,
    meetings: lists<SeriesDocument>('meetings', 'series', slug, () => meetingListing()),
  },
  Meeting: {
    previous: (meeting: MeetingDocument): MeetingDocument | null => {
      const basis = basisOf(meeting);
      return batchOfOne(basis, lookBackFrom(basis, meeting)?.previous) ?? null;
    },
    ...thingFields<MeetingDocument>('meeting', ({ code }) => code),
    series: refersTo<MeetingDocument, SeriesDocument>(meetingSeries, 'series', ({ series }) => series),
  },
};

/** The moments that a thing of another context leads to, looked up for all that came together. */
const momentsBy =
  <D extends object>(kind: 'speaker' | 'commitment', keyOf: (thing: D) => string) =>
  (thing: D): readonly MomentDocument[] => {
    const { by, found } = batchLoad(thing, `moments by ${kind}`, (all: readonly D[], basis) => {
      const by = momentsOf(basis, kind, all.map(keyOf));
      const found = moments.getMany(basis.rows, [...new Set([...by.values()].flat())]);
      asBatch(basis, [...found.values()]);
      return { by, found };
    });
    return (by.get(keyOf(thing)) ?? []).map((key) => found.get(key)).filter((one) => one !== undefined);
  };

/** The initiatives to which a thing leads, looked up for all that came together. */
const initiativesBy =
  <D extends object>(kind: InitiativeLink, keyOf: (thing: D) => string) =>
  (thing: D): readonly InitiativeDocument[] => {
    const { by, found } = batchLoad(thing, `initiatives by ${kind}`, (all: readonly D[], basis) => {
      const by = initiativesOf(basis, kind, all.map(keyOf));
      const found = initiatives.getMany(basis.rows, [...new Set([...by.values()].flat())]);
      asBatch(basis, [...found.values()]);
      return { by, found };
    });
    return (by.get(keyOf(thing)) ?? []).map((key) => found.get(key)).filter((one) => one !== undefined);
  };

/** The fields of advocacy moments, and those by which records of other contexts lead to them. */
export function advocacyFields({ nouns }: Composition) {
  const documentsOf = (noun: string) => nouns.get(noun)?.document?.('').documents as Documents<Stamp> | undefined;
  const [champions, commitments] = [documentsOf('champion'), documentsOf('commitment')];
  return {
    AdvocacyMoment: {
      ...thingFields<MomentDocument>('advocacyMoment', slug),
      commitments: (moment: MomentDocument): readonly Stamp[] =>
        commitments === undefined
          ? []
          : refersToMany<MomentDocument, Stamp>(commitments, 'commitments', (one) => one.commitments)(moment),
    },
    HlpfRow: {
      champion: (row: HlpfCell): Stamp | null =>
        champions === undefined
          ? null
          : refersTo<HlpfCell, Stamp>(champions, 'champion', ({ champion }) => champion)(row),
    },
    Commitment: {
      announcedAt: momentsBy<{ readonly code: string }>('commitment', ({ code }) => code),
      initiatives: initiativesBy<{ readonly code: string }>('commitment', ({ code }) => code),
    },
    DataGap: {
      ...thingFields<GapDocument>('dataGap', slug),
      initiatives: initiativesBy<GapDocument>('gap', slug),
      workers: (gap: GapDocument) =>
        batchLoad(gap, 'workers', (all: readonly GapDocument[], basis) => workersOn(basis, all, commitments)).get(
          gap.slug,
        ) ?? [],
    },
    Initiative: {
      ...thingFields<InitiativeDocument>('initiative', slug),
      gaps: refersToMany<InitiativeDocument, GapDocument>(gaps, 'gaps', (one) => one.gaps),
      commitments: (initiative: InitiativeDocument): readonly Stamp[] =>
        commitments === undefined
          ? []
          : refersToMany<InitiativeDocument, Stamp>(commitments, 'commitments', (one) => one.commitments)(initiative),
    },
    Organisation: {
      dataGaps: (organisation: { readonly slug: string }): readonly GapDocument[] => {
        const { by, found } = batchLoad(
          organisation,
          'dataGaps',
          (all: readonly { readonly slug: string }[], basis) => {
            const by = gapsOf(basis, all.map(slug));
            const found = gaps.getMany(basis.rows, [...new Set([...by.values()].flat())]);
            asBatch(basis, [...found.values()]);
            return { by, found };
          },
        );
        return (by.get(organisation.slug) ?? []).map((key) => found.get(key)).filter((one) => one !== undefined);
      },
      initiatives: initiativesBy<{ readonly slug: string }>('organisation', slug),
      joinUp: (organisation: { readonly slug: string }) => {
        const basis = basisOf(organisation);
        const found = joinedUp(basis, organisation.slug, commitments);
        asBatch(
          basis,
          found.map(({ gap }) => gap),
        );
        return found;
      },
      spokeAt: momentsBy<{ readonly slug: string }>('speaker', slug),
    },
  };
}
