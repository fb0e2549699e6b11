/** How SWC transpiles the sources, for the build and for the tests alike: with the decorators and their metadata that Nest reads. */
export const typescript = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2023',
    keepClassNames: true,
  },
  module: { type: 'es6' },
};
