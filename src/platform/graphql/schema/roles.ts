import type { Permission, Scope } from '../../../kernel/permission.js';

const scopes: Readonly<Record<Scope, string>> = {
  own: ' of the organisation',
  behalf: ' on behalf of an organisation without an approver',
  others: ' of no role in the organisation',
  none: ' for the charter itself',
  any: '',
};

/** Which roles may issue a command, in a sentence. */
export function rolesIn({ roles, second, persons }: Permission): string {
  const ways = Object.entries(roles).flatMap(([role, allowed]) =>
    allowed.map((scope) => (role === 'public' ? 'everyone who has signed in' : `${role}${scopes[scope]}`)),
  );
  const seconds = {
    sealed: ' Another person must have confirmed it with confirmPreparation.',
    prepared: ' Another person must have prepared it.',
    proposed: ' Another person must have proposed it.',
  };
  return `Roles: ${ways.join(', ')}.${persons === true ? ' Persons only, no API keys.' : ''}${second === null ? '' : seconds[second]}`;
}
