import type { Issuer, Role } from '../../src/kernel/message.js';

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
