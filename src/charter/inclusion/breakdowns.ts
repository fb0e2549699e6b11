import { z } from 'zod';
import {
  codeListState,
  ListReference,
  listStream,
  ListVersion,
  mustBeTerm,
  TermCode,
  versionNamed,
  type CodeList,
} from '../../kernel/code-list.js';
import { on, related, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { line, list, maybe, newList, oneOf, wholeNumber } from '../../kernel/values/fields.js';
import { Table } from '../../kernel/values/persistent.js';
import { isSame } from '../../kernel/values/same.js';
import { SdgIndicator } from '../../kernel/values/sdg.js';
import { Name, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import { champion as championState, type Champion } from '../champion/champion.js';
import { breakdownsStream, championStream, Slug } from '../vocabulary/codes.js';
import { dimensionCalled, dimensionList } from './breakdown.js';

/**
 * What a source says of the breakdowns of an indicator: the global framework has room for them, somebody expects them, they were
 * collected, or they are published.
 */
export const Stage = oneOf(['allowed', 'expected', 'collected', 'published']);
export type Stage = z.infer<typeof Stage>;

/** What a source calls a period, such as `2013/14`. */
const PeriodName = line(40);
const isOnce = (names: readonly string[]): boolean => new Set(names).size === names.length;

/**
 * A breakdown that a source has, or says that it has not: by one dimension, or by several at once (an intersection). Dimensions are
 * called as in the source.
 */
const Stated = z.object({
  names: z
    .array(Name)
    .min(1, 'must name at least one dimension')
    .max(6, 'must have at most 6 items')
    .refine(isOnce, 'must not have duplicate items'),
  isAvailable: z
    .boolean()
    .nullish()
    .transform((given) => given ?? true),
  /** Its categories, as the source calls them; null where the source does not list them. */
  categories: newList(Name, 400),
  /** How many values it has; null where nobody counted. */
  values: maybe(wholeNumber(0)),
  /** The periods for which it has values; null where nobody looked. */
  periods: newList(PeriodName, 400),
});
const StatedKept = z.strictObject({
  names: z.array(Name),
  isAvailable: z.boolean(),
  categories: z.array(Name).nullable(),
  values: z.int().nullable(),
  periods: z.array(PeriodName).nullable(),
});
export type StatedBreakdown = z.output<typeof StatedKept>;

const combination = ({ names }: Pick<StatedBreakdown, 'names'>): string => names.toSorted().join('\n');

export class StateBreakdowns extends command('StateBreakdowns', {
  /** Whose data the source speaks of; left out, those of everybody, as the global framework does. */
  champion: maybe(Slug),
  sdgIndicator: SdgIndicator,
  stage: Stage,
  /** The series of the indicator; left out where the source has one only. */
  series: maybe(Title),
  /** Where the data are of, as the source calls it. */
  area: maybe(Name),
  ...dimensionList,
  /** Which dimension a name of the source means, where it is not called so in the list. */
  dimensions: list(z.object({ name: Name, dimension: TermCode }), 50),
  breakdowns: list(Stated, 200).refine(
    (all) => isOnce(all.map(combination)),
    'must have each combination of dimensions once',
  ),
  /** All periods that the source has values for. */
  periods: newList(PeriodName, 400),
  /** How many values the source has, those without a breakdown among them. */
  values: maybe(wholeNumber(0)),
  /** Whether these are all breakdowns that the source has; null where nobody knows. */
  isComplete: maybe(z.boolean()),
  ...noteFields,
}) {}

export const breakdownsCommands = [StateBreakdowns] as const;
export type BreakdownsCommand = InstanceType<(typeof breakdownsCommands)[number]>;

/** A source stated breakdowns of an indicator. A later statement of the same stage and series replaces it. */
export const BreakdownsStated = event(
  'BreakdownsStated',
  {
    champion: Slug.nullable(),
    sdgIndicator: SdgIndicator,
    stage: Stage,
    series: Title.nullable(),
    area: Name.nullable(),
    codeList: ListReference,
    version: ListVersion,
    /** What each name of the source means; null where nobody has said so. */
    dimensions: z.array(z.strictObject({ name: Name, dimension: TermCode.nullable() })),
    breakdowns: z.array(StatedKept),
    periods: z.array(PeriodName).nullable(),
    values: z.int().nullable(),
    isComplete: z.boolean().nullable(),
  },
  noteText,
  { opens: 'stream' },
);

export const breakdownsEvents = [BreakdownsStated] as const;
export type BreakdownsEvent = EventOf<(typeof breakdownsEvents)[number]>;

/** What tells one statement on an indicator from another. */
export const statementKey = ({ stage, series }: { readonly stage: Stage; readonly series: string | null }): string =>
  `${stage}/${series ?? ''}`;

interface Others {
  readonly champion: Champion;
  readonly list: CodeList;
}

export const breakdowns: Decider<BreakdownsCommand, Table<unknown>, BreakdownsEvent, Others> = {
  events: breakdownsEvents,
  stream: ({ data: { champion, sdgIndicator } }) => breakdownsStream(champion, sdgIndicator),
  initial: Table.empty(),
  reads: ({ data: { champion, codeList } }) => ({
    champion: champion === null ? null : related(championStream(champion), championState),
    list: related(listStream(codeList), codeListState),
  }),
  evolve: on<Table<unknown>, BreakdownsEvent>({
    BreakdownsStated: (known, { facts, text }) => known.with(statementKey(facts), [facts, text]),
  }),
  decide: {
    StateBreakdowns: (known, { data }, { champion, list }) => {
      const { language, note, dimensions: meant, ...rest } = data;
      if (data.champion !== null && (champion?.status ?? 'unknown') === 'unknown')
        throw new Refused('CHAMPION_UNKNOWN', `No champion has the slug ${data.champion}.`, 'champion');
      const { version, terms } = versionNamed(list, data, 'dimensions');
      const names = [...new Set(data.breakdowns.flatMap((one) => one.names))];
      for (const [index, { name, dimension }] of meant.entries()) {
        mustBeTerm(terms, dimension, ['dimensions', String(index), 'dimension']);
        if (!names.includes(name))
          throw new Refused('BREAKDOWN_UNKNOWN', `No breakdown is by ${name}.`, ['dimensions', String(index), 'name']);
      }
      const dimensions = names.map((name) => ({
        name,
        dimension: meant.find((one) => one.name === name)?.dimension ?? dimensionCalled(name, terms),
      }));
      const stated = BreakdownsStated({ ...rest, version, dimensions }, noteOf({ language, note }));
      return isSame(known.get(statementKey(data)), [stated.facts, stated.text]) ? [] : [stated];
    },
  },
};
