import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { projection } from '../dist/contexts.js';
import { ReadModel } from '../dist/platform/read-model/read-model.js';
import { startServer } from './servers.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, 'peer');
const modules = join(here, 'node_modules');
const compiled = join(modules, '.cache', 'peer');

/** Installs what the peer service is made of, once; the register itself needs none of it. */
function install() {
  const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');
  const stamp = join(modules, '.installed-from');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing the service to compare with (once; about half a minute) …');
  const windows = process.platform === 'win32';
  execFileSync(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: here,
    stdio: 'inherit',
    shell: windows,
  });
  writeFileSync(stamp, lock);
}

function compile() {
  mkdirSync(compiled, { recursive: true });
  const compilerOptions = {
    target: 'es2023',
    module: 'esnext',
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  };
  for (const file of readdirSync(sources)) {
    const { outputText } = ts.transpileModule(readFileSync(join(sources, file), 'utf8'), { compilerOptions });
    writeFileSync(join(compiled, file.replace('.ts', '.js')), outputText);
  }
}

/** The documents of the register's views that the peer service has as rows, in a file. */
function writeDocuments(views, path) {
  const model = new ReadModel(views, projection);
  const documents = (table) => model.rows.all(`SELECT document FROM ${table}`).map(({ document }) => document);
  const tables = ['champions', 'commitments', 'progress_reports'];
  writeFileSync(path, `{${tables.map((table) => `"${table}": [${documents(table)}]`)}}`);
  model.close();
}

/** Starts the peer service over the rows that the register's views hold. */
export async function startPeer(dataDir) {
  install();
  compile();
  const views = join(dataDir, 'views');
  const file = readdirSync(views).find((name) => name.endsWith('.sqlite'));
  const database = join(dataDir, 'peer.sqlite');
  const documents = join(dataDir, 'documents.json');
  rmSync(database, { force: true });
  writeDocuments(join(views, file), documents);
  execFileSync(process.execPath, [join(compiled, 'fill.js'), documents, database], { stdio: 'inherit' });
  return startServer(join(compiled, 'main.js'), { args: [database] });
}
