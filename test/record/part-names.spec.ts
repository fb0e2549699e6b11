import { expect, test } from '@jest/globals';
import { composition } from '../../src/contexts.js';

test('no fact has the name of a part of another context: its event would wait for a part that its stream never opens', () => {
  const partsOf = (events: readonly { readonly opens: string | null }[]): readonly string[] =>
    events.map(({ opens }) => opens).filter((opens) => opens !== null && opens !== 'stream') as string[];
  const wrong = composition.contexts.flatMap(({ name, events }) => {
    const others = new Set(
      composition.contexts.filter((one) => one.name !== name).flatMap((one) => partsOf(one.events)),
    );
    return events.flatMap(({ type, facts }) =>
      Object.keys((facts as unknown as { shape: object }).shape)
        .filter((fact) => others.has(fact) && !partsOf(events).includes(fact))
        .map((fact) => `${type}.${fact}`),
    );
  });
  expect(wrong).toEqual([]);
});
