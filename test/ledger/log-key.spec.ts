import { describe, test } from '@jest/globals';
import { logKey, LogKeyRotated, RotateLogKey } from '../../src/ledger/keys/log-key.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';
import { testKey } from '../support/event-store/log-keys.js';

const vkey = (seed: string, name = 'example.org/register'): string => testKey(name, seed).key.vkey;
const [first, second, third] = [vkey('first'), vkey('second'), vkey('third')];

describe('RotateLogKey', () => {
  test('names the new key beside the one it retires', () => {
    given(logKey)
      .when(commandOf(RotateLogKey, { retired: first, introduced: second }))
      .then(LogKeyRotated({ retired: first, introduced: second }));
    given(logKey, LogKeyRotated({ retired: first, introduced: second }))
      .when(commandOf(RotateLogKey, { retired: second, introduced: third }))
      .then(LogKeyRotated({ retired: second, introduced: third }));
  });

  test('stays quiet when that key is the current one', () => {
    given(logKey, LogKeyRotated({ retired: first, introduced: second }))
      .when(commandOf(RotateLogKey, { retired: first, introduced: second }))
      .thenNothing();
  });

  test('retires only the current key, and for good; the name stays', () => {
    const rotated = given(logKey, LogKeyRotated({ retired: first, introduced: second }));
    rotated
      .when(commandOf(RotateLogKey, { retired: first, introduced: third }))
      .thenRefused('LOG_KEY_NOT_CURRENT', 'retired');
    rotated
      .when(commandOf(RotateLogKey, { retired: second, introduced: first }))
      .thenRefused('LOG_KEY_USED_BEFORE', 'introduced');
    given(logKey)
      .when(commandOf(RotateLogKey, { retired: first, introduced: first }))
      .thenRefused('LOG_KEY_USED_BEFORE', 'introduced');
    given(logKey)
      .when(commandOf(RotateLogKey, { retired: first, introduced: vkey('second', 'example.org/another') }))
      .thenRefused('LOG_ORIGIN_FIXED', 'introduced');
  });
});

everyRuleIsTested(logKey);
