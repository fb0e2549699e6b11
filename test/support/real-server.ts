/**
 * The connection string of a real EventStoreDB or KurrentDB that tests may write to, each into streams of its own: IDC_TEST_ESDB. Null where nobody names one;
 * then a double stands in for it, and that is said aloud.
 */
export const realServer = process.env.IDC_TEST_ESDB ?? null;

if (realServer === null)
  process.stderr.write('NOT TESTED against a real EventStoreDB or KurrentDB, but against a double. Name one to test with: IDC_TEST_ESDB=esdb://… npm test\n');
