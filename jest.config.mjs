import { availableParallelism } from 'node:os';

const { IDC_TEST_SLOW, IDC_TEST_BROWSER, IDC_TEST_CLUSTER } = process.env;
const kind =
  IDC_TEST_CLUSTER === 'yes'
    ? 'cluster'
    : IDC_TEST_BROWSER === 'yes'
      ? 'browser'
      : IDC_TEST_SLOW === 'yes'
        ? 'slow'
        : 'spec';

// As it is in production: libraries check themselves less then, and say less of faults.
process.env.NODE_ENV = 'production';

/** Tests run in Node itself: compiled once by SWC, in few processes that load the sources and their packages once. */
export default {
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: [`<rootDir>/test/**/*.${kind}.ts`],
  globalSetup: '<rootDir>/tools/testing/compile.mjs',
  testEnvironment: '<rootDir>/tools/testing/environment.mjs',
  testRunner: '<rootDir>/tools/testing/framework.mjs',
  transform: {},
  runner: '<rootDir>/tools/testing/runner.mjs',
  // More than there are cores: while some wait, others work.
  maxWorkers: availableParallelism() + 1,
  reporters: [
    'default',
    ['<rootDir>/tools/watchdog.mjs', { minutes: { spec: 10, browser: 10, slow: 180, cluster: 180 }[kind] }],
  ],
  testTimeout: { spec: 60_000, browser: 60_000, slow: 1_800_000, cluster: 1_800_000 }[kind],
};
