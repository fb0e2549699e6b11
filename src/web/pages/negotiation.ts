import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import { languages, type Language } from '../../kernel/values/fields.js';

/** The language that a browser asks for, such as `fr-CH, fr;q=0.9`, among ours; English where it names none of them. */
export function preferredLanguage(header: string | undefined): Language {
  const asked = new Negotiator({ headers: { 'accept-language': header ?? '' } }).languages();
  const known = asked
    .map((one) => one.slice(0, 2).toLowerCase())
    .find((one) => languages.some((language) => language === one));
  return (known ?? 'en') as Language;
}

/** Whether a request comes from somebody who reads pages, and not from a program: it asks for HTML by name. */
export function wantsHtml({ accept }: IncomingHttpHeaders): boolean {
  if (accept?.includes('text/html') !== true) return false;
  return new Negotiator({ headers: { accept } }).mediaType(['application/json', 'text/html']) === 'text/html';
}
