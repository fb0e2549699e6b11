import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { knownRulesIn } from '../../src/access/roles/known-rules.js';
import { composition, eventTypes } from '../../src/contexts.js';
import { programFolder } from '../../src/program-folder.js';
import { temporaryFolder } from '../support/temporary.js';
import { canonical } from '../../src/platform/event-store/canonical.js';
import { commands, deciders } from '../support/cqrs/deciders.js';

const { rules } = composition;
const { permissions } = rules;

describe('The table of who may do what', () => {
  test('has one row for every command, and none for anything else', () => {
    expect(Object.keys(permissions).sort()).toEqual(commands.map(({ type }) => type).sort());
  });

  test('says of every event type by which commands it is stated, as the deciders have it', () => {
    const told = new Set(Object.values(permissions).flatMap(({ states }) => states));
    expect([...told].sort()).toEqual(eventTypes.map(({ type }) => type).sort());
    for (const { decide, events } of deciders) {
      const own = events.map(({ type }) => type);
      for (const command of Object.keys(decide))
        expect(own).toEqual(expect.arrayContaining([...(permissions[command]?.states ?? ['none'])]));
    }
  });

  test('of each adopted version is frozen in a file with a pinned digest, and the rules in force come after them', () => {
    const known = knownRulesIn(programFolder, rules);
    const digests = Object.entries(known).map(([version, one]) => [version, one.version, digestOf(one)]);
    expect(digests).toEqual([
      ['1', 1, 'ca8bea9225effefd6ea17a15121b20319b3e38e9dcbcc6dfdaf701c17dfc6350'],
      ['2', 2, '4c234a2d8d6579fce78221ecc62922571b89f18ed9b548bebdc97285a7f916a2'],
      ['3', 3, '71394b0fd6472b7ba81169c18506765cb8ae92b373f51ab8ee47dbf235dd458b'],
      ['4', 4, composition.rulesDigest],
    ]);
    expect(() => knownRulesIn(programFolder, { ...rules, version: 3 })).toThrow(
      'Version 3 of the rules is frozen, and is not changed.',
    );
  });

  test.each([
    ['an unknown scope', (text: string) => text.replace('"own"', '"everybody"')],
    ['an unknown field', (text: string) => text.replace('"second"', '"third"')],
    ['another version than its name', (text: string) => text.replace('"version": 1', '"version": 9')],
  ])('is not read from a file with %s', (_, change) => {
    const folder = mkdtempSync(join(temporaryFolder(), 'rules-'));
    cpSync(join(programFolder, 'access/rules'), join(folder, 'access/rules'), { recursive: true });
    const path = join(folder, 'access/rules/rules-1.json');
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    expect(() => knownRulesIn(folder, rules)).toThrow();
  });
});

const digestOf = (value: object): string => createHash('sha256').update(canonical(value)).digest('hex');
