import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { Operator } from '../../../src/access/operator.js';

const program = fileURLToPath(new URL('../../../dist/register.js', import.meta.url));

/** A port that nothing listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** An instance of a register: the built program in a process of its own, ended and started as those who run it do. */
export class Instance {
  private process: ChildProcess | null = null;
  private errors = '';

  private constructor(
    readonly port: number,
    private settings: Readonly<Record<string, string>>,
  ) {
    running.add(this);
  }

  /** Starts it with these settings, and waits until it is ready. */
  static async start(settings: Readonly<Record<string, string>>): Promise<Instance> {
    const instance = new Instance(await freePort(), settings);
    await instance.again();
    return instance;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What went wrong in it, by its own words. */
  get said(): string {
    return this.errors;
  }

  /** The id of its process. Throws where it does not run. */
  get pid(): number {
    const pid = this.process?.pid;
    if (pid === undefined) throw new Error('The instance does not run.');
    return pid;
  }

  /** Whether its process has ended, by itself or by a signal. */
  get hasEnded(): boolean {
    return this.process?.exitCode !== null || this.process.signalCode !== null;
  }

  get token(): string {
    return readFileSync(Operator.tokenPath(this.settings.IDC_SECRETS_DIR ?? ''), 'utf8');
  }

  get logPath(): string {
    return join(this.settings.IDC_DATA_DIR ?? '', 'log.sqlite');
  }

  /** Starts it again and waits until it is ready; with other settings where some are given. */
  async again(changed: Readonly<Record<string, string>> = {}): Promise<void> {
    this.settings = { ...this.settings, ...changed };
    const { PATH } = process.env;
    const child = spawn(process.execPath, ['--no-warnings', program], {
      env: {
        PATH,
        IDC_LOG_LEVEL: 'error',
        IDC_REQUESTS_PER_MINUTE: '1000000',
        IDC_COST_PER_MINUTE: '1000000000',
        ...this.settings,
        PORT: String(this.port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    child.stderr.on('data', (text: Buffer) => (this.errors += String(text)));
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text: Buffer) => {
        if (String(text).includes('is ready')) resolve();
      });
      child.once('exit', (code, signal) =>
        reject(new Error(`The instance ended with ${code ?? signal}: ${this.errors}`)),
      );
    });
  }

  /** Ends it; gives its exit code, or null when the signal itself ended it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.process;
    if (child?.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await exited)[0];
  }
}

const running = new Set<Instance>();

afterAll(async () => {
  await Promise.all([...running].map((instance) => instance.end('SIGKILL')));
});
