import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { compiled, compiledFrom } from './compile.mjs';

const globals = fileURLToPath(new URL('./globals.mjs', import.meta.url));

/** Files of test become part of the bundle; the sources and the packages stay what they are, once in a process. */
const tests = {
  name: 'tests',
  setup({ onResolve }) {
    onResolve({ filter: /^@jest\/globals$/ }, () => ({ path: globals }));
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const url = new URL(path, `${pathToFileURL(resolveDir)}/`);
      return url.href.startsWith(`${pathToFileURL(compiled)}/test/`) ? undefined : { path: url.href, external: true };
    });
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path, external: true },
    );
  },
};

let bundles = 0;

/** Makes one file of a spec file and all that it imports of test, so that it shares their hooks and state with no other; gives its path. */
export async function bundle(path) {
  const outfile = join(compiled, 'bundles', `${process.pid}-${++bundles}.mjs`);
  await build({
    entryPoints: [compiledFrom(path)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    keepNames: true,
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'error',
    plugins: [tests],
  });
  return outfile;
}
