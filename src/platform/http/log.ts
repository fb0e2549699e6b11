import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** JSON lines on standard error, one an event, never with a token or a cookie in them. */
export function makeLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['authorization', 'cookie'].flatMap((name) => [`req.headers.${name}`, `headers.${name}`, name]),
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

/**
 * Lets Nest write into the same log. Its start-up chatter is for us alone, and so is what it says of every error a resolver throws:
 * those are told, and logged where they are faults, by platform/graphql/errors.ts.
 */
export function nestLog(log: Logger): LoggerService {
  const text = (parts: unknown[]): string => parts.map(String).join(' ');
  return {
    log: (...parts: unknown[]) => log.debug(text(parts)),
    warn: (...parts: unknown[]) => log.warn(text(parts)),
    error: (...parts: unknown[]) => log[parts.at(-1) === 'ExceptionsHandler' ? 'debug' : 'error'](text(parts)),
  };
}
