import { statfsSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { DatabaseSync, driverName } from './driver.mjs';

const fileSystems = {
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x2fc12fc1: 'zfs',
  0x01021994: 'tmpfs',
  0x794c7630: 'overlay',
  0x1a: 'apfs',
};

export const fileSystemOf = (folder) =>
  fileSystems[statfsSync(folder).type] ?? `type 0x${statfsSync(folder).type.toString(16)}`;

/** What the figures were measured on. */
export function machine(folder) {
  const processors = cpus();
  const memory = new DatabaseSync(':memory:');
  const { version } = memory.prepare('SELECT sqlite_version() AS version').get();
  memory.close();
  return [
    `${processors[0]?.model.trim() ?? 'unknown processor'}, ${processors.length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; ${type()} ${release()}`,
    `Node ${process.version}; SQLite ${version} by ${driverName}; files in ${folder} on ${fileSystemOf(folder)}`,
    `load average at start ${loadavg()[0].toFixed(2)}`,
  ].join('\n');
}
