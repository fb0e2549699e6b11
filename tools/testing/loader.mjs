import { pathToFileURL } from 'node:url';
import { compiled } from './compile.mjs';

const tests = `${pathToFileURL(compiled)}/test/`;
const globals = new URL('./globals.mjs', import.meta.url).href;

/** Whatever a file of test imports of test belongs to the same spec file: hooks and state of a module are not shared. */
export async function resolve(specifier, context, next) {
  const [, spec] = /(\?spec=\d+)$/.exec(context.parentURL ?? '') ?? [];
  if (spec === undefined) return next(specifier, context);
  if (specifier === '@jest/globals') return { url: `${globals}${spec}`, shortCircuit: true };
  const resolved = await next(specifier, context);
  return resolved.url.startsWith(tests) ? { ...resolved, url: `${resolved.url}${spec}` } : resolved;
}
