import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const versions = '/usr/lib/postgresql';

/** The folder of PostgreSQL's programs, as Debian installs them; null where they are missing. */
const programs = (): string | null => {
  const newest = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(a) - Number(b))
        .at(-1)
    : undefined;
  return newest === undefined || !existsSync(join(versions, newest, 'bin/initdb'))
    ? null
    : join(versions, newest, 'bin');
};

/** What the machine lacks for `PostgresServer`, or null. */
export const postgresMissing = (): string | null =>
  programs() === null ? 'PostgreSQL (Debian: postgresql) is not installed' : null;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A PostgreSQL server of its own in a temporary folder, on a free port of this machine. It does not run as root, which PostgreSQL refuses. */
export class PostgresServer {
  private constructor(
    private readonly bin: string,
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async start(): Promise<PostgresServer> {
    const bin = programs();
    if (bin === null) throw new Error(postgresMissing() ?? '');
    const folder = mkdtempSync(join(tmpdir(), 'idc-postgres-'));
    if (isRoot) chownSync(folder, Number(run('id', ['-u', 'postgres'])), Number(run('id', ['-g', 'postgres'])));
    const port = await freePort();
    const server = new PostgresServer(bin, folder, `postgres://identity@127.0.0.1:${port}/postgres`);
    server.as('initdb', [
      '-D',
      server.data,
      '-U',
      'identity',
      '--auth=trust',
      '--no-sync',
      '--no-instructions',
      '-E',
      'UTF8',
    ]);
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c shared_buffers=16MB -c max_connections=60`;
    server.as('pg_ctl', ['start', '-w', '-D', server.data, '-o', options, '-l', join(folder, 'log')]);
    return server;
  }

  stop(): void {
    this.as('pg_ctl', ['stop', '-m', 'immediate', '-D', this.data]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private as(program: string, args: readonly string[]): void {
    const command = [join(this.bin, program), ...args];
    const [first = '', ...rest] = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    const { status, stderr, error } = spawnSync(first, rest, {
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
  }
}

const isRoot = userInfo().uid === 0;
const run = (program: string, args: readonly string[]): string => execFileSync(program, args, { encoding: 'utf8' });
