import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { forTerminal, sayJson } from '../../src/cli/terminal/terminal.js';

describe('a line for a terminal', () => {
  test.each([
    ['plain', 'plain'],
    ['الإحصاء می‌خواهم 👩‍👩‍👧', 'الإحصاء می‌خواهم 👩‍👩‍👧'],
    ['\u001b[2J\u001b]0;title\u0007', '\\u{1b}[2J\\u{1b}]0;title\\u{7}'],
    ['a\u009b31mb', 'a\\u{9b}31mb'],
    ['a\bb\u0000', 'a\\u{8}b\\u{0}'],
    ['a\u202eb\u2066c\u200fd', 'a\\u{202e}b\\u{2066}c\\u{200f}d'],
    ['a\u200bb\u{e0041}', 'a\\u{200b}b\\u{e0041}'],
    ['a\ud800b', 'a\\u{d800}b'],
    ['  why: a\nentry 9  2026', '  why: a\n      | entry 9  2026'],
    ['x\r\ny\rz\u2028v\u0085w', 'x\n    | y\n    | z\n    | v\n    | w'],
  ])('%j is %j', (text, shown) => {
    expect(forTerminal(text)).toBe(shown);
  });
});

describe('JSON for a terminal', () => {
  afterEach(() => void jest.restoreAllMocks());

  test('says the same, and has nothing in it that a terminal acts on', () => {
    const printed: string[] = [];
    jest.spyOn(console, 'log').mockImplementation((text: unknown) => void printed.push(String(text)));
    const value = { note: 'a\u009b31m\u202e\u{e0041}\u0085\u2028é\nb' };
    sayJson(value);
    expect(JSON.parse(printed[0] ?? '')).toEqual(value);
    expect((printed[0] ?? '').replaceAll('\n', '')).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]*$/u);
  });
});

test('no verb of the command line prints by another way', () => {
  const folder = new URL('../../src/cli/', import.meta.url);
  const wrong = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.endsWith('.ts') &&
      name !== 'terminal/terminal.ts' &&
      /console\.|from 'node:console'/.test(readFileSync(new URL(name, folder), 'utf8')),
  );
  expect(wrong).toEqual([]);
});
