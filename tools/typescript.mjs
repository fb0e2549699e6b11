/**
 * How SWC transpiles a source, for the build and for the tests alike: with the decorators and their metadata that Nest reads, and with JSX that
 * Preact renders where the file is a `.tsx`.
 */
export const typescriptFor = (file) => ({
  jsc: {
    parser: { syntax: 'typescript', decorators: true, tsx: file.endsWith('.tsx') },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      react: { runtime: 'automatic', importSource: 'preact' },
    },
    target: 'es2023',
    keepClassNames: true,
  },
  module: { type: 'es6' },
});

/** Whether a source is transpiled, and the name of what becomes of it. */
export const isTypescript = (file) => /\.tsx?$/.test(file);
export const compiledName = (file) => file.replace(/\.tsx?$/, '.js');
