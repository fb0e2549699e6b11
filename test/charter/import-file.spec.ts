import { describe, expect, test } from '@jest/globals';
import { charterImport } from '../../src/charter/import/charter-import.js';
import type { DataSet } from '../../src/charter/import/data-set.js';
import { readDataSet } from '../../src/platform/import/data-set.js';
import { FaultyFile, type FileFault } from '../../src/platform/import/file-faults.js';

const now = Date.parse('2026-11-22T12:00:00Z');

function faultsOf(file: string | Uint8Array): FileFault[] {
  try {
    readDataSet(file, now, [charterImport]);
  } catch (error) {
    if (error instanceof FaultyFile) return [...error.faults];
    throw error;
  }
  return [];
}

const told = (file: string | Uint8Array): string[] =>
  faultsOf(file).map(({ place, line, column, message }) => `${place} ${line}:${column} ${message}`);
const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));
const least = '{"schemaVersion": 2}';

test('the least file has no section at all', () => {
  expect(told(least)).toEqual([]);
  expect(told('{"schemaVersion": 1, "champions": []}')).toEqual([]);
});

describe('bytes', () => {
  test('with a byte order mark are taken', () => {
    expect(told(bytes(0xef, 0xbb, 0xbf, least))).toEqual([]);
    expect(told(`\ufeff${least}`)).toEqual([]);
  });

  test('of Windows-1252 are refused with the place of the first', () => {
    const file = bytes('{"schemaVersion": 2,\n "note": "C', 0xf4, 'te d’Ivoire"}');
    expect(told(file)).toEqual([
      'the file 2:12 must be UTF-8: byte 32 is invalid; the file seems to be in another encoding, such as Windows-1252. Save it as UTF-8',
    ]);
    expect(faultsOf(file)[0]?.found).toBe('the byte 0xF4');
  });

  test.each([
    ['a cut character', bytes(least, 0xc3)],
    ['an overlong form', bytes('{"schemaVersion": 2, "note": "', 0xc0, 0x80, '"}')],
    ['a surrogate', bytes('{"schemaVersion": 2, "note": "', 0xed, 0xa0, 0x80, '"}')],
    ['UTF-16', Buffer.from(`\ufeff${least}`, 'utf16le')],
  ])('that are no UTF-8 are refused: %s', (_, file) => {
    expect(told(file)).toEqual([expect.stringContaining('must be UTF-8')]);
  });
});

test.each([
  ['raw', `{"schemaVersion": 2,\n "note": "C\ufffdte"}`],
  ['escaped', '{"schemaVersion": 2,\n "note": "C\\uFFFDte"}'],
])('a lost character, %s, is refused with its place', (_, file) => {
  expect(told(file)).toEqual([expect.stringContaining('note 2:12 must not contain U+FFFD')]);
});

test.each(['utf16le', 'utf-16be'])('UTF-16 without a byte order mark is named: %s', (encoding) => {
  const file = Buffer.from(least, 'utf16le');
  expect(faultsOf(encoding === 'utf16le' ? file : file.swap16())).toMatchObject([
    { found: 'UTF-16 without a byte order mark' },
  ]);
});

describe('messages', () => {
  const plan = (...indicators: string[]): object => ({
    id: 'p',
    champion: 'kenya',
    title: 'Plan',
    planType: 'idc_action_plan',
    commitments: [{ id: 'c', title: 'C', indicators: indicators.map((name) => ({ name })) }],
  });
  const whole = (indicators: string[], report: object): string =>
    JSON.stringify({
      schemaVersion: 2,
      champions: [{ id: 'kenya', name: 'Kenya', kind: 'government' }],
      actionPlans: [plan(...indicators)],
      progressReports: [{ id: 'r', summary: 'x', measurements: [{ indicator: 'Share', value: 1 }], ...report }],
    });

  test('a measurement names one indicator of its commitment', () => {
    expect(told(whole(['Share'], { commitment: 'c' }))).toEqual([]);
    const message = 'must be the name of exactly one indicator of the commitment of this report';
    expect(told(whole(['Other'], { commitment: 'c' }))).toEqual([
      expect.stringMatching(`^progressReports.0..measurements.0..indicator 1:\\d+ ${message}$`),
    ]);
    expect(told(whole(['Share'], { champion: 'kenya' }))).toEqual([expect.stringContaining('needs the commitment')]);
  });

  test('two indicators of one name are refused', () => {
    expect(told(whole(['Share', 'Share'], { commitment: 'c' }))).toEqual([
      expect.stringMatching(
        /^actionPlans\[0\]\.commitments\[0\]\.indicators\[1\]\.name 1:\d+ occurs twice on this commitment/,
      ),
    ]);
  });

  test('a figure that is none, and a version with a point', () => {
    expect(told(whole(['Share'], { commitment: 'c', measurements: [{ indicator: 'Share', value: true }] }))).toEqual([
      expect.stringMatching(/value 1:\d+ must be a number$/),
    ]);
    expect(told('{"schemaVersion": 1.0}')).toEqual([
      'schemaVersion 1:2 must be version 1 or 2, written without a decimal point',
    ]);
  });
});

test('a key that is written twice is refused with the place of the second, however deep', () => {
  const file = `{
    "schemaVersion": 2,
    "champions": [],
    "champions": [{"id": "kenya", "id": "malawi", "name": "x", "kind": "government"}]
  }`;
  expect(told(file)).toEqual([
    'champions 4:5 occurs twice in this object; the first value would be lost',
    'champions[0].id 4:35 occurs twice in this object; the first value would be lost',
  ]);
});

describe('numbers', () => {
  const counts = (value: string): string =>
    `{"schemaVersion": 2, "progressReports": [{"id": "r", "statusCounts": {"unit": "percent", "base": 3, "done": ${value}}}]}`;
  test.each([
    ['33.3', '33.3'],
    ['33', '33'],
    ['10.50', '10.50'],
    ['"12.25"', '12.25'],
    ['123456789012345', '123456789012345'],
    ['0.1', '0.1'],
  ])('%s is kept as it stands', (literal, kept) => {
    const { progressReports } = readDataSet(counts(literal), now, [charterImport]) as unknown as DataSet;
    expect(progressReports[0]?.statusCounts?.done).toBe(kept);
  });

  test.each(['33.333333333333336', '1e21', '1E3', '1000000000000000000', '-1e-7', '0.1e1', '"1e3"', 'true', 'null'])(
    '%s is a fault with its place',
    (literal) => {
      expect(faultsOf(counts(literal))).toMatchObject([
        { place: 'progressReports[0].statusCounts.done', line: 1, column: 101 },
      ]);
    },
  );

  test.each(['2.5', '1e2', '9007199254740993', '"2"'])('%s is no whole number', (literal) => {
    expect(faultsOf(`{"schemaVersion": 2, "progressReports": [{"id": "r", "year": ${literal}}]}`)).toMatchObject([
      { place: 'progressReports[0].year', line: 1 },
    ]);
  });
});

describe('files that would break a reader', () => {
  test.each([
    ['lists', '['.repeat(200_000)],
    ['closed lists', `{"schemaVersion": 2, "note": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['objects', '{"a":'.repeat(100_000)],
  ])('nested too deeply, of %s, are refused with a place', (_, text) => {
    expect(told(text)).toEqual([expect.stringMatching(/^the file 1:\d+ must not be nested deeper than 64 levels$/)]);
  });

  test('a bracket in a text nests nothing', () => {
    expect(told(JSON.stringify({ schemaVersion: 2, note: `${'['.repeat(500)}"\\${'{'.repeat(500)}` }))).toEqual([]);
  });

  test.each([
    ['{"schemaVersion": 2,}', '1:21'],
    ['{"schemaVersion": 2\n "note": "x"}', '2:2'],
    ['{"schemaVersion": 02}', '1:19'],
    ['{"schemaVersion": 2} x', '1:22'],
    ['', '1:1'],
  ])('%j is no JSON, and told where', (text, at) => {
    expect(told(text)).toEqual([expect.stringMatching(new RegExp(`^the file ${at} must be JSON: `))]);
  });

  test('a text with a bare line break is refused', () => {
    expect(told('{"schemaVersion": 2, "note": "a\nb"}')).toEqual([
      expect.stringContaining('note 1:30 must not contain a line break'),
    ]);
  });

  test('a key that is nearly a field suggests that field, at any depth', () => {
    const plan = {
      id: 'p',
      champion: 'kenya',
      title: 'Plan',
      planType: 'idc_action_plan',
      commitments: [{ id: 'c', title: 'C', desciption: 'x' }],
    };
    expect(
      told(
        JSON.stringify({
          schemaVersion: 2,
          champion: [],
          champions: [{ id: 'kenya', name: 'Kenya', joined: '2018' }],
          actionPlans: [plan],
        }),
      ),
    ).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^champion 1:\d+ is not a field of this record \(did you mean champions\?\)$/),
        expect.stringMatching(/^champions\[0\]\.joined 1:\d+ is not a field of this record \(did you mean joinedOn/),
        expect.stringMatching(
          /^actionPlans\[0\]\.commitments\[0\]\.desciption 1:\d+ is not a field of this record \(did you mean description\?\)$/,
        ),
      ]),
    );
  });

  test('keys with a meaning of their own are only keys', () => {
    expect(told('{"schemaVersion": 2, "__proto__": {"note": 1}, "constructor": 1}')).toEqual([
      '__proto__ 1:22 is not a field of this record',
      'constructor 1:48 is not a field of this record',
    ]);
  });
});

test('all faults of a file are named at once, each with its path, line and column', () => {
  const file = `{
  "schemaVersion": 3,
  "champions": [
    {"id": "kenya", "kind": "government", "country": "Kenya"},
    {"id": "Malawi!", "name": "M", "kind": "x", "joinedOn": "2031"}
  ],
  "lifecycleEvents": [{"id": "e", "type": "plan_concluded", "plan": "kenya-plan-1", "description": "x"}]
}`;
  expect(faultsOf(file).map(({ place, line, column }) => `${place} ${line}:${column}`)).toEqual([
    'schemaVersion 2:3',
    'champions[0].name 4:5',
    'champions[0].country 4:43',
    'champions[1].id 5:6',
    'champions[1].kind 5:36',
    'lifecycleEvents[0].plan 7:61',
    'champions[1].joinedOn 5:49',
  ]);
});

test.each(['2026-27', '2028-29', '2029-30', '2031-32', '2024-25'])(
  'a due date %s is refused, and the fault says how to write the two years',
  (dueDate) => {
    const year = dueDate.slice(0, 4);
    const file = JSON.stringify({
      schemaVersion: 2,
      champions: [{ id: 'kenya', name: 'Kenya', kind: 'government' }],
      actionPlans: [
        {
          id: 'p',
          champion: 'kenya',
          title: 'Plan',
          planType: 'idc_action_plan',
          commitments: [{ id: 'c', title: 'Ask', dueDate, milestones: [{ title: 'Half', dueDate }] }],
        },
      ],
    });
    const right = `write FY${year}-04 for the fiscal year that begins in April ${year}, or ${year}/${Number(year) + 1} for both years`;
    expect(told(file)).toEqual([
      expect.stringMatching(new RegExp(`^actionPlans\\[0\\]\\.commitments\\[0\\]\\.dueDate .*; ${right}`)),
      expect.stringMatching(
        new RegExp(`^actionPlans\\[0\\]\\.commitments\\[0\\]\\.milestones\\[0\\]\\.dueDate .*; ${right}`),
      ),
    ]);
  },
);
