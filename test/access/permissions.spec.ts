import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { eventTypes } from '../../src/contexts.js';
import { knownRules, permissions, rules, rulesDigest } from '../../src/access/permissions.js';
import { canonical } from '../../src/platform/event-store/canonical.js';
import { commands, deciders } from '../support/deciders.js';

describe('The table of who may do what', () => {
  test('has one row for every command, and none for anything else', () => {
    expect(Object.keys(permissions).sort()).toEqual(commands.map(({ type }) => type).sort());
  });

  test('says of every event type by which commands it is stated, as the deciders have it', () => {
    const told = new Set(Object.values(permissions).flatMap(({ states }) => states));
    expect([...told].sort()).toEqual(eventTypes.map(({ type }) => type).sort());
    for (const { decide, events } of Object.values(deciders)) {
      const own = events.map(({ type }) => type);
      for (const command of Object.keys(decide)) expect(own).toEqual(expect.arrayContaining([...(permissions[command]?.states ?? ['none'])]));
    }
  });

  test('is of a version that stays as it is once a log has adopted it', () => {
    const digests = Object.entries(knownRules).map(([version, known]) => [version, known.version, createHash('sha256').update(canonical(known)).digest('hex')]);
    expect(digests).toEqual([
      ['1', 1, 'ca8bea9225effefd6ea17a15121b20319b3e38e9dcbcc6dfdaf701c17dfc6350'],
      ['2', 2, '4c234a2d8d6579fce78221ecc62922571b89f18ed9b548bebdc97285a7f916a2'],
      ['3', 3, rulesDigest],
    ]);
    expect(knownRules[rules.version]).toBe(rules);
  });
});
