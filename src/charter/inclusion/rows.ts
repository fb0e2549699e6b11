import type { Stage, StatedBreakdown } from './breakdowns.js';
import type { BreakdownStatement } from './statement.js';

/** Whether something is so: `unknown` where no source says it either way. */
export type Answer = 'yes' | 'no' | 'unknown';

/** A dimension as the rows of an answer name it: by its code, or where nobody has said which it is, as its source calls it. */
export interface RowDimension {
  readonly code: string | null;
  readonly names: readonly string[];
  readonly codeList: string | null;
  readonly version: string | null;
}

const namedOnly = '~';
const joint = '\n';

/** What identifies a combination of dimensions: their codes, or the names of those that nobody has said the meaning of. */
export const rowKey = (parts: readonly string[]): string => [...new Set(parts)].toSorted().join(joint);
export const partsOfKey = (key: string): readonly string[] => key.split(joint);
export const codeOfPart = (part: string): string | null => (part.startsWith(namedOnly) ? null : part);
export const isIntersection = (key: string): boolean => key.includes(joint);

const partOf = ({ dimensions }: BreakdownStatement, name: string): string =>
  dimensions.find((one) => one.name === name)?.dimension ?? `${namedOnly}${name.toLowerCase()}`;

const keyOf = (statement: BreakdownStatement, { names }: Pick<StatedBreakdown, 'names'>): string =>
  rowKey(names.map((name) => partOf(statement, name)));

/** The breakdowns of a statement by a combination of dimensions: several where names of the source mean the same dimension. */
export const statedBy = (statement: BreakdownStatement, key: string): readonly StatedBreakdown[] =>
  statement.breakdowns.filter((one) => keyOf(statement, one) === key);

export const keysOf = (statement: BreakdownStatement): readonly string[] =>
  statement.breakdowns.map((one) => keyOf(statement, one));

/**
 * What one statement says of a combination. Where it does not have it, that is a "no" only if it says so itself, or if it has all that
 * there are and none of them is by a dimension that nobody has said the meaning of.
 */
function saidBy(statement: BreakdownStatement, key: string): Answer {
  const stated = statedBy(statement, key);
  if (stated.some(({ isAvailable }) => isAvailable)) return 'yes';
  if (stated.length > 0) return 'no';
  const mayBeMeant =
    partsOfKey(key).some((part) => codeOfPart(part) !== null) &&
    statement.dimensions.some(({ dimension }) => dimension === null);
  return statement.isComplete === true && !mayBeMeant ? 'no' : 'unknown';
}

/** What all statements of a stage say together: "no" only where each of them says so. */
export function answerOf(statements: readonly BreakdownStatement[], stage: Stage, key: string): Answer {
  const said = statements.filter((one) => one.stage === stage).map((one) => saidBy(one, key));
  if (said.includes('yes')) return 'yes';
  return said.length > 0 && said.every((one) => one === 'no') ? 'no' : 'unknown';
}

/** Whether any statement of a stage has values by two dimensions or more at once. */
export function hasIntersections(statements: readonly BreakdownStatement[], stage: Stage): Answer {
  const said = statements
    .filter((one) => one.stage === stage)
    .map((one): Answer => {
      const crossed = one.breakdowns.filter(({ names }) => names.length > 1);
      if (crossed.some(({ isAvailable }) => isAvailable)) return 'yes';
      return one.isComplete === true ? 'no' : 'unknown';
    });
  if (said.includes('yes')) return 'yes';
  return said.length > 0 && said.every((one) => one === 'no') ? 'no' : 'unknown';
}

/** How much of a breakdown is published; null stands for what nobody has counted. */
export interface Published {
  readonly categories: readonly string[] | null;
  readonly values: number | null;
  /** In how many of the periods of its source it has values. */
  readonly periods: number | null;
  readonly ofPeriods: number | null;
  /** How many values are missing in the periods in which there are some. */
  readonly missingValues: number | null;
}

/** How much of a combination a statement publishes: of several breakdowns by it, the one with most periods. */
export function publishedBy(statements: readonly BreakdownStatement[], key: string): Published | null {
  const all = statements
    .filter(({ stage }) => stage === 'published')
    .flatMap((statement) =>
      statedBy(statement, key)
        .filter(({ isAvailable }) => isAvailable)
        .map(({ categories, values, periods }) => ({
          categories,
          values,
          periods: periods?.length ?? null,
          ofPeriods: statement.periods?.length ?? null,
          missingValues:
            categories === null || values === null || periods === null
              ? null
              : Math.max(0, categories.length * periods.length - values),
        })),
    );
  return all.toSorted((one, other) => (other.periods ?? -1) - (one.periods ?? -1))[0] ?? null;
}
