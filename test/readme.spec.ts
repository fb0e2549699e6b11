import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bundledDataSet, importFile, registerOf } from '../src/import.js';
import { Operator } from '../src/access/operator.js';
import { TestRegister } from './support/register.js';

const read = (path: string): string => readFileSync(path, 'utf8');

/** The snippets of a page that follow a mark: the first after each. */
function snippets(page: string, mark: string): string[] {
  return [...page.matchAll(new RegExp(`<!-- ${mark} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '');
}

test('the questions and the deed of the README give the answers it prints', async () => {
  const page = read('README.md');
  const register = await TestRegister.open();
  await importFile(bundledDataSet, registerOf(register.server.app), Operator.of(register.dataDir));
  const [question, deed] = [snippets(page, 'question')[0] ?? '', snippets(page, 'deed')[0] ?? ''];
  const answers = snippets(page, 'answer').map((answer) => JSON.parse(answer) as unknown);
  expect(answers).toHaveLength(3);
  expect((await register.ask(question)).data).toEqual(answers[0]);
  expect((await register.ask(deed, {}, register.token)).data).toEqual(answers[1]);
  expect((await register.ask(deed, {}, register.token)).data).toEqual(answers[1]);
  expect((await register.ask('{ champions { totalCount } actionPlans { totalCount } commitments { totalCount } }')).data).toEqual({
    champions: { totalCount: Number(/(\d+) champions/.exec(page)?.[1]) },
    actionPlans: { totalCount: Number(/(\d+) plans/.exec(page)?.[1]) },
    commitments: { totalCount: Number(/(\d+)\s+commitments/.exec(page)?.[1]) },
  });
  await register.stop();
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

test.each(pages)('%s names only files that are there', (page) => {
  const named = [...read(page).matchAll(/`((?:src|test|tools|data|docs|bench)\/[\w./-]+\w)`/g)].map((match) => match[1] ?? '');
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});

test('every npm command that a page tells is one', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const told = pages.flatMap((page) => [...read(page).matchAll(/npm (?:run )?([a-z]+(?::[a-z]+)?)/g)].map((match) => match[1] ?? ''));
  expect([...new Set(told)].filter((script) => !(script in scripts) && script !== 'ci')).toEqual([]);
});
