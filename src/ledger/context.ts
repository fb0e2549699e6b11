import { defineContext } from '../platform/context.js';
import { ledgerEvents } from './keys/log-key.js';

/** What the log records of itself. */
export const ledgerContext = defineContext({
  name: 'ledger',
  events: ledgerEvents,
  sentences: { LogKeyRotated: () => 'The log has a new signing key.' },
});
