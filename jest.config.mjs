import { availableParallelism } from 'node:os';
import { bundledPackages } from './tools/test-packages.mjs';
import { typescriptFor } from './tools/typescript.mjs';

const { IDC_TEST_SLOW, IDC_TEST_BROWSER, IDC_TEST_CLUSTER } = process.env;
const kind = IDC_TEST_CLUSTER === 'yes' ? 'cluster' : IDC_TEST_BROWSER === 'yes' ? 'browser' : IDC_TEST_SLOW === 'yes' ? 'slow' : 'spec';

// As it is in production: libraries check themselves less then, and say less of faults.
process.env.NODE_ENV = 'production';

/** Tests run as native ES modules, compiled by SWC with the decorators that Nest reads. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { ...(await bundledPackages()), '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', typescriptFor('.ts')],
    '^.+\\.tsx$': ['@swc/jest', typescriptFor('.tsx')],
  },
  testMatch: [`<rootDir>/test/**/*.${kind}.ts`],
  setupFiles: ['reflect-metadata'],
  // More than there are cores: while some wait, others work.
  maxWorkers: availableParallelism() + 1,
  reporters: ['default', ['<rootDir>/tools/watchdog.mjs', { minutes: { spec: 10, browser: 10, slow: 180, cluster: 180 }[kind] }]],
  testTimeout: { spec: 60_000, browser: 60_000, slow: 1_800_000, cluster: 1_800_000 }[kind],
};
