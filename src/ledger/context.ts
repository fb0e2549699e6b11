import { row } from '../kernel/permission.js';
import { aggregate, defineContext } from '../platform/context.js';
import { ledgerCommands, ledgerEvents, logKey } from './keys/log-key.js';
import { BasisResolver, LedgerResolver, ReceiptResolver } from './ledger.resolver.js';

/** What the log records of itself. */
export const ledgerContext = defineContext({
  name: 'ledger',
  events: ledgerEvents,
  aggregates: [aggregate(logKey, ledgerCommands)],
  resolvers: [LedgerResolver, BasisResolver, ReceiptResolver],
  nouns: [{ noun: 'ledger', organisation: null }],
  permissions: { RotateLogKey: row('LogKeyRotated', { operator: ['any'] }) },
  sentences: { LogKeyRotated: () => 'The log has a new signing key.' },
});
