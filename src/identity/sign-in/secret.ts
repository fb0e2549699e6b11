import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A secret that nobody can guess: 32 random bytes, as 43 characters that may stand in an address. */
export const freshSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret. It is random and long, so a plain hash gives nothing away. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * The secret of a link as people paste it: the code with spaces or line breaks in it, or the whole link. What holds no whole code is
 * refused, so that one which was copied in part is not mistaken for one that was used.
 */
export const PastedSecret = z.string().transform((pasted, context) => {
  const compact = pasted.replace(/[\s\p{Cf}]/gu, '');
  const [, secret] = /(?:^|#)([\w-]{43})$/.exec(compact) ?? [];
  if (secret === undefined) context.addIssue('must be the whole code of a link');
  return secret ?? z.NEVER;
});
