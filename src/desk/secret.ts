import { createHash, randomBytes } from 'node:crypto';

/** A secret that nobody can guess: 32 random bytes, as 43 characters that may stand in an address. */
export const freshSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret. It is random and long, so a plain hash gives nothing away. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
