import { answers, query } from '../../platform/cqrs/queries.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import type { ReviewedCommitment, Standing } from '../../charter/status/standing.view.js';
import { lastDayOfMoment } from './moment-dates.js';
import { moments, type MomentDocument, type ReviewDocument } from './moments.view.js';

/** The session of a year, the one before it, and the day with which the session is compared: the last of the one before. */
export interface HlpfSession {
  readonly session: MomentDocument;
  readonly previous: MomentDocument | null;
  readonly previousDay: string | null;
}

/** How the charter answers for countries; left out where there is no charter. */
export type StandingOf = (basis: Basis, countries: readonly string[]) => Standing;

function sessionOf({ rows }: Basis, year: number): HlpfSession | undefined {
  const keys = rows.all<{ key: string }>(
    "SELECT key FROM advocacy_moments WHERE kind = 'hlpf' AND year <= ? ORDER BY year DESC, day DESC, key",
    year,
  );
  const all = keys.map(({ key }) => moments.get(rows, key)).filter((one) => one !== undefined);
  const session = all.findLast((one) => one.year === year);
  if (session === undefined) return undefined;
  const previous = all.find((one) => one.year < year) ?? null;
  return { session, previous, previousDay: previous === null ? null : lastDayOfMoment(previous) };
}

/** How commitments changed since another day; each counts once. */
export interface ChangeSince {
  readonly added: number;
  readonly removed: number;
  readonly up: number;
  readonly down: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** What a champion's commitments to a goal under review come to; of goal null, all its commitments. */
export interface HlpfCell {
  readonly goal: number | null;
  readonly champion: string;
  readonly review: ReviewDocument;
  readonly base: number;
  readonly notClaimed: number;
  readonly claimed: readonly { readonly claimed: string; readonly count: number }[];
  readonly lifecycle: readonly { readonly lifecycle: string; readonly count: number }[];
  readonly commitmentCodes: readonly string[];
  readonly since: ChangeSince | null;
}

/** What champions claim, from the least to the most. */
const order: readonly string[] = ['not_started', 'limited', 'substantial', 'complete'];

function changeSince(now: readonly ReviewedCommitment[], then: readonly ReviewedCommitment[]): ChangeSince {
  const before = new Map(then.map((one) => [one.code, one]));
  const kinds = now.map((one) => kindOf(one, before.get(one.code)));
  const codes = new Set(now.map(({ code }) => code));
  const count = (kind: ReturnType<typeof kindOf>): number => kinds.filter((one) => one === kind).length;
  return {
    added: count('added'),
    removed: then.filter(({ code }) => !codes.has(code)).length,
    up: count('up'),
    down: count('down'),
    changed: count('changed'),
    unchanged: count('unchanged'),
  };
}

function kindOf(now: ReviewedCommitment, then: ReviewedCommitment | undefined) {
  if (then === undefined) return 'added';
  if (now.claimed === then.claimed) return now.lifecycle === then.lifecycle ? 'unchanged' : 'changed';
  const [one, other] = [then.claimed, now.claimed].map((claimed) => (claimed === null ? -1 : order.indexOf(claimed)));
  if (one === undefined || other === undefined || one < 0 || other < 0 || one === other) return 'changed';
  return other > one ? 'up' : 'down';
}

const counted = (words: readonly string[]): readonly (readonly [string, number])[] =>
  [...new Set(words)].sort().map((word) => [word, words.filter((one) => one === word).length]);

/** The goals under review by the champions of the countries that present a review. */
export function cellsOf({ session }: HlpfSession, now: Standing, then: Standing | null): readonly HlpfCell[] {
  return now.champions.flatMap(({ champion, country }) => {
    const review = session.reviews.find((one) => one.country === country);
    if (review === undefined) return [];
    return [null, ...(session.goals ?? [])].map((goal) => {
      const of = ({ commitments }: Standing): readonly ReviewedCommitment[] =>
        commitments.filter((one) => one.champion === champion && (goal === null || one.goals.includes(goal)));
      const own = of(now);
      const claims = own.map(({ claimed }) => claimed).filter((claimed) => claimed !== null);
      return {
        goal,
        champion,
        review,
        base: own.length,
        notClaimed: own.length - claims.length,
        claimed: counted(claims).map(([claimed, count]) => ({ claimed, count })),
        lifecycle: counted(own.map(({ lifecycle }) => lifecycle)).map(([lifecycle, count]) => ({ lifecycle, count })),
        commitmentCodes: own.map(({ code }) => code),
        since: then === null ? null : changeSince(own, of(then)),
      };
    });
  });
}

export class HlpfOfYear extends query<{ year: number }, HlpfSession | undefined>() {}
export class StandingOfCountries extends query<{ countries: readonly string[] }, Standing>() {}

const nobody: Standing = { champions: [], commitments: [] };

/** The queries of sessions; how commitments stand is read through what the charter lets others read. */
export const hlpfQueries = (standingOf: StandingOf = () => nobody) => [
  answers(HlpfOfYear, ({ year }, basis) => sessionOf(basis, year)),
  answers(StandingOfCountries, ({ countries }, basis) => standingOf(basis, countries)),
];
