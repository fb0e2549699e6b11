import type { Basis } from '../../platform/read-model/read-model.js';

/** A commitment of a champion whose country presents a review, as it stands. */
export interface ReviewedCommitment {
  readonly code: string;
  readonly champion: string;
  readonly country: string;
  readonly claimed: string | null;
  readonly lifecycle: string;
  readonly goals: readonly number[];
}

/** Champions of some countries, those without commitments among them, and how their commitments stand. */
export interface Standing {
  readonly champions: readonly { readonly champion: string; readonly country: string }[];
  readonly commitments: readonly ReviewedCommitment[];
}

/** The champions of countries and how their commitments stand, as other contexts may read it. */
export function standingOfCountries({ rows }: Basis, countries: readonly string[]): Standing {
  const wanted = JSON.stringify(countries);
  const champions = rows.all<{ champion: string; country: string }>(
    `SELECT key AS champion, country FROM champions
     WHERE country IN (SELECT value FROM json_each(?)) ORDER BY country, sort_name, key`,
    wanted,
  );
  const found = rows.all<Omit<ReviewedCommitment, 'goals'>>(
    `SELECT c.key AS code, c.champion AS champion, ch.country AS country, c.claimed AS claimed, c.lifecycle AS lifecycle
     FROM commitments AS c JOIN champions AS ch ON ch.key = c.champion
     WHERE ch.country IN (SELECT value FROM json_each(?)) ORDER BY c.key`,
    wanted,
  );
  const goals = new Map<string, number[]>();
  const links = rows.all<{ commitment: string; value: number }>(
    `SELECT commitment, value FROM commitment_links
     WHERE kind = 'goal' AND commitment IN (SELECT value FROM json_each(?)) ORDER BY value`,
    JSON.stringify(found.map(({ code }) => code)),
  );
  for (const { commitment, value } of links) goals.set(commitment, [...(goals.get(commitment) ?? []), value]);
  return { champions, commitments: found.map((one) => ({ ...one, goals: goals.get(one.code) ?? [] })) };
}
