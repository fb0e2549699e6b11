// Runs before npm start, npm test and the like, with nothing but Node: installs the locked dependencies when they are missing
// or stale and, with --build, builds when the sources have changed. Otherwise it takes some hundredths of a second.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
export const sha256 = (...texts) => texts.reduce((hash, text) => hash.update(text), createHash('sha256')).digest('hex');

/** Changes whenever something that the build reads has changed. */
export function sourcesDigest() {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).sort();
  const stamps = files.map((file) => [file, statSync(join(root, 'src', file))]).filter(([, stat]) => stat.isFile());
  return sha256(
    ...stamps.map(([file, { size, mtimeMs }]) => `${file} ${size} ${mtimeMs}\n`),
    read(join(root, 'deploy/rights.mjs')),
    read(join(root, 'tools/build.mjs')),
    read(join(root, 'tools/typescript.mjs')),
  );
}

/** Runs a program, which says itself what goes wrong; ends with it where it fails. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (error !== undefined) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}

function install() {
  const wanted = sha256(read(join(root, 'package-lock.json')), process.versions.modules);
  const stamp = join(root, 'node_modules', '.installed-from');
  if (read(stamp) === wanted) return;
  console.log('Installing the locked dependencies (once; about half a minute) …');
  const windows = process.platform === 'win32';
  run(windows ? 'npm.cmd' : 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    shell: windows,
  });
  writeFileSync(stamp, wanted);
}

function build() {
  if (read(join(root, 'dist', '.built-from')) === sourcesDigest()) return;
  console.log('Building …');
  run(process.execPath, [join(root, 'tools/build.mjs')]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
  if (process.argv.includes('--build')) build();
}
