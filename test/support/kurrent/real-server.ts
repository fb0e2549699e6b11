/** Which client a connection string is for; one process holds only one of them. */
export type Scheme = 'esdb' | 'kurrentdb';

const named = process.env.IDC_TEST_ESDB ?? null;

/**
 * The connection string of a real EventStoreDB or KurrentDB that tests may write to, each into streams of its own: IDC_TEST_ESDB. Null where nobody names one
 * for this client; then a double stands in for it alone.
 */
export const realServer = (scheme: Scheme): string | null =>
  named !== null && named.startsWith('esdb') === (scheme === 'esdb') ? named : null;

/** The client that tests of several instances use. */
export const usedScheme: Scheme = realServer('kurrentdb') === null ? 'esdb' : 'kurrentdb';

if (named === null)
  process.stderr.write(
    'NOT TESTED against a real EventStoreDB or KurrentDB, but against a double. Name one to test with: IDC_TEST_ESDB=esdb://… npm test\n',
  );
