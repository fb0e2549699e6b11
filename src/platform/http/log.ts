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
 * Whether Nest only repeats an error that is reported elsewhere: the first of these is for requests, the
 * second for the start.
 */
const isToldElsewhere = (context: unknown): boolean =>
  context === 'ExceptionsHandler' || context === 'ExceptionHandler';

/**
 * Makes Nest write to the same log. Its start-up messages are suppressed, and so is what it logs for every
 * error a resolver throws: platform/graphql/answers/errors.ts reports those, and logs internal ones.
 */
export function nestLog(log: Logger): LoggerService {
  const text = (parts: unknown[]): string =>
    parts
      .filter((part) => part !== undefined)
      .map(String)
      .join(' ');
  return {
    log: (...parts: unknown[]) => log.debug(text(parts)),
    warn: (...parts: unknown[]) => log.warn(text(parts)),
    error: (...parts: unknown[]) => log[isToldElsewhere(parts.at(-1)) ? 'debug' : 'error'](text(parts)),
  };
}
