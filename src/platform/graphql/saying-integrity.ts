import type { ApolloServerPlugin } from '@apollo/server';
import type { Integrity } from '../integrity.js';

/** What an answer says beside its data once the log was found broken. */
export const integrityOf = ({ state, trouble, checkedAt }: Integrity): object => ({
  integrity: { state: state.toUpperCase(), message: trouble, checkedAt },
});

/** Lets every answer of a register whose log was found broken say so in `extensions.integrity`. */
export const sayingIntegrity = (integrity: Integrity): ApolloServerPlugin => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body } }) => {
      if (integrity.trouble !== null && body.kind === 'single')
        body.singleResult.extensions = { ...body.singleResult.extensions, ...integrityOf(integrity) };
    },
  }),
});
