// Transpiles src into dist, copies what is not TypeScript as it stands, and bundles the programs: the server (register.js), the
// command (idc.js) and what a deployment runs once (rights.js). Loading a few files instead of some 2,400 more than halves the time to start. Types are checked by `npm run types`.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import { build } from 'esbuild';
import { sourcesDigest } from './prepare.mjs';
import { compiledName, isTypescript, typescriptFor } from './typescript.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/** What Nest loads only when it is installed, and what must stay a package because it carries a native part: the Dockerfile copies it where it is needed. */
const notBundled = [
  ...['@photostructure/sqlite', '@kurrent/bridge', 'pg-native'],
  ...[
    '@nestjs/websockets*',
    '@nestjs/microservices*',
    '@nestjs/platform-express',
    '@as-integrations/express5',
    'ts-morph',
  ],
  ...[
    '@fastify/view',
    '@fastify/static',
    '@fastify/multipart',
    '@apollo/subgraph',
    '@apollo/gateway',
    'class-validator',
    'class-transformer',
  ],
];

/** CommonJS packages inside a bundle of ES modules look for these. */
const commonJs = [
  "import { createRequire as createRequire_ } from 'node:module';",
  "import { fileURLToPath as fileURLToPath_ } from 'node:url'; import { dirname as dirname_ } from 'node:path';",
  'const require = createRequire_(import.meta.url);',
  'const __filename = fileURLToPath_(import.meta.url); const __dirname = dirname_(__filename);',
].join('\n');

const digest = sourcesDigest();
rmSync(dist, { recursive: true, force: true });
for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
  const [from, to] = [join(root, 'src', file), join(dist, file)];
  if (/\.(graphql|json|md|mjs|css)$/.test(file)) cpSync(from, to);
  if (!isTypescript(file)) continue;
  mkdirSync(dirname(to), { recursive: true });
  const { code } = transformSync(readFileSync(from, 'utf8'), {
    ...typescriptFor(file),
    filename: from,
    sourceMaps: 'inline',
  });
  writeFileSync(compiledName(to), code);
}
await build({
  entryPoints: {
    register: join(dist, 'main.js'),
    idc: join(dist, 'cli/idc.js'),
    rights: join(root, 'deploy/rights.mjs'),
  },
  outdir: dist,
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  keepNames: true,
  // GraphQL checks much more of itself otherwise, with each value.
  define: { 'process.env.NODE_ENV': '"production"' },
  // The verifier stays the file it is: the one that bundles carry.
  external: [...notBundled, join(dist, 'ledger/bundle/verifier.mjs')],
  banner: { js: commonJs },
  logLevel: 'error',
});
writeFileSync(join(dist, '.built-from'), digest);
