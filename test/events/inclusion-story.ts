import { CiteExample, WithdrawCitation } from '../../src/charter/commitment/citation.js';
import { StateBreakdowns } from '../../src/charter/inclusion/breakdowns.js';
import { PublishListVersion } from '../../src/citizen-data/code-list/list-version.js';
import { commandOf } from '../support/cqrs/given.js';

/** What sources state of the breakdowns of indicators. */
export const inclusionStory = [
  commandOf(PublishListVersion, {
    codeList: 'dimensions',
    version: '1.14',
    purpose: 'dimensions',
    title: 'Dimensions',
    terms: [{ code: 'sex', sdmxDimension: 'SEX' }],
  }),
  commandOf(StateBreakdowns, {
    champion: 'kenya',
    sdgIndicator: '1.1.1',
    stage: 'published',
    series: 'SI_POV_DAY1',
    area: 'Kenya',
    breakdowns: [{ names: ['SEX'], categories: ['F', 'M'], values: 4, periods: ['2020', '2021'] }],
    periods: ['2020', '2021'],
    values: 6,
    isComplete: true,
    note: 'From the national data portal.',
    effective: '2022-05-28',
    sources: ['https://example.org/source'],
  }),
  commandOf(CiteExample, {
    commitment: 'IDC-KENYA-1-C01',
    example: 'marine-litter',
    as: 'method',
    note: 'The same cards.',
  }),
  commandOf(WithdrawCitation, {
    commitment: 'IDC-KENYA-1-C01',
    example: 'marine-litter',
    as: 'method',
    note: 'Other cards.',
  }),
];
