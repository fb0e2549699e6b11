import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundledDataSet, importFile } from '../src/import-file.js';
import { registerOf } from '../src/open-register.js';
import { Operator } from '../src/access/operator.js';
import { TestRegister } from './support/register/register.js';

const read = (path: string): string => readFileSync(path, 'utf8');

/** The snippets of a page that follow a mark: the first after each. */
function snippets(page: string, mark: string): string[] {
  return [...page.matchAll(new RegExp(`<!-- ${mark} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    (match) => match[1] ?? '',
  );
}

describe('what the README shows', () => {
  const page = read('README.md');
  let register: TestRegister;
  beforeAll(async () => {
    register = await TestRegister.open();
    await importFile(bundledDataSet, registerOf(register.server.app), Operator.of(register.dataDir));
  }, 240_000);
  afterAll(() => register.stop());

  test('are the answers that its queries and its command get', async () => {
    const [queries, [mutation]] = [snippets(page, 'query'), snippets(page, 'command')];
    const [recorded, ...answers] = snippets(page, 'answer')
      .map((answer) => JSON.parse(answer) as unknown)
      .reverse();
    expect(queries.length).toBe(answers.length);
    for (const [index, answer] of answers.reverse().entries())
      expect((await register.query(queries[index] ?? '')).data).toEqual(answer);
    for (const _ of ['for the first time', 'again'])
      expect((await register.query(mutation ?? '', {}, register.token)).data).toEqual(recorded);
  });

  test('are the numbers of the bundled data set', async () => {
    expect(
      (await register.query('{ champions { totalCount } actionPlans { totalCount } commitments { totalCount } }')).data,
    ).toEqual({
      champions: { totalCount: Number(/(\d+) champions/.exec(page)?.[1]) },
      actionPlans: { totalCount: Number(/(\d+) plans/.exec(page)?.[1]) },
      commitments: { totalCount: Number(/(\d+)\s+commitments/.exec(page)?.[1]) },
    });
  });
});

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

test.each(pages)('%s links only to what is there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] ?? '');
  expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
});

/** The anchors of the headings of a page, as links name them. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

test.each(pages)('every anchor that %s links to is a heading', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
  const lost = links.filter(([, path = '', anchor = '']) => {
    const target = path === '' ? page : join(dirname(page), path);
    return !anchorsOf(read(target)).includes(anchor);
  });
  expect(lost.map(([link]) => link)).toEqual([]);
});

test.each(pages)('%s names only files that are there', (page) => {
  const named = [...read(page).matchAll(/`((?:src|test|tools|data|docs|bench)\/[\w./-]+\w)`/g)].map(
    (match) => match[1] ?? '',
  );
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});

test('every npm command on a page exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/npm (?:run )?([a-z]+(?::[a-z]+)?)/g)].map((match) => match[1] ?? ''),
  );
  expect([...new Set(named)].filter((script) => !(script in scripts) && script !== 'ci')).toEqual([]);
});
