import { refersTo, refersToMany, thingFields } from '../../platform/graphql/resolvers/thing-fields.js';
import { champions, type ChampionDocument } from '../champion/champions.view.js';
import { commitments, type CommitmentDocument } from '../commitment/commitments.view.js';
import type { BreakdownsDocument } from './breakdowns.view.js';
import type { Inclusion, InclusionPromise, InclusionRow } from './inclusion.view.js';
import type { Published } from './rows.js';

const champion = <D extends { readonly champion: string | null }>() =>
  refersTo<D, ChampionDocument>(champions, 'champion', (one) => one.champion);

/** The fields of inclusion that are more than a property. */
export const inclusionFields = {
  Inclusion: { champion: champion<Inclusion>() },
  InclusionPromise: {
    commitment: refersTo<InclusionPromise, CommitmentDocument>(
      commitments,
      'commitment',
      ({ commitment }) => commitment,
    ),
  },
  InclusionRow: {
    promisedBy: refersToMany<InclusionRow, CommitmentDocument>(
      commitments,
      'promisedBy',
      ({ promisedBy }) => promisedBy,
    ),
  },
  PublishedExtent: {
    hasAllPeriods: ({ periods, ofPeriods }: Published) =>
      periods === null || ofPeriods === null ? null : periods === ofPeriods,
  },
  IndicatorBreakdowns: {
    ...thingFields<BreakdownsDocument>('breakdowns', ({ key }) => key),
    champion: champion<BreakdownsDocument>(),
  },
};
