import { z } from 'zod';
import { on, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { isVkey, parseVkey } from '../checkpoint/note.js';

/** The stream of what concerns the log as a whole. */
const ledgerStream = 'ledger-log';

const Vkey = z
  .string()
  .refine(isVkey, 'must be a published key: <name>+<8 hexadecimal digits>+<base64 of an Ed25519 key>');

export class RotateLogKey extends command('RotateLogKey', { retired: Vkey, introduced: Vkey }) {}

export const ledgerCommands = [RotateLogKey] as const;
export type LedgerCommand = InstanceType<(typeof ledgerCommands)[number]>;

/** The log has a new key; until the next rotation both sign. */
export const LogKeyRotated = event('LogKeyRotated', { retired: Vkey, introduced: Vkey });

export const ledgerEvents = [LogKeyRotated] as const;
export type LedgerEvent = EventOf<(typeof ledgerEvents)[number]>;

export interface LogKey {
  /** The key that was introduced last; null while the log has its first, which no event names. */
  readonly current: string | null;
  /** Every key that was ever named. */
  readonly used: readonly string[];
}

/** The keys of the log, by whose signatures its checkpoints hold. */
export const logKey: Decider<LedgerCommand, LogKey, LedgerEvent> = {
  events: ledgerEvents,
  stream: () => ledgerStream,
  initial: { current: null, used: [] },
  evolve: on<LogKey, LedgerEvent>({
    LogKeyRotated: ({ used }, { facts: { retired, introduced } }) => ({
      current: introduced,
      used: [...new Set([...used, retired, introduced])],
    }),
  }),
  decide: {
    RotateLogKey: ({ current, used }, { data: { retired, introduced } }) => {
      if (current === introduced) return [];
      if (current !== null && current !== retired)
        throw new Refused('LOG_KEY_NOT_CURRENT', `The log's key is now ${current}.`, 'retired');
      if (used.includes(introduced) || introduced === retired)
        throw new Refused(
          'LOG_KEY_USED_BEFORE',
          'A retired key cannot be used again; generate a new one.',
          'introduced',
        );
      if (parseVkey(introduced).name !== parseVkey(retired).name)
        throw new Refused(
          'LOG_ORIGIN_FIXED',
          'A new key must have the name of the previous one: it is the origin of the log.',
          'introduced',
        );
      return [LogKeyRotated({ retired, introduced })];
    },
  },
};
