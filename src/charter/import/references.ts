import { z } from 'zod';
import { span } from '../../kernel/time/partial-date.js';
import { closest, didYouMean } from '../../kernel/values/suggestion.js';
import { shown, type OutlineFault } from '../../platform/import/file-faults.js';
import type { Known } from '../../platform/import/known.js';
import { holds, type Section } from './charter-known.js';

type IsHeld = (section: Section, id: string) => boolean;

const text = z.string().nullable().catch(null);
const all = <T extends z.ZodType>(record: T) => z.array(record).catch([]);
const outlined = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess(
    (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}),
    z.object(shape),
  );

/**
 * What can be checked in a file whatever else is wrong with it: ids, references and dates; null if there is
 * none.
 */
const Outline = outlined({
  charter: outlined({ launchedOn: text, championCounts: all(outlined({ asOf: text })) }),
  champions: all(outlined({ id: text, joinedOn: text })),
  actionPlans: all(
    outlined({
      id: text,
      champion: text,
      supersedes: text,
      publishedOn: text,
      commitments: all(
        outlined({ id: text, knownStatus: outlined({ asOf: text }), indicators: all(outlined({ name: text })) }),
      ),
    }),
  ),
  networkCommitments: all(outlined({ id: text })),
  progressReports: all(
    outlined({
      id: text,
      champion: text,
      plan: text,
      commitment: text,
      commitmentIds: all(text),
      measurements: all(outlined({ indicator: text })),
      year: z.int().nullable().catch(null),
    }),
  ),
  lifecycleEvents: all(outlined({ id: text, champion: text, plan: text, commitment: text, occurredOn: text })),
});
type Outline = z.output<typeof Outline>;

/** Ids that occur twice, references to what is neither in the file nor known, and dates in the future. */
export function fileFaults(file: unknown, known: Known | null, today: string): OutlineFault[] {
  const outline = Outline.parse(file);
  return [
    ...referenceFaults(outline, (section, id) => known !== null && holds(known, section, id)),
    ...dateFaults(outline, today),
  ];
}

/** Ids that stand twice, and references to what is not there. */
function referenceFaults(data: Outline, isHeld: IsHeld): OutlineFault[] {
  const faults: OutlineFault[] = [];
  const ids = (entries: readonly (readonly [place: string, id: string | null])[]): Set<string | null> => {
    const seen = new Set<string | null>();
    for (const [place, id] of entries) {
      if (id !== null && seen.has(id))
        faults.push({ place: `${place}.id`, found: shown(id), message: 'occurs twice; every record needs its own id' });
      seen.add(id);
    }
    return seen;
  };
  const champions = ids(data.champions.map(({ id }, n) => [`champions[${n}]`, id]));
  const plans = ids([
    ...data.actionPlans.map(({ id }, n) => [`actionPlans[${n}]`, id] as const),
    ...data.networkCommitments.map(({ id }, n) => [`networkCommitments[${n}]`, id] as const),
  ]);
  const commitments = ids(
    data.actionPlans.flatMap((plan, p) =>
      plan.commitments.map(({ id }, n) => [`actionPlans[${p}].commitments[${n}]`, id] as const),
    ),
  );
  ids(data.progressReports.map(({ id }, n) => [`progressReports[${n}]`, id]));
  ids(data.lifecycleEvents.map(({ id }, n) => [`lifecycleEvents[${n}]`, id]));
  const sections = {
    'a champion': 'champions',
    'an action plan': 'actionPlans',
    'a commitment': 'commitments',
  } as const;
  const refers = (place: string, id: string | null, known: Set<string | null>, noun: keyof typeof sections): void => {
    if (id === null || known.has(id) || isHeld(sections[noun], id)) return;
    const suggestion = didYouMean(
      closest(
        id,
        [...known].filter((one) => one !== null),
      ),
    );
    faults.push({
      place,
      found: shown(id),
      message: `must be the id of ${noun} in this file, or of one imported before${suggestion}`,
    });
  };
  data.actionPlans.forEach((plan, n) => {
    refers(`actionPlans[${n}].champion`, plan.champion, champions, 'a champion');
    refers(`actionPlans[${n}].supersedes`, plan.supersedes, plans, 'an action plan');
  });
  data.progressReports.forEach((report, n) => {
    refers(`progressReports[${n}].champion`, report.champion, champions, 'a champion');
    refers(`progressReports[${n}].plan`, report.plan, plans, 'an action plan');
    refers(`progressReports[${n}].commitment`, report.commitment, commitments, 'a commitment');
    report.commitmentIds.forEach((id, c) =>
      refers(`progressReports[${n}].commitmentIds[${c}]`, id, commitments, 'a commitment'),
    );
  });
  const indicators = new Set<string>();
  data.actionPlans.forEach((plan, p) => {
    plan.commitments.forEach((commitment, c) => {
      commitment.indicators.forEach(({ name }, n) => {
        const known = `${commitment.id ?? ''}/${name ?? ''}`;
        if (name !== null && indicators.has(known)) {
          const message =
            'occurs twice on this commitment; measurements refer to an indicator by name, so names must be unique';
          faults.push({
            place: `actionPlans[${p}].commitments[${c}].indicators[${n}].name`,
            found: shown(name),
            message,
          });
        }
        indicators.add(known);
      });
    });
  });
  data.progressReports.forEach(({ commitment, measurements }, n) => {
    measurements.forEach(({ indicator }, m) => {
      const known = `${commitment ?? ''}/${indicator ?? ''}`;
      if (indicator === null || (commitment !== null && (indicators.has(known) || isHeld('indicators', known)))) return;
      const message =
        commitment === null
          ? 'needs the commitment of the indicator: add it in the field commitment of the report'
          : 'must be the name of exactly one indicator of the commitment of this report';
      faults.push({ place: `progressReports[${n}].measurements[${m}].indicator`, found: shown(indicator), message });
    });
  });
  data.lifecycleEvents.forEach((event, n) => {
    refers(`lifecycleEvents[${n}].champion`, event.champion, champions, 'a champion');
    refers(`lifecycleEvents[${n}].plan`, event.plan, plans, 'an action plan');
    refers(`lifecycleEvents[${n}].commitment`, event.commitment, commitments, 'a commitment');
  });
  return faults;
}

/** Imported history lies in the past: what is said to have happened must not lie wholly in the future. */
function dateFaults(data: Outline, today: string): OutlineFault[] {
  const dated: (readonly [place: string, date: string | null])[] = [
    ['charter.launchedOn', data.charter.launchedOn],
    ...data.charter.championCounts.map(({ asOf }, n) => [`charter.championCounts[${n}].asOf`, asOf] as const),
    ...data.champions.map(({ joinedOn }, n) => [`champions[${n}].joinedOn`, joinedOn] as const),
    ...data.actionPlans.map(({ publishedOn }, n) => [`actionPlans[${n}].publishedOn`, publishedOn] as const),
    ...data.actionPlans.flatMap((plan, p) =>
      plan.commitments.map(
        ({ knownStatus }, n) => [`actionPlans[${p}].commitments[${n}].knownStatus.asOf`, knownStatus.asOf] as const,
      ),
    ),
    ...data.lifecycleEvents.map(({ occurredOn }, n) => [`lifecycleEvents[${n}].occurredOn`, occurredOn] as const),
    ...data.progressReports.map(
      ({ year }, n) => [`progressReports[${n}].year`, year === null ? null : String(year)] as const,
    ),
  ];
  return dated
    .filter(([, date]) => date !== null && (span(date)?.first ?? '') > today)
    .map(([place, date]) => ({ place, found: shown(date), message: `must not be in the future; today is ${today}` }));
}
