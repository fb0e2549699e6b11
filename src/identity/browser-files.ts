import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the pages of the identity database load. */
export interface BrowserFiles {
  readonly style: string;
  readonly passkeys: string;
  readonly links: string;
}

/** Reads them out of the folder of this program. */
export function browserFilesIn(folder: string): BrowserFiles {
  const read = (name: string): string => readFileSync(join(folder, 'identity/browser', name), 'utf8');
  return { style: read('identity.css'), passkeys: read('passkeys.mjs'), links: read('links.mjs') };
}
