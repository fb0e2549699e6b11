import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { transformSync } from '@swc/core';
import { temporaryFolder } from './temporary.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const needed = [
  ...['sqlite.ts', 'lease.ts', 'pause.ts', 'integrity.ts', 'event-store', 'read-model'].map((path) => `src/platform/${path}`),
  ...['transactor', 'events', 'policy-runner'].map((noun) => `src/platform/cqrs/${noun}.ts`),
  ...['programs', 'drafts.ts', 'planned-appends.ts', 'acknowledging.ts', 'tally.ts', 'random.ts'].map((path) => `test/support/${path}`),
  ...['double', 'messages', 'reading', 'records', 'writing'].map((noun) => `test/support/kurrent-${noun}.ts`),
  'src/kernel',
];

let compiled: string | null = null;

/** The sources that test programs need, as JavaScript in a folder of their own: compiled once, from what stands there now. */
function compiledFolder(): string {
  if (compiled !== null) return compiled;
  const folder = temporaryFolder();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const files = needed.flatMap((path) =>
    statSync(join(root, path)).isFile() ? [path] : readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).map((file) => join(path, file)),
  );
  for (const file of files.filter((one) => one.endsWith('.ts'))) {
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } } as const;
    writeFileSync(target, transformSync(readFileSync(join(root, file), 'utf8'), options).code);
  }
  return (compiled = folder);
}

/** A program of `test/support/programs` in a process of its own. */
export class Child {
  readonly lines: string[] = [];
  private errors = '';
  private readonly process: ChildProcess;
  private readonly end: Promise<{ code: number | null; signal: string | null; lines: readonly string[]; errors: string }>;
  private wake: () => void = () => undefined;

  /** `before` is what runs Node, such as a tracer with its arguments. */
  constructor(program: string, args: readonly string[], before: readonly string[] = []) {
    const [command, ...rest] = [...before, process.execPath, '--no-warnings', join(compiledFolder(), 'test/support/programs', `${program}.js`), ...args];
    this.process = spawn(command as string, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
    running.add(this);
    this.process.stderr?.on('data', (text: Buffer) => (this.errors += text.toString()));
    const lines = createInterface({ input: this.process.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      this.lines.push(line);
      this.wake();
    });
    this.end = new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('close', (code, signal) => {
        running.delete(this);
        resolve({ code, signal, lines: this.lines, errors: this.errors });
        this.wake();
      });
    });
  }

  /** Resolves when it has printed so many lines; rejects when it ends before. */
  async printed(count: number): Promise<string> {
    while (this.lines.length < count) {
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        const { lines } = await this.end;
        if (lines.length < count) throw new Error(`The program ended after ${lines.length} lines: ${this.errors}`);
      } else await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.lines[count - 1] as string;
  }

  /** Gives it a line to read. */
  write(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  /** Ends it with no chance to tidy up, and resolves when it is gone and all it had printed is here. */
  async kill(): Promise<readonly string[]> {
    this.process.kill('SIGKILL');
    return (await this.end).lines;
  }

  /** Closes its input, on which it may end by itself, and waits for that. */
  async ended(): Promise<{ code: number | null; signal: string | null; lines: readonly string[]; errors: string }> {
    this.process.stdin?.end();
    return this.end;
  }
}

const running = new Set<Child>();

afterAll(async () => {
  await Promise.all([...running].map((child) => child.kill()));
});
