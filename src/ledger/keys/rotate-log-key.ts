import type { Issuer } from '../../kernel/message.js';
import type { LogKeys } from './keys.js';
import type { Ledger } from '../ledger.js';
import { RotateLogKey } from './log-key.js';

/**
 * Goes over to a new key: its private half is on disk before the log names it, so that a crash in between leaves a key nobody knows of and
 * the old one in use. The next checkpoint is signed by both. Throws an error when there is no key yet.
 */
export async function rotateLogKey(
  { ledger, keys, execute }: { ledger: Ledger; keys: LogKeys; execute: (command: RotateLogKey) => Promise<unknown> },
  commandId: string,
  by: Issuer,
): Promise<{ readonly retired: string; readonly introduced: string }> {
  const retired = ledger.keys.at(-1)?.vkey;
  if (retired === undefined) throw new Error('The log has no key yet; start the register first.');
  const introduced = keys.make().key.vkey;
  await execute(new RotateLogKey({ commandId, retired, introduced }, by));
  return { retired, introduced };
}
