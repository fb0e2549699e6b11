import type { Caller } from '../../../src/kernel/caller.js';
import type { Issuer, Role } from '../../../src/kernel/message.js';

/** Somebody in a role. */
export const issuer = (role: Role, origin: Issuer['origin'] = { kind: 'live', record: null }): Issuer => ({
  actor: 'somebody',
  role,
  onBehalfOf: null,
  client: 'test/1',
  correlationId: 'a-request',
  causationId: null,
  origin,
});

const uuid = (number: number): string => `019b7700-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** Somebody, by a random id that is the same in every run. */
export const personId = (number: number): string => `person-${uuid(number)}`;
export const keyId = (number: number): string => `key-${uuid(number)}`;

/** A caller by their id. */
export const callerOf = (actor: string): Caller => ({
  actor,
  kind: actor.startsWith('operator-')
    ? 'operator'
    : actor.startsWith('key-')
      ? 'key'
      : actor.startsWith('person-')
        ? 'person'
        : 'public',
  scope: null,
  client: 'idc-test/1',
  correlationId: 'a-request',
  origin: { kind: 'live', record: null },
});
