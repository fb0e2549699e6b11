import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

const contexts = [
  'organisations',
  'charter',
  'collaborative',
  'citizen-data',
  'record',
  'ledger',
  'access',
  'identity',
];
const anything = /./;
const libraries = /^(?!node:|\.)[@a-z]/;

/**
 * Which files may import what, the first row that fits a file. `own` stands for the file's context; modules are named by their
 * place in src, packages by their name. Another context is open to nobody but as a type.
 */
const table: readonly (readonly [word: string, files: RegExp, may: readonly RegExp[]])[] = [
  ['the composition', /^(cli\/(terminal\/)?)?[^/]+$/, [anything]],
  ['the kernel', /^kernel\//, [/^kernel\//, /^zod$/]],
  ['the platform', /^platform\//, [/^kernel\//, /^platform\//, /^config$/, /^node:/, libraries]],
  ['the shell of all pages', /^web\//, [/^kernel\//, /^platform\//, /^web\//, /^config$/, /^node:/, libraries]],
  [
    'a page',
    /(\.page|\/pages|-table|-list|-parts|-curve|\/labels)$|^(?!identity)[^/]+\/messages\//,
    [/^kernel\//, /^platform\/web-page$/, /^web\//, /^own\/([^/]+\/)?[^/]+(\.page)?$/, /^preact/],
  ],
  ['an importer', /^[^/]+\/import\//, [/^kernel\//, /^platform\//, /^own\//, /^node:/, libraries]],
  [
    'a module, resolver, its fields, or a controller',
    /\.(resolver|fields|module|controller)$/,
    [/^kernel\//, /^platform\//, /^own\//, /^version$/, libraries],
  ],
  [
    'what others know of a context',
    /^[^/]+\/(context|nouns|event-sentences|compared|findable|correctable|permissions)$/,
    [
      /^kernel\//,
      /^platform\/(context$|tokens$|cqrs\/|read-model\/|graphql\/resolvers\/mutations$|web-page$)/,
      /^own\//,
    ],
  ],
  ['a view', /\.view$/, [/^kernel\//, /^platform\/(read-model|cqrs)\//, /^own\/([^/]+\/)?[^/.]+(\.view)?$/, /^zod$/]],
  ['a policy', /\.policy$/, [/^kernel\//, /^own\/([^/]+\/)?[^/.]+$/]],
  [
    'the identity database and what its pages run in a browser',
    /^identity\//,
    [/^kernel\//, /^platform\/(http\/|sqlite|security-log$)/, /^web\//, /^own\//, /^config$/, /^node:/, libraries],
  ],
  [
    'the roles of the log',
    /^access\/roles\/roles-of-log$/,
    [/^kernel\//, /^platform\/event-store\/event-store$/, /^own\/([^/]+\/)?[^/.]+$/],
  ],
  ['the operator’s key', /^access\/operator$/, [/^kernel\//, /^node:(crypto|fs|path)$/]],
  [
    'the frozen rules',
    /^access\/roles\/known-rules$/,
    [/^kernel\/permission$/, /^platform\/event-store\/canonical$/, /^node:(fs|path)$/, /^zod$/],
  ],
  ['who a request comes from', /^access\/identify$/, [/^kernel\//, /^platform\//, /^own\/operator$/]],
  [
    'the ledger’s arithmetic and its formats',
    /^ledger\/(tree\/(tree|proof)|checkpoint\/(note|checkpoint))$/,
    [/^own\/(tree\/tree|checkpoint\/(note|checkpoint))$/, /^node:crypto$/],
  ],
  [
    'keys and signed files',
    /^ledger\/(files|keys\/keys|opening|checkpoint\/(shared-checkpoints|checkpoint-files))$/,
    [
      /^own\/(files|keys\/keys|checkpoint\/.+)$/,
      /^platform\/(event-store\/(event-store|kurrent\/errors)|integrity|data-folder)$/,
      /^config$/,
      /^node:(crypto|fs|path)$/,
    ],
  ],
  [
    'what follows and checks the log',
    /^ledger\/(ledger|inspection|keys\/(key-terms|rotate-log-key)|tree\/tiles|redacted-entries|erasure)$/,
    [/^kernel\//, /^platform\/(event-store\/|integrity$)/, /^own\/([^/]+\/)?[^/.]+$/, /^node:timers$/, libraries],
  ],
  [
    'the exporter of bundles',
    /^ledger\/bundle\/(bundle|event-forms)$/,
    [
      /^kernel\//,
      /^platform\/event-store\//,
      /^own\/(checkpoint\/note|keys\/key-terms|redacted-entries|bundle\/event-forms)$/,
      /^node:(fs|path)$/,
      /^zod$/,
    ],
  ],
  ['the verifier', /^ledger\/bundle\/verifier\.mjs$/, [/^node:/]],
  ['a decider', new RegExp(`^(${contexts.join('|')})/`), [/^kernel\//, /^own\/([^/]+\/)?[^/.]+$/, /^zod$/]],
];

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isType: boolean;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const modules = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.(tsx?|mjs)$/.test(path));
const imports = modules.flatMap(importsOf);
const contextOf = (path: string): string | undefined => contexts.find((context) => path.startsWith(`${context}/`));

function importsOf(path: string): Import[] {
  const file = path.replace(/\.tsx?$/, '');
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const isImport = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
    const name = isImport
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : undefined;
    if (name !== undefined && ts.isStringLiteral(name)) {
      const target = name.text.startsWith('.')
        ? join(dirname(file), name.text).replace(/\.js$/, '')
        : name.text.replace(/^((@[^/]+\/)?[^/]+).*/, '$1');
      found.push({ file, target, isType: isImport && isErased(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(join('src', path)), ts.ScriptTarget.Latest, true));
  return found;
}

function isErased(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const named = node.importClause?.namedBindings;
  const onlyTypes =
    named !== undefined && ts.isNamedImports(named) && named.elements.every(({ isTypeOnly }) => isTypeOnly);
  return (
    node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
    (onlyTypes && node.importClause?.name === undefined)
  );
}

test('Every file imports only what its kind may', () => {
  const wrong = imports.flatMap(({ file, target, isType }) => {
    const [word, , may] = table.find(([, files]) => files.test(file)) ?? ['a file of no kind', anything, []];
    const [own, other] = [contextOf(file), contextOf(target)];
    if (own !== undefined && other !== undefined && own !== other)
      return isType ? [] : [`${file}, of context ${own}, imports ${target} of another one, not as a type`];
    const seen = own !== undefined && own === other ? target.replace(own, 'own') : target;
    return may.some((pattern) => pattern.test(seen)) ? [] : [`${file}, ${word}, imports ${target}`];
  });
  expect(wrong).toEqual([]);
});

test('No file imports itself through others', () => {
  const wrong = new Set<string>();
  const done = new Set<string>();
  const follow = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) wrong.add([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const one of imports) if (one.file === file && !one.isType) follow(one.target, [...path, file]);
    done.add(file);
  };
  for (const { file } of imports) follow(file, []);
  expect([...wrong]).toEqual([]);
});

test('No file only hands on what others export, and no import goes by another name than the file’s or the package’s', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: object };
  const { compilerOptions } = JSON.parse(read('tsconfig.json')) as { compilerOptions: object };
  expect(
    modules.filter(
      (path) => /(^|\/)index\.ts$/.test(path) || /\bexport (type )?(\*|\{[^}]*\} from)/.test(read(join('src', path))),
    ),
  ).toEqual([]);
  expect(Object.keys(compilerOptions).filter((option) => ['paths', 'baseUrl', 'rootDirs'].includes(option))).toEqual(
    [],
  );
  const known = new Set([...modules.map((path) => path.replace(/\.tsx?$/, '')), ...Object.keys(dependencies)]);
  const wrong = imports.filter(
    ({ target, isType }) => !target.startsWith('node:') && !known.has(target) && !(isType && libraries.test(target)),
  );
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test('Every measurement imports built files of which the source is there', () => {
  const built = readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith('.mjs'))
    .flatMap((file) =>
      [...read(join('bench', file)).matchAll(/'\.\.\/dist\/([^']+)\.js'/g)].map(([, target]) => target),
    );
  expect(built).not.toEqual([]);
  expect(built.filter((target) => !modules.some((path) => path.replace(/\.tsx?$/, '') === target))).toEqual([]);
});
