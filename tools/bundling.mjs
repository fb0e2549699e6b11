// What every bundle of this project has in common: that of the programs and that of the tests.

/** What Nest loads only when it is installed, and what must stay a package because it carries a native part: the Dockerfile copies it where it is needed. */
const notBundled = [
  ...['@photostructure/sqlite', '@kurrent/bridge', 'pg-native'],
  ...['@nestjs/websockets*', '@nestjs/microservices*', '@nestjs/platform-express', '@as-integrations/express5', 'ts-morph'],
  ...['@fastify/view', '@fastify/static', '@fastify/multipart', '@apollo/subgraph', '@apollo/gateway', 'class-validator', 'class-transformer'],
];

/** CommonJS packages inside a bundle of ES modules look for these. */
const commonJs = [
  "import { createRequire as createRequire_ } from 'node:module';",
  "import { fileURLToPath as fileURLToPath_ } from 'node:url'; import { dirname as dirname_ } from 'node:path';",
  'const require = createRequire_(import.meta.url);',
  'const __filename = fileURLToPath_(import.meta.url); const __dirname = dirname_(__filename);',
].join('\n');

/** How esbuild bundles for Node; what else must stay outside is added to `external`. */
export const bundling = {
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  keepNames: true,
  // GraphQL checks much more of itself otherwise, with each value.
  define: { 'process.env.NODE_ENV': '"production"' },
  external: notBundled,
  banner: { js: commonJs },
  logLevel: 'error',
};
