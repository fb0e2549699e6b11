import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the program stands with what it brings along: its schema, the pages' files, the verifier and its guide. */
export const programFolder = dirname(fileURLToPath(import.meta.url));
