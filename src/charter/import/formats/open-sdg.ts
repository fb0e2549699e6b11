import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import type { ForeignFormat } from '../../../platform/import/foreign-format.js';
import {
  commonOptions,
  faulty,
  listOf,
  meaningsOf,
  needed,
  optionOf,
  recordId,
  Tally,
  tallyOf,
  textOf,
} from './reading.js';

/** The indicator that a file of Open SDG is about, by its name: `indicator_16-7-2.csv`. */
const indicatorIn = (fileName: string): string | null =>
  /(?:^|[^0-9])(\d{1,2}-[0-9a-z]{1,2}-\d{1,2}[a-d]?)\.[a-z]+$/i.exec(fileName)?.[1]?.replaceAll('-', '.') ?? null;

const textIn = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** A date as people write it in metadata, as a partial date; null where it is none. */
function dateIn(value: unknown): string | null {
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : (textIn(value) ?? '');
  if (/^\d{4}(-\d{2}){0,2}$/.test(text)) return text;
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  return year === '' ? null : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

type Metadata = Readonly<Record<string, unknown>>;

/** The fields of metadata: YAML, with or without the lines `---` around it. */
function metadataOf(file: Uint8Array): Metadata {
  const text = textOf(file).replace(/^\uFEFF/, '');
  const fronted = /^---\r?\n([\s\S]*?)\r?\n---\s*(?:$|\r?\n)/.exec(text);
  let found: unknown;
  try {
    found = parseYaml(fronted?.[1] ?? text);
  } catch (error) {
    throw faulty('the file', `is no YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    throw faulty('the file', 'must be metadata of Open SDG: fields in YAML');
  return found as Metadata;
}

const numbered = (metadata: Metadata, name: string): readonly unknown[] =>
  Object.entries(metadata)
    .filter(([field]) => new RegExp(`^${name}_\\d+$`).test(field))
    .map(([, value]) => value);

function expectedIn(value: unknown): readonly string[] | null {
  const words = typeof value === 'string' ? value.split(/[,;]/) : value;
  if (!Array.isArray(words)) return null;
  return [...new Set(words.map(textIn).filter((word) => word !== null))];
}

/** The metadata of an indicator: which breakdowns are expected. */
export const openSdgMetadata: ForeignFormat = {
  name: 'open-sdg-metadata',
  what: 'metadata of an indicator in Open SDG (YAML or Markdown): the breakdowns that are expected',
  options: commonOptions,
  convert(file, options, fileName) {
    const metadata = metadataOf(file);
    const champion = needed(options, 'champion', 'whose data the metadata are of');
    const indicator =
      textIn(metadata.indicator_number) ??
      textIn(metadata.indicator) ??
      optionOf(options, 'indicator') ??
      indicatorIn(fileName) ??
      needed(options, 'indicator', 'the metadata have no indicator_number');
    const names = expectedIn(metadata.expected_disaggregations);
    const id = recordId(champion, indicator, 'expected', optionOf(options, 'date'));
    if (names === null)
      return {
        sections: {},
        leftOut: [{ record: `breakdowns/${id}`, reason: 'The metadata have no expected_disaggregations.' }],
      };
    const given = listOf(options, 'source');
    const links = numbered(metadata, 'source_url')
      .map(textIn)
      .filter((url) => url !== null);
    const dates = numbered(metadata, 'source_release_date')
      .map(dateIn)
      .filter((date) => date !== null);
    const record = {
      id,
      champion,
      indicator,
      stage: 'expected',
      area: textIn(metadata.national_geographical_coverage),
      dimensions: meaningsOf(options, names),
      breakdowns: names.map((name) => ({ names: [name] })),
      isComplete: true,
      on: optionOf(options, 'date'),
      sourceDate: dates.toSorted().at(-1) ?? null,
      sourceUrls: given.length > 0 ? given : [...new Set(links)].slice(0, 20),
    };
    return { sections: { breakdowns: [record] }, leftOut: [] };
  },
};

/** The columns of data that are no breakdown. */
const otherColumns = new Set([
  ...['year', 'value', 'series', 'units', 'unit measure', 'unit multiplier', 'observation status', 'geocode'],
  ...['geo code', 'reporting type', 'comment_obs', 'comments', 'source', 'footnote', 'lower ci', 'upper ci'],
]);

function rowsOf(file: Uint8Array): readonly Readonly<Record<string, string>>[] {
  try {
    return parseCsv(textOf(file), { bom: true, columns: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw faulty('the file', `is no CSV with a header: ${(error as Error).message}`);
  }
}

/** The data of an indicator: which breakdowns are published, with their categories, values and periods. */
export const openSdgData: ForeignFormat = {
  name: 'open-sdg-data',
  what: 'data of an indicator in Open SDG (CSV): the breakdowns that are published',
  options: commonOptions,
  convert(file, options, fileName) {
    const rows = rowsOf(file);
    const champion = needed(options, 'champion', 'whose data it is');
    const indicator =
      optionOf(options, 'indicator') ??
      indicatorIn(fileName) ??
      needed(options, 'indicator', 'the name of the file does not end with it, as in indicator_16-7-2.csv');
    const header = Object.keys(rows[0] ?? {});
    for (const column of ['Year', 'Value'])
      if (!header.includes(column)) throw faulty('the file', `must have a column ${column} and at least one row`);
    const columns = header.filter((name) => name !== '' && !otherColumns.has(name.toLowerCase()));
    const withValue = rows.filter(({ Value, Year }) => Value !== '' && Year !== '');
    const series = [...new Set(withValue.map(({ Series = '' }) => Series))].toSorted();
    const breakdowns = series.map((name) => {
      const own = withValue.filter(({ Series = '' }) => Series === name);
      const tallies = new Map<string, Tally>(columns.map((column) => [column, new Tally([column])]));
      for (const row of own) {
        const given = columns.filter((column) => row[column] !== '');
        if (given.length > 0)
          tallyOf(tallies, given).add(
            given.map((column) => row[column] ?? ''),
            row.Year ?? '',
          );
      }
      const title = series.length > 1 ? name || null : null;
      return {
        id: recordId(champion, indicator, 'published', title, optionOf(options, 'date')),
        champion,
        indicator,
        stage: 'published',
        series: title,
        dimensions: meaningsOf(options, columns),
        breakdowns: [...tallies.values()]
          .map(({ record }) => record)
          .map((record) => (record.values > 0 ? record : { names: record.names, isAvailable: false, values: 0 })),
        periods: [...new Set(own.map(({ Year = '' }) => Year))].toSorted(),
        values: own.length,
        isComplete: true,
        on: optionOf(options, 'date'),
        sourceUrls: listOf(options, 'source'),
      };
    });
    return { sections: { breakdowns }, leftOut: [] };
  },
};
