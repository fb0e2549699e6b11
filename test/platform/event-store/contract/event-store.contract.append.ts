import { describe, expect, test } from '@jest/globals';
import { gather } from '../../../../src/platform/event-store/reading.js';
import { largestPart } from '../../../../src/platform/event-store/append-rules.js';
import { NotCanonical } from '../../../../src/platform/event-store/canonical.js';
import type { EventDraft } from '../../../../src/platform/event-store/envelope.js';
import {
  BadStreamName,
  EventTooLarge,
  WrongRevision,
  type Expected,
} from '../../../../src/platform/event-store/event-store.js';
import { draft, drafts, entriesOf, freshStream, revisionsOf } from '../../../support/event-store/drafts.js';
import type { Suite } from '../../../support/event-store/store-fixture.js';

const nested = (levels: number): object => (levels === 0 ? {} : { deeper: nested(levels - 1) });

const contents: readonly (readonly [name: string, content: object])[] = [
  ['an empty object', {}],
  [
    'letters of many scripts, marks and emoji',
    { name: 'Ghana غانا 加纳 Гана é é ﬁ 👩🏽‍🦽 \u0000 \u2028 \ufeff "quoted" \\ /' },
  ],
  ['19 levels', nested(19)],
  ['numbers too large for a number, as text', { population: '123456789012345678901234567890.000001' }],
  [
    'the largest and the smallest safe integer',
    { most: Number.MAX_SAFE_INTEGER, least: Number.MIN_SAFE_INTEGER, none: 0 },
  ],
  [
    'keys that mean something to JavaScript',
    JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"toString":null,"":[],"length":-1}') as object,
  ],
  ['lists of lists and nulls', { rows: [[], [null, [false, true]], ['']] }],
  ['one megabyte', { narrative: 'n'.repeat(1024 * 1024) }],
];

/** Cases 1 to 13. */
export function describeAppending(suite: Suite): void {
  describe('appending', () => {
    test('the first event of a new stream has revision 0 and the next entry number', async () => {
      const { store } = await suite.open();
      const [one, other] = [freshStream(), freshStream()];
      expect(await store.append(one, 'none', [draft()])).toMatchObject({
        stream: one,
        firstEntry: 0,
        lastEntry: 0,
        revision: 0,
      });
      expect(await store.append(other, 'none', [draft()])).toMatchObject({
        stream: other,
        firstEntry: 1,
        lastEntry: 1,
        revision: 0,
      });
      expect(await store.append(one, 0, [draft()])).toMatchObject({
        stream: one,
        firstEntry: 2,
        lastEntry: 2,
        revision: 1,
      });
      expect(await store.head()).toMatchObject({ size: 3 });
    });

    test('events given together stand together, in the order given', async () => {
      const { store } = await suite.open();
      const stream = freshStream();
      await store.append(stream, 'none', [draft()]);
      const given = drafts(7);
      expect(await store.append(stream, 0, given)).toMatchObject({ firstEntry: 1, lastEntry: 7, revision: 7 });
      const events = await gather(store.readStream(stream, { from: 1 }));
      expect(events.map(({ eventId }) => eventId)).toEqual(given.map(({ eventId }) => eventId));
      expect(revisionsOf(events)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(entriesOf(events)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(new Set(events.map(({ recordedAt }) => recordedAt)).size).toBe(1);
    });

    test('an append of nothing is refused', async () => {
      const { store } = await suite.open();
      await expect(store.append(freshStream(), 'any', [])).rejects.toThrow(RangeError);
      expect(await store.head()).toEqual({ size: 0, recordedAt: null });
    });

    const expectations: readonly (readonly [Expected, length: number, isRight: boolean])[] = [
      ['none', 0, true],
      ['none', 1, false],
      ['exists', 0, false],
      ['exists', 2, true],
      ['any', 0, true],
      ['any', 3, true],
      [0, 1, true],
      [0, 0, false],
      [0, 2, false],
      [1, 1, false],
      [2, 3, true],
      [7, 3, false],
      [-1, 1, false],
    ];
    test.each(expectations)('expecting %p of a stream of %p events is right: %p', async (expected, length, isRight) => {
      const { store } = await suite.open();
      const stream = freshStream();
      if (length > 0) await store.append(stream, 'none', drafts(length));
      const append = store.append(stream, expected, [draft()]);
      if (isRight) expect(await append).toMatchObject({ revision: length });
      else await expect(append).rejects.toMatchObject({ name: 'WrongRevision', stream, expected, actual: length - 1 });
    });

    test('a refused append writes nothing and burns no number', async () => {
      const { store } = await suite.open();
      const stream = freshStream();
      await store.append(stream, 'none', [draft()]);
      await expect(store.append(stream, 'none', drafts(3))).rejects.toThrow(WrongRevision);
      await expect(store.append(stream, 5, drafts(3))).rejects.toThrow(WrongRevision);
      expect(await store.append(stream, 0, [draft()])).toMatchObject({ firstEntry: 1, revision: 1 });
      expect(entriesOf(await gather(store.readAll()))).toEqual([0, 1]);
    });

    test.each(contents)('%s comes back as it was given', async (_, content) => {
      const { store } = await suite.open();
      const stream = freshStream();
      const given = draft({ facts: content, text: content });
      const { recordedAt } = await store.append(stream, 'none', [given]);
      expect(await gather(store.readStream(stream))).toEqual([{ ...given, stream, revision: 0, entry: 0, recordedAt }]);
      const [event] = await gather(store.readStream(stream));
      expect(JSON.stringify(Object.entries(event?.facts ?? {}).sort())).toBe(
        JSON.stringify(Object.entries(content).sort()),
      );
    });

    test('an event without text, effective date, organisation and cause comes back without', async () => {
      const { store } = await suite.open();
      const stream = freshStream();
      const origin = { kind: 'import', record: 'idc.json#/champions/3', sources: [], sourceDate: null } as const;
      const given = draft({ text: null, effective: null, onBehalfOf: null, causationId: null, origin });
      const { recordedAt } = await store.append(stream, 'none', [given]);
      expect(await gather(store.readStream(stream))).toEqual([{ ...given, stream, revision: 0, entry: 0, recordedAt }]);
    });

    test.each(['facts', 'text'])(
      'an event whose %s are too large is refused with its size, and nothing beside it is written',
      async (part) => {
        const { store } = await suite.open();
        const bytes = largestPart + 1;
        const tooLarge = draft({ [part]: { n: 'x'.repeat(bytes - '{"n":""}'.length) } });
        const append = store.append(freshStream(), 'none', [draft(), tooLarge, draft()]);
        await expect(append).rejects.toThrow(EventTooLarge);
        await expect(append).rejects.toMatchObject({ bytes, limit: largestPart });
        expect(await store.head()).toEqual({ size: 0, recordedAt: null });
        expect(
          await store.append(freshStream(), 'none', [draft({ [part]: { n: 'é'.repeat((largestPart - 8) / 2) } })]),
        ).toMatchObject({ firstEntry: 0 });
      },
    );

    test.each(['a', 'commitment-IDC-ghana-1-C01', 'a/b c%_*?#[]', 'ميثاق-加纳-👩🏽‍🦽', `x${'$'.repeat(249)}`])(
      '%s is a stream name',
      async (stream) => {
        const { store } = await suite.open();
        await store.append(stream, 'none', [draft()]);
        expect((await gather(store.readStream(stream))).map((event) => event.stream)).toEqual([stream]);
      },
    );

    test.each(['', '$all', 'a\nb', 'a\u0000', 'a\u007f', 'x'.repeat(251), 'half-\ud800'])(
      '%j is no stream name',
      async (stream) => {
        const { store } = await suite.open();
        await expect(store.append(stream, 'any', [draft()])).rejects.toThrow(BadStreamName);
        expect(await store.head()).toEqual({ size: 0, recordedAt: null });
      },
    );

    const bent: readonly (readonly [string, Partial<EventDraft>])[] = [
      ['undefined in facts', { facts: { gone: undefined } }],
      ['a date in facts', { facts: { at: new Date(0) } }],
      ['a bigint in facts', { facts: { n: 1n } }],
      ['a fraction in text', { text: { n: 0.5 } }],
      ['not a number in facts', { facts: { n: NaN } }],
      ['half a character in text', { text: { n: '\udc00' } }],
      ['half a character in the provenance', { client: '\ud800' }],
      ['undefined in the provenance', { onBehalfOf: undefined as unknown as null }],
    ];
    test.each(bent)('%s is refused, and takes no other append with it', async (_, given) => {
      const { store } = await suite.open();
      const streams = [freshStream(), freshStream(), freshStream()] as const;
      const results = await Promise.allSettled([
        store.append(streams[0], 'none', drafts(2)),
        store.append(streams[1], 'none', [draft(), draft(given), draft()]),
        store.append(streams[2], 'none', drafts(2)),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(NotCanonical);
      await expect(store.append(streams[1], 'none', [draft(), draft(given), draft()])).rejects.toThrow(NotCanonical);
      expect(await gather(store.readStream(streams[1]))).toEqual([]);
      expect(entriesOf(await gather(store.readAll()))).toEqual([0, 1, 2, 3]);
    });

    test('the time of recording is the clock when it moves on, and stands still when it goes back', async () => {
      const times = [
        '2026-01-01T00:00:00.000Z',
        '2026-01-01T00:00:00.250Z',
        '2025-12-31T23:59:59.000Z',
        '2026-01-02T00:00:00.000Z',
      ];
      const ticks = times.map((time) => Date.parse(time));
      const { store } = await suite.open(() => ticks.shift() ?? NaN);
      const recorded: string[] = [];
      for (const _ of times) recorded.push((await store.append(freshStream(), 'none', drafts(2))).recordedAt);
      expect(recorded).toEqual([times[0], times[1], times[1], times[3]]);
      expect(await store.head()).toEqual({ size: 8, recordedAt: times[3] });
      expect((await gather(store.readAll())).map(({ recordedAt }) => recordedAt)).toEqual(
        recorded.flatMap((time) => [time, time]),
      );
    });
  });
}
