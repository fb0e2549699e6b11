import { DOMParser, onErrorStopParsing, type Element } from '@xmldom/xmldom';
import type { ForeignFormat, LeftOut } from '../../../platform/import/foreign-format.js';
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

/** Parts of the key of a series that are no breakdown. */
const otherParts = new Set([
  'FREQ',
  'REPORTING_TYPE',
  'SERIES',
  'REF_AREA',
  'UNIT_MEASURE',
  'UNIT_MULT',
  'TIME_PERIOD',
]);
/** The dimensions of the global SDG data structure. In structure-specific data, what is no dimension stands among them. */
const dimensions = new Set([
  ...otherParts,
  ...['SEX', 'AGE', 'URBANISATION', 'INCOME_WEALTH_QUANTILE', 'EDUCATION_LEV', 'OCCUPATION', 'CUST_BREAKDOWN'],
  ...['COMPOSITE_BREAKDOWN', 'DISABILITY_STATUS', 'ACTIVITY', 'PRODUCT'],
]);
/** Total, not applicable, or no breakdown. */
const isTotal = (code: string): boolean => code === '_T' || code === '_Z';

interface Observation {
  readonly period: string;
  readonly value: string;
}
interface Series {
  readonly key: Readonly<Record<string, string>>;
  readonly observations: readonly Observation[];
}

/** The elements of a name right within another, whatever their prefix. */
const within = (element: Element | undefined, name: string): readonly Element[] =>
  [...(element?.children ?? [])].filter((one) => (one.localName ?? one.tagName) === name);
const attribute = (element: Element | undefined, name: string): string => element?.getAttribute(name) ?? '';

/** The root of a message. Declarations of entities are refused: SDMX has none, and they can make a small file endless. */
function rootOf(text: string): Element {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw faulty('the file', 'must be XML without a document type');
  try {
    const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml').documentElement;
    if (root !== null) return root;
  } catch (error) {
    throw faulty('the file', `is no XML: ${(error as Error).message.split('\n')[0] ?? ''}`);
  }
  throw faulty('the file', 'is no XML: it has no element');
}

/** The series of a message: generic data, whose keys are elements, or structure-specific data, whose keys are attributes. */
function seriesOf(file: Uint8Array): readonly Series[] {
  const sets = within(rootOf(textOf(file)), 'DataSet');
  const series = sets.flatMap((set) => within(set, 'Series'));
  if (series.length === 0) throw faulty('the file', 'must be data in SDMX-ML with at least one series');
  return series.map((one) => {
    const values = within(within(one, 'SeriesKey')[0], 'Value');
    const key =
      values.length > 0
        ? Object.fromEntries(values.map((value) => [attribute(value, 'id'), attribute(value, 'value')]))
        : Object.fromEntries(
            [...one.attributes].filter(({ name }) => dimensions.has(name)).map(({ name, value }) => [name, value]),
          );
    const observations = within(one, 'Obs').map((obs) => ({
      period: attribute(within(obs, 'ObsDimension')[0], 'value') || attribute(obs, 'TIME_PERIOD'),
      value: attribute(within(obs, 'ObsValue')[0], 'value') || attribute(obs, 'OBS_VALUE'),
    }));
    // A value that is missing is sent as none, or as NaN.
    return { key, observations: observations.filter(({ value }) => value !== '' && value !== 'NaN') };
  });
}

/** The dimensions of a series, with the code of each that is not the total. */
const brokenDownBy = ({ key }: Series): readonly (readonly [name: string, code: string])[] =>
  Object.entries(key)
    .filter(([name, code]) => !otherParts.has(name) && code !== '' && !isTotal(code))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

const isDecimal = /^-?(0|[1-9]\d{0,14})(\.\d{1,9})?$/;

/** Data of an indicator in SDMX-ML: which breakdowns are published, and the values of them. */
export const sdmxData: ForeignFormat = {
  name: 'sdmx-data',
  what: 'data of an indicator in SDMX-ML: the breakdowns that are published, and with --measures the values',
  options: {
    ...commonOptions,
    measures: 'the code of the indicator of a commitment that the values are of, such as IDC-KENYA-1-C03-I1',
  },
  convert(file, options) {
    const all = seriesOf(file);
    const measures = optionOf(options, 'measures');
    const indicator =
      measures === null
        ? needed(options, 'indicator', 'SDMX names a series, not the indicator')
        : optionOf(options, 'indicator');
    const sourceUrls = listOf(options, 'source');
    const leftOut: LeftOut[] = [];
    const names = [...new Set(all.map(({ key }) => key.SERIES ?? ''))];
    const champion = indicator === null ? null : needed(options, 'champion', 'whose data it is');
    const breakdowns =
      indicator === null
        ? []
        : names.map((name) => {
            const own = all.filter(({ key }) => (key.SERIES ?? '') === name);
            const parts = [...new Set(own.flatMap(({ key }) => Object.keys(key)))].filter(
              (part) => !otherParts.has(part),
            );
            const tallies = new Map<string, Tally>(parts.map((part) => [part, new Tally([part])]));
            for (const series of own) {
              const by = brokenDownBy(series);
              if (by.length > 0)
                for (const { period } of series.observations)
                  tallyOf(
                    tallies,
                    by.map(([part]) => part),
                  ).add(
                    by.map(([, code]) => code),
                    period,
                  );
            }
            const areas = [...new Set(own.map(({ key }) => key.REF_AREA ?? ''))].filter((area) => area !== '');
            return {
              id: recordId(champion, indicator, 'published', name, optionOf(options, 'date')),
              champion,
              indicator,
              stage: 'published',
              series: name || null,
              area: areas.length === 1 ? areas[0] : null,
              dimensions: meaningsOf(options, parts),
              breakdowns: [...tallies.values()]
                .map(({ record }) => record)
                .map((record) => (record.values > 0 ? record : { names: record.names, isAvailable: false, values: 0 })),
              periods: [
                ...new Set(own.flatMap(({ observations }) => observations.map(({ period }) => period))),
              ].toSorted(),
              values: own.reduce((sum, { observations }) => sum + observations.length, 0),
              isComplete: true,
              on: optionOf(options, 'date'),
              sourceUrls,
            };
          });
    const measuredValues =
      measures === null
        ? []
        : all.flatMap((series) => {
            const by = brokenDownBy(series);
            return series.observations.flatMap(({ period, value }) => {
              const id = recordId(
                measures,
                series.key.SERIES ?? '',
                ...by.map(([part, code]) => `${part}=${code}`),
                period,
              );
              if (isDecimal.test(value))
                return [
                  {
                    id,
                    indicator: measures,
                    value,
                    on: period,
                    breakdown: by.map(([dimension, category]) => ({ dimension, category })),
                    sourceUrls,
                  },
                ];
              leftOut.push({ record: `measuredValues/${id}`, reason: `The register cannot keep ${value} exactly.` });
              return [];
            });
          });
    return { sections: { breakdowns, measuredValues }, leftOut };
  },
};
