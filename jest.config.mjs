/** Tests run as native ES modules, compiled by SWC with the decorators that Nest reads. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  testMatch: [`<rootDir>/test/**/*.${process.env.IDC_TEST_BROWSER === 'yes' ? 'browser' : process.env.IDC_TEST_SLOW === 'yes' ? 'slow' : 'spec'}.ts`],
  setupFiles: ['reflect-metadata'],
  maxWorkers: '100%',
  testTimeout: process.env.IDC_TEST_SLOW === 'yes' ? 1_800_000 : 20_000,
};
