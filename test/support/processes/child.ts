import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';

const tools = (await import(new URL('../../../tools/testing/compile.mjs', import.meta.url).href)) as {
  compiledFrom(path: string): string;
};

const compiledProgram = (name: string): string =>
  tools.compiledFrom(fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url)));

/** A program of `test/support/processes/programs` in a process of its own. */
export class Child {
  readonly lines: string[] = [];
  private errors = '';
  private readonly process: ChildProcess;
  private readonly end: Promise<{
    code: number | null;
    signal: string | null;
    lines: readonly string[];
    errors: string;
  }>;
  private wake: () => void = () => undefined;

  /** `before` is what runs Node, such as a tracer with its arguments. */
  constructor(program: string, args: readonly string[], before: readonly string[] = []) {
    const [command, ...rest] = [...before, process.execPath, '--no-warnings', compiledProgram(program), ...args];
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
