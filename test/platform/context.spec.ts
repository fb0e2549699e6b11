import { describe, expect, test } from '@jest/globals';
import { compose, composition } from '../../src/contexts.js';
import { event } from '../../src/kernel/message.js';
import { defineContext, type Noun } from '../../src/platform/context.js';

const gap: Noun = { noun: 'gap', organisation: /^(.+)$/, parentOf: (name) => `champion-${name}` };
const GapNamed = event('GapNamed', {});
const gaps = defineContext({
  name: 'gaps',
  events: [GapNamed],
  nouns: [gap],
  sentences: { GapNamed: () => 'A gap was named.' },
});

describe('contexts as one register', () => {
  const both = compose([gaps, defineContext({ name: 'other', fields: { Gap: { size: () => 1 } } })]);

  test('know their events, nouns and sentences', () => {
    expect(both.eventTypes).toEqual([GapNamed]);
    expect(both.parentOf('gap-kenya')).toBe('champion-kenya');
    expect(both.sentenceOf({ type: 'GapNamed', facts: {}, text: null })).toBe('A gap was named.');
  });

  test('have nothing of what no context claims', () => {
    expect([both.parentOf('meeting-1'), both.thingOf('meeting-1')]).toEqual([null, null]);
    expect(both.queryFor({ noun: 'meeting', key: '1' }, {} as never)).toBeNull();
    expect(both.sentenceOf({ type: 'MeetingHeld', facts: {}, text: null })).toBe('Meeting held.');
  });

  test.each([
    ['event type', { events: [GapNamed] }],
    ['noun', { nouns: [gap] }],
    ['sentence', { sentences: { GapNamed: () => '' } }],
  ])('are refused where two claim one %s', (what, own) => {
    expect(() => compose([gaps, defineContext({ name: 'rival', ...own })])).toThrow(
      `The contexts gaps and rival both claim the ${what} ${what === 'noun' ? 'gap' : 'GapNamed'}.`,
    );
  });

  test('may add fields to a type of another, but not the same field', () => {
    const own = defineContext({ name: 'own', fields: { Champion: { gaps: () => [] } } });
    expect(
      compose([gaps, own, defineContext({ name: 'more', fields: { Champion: { size: () => 1 } } })]).fields,
    ).toEqual({
      Champion: { gaps: expect.any(Function), size: expect.any(Function) },
    });
    expect(() => compose([own, defineContext({ name: 'rival', fields: own.fields })])).toThrow(
      'both claim the field Champion.gaps',
    );
  });
});

test('every event type of this register has a sentence', () => {
  const silent = composition.eventTypes.filter(({ type }) => {
    const name = type.replace(/(?<=[a-z])([A-Z])/g, (capital) => ` ${capital.toLowerCase()}`);
    return composition.sentenceOf({ type, facts: { entries: [] }, text: null }) === `${name}.`;
  });
  expect(silent.map(({ type }) => type)).toEqual([]);
});
