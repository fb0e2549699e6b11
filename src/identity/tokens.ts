/** Names under which Nest hands out what is not a class: see identity.module.ts. */
export const GRANTS = Symbol('Grants');
