// Bundles the packages that sources and tests import, for the tests alone: Jest loads every file of a package anew for each spec file, and a
// register takes some 2,500 of them. It is one build with shared chunks, so that a package that others use (graphql, @nestjs/common) stays one.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from './bundling.mjs';
import { root, sha256 } from './prepare.mjs';

const cache = join(root, 'node_modules/.cache/test-packages');

/** Jest brings its own, they have a native part, or they look for files of their own. */
const unbundled = ['@jest/globals', '@photostructure/sqlite', '@swc/core', 'axe-core', 'playwright-core', 'preact', 'preact-render-to-string', 'typescript'];

/** The entries of Jest's moduleNameMapper for the bundled packages; bundles first when they or what is imported of them has changed. */
export async function bundledPackages() {
  const names = importedPackages();
  const made = ['package-lock.json', 'tools/bundling.mjs', 'tools/test-packages.mjs'].map((file) => readFileSync(join(root, file)));
  const folder = join(cache, sha256(...made, ...names).slice(0, 16));
  if (!existsSync(folder)) await bundle(names, folder);
  const files = names.map((name) => [name, join(folder, `${flat(name)}.mjs`)]).filter(([, file]) => existsSync(file));
  return Object.fromEntries(files.map(([name, file]) => [`^${name.replaceAll('.', '\\.')}$`, file]));
}

const flat = (name) => name.replaceAll('/', '+');
const packageOf = (name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

/** What the files of src and test import by name, without Node's own modules. */
function importedPackages() {
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)),
  );
  const names = files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?: from |\bimport\(|^import )'([\w@][\w@./-]*)'/gm)])
    .map(([, name]) => name)
    .filter((name) => !unbundled.includes(packageOf(name)) && existsSync(join(root, 'node_modules', packageOf(name))));
  return [...new Set(names)].sort();
}

/** The folder gets its name once it is whole: several runs may begin at the same time. */
async function bundle(names, folder) {
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const entries = names.map(async (name) => ({ in: await entryOf(name, making), out: flat(name) }));
  // One that does not load, as where its native part is not for this machine, is left to the specs that import it.
  const loaded = (await Promise.allSettled(entries)).filter(({ status }) => status === 'fulfilled');
  await build({
    ...bundling,
    entryPoints: loaded.map(({ value }) => value),
    outdir: making,
    outExtension: { '.js': '.mjs' },
    external: [...bundling.external, ...unbundled],
  });
  try {
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

/**
 * The package itself, or for one in CommonJS a module that names what it exports: esbuild finds no names there. A module in between would
 * not do for all, as esbuild orders the files of a chunk by their distance from an entry, and circular imports depend on that order.
 */
async function entryOf(name, folder) {
  const { default: whole, ...named } = await import(name);
  const keys = Object.keys(named).filter((key) => key !== 'module.exports');
  const commonJs = whole !== undefined && !import.meta.resolve(name).endsWith('.mjs') && keys.every((key) => key in Object(whole));
  if (!commonJs) return name;
  const exported = new Set([...keys, ...Object.keys(whole), 'default']);
  const entry = join(folder, `${flat(name)}.entry.mjs`);
  writeFileSync(entry, `export { ${[...exported].filter((key) => /^[\w$]+$/.test(key)).join(', ')} } from '${name}';\n`);
  return entry;
}
