import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** All that the security log of a data folder has been told, in order. */
export function securityLines(dataDir: string): Record<string, unknown>[] {
  const folder = join(dataDir, 'security');
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return files.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );
}
