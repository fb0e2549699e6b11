import type { FastifyRequest } from 'fastify';

/**
 * What every answer forbids browsers to do with it: data is never run, framed or sniffed. A page says itself what it needs beyond that, by
 * a Content-Security-Policy of its own.
 */
export const ofData = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

export const ofPages = {
  ...ofData,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/** Sends HSTS if the request came by TLS. */
export const lastingTls = ({ protocol }: FastifyRequest) =>
  protocol === 'https' ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {};

/** Headers as lines of HTTP, each ended by CR LF: for what is answered before there is a request. */
export const linesOf = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
