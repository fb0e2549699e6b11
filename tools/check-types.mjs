// Checks types: those of the project, and those of the code in CONTRIBUTING.md as if its files stood in src. Exit code 1 if any is wrong.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

/** The code of each recipe, by the path that the recipe gives it. */
const recipes = new Map(
  [...page.matchAll(/<!-- runs: (\S+) -->\n *```ts\n([\s\S]*?)```/g)].map(([, file, code]) => [
    join(root, 'src', file),
    code,
  ]),
);

const parsed = ts.getParsedCommandLineOfConfigFile(
  join(root, 'tsconfig.json'),
  {},
  {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  },
);
const host = ts.createCompilerHost(parsed.options);
const { directoryExists, fileExists, readFile } = host;
const folders = new Set([...recipes.keys()].map(dirname));
host.directoryExists = (path) => folders.has(path) || directoryExists(path);
host.fileExists = (path) => recipes.has(path) || fileExists(path);
host.readFile = (path) => recipes.get(path) ?? readFile(path);
const getSourceFile = host.getSourceFile;
host.getSourceFile = (path, options, ...rest) =>
  recipes.has(path)
    ? ts.createSourceFile(path, recipes.get(path), options)
    : getSourceFile.call(host, path, options, ...rest);

const program = ts.createProgram([...parsed.fileNames, ...recipes.keys()], parsed.options, host);
const faults = [...parsed.errors, ...ts.getPreEmitDiagnostics(program)];
if (recipes.size === 0) throw new Error('CONTRIBUTING.md has no code that a test runs');
process.stdout.write(ts.formatDiagnosticsWithColorAndContext(faults, host));
process.exitCode = faults.length === 0 ? 0 : 1;
