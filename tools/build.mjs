// Compiles src into dist, schema files included, and stamps what it was built from.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourcesDigest } from './prepare.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const digest = sourcesDigest();
rmSync(join(root, 'dist'), { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
  if (file.endsWith('.graphql')) cpSync(join(root, 'src', file), join(root, 'dist', file));
}
writeFileSync(join(root, 'dist', '.built-from'), digest);
