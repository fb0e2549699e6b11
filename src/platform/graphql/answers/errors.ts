import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { NotAllowed, Refused, Unauthenticated } from '../../../kernel/refusal.js';
import { RateLimited } from '../../http/allowances.js';
import { NotSignedYet, ReadOnly } from '../../integrity.js';
import { OverLimit } from '../../limits.js';
import { isAboutLength, tooManyTokens } from '../admission/parsed-documents.js';
import { OutcomeUnknown, StoreClosed, StoreUnavailable } from '../../event-store/event-store.js';
import { BeforeLog } from '../../read-model/past/bases.js';
import { isOfDisk, NulInText } from '../../sqlite.js';

/** The codes of top-level errors: all there are. */
export const faultCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'LIMIT_EXCEEDED',
  'RATE_LIMITED',
  'BEFORE_LOG',
  'BEHIND',
  'UNAVAILABLE',
  'READ_ONLY',
  'INTERNAL',
] as const;
type FaultCode = (typeof faultCodes)[number];

const known = new Set<string>(faultCodes);

/**
 * The error as callers see it: a code from the closed list, a message, and a path. Internal errors are logged
 * completely and reported only by a reference number: no stack, path or SQL leaves the server.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const cause = causeOf(error);
  const at = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  const fault = (code: FaultCode, message: string, more: object = {}) => ({
    message,
    ...at,
    extensions: { code, ...more },
  });
  if (cause instanceof Refused)
    return fault('BAD_USER_INPUT', cause.message, { refusal: cause.code, field: cause.faults[0]?.field });
  if (cause instanceof NulInText) return fault('BAD_USER_INPUT', cause.message);
  if (cause instanceof OverLimit)
    return fault('LIMIT_EXCEEDED', cause.message, { limit: cause.limit, has: cause.has, allowed: cause.allowed });
  if (cause instanceof RateLimited)
    return fault('RATE_LIMITED', cause.message, { limit: cause.policy, retryAfter: cause.retryAfter });
  if (cause instanceof BeforeLog) return fault('BEFORE_LOG', cause.message, { logBegan: cause.logBegan });
  if (cause instanceof Unauthenticated || (cause instanceof NotAllowed && !cause.isSignedIn))
    return fault('UNAUTHENTICATED', cause.message);
  if (cause instanceof NotAllowed) return fault('FORBIDDEN', cause.message);
  if (cause instanceof ReadOnly) return fault('READ_ONLY', cause.message);
  if (cause instanceof NotSignedYet) return fault('UNAVAILABLE', cause.message);
  if (cause instanceof StoreUnavailable || cause instanceof StoreClosed || isOfDisk(cause)) {
    log.error({ err: cause }, 'the log is not available');
    if (cause instanceof OutcomeUnknown) return fault('UNAVAILABLE', cause.message);
    return fault(
      'UNAVAILABLE',
      'The register cannot record or answer at the moment; nothing was recorded. Try again later.',
    );
  }
  // Apollo parses as far as there may be tokens, and says the same of a document that is too long as of one that is none.
  if (formatted.extensions?.code === 'GRAPHQL_PARSE_FAILED' && error instanceof GraphQLError && isAboutLength(error))
    return formatError(formatted, tooManyTokens(), log);
  const given = formatted.extensions?.code;
  const code = badRequests.has(String(given)) ? 'BAD_REQUEST' : given;
  if (typeof code === 'string' && known.has(code) && code !== 'INTERNAL')
    return fault(code as FaultCode, formatted.message, placeOf(formatted));
  if (isCallersFault(cause)) return fault('BAD_USER_INPUT', formatted.message);
  const number = randomUUID();
  log.error({ err: cause, reference: number }, 'a request failed');
  return fault('INTERNAL', `An internal error occurred. Quote ${number} when you report it.`, { reference: number });
}

/** What Apollo has names of its own for: an operation that is not there, and queries by their hash, which are not kept here. */
const badRequests = new Set(['OPERATION_RESOLUTION_FAILURE', 'PERSISTED_QUERY_NOT_SUPPORTED']);

/** An error that did not go through GraphQL's hands, as callers see it. */
export const logError = (error: Error, log: Logger): GraphQLFormattedError =>
  formatError(error instanceof GraphQLError ? error.toJSON() : { message: error.message }, error, log);

/** The cause of an error: a resolver's own, or the reason why an operation was not executed. */
export function causeOf(error: unknown): unknown {
  const behind = error instanceof GraphQLError ? error.originalError : undefined;
  return behind instanceof OverLimit || behind instanceof RateLimited || behind instanceof Refused
    ? behind
    : unwrapResolverError(error);
}

/** A value that a scalar, an enum or an input type does not take: GraphQL's own finding, without a cause of ours behind it. */
const isCallersFault = (error: unknown): boolean =>
  error instanceof GraphQLError && (error.originalError === undefined || error.originalError instanceof GraphQLError);

/** What an error says of the variable, and of the argument, that it is about. */
const placeOf = ({ extensions = {} }: GraphQLFormattedError): object =>
  Object.fromEntries(
    ['variable', 'field', 'argument']
      .filter((name) => extensions[name] !== undefined)
      .map((name) => [name, extensions[name]]),
  );

/** A request that cannot be answered as it stands. */
export const badRequest = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
