/** Names under which Nest hands out what is not a class: see platform.module.ts. */
export const CONFIG = Symbol('Config');
export const EVENT_STORE = Symbol('EventStore');
export const LOG = Symbol('Log');
export const IDENTIFY = Symbol('Identify');
export const AUTHORISE = Symbol('Authorise');
export const CREDENTIALS = Symbol('Credentials');
export const ROLES_CHANGED = Symbol('RolesChanged');
export const CLOCK = Symbol('Clock');
export const IDS = Symbol('Ids');
