import type { Documents, Stamp } from '../../platform/read-model/documents.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import { gaps, gapsOf, type GapDocument } from '../gap/gaps.view.js';
import { initiatives, initiativesOf, servedCommitments, type InitiativeDocument } from './initiatives.view.js';

/** Who works on a data gap, and how: as its adopter, in initiatives, by commitments that initiatives serve. */
export interface GapWorker {
  readonly organisation: string;
  readonly isAdopter: boolean;
  readonly initiatives: readonly string[];
  readonly commitments: readonly string[];
}

/** The documents of commitments, which name their champions; undefined where no context has any. */
export type Commitments = Documents<Stamp> | undefined;

const ended: readonly string[] = ['concluded', 'dropped'];

/** Who works on gaps, by the gaps, each list by organisation. Initiatives that have ended no longer work on any. */
export function workersOn(
  basis: Basis,
  all: readonly GapDocument[],
  commitments: Commitments,
): ReadonlyMap<string, readonly GapWorker[]> {
  const { rows } = basis;
  const byGap = initiativesOf(
    basis,
    'gap',
    all.map(({ slug }) => slug),
  );
  const found = initiatives.getMany(rows, [...new Set([...byGap.values()].flat())]);
  const codes = [...new Set([...found.values()].flatMap((one) => one.commitments))];
  const made = commitments?.getMany(rows, codes) ?? new Map<string, Stamp>();
  const championOf = (code: string) => (made.get(code) as { readonly champion?: string } | undefined)?.champion;
  return new Map(
    all.map((gap) => {
      const on = (byGap.get(gap.slug) ?? [])
        .map((slug) => found.get(slug))
        .filter((one): one is InitiativeDocument => one !== undefined && !ended.includes(one.status));
      const served = [...new Set(on.flatMap((one) => one.commitments))].sort();
      const adopters = gap.adopters.map(({ organisation }) => organisation);
      const members = on.flatMap((one) => one.members.map(({ organisation }) => organisation));
      const champions = served.map(championOf).filter((one) => one !== undefined);
      const workers = [...new Set([...adopters, ...members, ...champions])].sort().map((organisation) => ({
        organisation,
        isAdopter: adopters.includes(organisation),
        initiatives: on
          .filter((one) => one.members.some((member) => member.organisation === organisation))
          .map(({ slug }) => slug),
        commitments: served.filter((code) => championOf(code) === organisation),
      }));
      return [gap.slug, workers];
    }),
  );
}

/** The gaps on which an organisation works, and who else does, by gap. */
export function joinedUp(
  basis: Basis,
  organisation: string,
  commitments: Commitments,
): readonly { readonly gap: GapDocument; readonly others: readonly GapWorker[] }[] {
  const { rows } = basis;
  const own = initiativesOf(basis, 'organisation', [organisation]).get(organisation) ?? [];
  const promised = commitments === undefined ? [] : initiativesServing(basis, organisation, commitments);
  const through = [...initiatives.getMany(rows, [...new Set([...own, ...promised])]).values()];
  const slugs = [...(gapsOf(basis, [organisation]).get(organisation) ?? []), ...through.flatMap((one) => one.gaps)];
  const found = [...gaps.getMany(rows, [...new Set(slugs)].sort()).values()];
  const workers = workersOn(basis, found, commitments);
  return found.flatMap((gap) => {
    const all = workers.get(gap.slug) ?? [];
    return all.some((one) => one.organisation === organisation)
      ? [{ gap, others: all.filter((one) => one.organisation !== organisation) }]
      : [];
  });
}

/** The initiatives that serve commitments of a champion. */
function initiativesServing(basis: Basis, champion: string, commitments: Documents<Stamp>): readonly string[] {
  const by = initiativesOf(basis, 'commitment', servedCommitments(basis));
  const made = commitments.getMany(basis.rows, [...by.keys()]);
  return [...by].flatMap(([code, slugs]) =>
    (made.get(code) as { readonly champion?: string } | undefined)?.champion === champion ? slugs : [],
  );
}
