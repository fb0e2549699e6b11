import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** The sections of ASVS 5.0.0, and of each the level of every requirement in their order. */
const sections: Readonly<Record<string, string>> = {
  '1.1': '22', '1.2': '1111122223', '1.3': '112222222223', '1.4': '222', '1.5': '123',
  '2.1': '122', '2.2': '112', '2.3': '12223', '2.4': '23',
  '3.1': '3', '3.2': '113', '3.3': '12223', '3.4': '11222233', '3.5': '11122333', '3.6': '3', '3.7': '22333',
  '4.1': '12233', '4.2': '23333', '4.3': '22', '4.4': '1222',
  '5.1': '2', '5.2': '112333', '5.3': '113', '5.4': '222',
  '6.1': '122', '6.2': '111111112222', '6.3': '11223333', '6.4': '112233', '6.5': '22222333', '6.6': '2223', '6.7': '33', '6.8': '2222',
  '7.1': '222', '7.2': '1111', '7.3': '22', '7.4': '11222', '7.5': '223', '7.6': '22',
  '8.1': '1233', '8.2': '1123', '8.3': '133', '8.4': '23',
  '9.1': '111', '9.2': '1222',
  '10.1': '22', '10.2': '223', '10.3': '22223', '10.4': '1111122222233333', '10.5': '22222', '10.6': '22', '10.7': '222',
  '11.1': '2233', '11.2': '22233', '11.3': '11233', '11.4': '1222', '11.5': '23', '11.6': '23', '11.7': '33',
  '12.1': '12233', '12.2': '11', '12.3': '22223',
  '13.1': '2333', '13.2': '222223', '13.3': '2233', '13.4': '1222233',
  '14.1': '22', '14.2': '12223333', '14.3': '122',
  '15.1': '12233', '15.2': '12233', '15.3': '1222222', '15.4': '3333',
  '16.1': '2', '16.2': '22222', '16.3': '2222', '16.4': '222', '16.5': '2223',
  '17.1': '23', '17.2': '22223333', '17.3': '22',
};

const all = Object.entries(sections).flatMap(([section, levels]) =>
  Array.from(levels, (level, index) => ({ number: `${section}.${index + 1}`, level: Number(level) })),
);
const asked = all.filter(({ level }) => level < 3);

interface Row {
  readonly cell: string;
  readonly level: string;
  readonly about: string;
  readonly answer: string;
  /** The notes below the tables that name one of its numbers. */
  readonly notes: string;
}

const pagePath = 'docs/security.md';
const page = readFileSync(pagePath, 'utf8');
const tables = page.slice(page.indexOf('\n## OWASP ASVS'));

/** The notes below the tables, each with the numbers that it is about. */
const notes = [...tables.matchAll(/^- \*\*([\d., –]+)\*\* ((?:.+\n(?! *- |\n|#))*.+)/gm)].map(([, about = '', text = '']) => ({
  about: about.split(', '),
  text,
}));

const rows: readonly Row[] = tables
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [, cell = '', level = '', about = '', answer = ''] = line.split(/ *(?<!\\)\| */);
    const own = notes.filter((note) => cell.split(', ').some((number) => note.about.includes(number)));
    return { cell, level, about, answer, notes: own.map(({ text }) => text).join(' ') };
  });

/** The requirements that a row stands for: each of its numbers, ranges, sections and chapters, those of level 3 left out unless they are named alone. */
function numbersOf({ cell }: Row): string[] {
  return cell.split(', ').flatMap((part) => {
    const [, section = '', from, to] = /^(\d+\.\d+)\.(\d+)(?:–\1\.(\d+))?$/.exec(part) ?? [];
    if (from === undefined) return asked.filter(({ number }) => number.startsWith(`${part}.`)).map(({ number }) => number);
    if (to === undefined) return [part];
    const within = Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `${section}.${Number(from) + index}`);
    return within.filter((number) => all.find((one) => one.number === number)?.level !== 3);
  });
}

const verdictOf = ({ answer }: Row): string => /^(Met|Partly|Not met|Does not apply)(?:: \S|$)/.exec(answer)?.[1] ?? `none: ${answer}`;

/** The headings of a page, as links name them. */
const headingsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replace(/[^\p{L}\p{N} -]/gu, '').replaceAll(' ', '-'));

/** The links of a text, each with the file it leads to and the heading in it, `''` for none. */
const linksOf = (text: string): { readonly file: string; readonly heading: string }[] =>
  [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)].map(([, path = '', heading = '']) => ({ file: path === '' ? pagePath : join('docs', path), heading }));

/** The files that an answer names: by their path in the repository, or by a link from this page. */
const filesOf = ({ answer, notes }: Row): string[] => [
  ...[...`${answer} ${notes}`.matchAll(/`((?:[\w-]+\/)+[\w.-]+\.\w+|[\w.-]+\.(?:json|mjs|yml|md)|Dockerfile|\.dockerignore)`/g)].map((match) => match[1] ?? ''),
  ...linksOf(`${answer} ${notes}`).map(({ file }) => file),
];

describe('The answers to ASVS 5.0.0', () => {
  test('are to 253 requirements: 70 of level 1 and 183 of level 2', () => {
    expect([1, 2, 3].map((level) => all.filter((one) => one.level === level).length)).toEqual([70, 183, 92]);
  });

  test('leave no requirement of these levels out, give none twice, and none that is not there', () => {
    const answered = rows.flatMap(numbersOf);
    expect(asked.map(({ number }) => number).filter((number) => !answered.includes(number))).toEqual([]);
    expect(answered.filter((number, place) => answered.indexOf(number) !== place)).toEqual([]);
    expect(answered.filter((number) => !asked.some((one) => one.number === number))).toEqual([]);
    expect(rows.filter((row) => numbersOf(row).length === 0).map(({ cell }) => cell)).toEqual([]);
  });

  test('say of which levels they are, and what they are about', () => {
    for (const row of rows) {
      const levels = new Set(numbersOf(row).map((number) => asked.find((one) => one.number === number)?.level));
      expect([row.cell, row.level]).toEqual([row.cell, [...levels].sort().join(', ')]);
      expect([row.cell, row.about]).toEqual([row.cell, expect.stringMatching(/\w/)]);
    }
  });

  test('are a verdict each, and what is met names a file that is there', () => {
    for (const row of rows) {
      expect([row.cell, verdictOf(row)]).toEqual([row.cell, expect.stringMatching(/^(Met|Partly|Not met|Does not apply)$/)]);
      if (verdictOf(row) === 'Met') expect([row.cell, filesOf(row).length > 0]).toEqual([row.cell, true]);
      expect([row.cell, filesOf(row).filter((file) => !existsSync(file))]).toEqual([row.cell, []]);
    }
  });

  test('explain below the table what is met only partly or not at all', () => {
    const unexplained = rows.filter((row) => ['Partly', 'Not met'].includes(verdictOf(row)) && row.notes === '');
    expect(unexplained.map(({ cell }) => cell)).toEqual([]);
  });

  test('have notes only for requirements that the tables answer', () => {
    expect(notes.length).toBeGreaterThan(80);
    const cells = new Set(rows.flatMap(({ cell }) => cell.split(', ')));
    expect(notes.flatMap(({ about }) => about).filter((number) => !cells.has(number))).toEqual([]);
  });

  test('are counted as they stand', () => {
    const of = (verdict: string): number => rows.filter((row) => verdictOf(row) === verdict).flatMap(numbersOf).length;
    const counts = `Of ${asked.length}, ${of('Met')} are met, ${of('Partly')} partly, ${of('Not met')} not, and ${of('Does not apply')} do not apply.`;
    expect(tables.slice(0, tables.indexOf('\n### ')).replace(/\s+/g, ' ')).toContain(counts);
  });
});

test('No line of the page is longer than 220 characters, and none outside a table longer than 132', () => {
  const lines = page.split('\n');
  expect(lines.filter((line) => line.length > (line.startsWith('|') ? 220 : 132))).toEqual([]);
});

test('Everything that stands as code on the page and is a file of the repository is there', () => {
  const named = [...page.matchAll(/`((?:src|test|tools|deploy)\/[\w./-]+\w)`/g)].map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});

test('Every link of the page leads to a heading that is there', () => {
  const lost = linksOf(page).filter(({ file, heading }) => heading !== '' && !headingsOf(readFileSync(file, 'utf8')).includes(heading));
  expect(lost).toEqual([]);
});
