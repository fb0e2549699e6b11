import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { hasInvisible, hasTooManyMarks } from '../../kernel/values/text.js';

const domainIn = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/** An address that an e-mail can be sent to. Quoted local parts and address literals, which are allowed and never used, are not taken. */
export const EmailAddress = z
  .string()
  .refine((text) => text.length <= 1000 && !hasTooManyMarks(text), {
    error: 'must have at most 254 characters',
    abort: true,
  })
  .trim()
  .normalize('NFC')
  .max(254, 'must have at most 254 characters')
  .regex(
    /^[^\s\u2800@"(),:;<>[\\\]\p{C}]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u,
    'must be an e-mail address, such as name@example.org',
  )
  .refine(
    (text) => domainToASCII(domainIn(text)) !== '' && !hasInvisible(text),
    'must be an e-mail address, such as name@example.org',
  )
  .refine(
    (text) => text.isWellFormed() && !text.startsWith('.') && !text.includes('..') && !text.includes('.@'),
    'must be an e-mail address, such as name@example.org',
  );

/**
 * What two spellings of one address have in common: the domain in ASCII, as mail servers know it
 * (`bücher.example` is `xn--bcher-kva.example`), and everything in lower case. E-mails are sent to the
 * address as it was typed.
 */
export function emailKey(email: string): string {
  const domain = domainIn(email);
  const local = email.slice(0, email.length - domain.length).normalize('NFKC');
  return `${local}${domainToASCII(domain) || domain.normalize('NFKC')}`.toLowerCase();
}
