import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync, version } from '@swc/core';
import { root, sha256 } from '../prepare.mjs';
import { compiledName, isTypescript, typescriptFor } from '../typescript.mjs';

const made = ['tools/testing/compile.mjs', 'tools/typescript.mjs'].map((file) => readFileSync(join(root, file)));
const settings = sha256(version, ...made).slice(0, 16);

/** Where the sources and the tests stand as JavaScript, in folders of the same names. */
export const compiled = join(root, 'node_modules/.cache/compiled', settings);

/** Where a file of src or test is run from. */
export const compiledFrom = (path) => compiledName(path.replace(root, compiled));

const timeOf = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => isTypescript(file) || /\.m?js$/.test(file),
  );

/** Compiles what has changed since it was compiled last, and takes away what has no source any more: Jest's `globalSetup`. */
export default function compile() {
  for (const folder of ['src', 'test']) {
    const current = new Set();
    for (const file of filesIn(join(root, folder))) {
      const from = join(root, folder, file);
      const to = compiledFrom(from);
      current.add(to);
      if (timeOf(to) !== timeOf(from)) compileFile(from, to);
    }
    for (const file of filesIn(join(compiled, folder))) {
      if (!current.has(join(compiled, folder, file))) rmSync(join(compiled, folder, file));
    }
  }
}

/** A module finds the files beside it by its own address: that of its source. */
function compileFile(from, to) {
  const source = readFileSync(from, 'utf8');
  const options = { ...typescriptFor(from), swcrc: false, filename: from, sourceMaps: 'inline' };
  const { code } = isTypescript(from) ? transformSync(source, options) : { code: source };
  const making = `${to}.${process.pid}`;
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(making, code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(from).href)));
  const { atime, mtime } = statSync(from);
  utimesSync(making, atime, mtime);
  renameSync(making, to);
}
