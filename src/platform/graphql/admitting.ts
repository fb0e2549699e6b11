import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { RateLimited, restField, type Allowances } from '../http/allowances.js';
import { countedAs } from '../http/requests.js';
import { Invalid, type Admission } from './admission.js';
import type { RequestContext } from './context.js';

/** Tells an error as callers see it. */
export type Tell = (error: Error) => GraphQLFormattedError;

/** All that stands against a document, as callers see it. */
export const refusals = (error: Error, tell: Tell): GraphQLFormattedError[] => (error instanceof Invalid ? error.errors.map(tell) : [tell(error)]);

/** Lets Apollo execute only what passes, and takes its cost from what its caller may ask in a minute. */
export const admitting = (admission: Admission, allowances: Allowances, tell: Tell): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: async () => ({
    responseForOperation: async ({ document, request, contextValue, response }) => {
      const counted = countedAs(contextValue.req);
      const headers = new HeaderMap();
      try {
        const cost = admission.costOf(document, request.operationName, request.variables);
        if (counted !== null) {
          const rest = await allowances.take(`${counted.caller.kind}-cost`, counted.caller.key, cost);
          response.http.headers.set('ratelimit', `${counted.rest}, ${restField(rest)}`);
        }
        return null;
      } catch (error) {
        if (error instanceof RateLimited) headers.set('retry-after', String(error.retryAfter));
        const status = error instanceof RateLimited ? 429 : 400;
        return { http: { status, headers }, body: { kind: 'single', singleResult: { errors: refusals(error as Error, tell) } } };
      }
    },
  }),
});
