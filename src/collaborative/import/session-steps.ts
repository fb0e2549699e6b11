import type { Held, Known } from '../../platform/import/known.js';
import { addresses, commandStep, type Step } from '../../platform/import/step.js';
import { AnnounceAdvocacyMoment, NameGoalsUnderReview, RecordVoluntaryReview } from '../advocacy/moment.js';
import { momentStream } from '../names.js';
import type { SessionRecord } from './data-set.js';

const isSummit = ({ auspices }: SessionRecord): boolean => auspices?.includes('SDG Summit') === true;

/** The permanent name of a session: its record has no id, but one forum and one summit a year at most. */
export const sessionSlug = (session: SessionRecord): string =>
  `${isSummit(session) ? 'sdg-summit' : 'hlpf'}-${session.year}`;

/** By when something was announced that was held from a day on. */
export const announcedBy = (starts: string | null): string | null => (starts === null ? null : `../${starts}`);

/** A session of the High-level Political Forum, with the goals and the national reviews before it. */
export function* sessionSteps(session: SessionRecord, known: Known): Generator<Step> {
  const { year, startsOn: starts, endsOn: ends, sdgsReviewed, sdgsReviewedComplete, vnrs, vnrCount } = session;
  const moment = sessionSlug(session);
  const record = `hlpfSessions/${moment}`;
  const effective = announcedBy(starts);
  const count = vnrCount === null ? null : `Countries that presented a voluntary national review: ${vnrCount}.`;
  yield commandStep(
    record,
    AnnounceAdvocacyMoment,
    {
      moment,
      kind: isSummit(session) ? 'sdg_summit' : 'hlpf',
      year,
      starts,
      ends,
      ministerialStarts: session.ministerialStartsOn,
      ministerialEnds: session.ministerialEndsOn,
      title: `${isSummit(session) ? 'SDG Summit' : 'High-level Political Forum'} ${year}`,
      theme: session.theme,
      auspices: session.auspices,
      note: [session.note, count].filter(Boolean).join(' ') || null,
      effective,
      sources: addresses(...session.sourceUrls, session.vnrCountSourceUrl),
    },
    { opens: momentStream(moment), assumed: ['title'] },
  );
  if (sdgsReviewed !== null && sdgsReviewedComplete !== null)
    yield commandStep(record, NameGoalsUnderReview, {
      moment,
      goals: sdgsReviewed,
      isComplete: sdgsReviewedComplete,
      effective,
      sources: addresses(...session.sourceUrls),
    });
  const listed = session.vnrCountriesAmongChampions.filter((country) => vnrs.every((one) => one.country !== country));
  for (const country of listed)
    yield reviewStep(record, known, { moment, country, state: 'listed', effective, sources: session.sourceUrls });
  for (const { country, state, ordinal, sourceUrl, ordinalSourceUrl } of vnrs) {
    const presented = starts === null || ends === null ? effective : `${starts}/${ends}`;
    const sources = sourceUrl === null ? session.sourceUrls : addresses(sourceUrl, ordinalSourceUrl);
    const on = state === 'presented' ? presented : effective;
    yield reviewStep(record, known, { moment, country, state, ordinal, effective: on, sources });
  }
}

interface Review {
  readonly moment: string;
  readonly country: string;
  readonly state: 'listed' | 'presented';
  readonly ordinal?: number | null;
  readonly effective: string | null;
  readonly sources: string[];
}

/** A review that a later file has in another state has moved on: that is no correction. */
function reviewStep(record: string, known: Known, review: Review): Step {
  const { country, state } = review;
  const ofCountry = known.of(record, 'VoluntaryReviewRecorded').filter(({ said }) => said.country === country);
  const before = ofCountry.at(-1);
  const isNew =
    before !== undefined && known.isFromBefore(before) && !ofCountry.some(({ said }) => said.state === state);
  return commandStep(record, RecordVoluntaryReview, review, {
    isSame: ({ said }: Held) => said.country === country && said.state === state,
    ...(isNew ? { change: { field: `review of ${country}`, held: before.said.state, said: state, isDue: true } } : {}),
  });
}
