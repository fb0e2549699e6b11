import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { JoinCharter } from '../../../src/charter/champion/champion.js';
import { indicatorBreakdowns } from '../../../src/charter/inclusion/breakdowns.view.js';
import { PublishListVersion } from '../../../src/citizen-data/code-list/list-version.js';
import { composition } from '../../../src/contexts.js';
import { FaultyFile } from '../../../src/platform/import/file-faults.js';
import { asDataSet, type Converted, type FormatOptions } from '../../../src/platform/import/foreign-format.js';
import { dimensionsListed } from '../../support/cqrs/inclusion-examples.js';
import { commandOf } from '../../support/cqrs/given.js';
import { emptyRegister, importText } from '../../support/register/importing.js';

const sample = (name: string): Uint8Array => readFileSync(new URL(`samples/${name}`, import.meta.url));
const formatOf = (name: string) => {
  const format = composition.formats.find((one) => one.name === name);
  if (format === undefined) throw new Error(`There is no format ${name}.`);
  return format;
};
const convert = (format: string, file: Uint8Array | string, options: FormatOptions = {}, name = 'file'): Converted =>
  formatOf(format).convert(typeof file === 'string' ? new TextEncoder().encode(file) : file, options, name);

interface Stated {
  readonly id: string;
  readonly indicator: string;
  readonly stage: string;
  readonly series: string | null;
  readonly area: string | null;
  readonly periods: readonly string[];
  readonly values: number;
  readonly sourceDate: string | null;
  readonly breakdowns: readonly {
    readonly names: readonly string[];
    readonly isAvailable?: boolean;
    readonly categories?: readonly string[] | null;
    readonly values?: number;
    readonly periods?: readonly string[];
  }[];
}
const statedIn = ({ sections }: Converted): readonly Stated[] => (sections.breakdowns ?? []) as readonly Stated[];

const uk = { champion: 'united-kingdom' };
const openSdg = () => convert('open-sdg-data', sample('indicator_16-7-2.csv'), uk, 'indicator_16-7-2.csv');

describe('data of Open SDG', () => {
  test('give every breakdown with its categories, values and periods', () => {
    const [stated] = statedIn(openSdg());
    expect(stated).toMatchObject({ indicator: '16.7.2', stage: 'published', series: null, values: 366 });
    expect(stated?.periods).toHaveLength(9);
    expect(stated?.breakdowns.every(({ names }) => names.length === 1)).toBe(true);
    const found = stated?.breakdowns.map(({ names, values, categories, periods }) => [
      names.join(),
      values,
      categories?.length,
      periods?.length,
    ]);
    expect(found).toEqual([
      ['Age', 54, 6, 9],
      ['Sex', 18, 2, 9],
      ['Citizenship', 20, 4, 5],
      ['Disability status', 18, 2, 9],
      ['Ethnicity', 43, 5, 9],
      ['Index of multiple deprivation quintile', 30, 5, 6],
      ['Household income', 75, expect.any(Number), expect.any(Number)],
      ['Region', 81, 9, 9],
      ['Urban or rural', 18, 2, 9],
    ]);
  });

  test.each([
    ['Year,Sex,Value\n2020,F,1\n2020,,2\n2021,F,\n', [['Sex'], 1, ['2020'], true]],
    ['\uFEFFYear,Sex,Value\r\n2020,F,1\r\n', [['Sex'], 1, ['2020'], true]],
    ['Year,Sex,Value\n2020,,1\n', [['Sex'], 0, undefined, false]],
  ] as const)('count what has a value: %j', (text, expected) => {
    const [stated] = statedIn(convert('open-sdg-data', text, { ...uk, indicator: '1.1.1' }));
    const one = stated?.breakdowns[0];
    expect([one?.names, one?.values, one?.periods, one?.isAvailable ?? true]).toEqual(expected);
  });

  test('keep intersections and series apart', () => {
    const text = 'Year,Series,Sex,Age,Value\n2020,one,F,,1\n2020,one,F,0 to 4,2\n2020,two,,0 to 4,3\n';
    const stated = statedIn(convert('open-sdg-data', text, { ...uk, indicator: '1.1.1' }));
    expect(
      stated.map(({ series, breakdowns }) => [series, breakdowns.map(({ names, values }) => [names, values])]),
    ).toEqual([
      [
        'one',
        [
          [['Sex'], 1],
          [['Age'], 0],
          [['Sex', 'Age'], 1],
        ],
      ],
      [
        'two',
        [
          [['Sex'], 0],
          [['Age'], 1],
        ],
      ],
    ]);
  });

  test.each<[string, FormatOptions, string, RegExp]>([
    ['Year,Value\n2020,1\n', { indicator: '1.1.1' }, '--champion', /is needed/],
    ['Year,Value\n2020,1\n', uk, '--indicator', /is needed/],
    ['Jahr,Wert\n2020,1\n', { ...uk, indicator: '1.1.1' }, 'the file', /must have a column Year/],
    ['Year,Value\n"2020,1\n', { ...uk, indicator: '1.1.1' }, 'the file', /is no CSV/],
    ['Year,Sex,Value\n2020,F,1\n', { ...uk, indicator: '1.1.1', dimension: ['Sex'] }, '--dimension', /must be a name/],
  ])('are refused with the remedy: %j %j', (text, options, place, message) => {
    const faults = faultsOf(() => convert('open-sdg-data', text, options));
    expect(faults).toEqual([expect.objectContaining({ place, message: expect.stringMatching(message) as unknown })]);
  });
});

function faultsOf(act: () => unknown): FaultyFile['faults'] {
  try {
    act();
  } catch (error) {
    if (error instanceof FaultyFile) return error.faults;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('metadata of Open SDG', () => {
  test('give what is expected, where and as of when', () => {
    const [stated] = statedIn(convert('open-sdg-metadata', sample('meta-16-7-2.md'), uk));
    expect(stated).toMatchObject({ indicator: '16.7.2', stage: 'expected', area: 'England', sourceDate: '2023-05-31' });
    expect(stated?.breakdowns.map(({ names }) => names)).toEqual([
      ['Sex'],
      ['Age'],
      ['Disability status'],
      ['Ethnicity'],
      ['Citizenship'],
    ]);
  });

  test.each([
    ['indicator_number: 1.1.1\nexpected_disaggregations: Sex, Age\n', [['Sex'], ['Age']]],
    ['---\r\nindicator_number: 1.1.1\r\nexpected_disaggregations:\r\n- Sex\r\n- Sex\r\n---\r\nText\r\n', [['Sex']]],
    ['indicator_number: 1.1.1\nexpected_disaggregations: []\n', []],
  ])('are read as YAML and as Markdown: %j', (text, names) => {
    const [stated] = statedIn(convert('open-sdg-metadata', text, uk));
    expect(stated?.breakdowns.map((one) => one.names)).toEqual(names);
  });

  test('that do not say what is expected are set aside, not taken as expecting nothing', () => {
    const { sections, leftOut } = convert('open-sdg-metadata', 'indicator_number: 1.1.1\n', uk);
    expect([sections, leftOut]).toEqual([
      {},
      [
        {
          record: 'breakdowns/united-kingdom:1.1.1:expected',
          reason: expect.stringContaining('no expected_disaggregations'),
        },
      ],
    ]);
  });

  test.each(['- a list\n', 'a: [\n', 'plain text'])('must be fields in YAML: %j', (text) => {
    expect(faultsOf(() => convert('open-sdg-metadata', text, uk))[0]?.place).toBe('the file');
  });
});

describe('content constraints', () => {
  const all = statedIn(convert('sdmx-constraints', sample('content-constraints.csv')));
  const ofSeries = [...new Map(all.map((one) => [one.series, one])).values()];

  test('say of each series what it has room for', () => {
    const { leftOut } = convert('sdmx-constraints', sample('content-constraints.csv'));
    expect([ofSeries.length, leftOut.length]).toEqual([654, 11]);
    // Those of no indicator of the framework are given one, so that the whole file is counted.
    const rows: string[][] = parse(sample('content-constraints.csv'));
    const named = rows.map(([series, , ...cells], index) =>
      [series, index === 0 ? 'Name' : '[1.1.1]', ...cells].join(),
    );
    const complete = statedIn(convert('sdmx-constraints', named.join('\n')));
    const counts = (name: string) => {
      const own = complete.flatMap(({ breakdowns }) => breakdowns.filter(({ names }) => names[0] === name));
      return [
        own.filter(({ isAvailable, categories }) => isAvailable === true && categories == null).length,
        own.filter(({ isAvailable, categories }) => isAvailable === true && categories != null).length,
        own.filter(({ isAvailable }) => isAvailable === false).length,
      ];
    };
    expect(complete).toHaveLength(665);
    expect(
      ['SEX', 'AGE', 'URBANISATION', 'INCOME_WEALTH_QUANTILE', 'EDUCATION_LEV', 'OCCUPATION', 'DISABILITY_STATUS'].map(
        (name) => [name, ...counts(name)],
      ),
    ).toEqual([
      ['SEX', 177, 25, 458],
      ['AGE', 157, 41, 462],
      ['URBANISATION', 207, 3, 450],
      ['INCOME_WEALTH_QUANTILE', 176, 0, 484],
      ['EDUCATION_LEV', 191, 0, 469],
      ['OCCUPATION', 167, 1, 492],
      ['DISABILITY_STATUS', 172, 1, 487],
    ]);
    // Of the composite breakdown, 166 series have room for migratory status.
    expect(counts('COMPOSITE_BREAKDOWN')).toEqual([0, 166, 660 - 166]);
  });

  test('know a blank cell from a total', () => {
    const header =
      'SERIES,Name,SEX,AGE,URBANISATION,INCOME_WEALTH_QUANTILE,EDUCATION_LEV,OCCUPATION,DISABILITY_STATUS,COMPOSITE_BREAKDOWN';
    const [stated] = statedIn(
      convert('sdmx-constraints', `${header}\nX,"Two [1.1.1, 1.2.1]",_T,,ALL,_T,_T,_T,_T;PD,_T\n`),
    );
    expect(stated?.breakdowns.slice(0, 3)).toEqual([
      { names: ['SEX'], isAvailable: false, categories: null },
      { names: ['URBANISATION'], isAvailable: true, categories: null },
      { names: ['INCOME_WEALTH_QUANTILE'], isAvailable: false, categories: null },
    ]);
    expect(stated?.breakdowns).toContainEqual({ names: ['DISABILITY_STATUS'], isAvailable: true, categories: ['PD'] });
  });
});

describe('data in SDMX-ML', () => {
  const options = { ...uk, indicator: '1.1.1', measures: 'IDC-UNITED-KINGDOM-1-C01-I1' };
  const converted = convert('sdmx-data', sample('series-1-1-1.xml'), options);

  test('give the breakdowns that are published', () => {
    const [stated] = statedIn(converted);
    expect(stated).toMatchObject({ series: 'SI_POV_DAY1', area: '826', values: 6, periods: ['2020', '2021'] });
    expect(stated?.breakdowns).toContainEqual({
      names: ['SEX'],
      categories: ['F', 'M'],
      values: 4,
      periods: ['2020', '2021'],
    });
    expect(stated?.breakdowns).toContainEqual({ names: ['AGE'], isAvailable: false, values: 0 });
    expect(stated?.breakdowns).toHaveLength(11);
  });

  test('give the values by breakdown', () => {
    const values = converted.sections.measuredValues as readonly {
      readonly value: string;
      readonly on: string;
      readonly breakdown: readonly { readonly dimension: string; readonly category: string }[];
    }[];
    expect(
      values.map(({ on, value, breakdown }) => [
        on,
        value,
        ...breakdown.map(({ dimension, category }) => `${dimension}=${category}`),
      ]),
    ).toEqual([
      ['2020', '100'],
      ['2021', '120'],
      ['2020', '50', 'SEX=M'],
      ['2021', '60', 'SEX=M'],
      ['2020', '70', 'SEX=F'],
      ['2021', '80', 'SEX=F'],
    ]);
  });

  test('may be structure-specific; what is missing is no value', () => {
    const text = `<m:StructureSpecificData xmlns:m="m"><m:DataSet>
      <Series SERIES="X" REF_AREA="404" SEX="F" AGE="Y0T4" NATURE="C"><Obs TIME_PERIOD="2020" OBS_VALUE="1.5"/><Obs TIME_PERIOD="2021" OBS_VALUE="NaN"/></Series>
    </m:DataSet></m:StructureSpecificData>`;
    const [stated] = statedIn(convert('sdmx-data', text, options));
    expect(stated).toMatchObject({ series: 'X', area: '404', values: 1, periods: ['2020'] });
    expect(stated?.breakdowns).toContainEqual({
      names: ['AGE', 'SEX'],
      categories: ['Y0T4 & F'],
      values: 1,
      periods: ['2020'],
    });
  });

  test.each(['no XML', '<a>', '<a><DataSet/></a>', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])(
    '%j is refused',
    (text) => {
      expect(faultsOf(() => convert('sdmx-data', text, options))[0]?.place).toBe('the file');
    },
  );
});

describe('imported', () => {
  const terms = dimensionsListed().facts.terms;
  async function register() {
    const bare = await emptyRegister();
    await bare.register.execute(
      commandOf(PublishListVersion, {
        codeList: 'dimensions',
        version: '1',
        purpose: 'dimensions',
        title: 'Dimensions',
        terms,
      }),
    );
    await bare.register.execute(
      commandOf(JoinCharter, {
        commandId: 'join',
        champion: 'united-kingdom',
        name: 'United Kingdom',
        kind: 'government',
      } as never),
    );
    return bare.register;
  }

  test('the promise of five breakdowns stands beside those published, and again changes nothing', async () => {
    const into = await register();
    const files = [convert('open-sdg-metadata', sample('meta-16-7-2.md'), uk), openSdg()].map(asDataSet);
    for (const file of files) await importText(file, into);
    const document = indicatorBreakdowns.get(into.rows(), 'united-kingdom.16.7.2');
    expect(document?.stated.map(({ stage }) => stage)).toEqual(['expected', 'published']);
    for (const file of files) {
      const again = await importText(file, into);
      expect([again.after - again.before, again.records.flatMap(({ differences }) => differences)]).toEqual([0, []]);
    }
  });

  test('what could not be read is reported as not imported', async () => {
    const into = await register();
    const report = await importText(asDataSet(convert('open-sdg-metadata', 'indicator_number: 1.1.1\n', uk)), into);
    expect(report.records).toMatchObject([
      { entries: [], setAside: expect.stringContaining('expected_disaggregations') },
    ]);
  });
});
