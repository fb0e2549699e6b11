import type { Credentials } from '../../access/identify.js';
import type { ApiKeys } from './api-keys.js';
import type { Grants } from '../grants.js';
import type { Sessions } from './sessions.js';

/**
 * What secrets identify. A key is valid only while it holds the role that it was made for; a read-only key
 * needs none.
 */
export const credentials = (sessions: Sessions, keys: ApiKeys, grants: Pick<Grants, 'heldBy'>): Credentials => ({
  session: (secret, isByItself) => sessions.of(secret, { isByItself }),
  key: async (given) => {
    const key = await keys.of(given);
    if (key === null) return null;
    const { scope } = key;
    if (scope === null) return key;
    const held = await grants.heldBy(key.id);
    return held.some(({ role, organisation }) => role === scope.role && organisation === scope.organisation)
      ? key
      : null;
  },
});
