import { parse as parseCsv } from 'csv-parse/sync';
import { isSdgIndicator } from '../../../kernel/values/sdg.js';
import type { ForeignFormat, LeftOut } from '../../../platform/import/foreign-format.js';
import { faulty, listOf, meaningsOf, optionOf, recordId, textOf } from './reading.js';

/** The columns of the content constraints that break down people; the others name the series and its unit, or products and activities. */
const dimensions = [
  ...['SEX', 'AGE', 'URBANISATION', 'INCOME_WEALTH_QUANTILE', 'EDUCATION_LEV', 'OCCUPATION', 'DISABILITY_STATUS'],
  'COMPOSITE_BREAKDOWN',
] as const;

/** Total, or no breakdown. */
const total = '_T';
/** Codes of migratory status in the composite breakdown, which has no dimension of its own. */
const migrants = 'MS_';

type Row = Readonly<Record<string, string>>;

/** What a cell says: any code, some codes, or the total only; null where it is blank, which says nothing. */
function allowedBy(
  cell: string,
): { readonly isAvailable: boolean; readonly categories: readonly string[] | null } | null {
  if (cell === '') return null;
  if (cell === 'ALL') return { isAvailable: true, categories: null };
  const codes = cell.split(';').filter((code) => code !== total && code !== '');
  return { isAvailable: codes.length > 0, categories: codes.length > 0 ? codes : null };
}

interface Allowed {
  readonly names: readonly string[];
  readonly isAvailable: boolean;
  readonly categories: readonly string[] | null;
}

function breakdownsOf(row: Row): readonly Allowed[] {
  return dimensions.flatMap((name): readonly Allowed[] => {
    const said = allowedBy(row[name] ?? '');
    if (said === null) return [];
    if (name !== 'COMPOSITE_BREAKDOWN') return [{ names: [name], ...said }];
    const of = (pattern: (code: string) => boolean) => said.categories?.filter(pattern) ?? null;
    const [moved, others] = [of((code) => code.startsWith(migrants)), of((code) => !code.startsWith(migrants))];
    const isAny = said.isAvailable && said.categories === null;
    return [
      { names: [name], isAvailable: isAny || (moved ?? []).length > 0, categories: moved?.length ? moved : null },
      ...(others?.length ? [{ names: ['COMPOSITE_BREAKDOWN (other)'], isAvailable: true, categories: others }] : []),
    ];
  });
}

/** The content constraints of the global SDG framework: which breakdowns each series has room for. */
export const sdmxConstraints: ForeignFormat = {
  name: 'sdmx-constraints',
  what: 'content constraints of the global SDG framework (CSV): the breakdowns that each series allows',
  options: {
    date: 'when they hold, such as 2023-08',
    source: 'the web address of the file; may be repeated',
    dimension: 'what a column means, such as OCCUPATION=occupation; may be repeated',
  },
  convert(file, options) {
    let rows: readonly Row[];
    try {
      rows = parseCsv(textOf(file), { bom: true, columns: true, skip_empty_lines: true, trim: true });
    } catch (error) {
      throw faulty('the file', `is no CSV with a header: ${(error as Error).message}`);
    }
    const [first = {}] = rows;
    for (const column of ['SERIES', 'Name', ...dimensions])
      if (!(column in first)) throw faulty('the file', `must have a column ${column} and at least one row`);
    const leftOut: LeftOut[] = [];
    const breakdowns = rows.flatMap((row) => {
      const { SERIES: series = '', Name: name = '' } = row;
      const named =
        /\[([^\]]*)\]\s*$/
          .exec(name)?.[1]
          ?.split(',')
          .map((code) => code.trim()) ?? [];
      const indicators = named.filter(isSdgIndicator);
      if (indicators.length === 0)
        leftOut.push({
          record: `breakdowns/${series}`,
          reason: 'Its name has no SDG indicator in brackets: nobody can say what it is a series of.',
        });
      const own = breakdownsOf(row);
      return indicators.map((indicator) => ({
        id: recordId('network', indicator, 'allowed', series, optionOf(options, 'date')),
        champion: null,
        indicator,
        stage: 'allowed',
        series,
        dimensions: meaningsOf(
          options,
          own.flatMap(({ names }) => names),
        ),
        breakdowns: own,
        isComplete: null,
        on: optionOf(options, 'date'),
        note: name.slice(0, 5000) || null,
        sourceUrls: listOf(options, 'source'),
      }));
    });
    return { sections: { breakdowns }, leftOut };
  },
};
