import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../deploy/certificates.sh', import.meta.url));

/** Runs `deploy/certificates.sh`; gives what it printed, throws what it complained of. */
export const makeCertificates = (folder: string, ...nodes: readonly string[]): string =>
  execFileSync('sh', [script, folder, ...nodes], { encoding: 'utf8', stdio: 'pipe' });
